/** Work in one piece may hold the event loop this long before others get their turn: two ledgers in one turn, 8 ms. */
const SLICE_MILLISECONDS = 4

/** Splits long work, so that the node answers its peers meanwhile. */
export class TimeSlice {
  #since = performance.now()

  /** Gives way to other work where the slice is used up. */
  async pause(): Promise<void> {
    if (performance.now() - this.#since < SLICE_MILLISECONDS) return
    await new Promise((resolve) => setImmediate(resolve))
    this.#since = performance.now()
  }
}
