/** The open IF branches of a script: for each whether it runs. Every call takes the same time at any depth. */
export class ConditionStack {
  #size = 0
  /** Depth of the outermost branch that does not run, or null. What lies within it does not matter. */
  #firstFalse: number | null = null

  /** Whether no branch is open. */
  get isEmpty(): boolean {
    return this.#size === 0
  }

  /** Whether instructions run: no open branch is a refused one. */
  get allTrue(): boolean {
    return this.#firstFalse === null
  }

  /** IF: a branch begins that runs or not. */
  open(runs: boolean): void {
    if (!runs) this.#firstFalse ??= this.#size
    this.#size++
  }

  /** ELSE: the innermost branch changes sides. */
  toggle(): void {
    const innermost = this.#size - 1
    if (this.#firstFalse === null) this.#firstFalse = innermost
    else if (this.#firstFalse === innermost) this.#firstFalse = null
  }

  /** ENDIF: the innermost branch ends; one must be open. */
  close(): void {
    this.#size--
    if (this.#firstFalse === this.#size) this.#firstFalse = null
  }
}
