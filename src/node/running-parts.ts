import { errorCode } from '../base/coded-error.ts'
import type { Log, Startable } from '../ports/world.ts'

/** A part of a node under a name, for logs. */
export interface Lifecycle extends Startable {
  readonly name: string
}

/** Gives a part its name. */
export function named(name: string, part: { start(): Promise<void>; stop(): Promise<void> }): Lifecycle {
  return { name, start: () => part.start(), stop: () => part.stop() }
}

/** The parts that run, stopped once, last first, whatever each of them says to it. */
export class RunningParts {
  readonly #log: Log
  readonly #parts: Lifecycle[] = []
  readonly stopped: Promise<void>
  #settle!: (error: Error | null) => void
  #stopping: Promise<void> | null = null
  #failure: Error | null = null

  constructor(log: Log) {
    this.#log = log
    this.stopped = new Promise((resolve, reject) => {
      this.#settle = (error: Error | null) => {
        if (error === null) resolve()
        else reject(error)
      }
    })
    // A failure is told to whoever waits; nobody has to.
    this.stopped.catch(() => undefined)
  }

  /** Takes in a part that runs already. */
  keep(part: Lifecycle): void {
    this.#parts.push(part)
  }

  /** Starts a part; one that fails to start is stopped with the others. */
  async start(part: Lifecycle): Promise<void> {
    this.#parts.push(part)
    await part.start()
    this.#log.debug('node.part-started', { part: part.name })
  }

  /** A part failed for good: all stop, and {@link stopped} rejects with the first failure. */
  fail(error: unknown): void {
    this.#failure ??= error instanceof Error ? error : new Error('a part failed', { cause: error })
    this.#log.error('node.failed', { code: errorCode(error) })
    void this.stop()
  }

  /** Stops all parts, last first; fulfils once all have stopped. Again gives the same. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll()
    return this.#stopping
  }

  async #stopAll(): Promise<void> {
    for (const part of this.#parts.toReversed()) {
      try {
        await part.stop()
      } catch (error) {
        this.#log.warn('node.part-not-stopped', { part: part.name, code: errorCode(error) })
      }
    }
    this.#log.info('node.stopped')
    this.#settle(this.#failure)
  }
}
