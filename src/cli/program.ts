import { Argument, Command, Option } from 'commander'
import type { CommandContext, CommandGroup, CommandSpec, OptionValues } from './command.ts'
import { completionScript, SHELLS, type Shell } from './completion.ts'

/** Values of the options that every command takes. */
export interface GlobalOptions {
  readonly data?: string
  readonly json?: true
  readonly verbose?: true
}

/** What the program is built from. */
export interface ProgramParts {
  readonly version: string
  readonly commands: readonly (CommandSpec | CommandGroup)[]
  /** Makes what a command works with, once the options that every command takes are known. */
  readonly context: (options: GlobalOptions) => CommandContext
  readonly writeOut: (text: string) => void
  readonly writeError: (text: string) => void
}

const EXIT_CODES = `
Exit codes: 0 done; 1 refused or failed; 2 wrong usage; 3 no node is running on the data folder.`

/** The command line's parser. It never ends the process: help and wrong usage are thrown as CommanderError. */
export function createProgram(parts: ProgramParts): Command {
  const program = new Command('bourse')
    .description('Swap coins of different ledgers without giving coins or keys to anyone.')
    .version(parts.version, '--version', 'print the version')
    .helpOption('-h, --help', 'print help, with examples for each command')
    .option('--data <dir>', 'data folder (else BOURSE_DATA, or ~/.bourse)')
    .option('--json', 'print JSON: one object, or one object a line')
    .option('--verbose', 'print the stack of an error too')
    .exitOverride()
    .configureOutput({ writeOut: parts.writeOut, writeErr: parts.writeError })
    .showSuggestionAfterError()
    .addHelpText('after', EXIT_CODES)
  for (const command of parts.commands) {
    if (command.commands === undefined) addCommand(program, command, parts)
    else addGroup(program, command, parts)
  }
  addCommand(program, completionCommand(parts.commands), parts)
  return program
}

function addGroup(program: Command, group: CommandGroup, parts: ProgramParts): void {
  const parent = program.command(group.name).description(group.summary)
  for (const spec of group.commands) addCommand(parent, spec, parts, group.standard === spec.name)
  const examples = group.commands.flatMap((spec) => spec.examples.slice(0, 1))
  parent.addHelpText('after', examplesText(examples))
}

function addCommand(parent: Command, spec: CommandSpec, parts: ProgramParts, isDefault = false): void {
  const command = parent
    .command(spec.name, { isDefault })
    .description(spec.summary)
    .allowExcessArguments(false)
    .addHelpText('after', examplesText(spec.examples))
  for (const { name, description, choices } of spec.arguments ?? []) {
    const argument = new Argument(name, description)
    command.addArgument(choices === undefined ? argument : argument.choices(choices))
  }
  for (const { flags, description, required, choices, fallback } of spec.options ?? []) {
    const option = new Option(flags, description).makeOptionMandatory(required === true)
    if (choices !== undefined) option.choices(choices)
    if (fallback !== undefined) option.default(fallback)
    command.addOption(option)
  }
  command.action(async () => {
    const context = parts.context(command.optsWithGlobals<GlobalOptions>())
    await spec.run(context, command.processedArgs as (string | undefined)[], command.opts<OptionValues>())
  })
}

function completionCommand(commands: readonly (CommandSpec | CommandGroup)[]): CommandSpec {
  return {
    name: 'completion',
    summary: 'print a script that completes commands in your shell',
    arguments: [{ name: '<shell>', description: 'bash, zsh or fish', choices: SHELLS }],
    examples: ['completion bash >> ~/.bashrc', 'completion fish | source'],
    run: async ({ output }, [shell]) => output.raw(completionScript(shell as Shell, commands))
  }
}

function examplesText(examples: readonly string[]): string {
  return ['', 'Examples:', ...examples.map((example) => `  bourse ${example}`)].join('\n')
}
