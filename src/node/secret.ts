import { inspect } from 'node:util'

const HIDDEN = '[secret]'

/** A text that prints, inspects and serialises as `[secret]`; only `reveal` gives it. */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** The text itself, to be used at once and kept nowhere. */
  reveal(): string {
    return this.#text
  }

  /** Never the text. */
  toString(): string {
    return HIDDEN
  }

  /** Never the text. */
  toJSON(): string {
    return HIDDEN
  }

  /** Never the text. */
  [inspect.custom](): string {
    return HIDDEN
  }
}
