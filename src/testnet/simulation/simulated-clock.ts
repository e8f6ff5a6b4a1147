import { unixSeconds, type UnixSeconds } from '../../base/units.ts'
import type { Clock } from '../../ports/world.ts'

interface Timer {
  readonly at: number
  readonly order: number
  readonly wake: () => void
}

/** Turns of the event loop after which nothing is under way any more: each write to a store takes one. */
const TURNS = 24
/** Turns given to promises between two timers: most take a write or two, and the rest may take some time. */
const TURNS_BETWEEN_TIMERS = 6

/** Time that stands still until it is moved: timers fire in order, work between them comes to rest. */
export class SimulatedClock implements Clock {
  #milliseconds: number
  #order = 0
  readonly #timers = new Set<Timer>()

  /** @param start UNIX time in seconds. */
  constructor(start = 1_800_000_000) {
    this.#milliseconds = start * 1000
  }

  now(): UnixSeconds {
    return unixSeconds(Math.floor(this.#milliseconds / 1000))
  }

  after(milliseconds: number, wake: () => void): () => void {
    const timer = { at: this.#milliseconds + milliseconds, order: this.#order++, wake }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Moves time on by whole seconds, firing what falls due. */
  async advance(seconds: number): Promise<void> {
    const end = this.#milliseconds + seconds * 1000
    await rest()
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#milliseconds = Math.max(this.#milliseconds, next.at)
      this.#timers.delete(next)
      next.wake()
      await rest(TURNS_BETWEEN_TIMERS)
    }
    this.#milliseconds = end
    await rest()
  }

  #next(end: number): Timer | undefined {
    let first: Timer | undefined
    for (const timer of this.#timers) {
      if (timer.at > end) continue
      if (
        first === undefined ||
        timer.at < first.at ||
        (timer.at === first.at && timer.order < first.order)
      ) {
        first = timer
      }
    }
    return first
  }
}

/** Lets everything that waits for no timer come to rest. */
export async function rest(turns = TURNS): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve))
}
