import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Programs that can be run: the command line over a fake node, the real one, and that of the test network. */
export const PROGRAMS = {
  fakes: fileURLToPath(new URL('./bourse-with-fakes.js', import.meta.url)),
  bourse: fileURLToPath(new URL('../../src/cli/main.js', import.meta.url)),
  testnet: fileURLToPath(new URL('../../src/testnet/main.js', import.meta.url))
} as const

/** How a command is run. */
export interface CommandOptions {
  readonly environment?: Readonly<Record<string, string>>
  readonly input?: string
  /** `fakes` unless given. */
  readonly program?: keyof typeof PROGRAMS
}

/** A finished command. */
export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A command that runs: what it printed so far, and ways to wait for it. */
export class RunningCommand {
  readonly child: ChildProcess
  stdout = ''
  stderr = ''
  private readonly closed: Promise<unknown>

  constructor(args: readonly string[], options: CommandOptions = {}) {
    const { PATH = '', HOME = '' } = process.env
    this.child = spawn(process.execPath, [PROGRAMS[options.program ?? 'fakes'], ...args], {
      env: { PATH, HOME, ...options.environment },
      stdio: ['pipe', 'pipe', 'pipe']
    })
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text))
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text))
    this.child.stdin?.end(options.input ?? '')
    this.closed = once(this.child, 'close')
  }

  /** Fulfils once the output holds `text`. */
  async prints(text: string, stream: 'stdout' | 'stderr' = 'stdout'): Promise<void> {
    const deadline = AbortSignal.timeout(20_000)
    while (!this[stream].includes(text)) {
      if (this.child.exitCode !== null) throw new Error(`ended without printing ${text}: ${this.stderr}`)
      const readable = this.child[stream]
      if (readable === null) throw new Error('no output')
      await once(readable, 'data', { signal: deadline })
    }
  }

  async finished(): Promise<Finished> {
    await this.closed
    return { code: this.child.exitCode, stdout: this.stdout, stderr: this.stderr }
  }
}

/** Runs a command to its end. */
export function runCommand(args: readonly string[], options: CommandOptions = {}): Promise<Finished> {
  return new RunningCommand(args, options).finished()
}
