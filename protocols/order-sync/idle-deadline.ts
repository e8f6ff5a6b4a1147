/** Aborts when nothing happened for a while, or when one of `others` aborts. Begins running. */
export class IdleDeadline {
  readonly signal: AbortSignal
  readonly #milliseconds: number
  readonly #controller = new AbortController()
  #timer: NodeJS.Timeout | undefined

  constructor(milliseconds: number, others: readonly AbortSignal[]) {
    this.#milliseconds = milliseconds
    this.signal = AbortSignal.any([...others, this.#controller.signal])
    this.restart()
  }

  /** Something happened: the wait begins anew. */
  restart(): void {
    this.pause()
    this.#timer = setTimeout(() => {
      this.#controller.abort(new DOMException('nothing happened for too long', 'TimeoutError'))
    }, this.#milliseconds)
  }

  /** Nothing is waited for until the next {@link restart}. */
  pause(): void {
    clearTimeout(this.#timer)
  }
}
