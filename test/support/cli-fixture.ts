import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const ENTRY = fileURLToPath(new URL('./bourse-with-fakes.js', import.meta.url))

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

  constructor(
    args: readonly string[],
    options: { environment?: Record<string, string>; input?: string } = {}
  ) {
    const { PATH = '', HOME = '' } = process.env
    this.child = spawn(process.execPath, [ENTRY, ...args], {
      env: { PATH, HOME, ...options.environment },
      stdio: ['pipe', 'pipe', 'pipe']
    })
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text))
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text))
    this.child.stdin?.end(options.input ?? '')
    this.closed = once(this.child, 'close')
  }

  /** Fulfils once standard output holds `text`. */
  async prints(text: string): Promise<void> {
    const deadline = AbortSignal.timeout(10_000)
    while (!this.stdout.includes(text)) {
      if (this.child.exitCode !== null) throw new Error(`ended without printing ${text}: ${this.stderr}`)
      if (this.child.stdout === null) throw new Error('no output')
      await once(this.child.stdout, 'data', { signal: deadline })
    }
  }

  async finished(): Promise<Finished> {
    await this.closed
    return { code: this.child.exitCode, stdout: this.stdout, stderr: this.stderr }
  }
}

/** Runs a command to its end. */
export function runCommand(
  args: readonly string[],
  options: { environment?: Record<string, string>; input?: string } = {}
): Promise<Finished> {
  return new RunningCommand(args, options).finished()
}
