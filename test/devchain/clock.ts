import { unixSeconds, type UnixSeconds } from '../../src/base/units.ts'
import type { DevelopmentClock } from '../../src/devchain/bitcoin/clock.ts'

/** A clock that stands until a test moves it. */
export class TestClock implements DevelopmentClock {
  #milliseconds: number
  #timers: { at: number; wake: () => void }[] = []

  constructor(seconds = 1_800_000_000) {
    this.#milliseconds = seconds * 1000
  }

  now(): UnixSeconds {
    return unixSeconds(Math.floor(this.#milliseconds / 1000))
  }

  after(milliseconds: number, wake: () => void): () => void {
    const timer = { at: this.#milliseconds + milliseconds, wake }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  /** Lets time pass; due timers fire in their order. */
  advance(milliseconds: number): void {
    const end = this.#milliseconds + milliseconds
    for (;;) {
      const [next] = this.#timers.filter(({ at }) => at <= end).sort((left, right) => left.at - right.at)
      if (next === undefined) break
      this.#timers = this.#timers.filter((other) => other !== next)
      this.#milliseconds = next.at
      next.wake()
    }
    this.#milliseconds = end
  }
}
