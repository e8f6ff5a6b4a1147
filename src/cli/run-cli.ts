import { resolve } from 'node:path'
import { CommanderError } from 'commander'
import { readApiFiles } from '../api/api-files.ts'
import { ApiClient } from '../api/client.ts'
import { CodedError } from '../base/coded-error.ts'
import type { Environment } from '../node/config-environment.ts'
import { defaultDataFolder } from '../node/config.ts'
import { EXIT, exitCode, hintFor } from './cli-error.ts'
import type { CommandContext } from './command.ts'
import { COMMANDS } from './commands.ts'
import { Output, printable, type TextStream } from './output.ts'
import { createProgram, type GlobalOptions } from './program.ts'
import type { CliRunners } from './runners.ts'
import type { Terminal } from './terminal.ts'

/** What a command line touches of its process. */
export interface CliProcess {
  /** Arguments after the program's name. */
  readonly args: readonly string[]
  readonly environment: Environment
  readonly stdout: TextStream
  readonly stderr: TextStream
  readonly terminal: Terminal
  /** Aborts when the command should end. */
  readonly signal: AbortSignal
  readonly version: string
}

/** Runs one command line and returns its exit code (see `EXIT`); never throws. */
export async function runCli(cli: CliProcess, runners: CliRunners): Promise<number> {
  const program = createProgram({
    version: cli.version,
    commands: COMMANDS,
    context: (options) => createContext(cli, runners, options),
    writeOut: (text) => cli.stdout.write(text),
    writeError: (text) => cli.stderr.write(text)
  })
  try {
    await program.parseAsync([...cli.args], { from: 'user' })
    return EXIT.ok
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
    report(cli, error)
    return exitCode(error)
  }
}

function createContext(cli: CliProcess, runners: CliRunners, options: GlobalOptions): CommandContext {
  const { environment, stdout, stderr, terminal, signal } = cli
  const dataFolder = resolve(options.data ?? defaultDataFolder(environment))
  const noColour = (environment['NO_COLOR'] ?? '') !== ''
  return {
    environment,
    terminal,
    signal,
    runners,
    dataFolder,
    output: new Output({ stdout, stderr }, { json: options.json === true, noColour }),
    client: async () => new ApiClient(await readApiFiles(dataFolder))
  }
}

/** One line, and a second with what to do next; the stack with --verbose only. */
function report(cli: CliProcess, error: unknown): void {
  const code = error instanceof CodedError ? error.code : 'INTERNAL'
  const message = error instanceof Error ? error.message : String(error)
  const hint = hintFor(code)
  if (cli.args.includes('--json')) {
    const body = { error: { code, message, ...(hint !== null && { hint }) } }
    cli.stderr.write(`${JSON.stringify(body)}\n`)
  } else {
    cli.stderr.write(`error: ${printable(message)} (${code})\n`)
    if (hint !== null) cli.stderr.write(`hint: ${hint}\n`)
  }
  if (cli.args.includes('--verbose') && error instanceof Error) cli.stderr.write(`${causes(error)}\n`)
}

function causes(error: Error): string {
  const own = error.stack ?? error.message
  return error.cause instanceof Error ? `${own}\ncaused by ${causes(error.cause)}` : own
}
