import type { ApiClient } from '../api/client.ts'
import type { Environment } from '../node/config-environment.ts'
import type { Output } from './output.ts'
import type { CliRunners } from './runners.ts'
import type { Terminal } from './terminal.ts'

/** What a command works with. */
export interface CommandContext {
  readonly output: Output
  readonly terminal: Terminal
  readonly environment: Environment
  /** Absolute path. */
  readonly dataFolder: string
  readonly runners: CliRunners
  /** Aborts at the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal
  /** A client of the node that runs on the data folder. @throws ApiFilesError `NODE_NOT_RUNNING`. */
  readonly client: () => Promise<ApiClient>
}

/** One option as data. */
export interface OptionSpec {
  /** In commander's form, such as `--life <duration>`. */
  readonly flags: string
  readonly description: string
  readonly required?: boolean
  readonly choices?: readonly string[]
  /** Text, as typed. */
  readonly fallback?: string
}

/** One positional argument as data. */
export interface ArgumentSpec {
  /** In commander's form, such as `<id>` or `[ledger]`. */
  readonly name: string
  readonly description: string
  readonly choices?: readonly string[]
}

/** Values as typed: text for options with a value, true for switches; absent ones are missing. */
export type OptionValues = Readonly<Record<string, string | boolean | undefined>>

/** A command as data: the parser, the help and the completion scripts are made from it. */
export interface CommandSpec {
  readonly name: string
  readonly summary: string
  readonly arguments?: readonly ArgumentSpec[]
  readonly options?: readonly OptionSpec[]
  /** Lines of the help, without the leading `bourse`. */
  readonly examples: readonly string[]
  readonly commands?: undefined
  run(context: CommandContext, args: readonly (string | undefined)[], options: OptionValues): Promise<void>
}

/** Commands under one name. */
export interface CommandGroup {
  readonly name: string
  readonly summary: string
  /** Name of the command that a bare group name runs. */
  readonly standard?: string
  readonly commands: readonly CommandSpec[]
}

/** An option's value where it was given as text. */
export function textOption(options: OptionValues, name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}
