import type { Clock } from '../../ports/world.ts'
import type { TradePace } from './trade-components.ts'

interface Attempt {
  running: boolean
  failures: number
  cancelRetry: (() => void) | null
}

/**
 * Runs named pieces of repeatable work: one of a name at a time, after a failure again with growing pauses, for
 * as long as the owner still wants it.
 */
export class PendingWork {
  readonly #clock: Clock
  readonly #pace: TradePace
  readonly #attempts = new Map<string, Attempt>()
  readonly #running = new Set<Promise<void>>()

  constructor(clock: Clock, pace: TradePace) {
    this.#clock = clock
    this.#pace = pace
  }

  /**
   * Starts `work` under `name` unless it runs or waits for its next try. It says whether it is done (true), or
   * is to be tried again (false, or by throwing); `again` is then called after a pause and decides what to want.
   */
  want(name: string, work: () => Promise<boolean>, again: () => void): void {
    const attempt = this.#attempts.get(name) ?? { running: false, failures: 0, cancelRetry: null }
    if (attempt.running || attempt.cancelRetry !== null) return
    this.#attempts.set(name, attempt)
    attempt.running = true
    const run = work()
      .catch(() => false)
      .then((done) => {
        attempt.running = false
        if (done) this.#attempts.delete(name)
        else this.#retryLater(attempt, again)
      })
      .finally(() => this.#running.delete(run))
    this.#running.add(run)
  }

  /** Forgets pauses and failures: what is wanted next starts at once. */
  reset(): void {
    for (const [name, attempt] of this.#attempts) {
      attempt.cancelRetry?.()
      attempt.cancelRetry = null
      if (!attempt.running) this.#attempts.delete(name)
    }
  }

  /** Fulfils once nothing runs any more; pauses are given up. */
  async settled(): Promise<void> {
    this.reset()
    await Promise.allSettled(this.#running)
    this.reset()
  }

  #retryLater(attempt: Attempt, again: () => void): void {
    attempt.failures += 1
    const pause = Math.min(
      this.#pace.retryMilliseconds * 2 ** (attempt.failures - 1),
      this.#pace.maxRetryMilliseconds
    )
    attempt.cancelRetry = this.#clock.after(pause, () => {
      attempt.cancelRetry = null
      again()
    })
  }
}
