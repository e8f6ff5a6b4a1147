import type { Bytes } from '../../../base/bytes.ts'
import { encodeNumber } from './number.ts'

const TRUE: Bytes = Uint8Array.of(1)
const FALSE: Bytes = new Uint8Array(0)

/**
 * The items that a script works on. Depth 0 is the top. Items are never changed in place, so they may be
 * views of the script. Every call that reaches below the bottom throws a {@link RangeError}: the opcodes ask
 * for enough items first.
 */
export class ScriptStack {
  readonly #items: Uint8Array[]

  /** @param items the bottom first; copied. */
  constructor(items: readonly Uint8Array[] = []) {
    this.#items = [...items]
  }

  /** Number of items. */
  get size(): number {
    return this.#items.length
  }

  /** The items, the bottom first. */
  items(): readonly Uint8Array[] {
    return this.#items
  }

  /** Puts an item on top. */
  push(item: Uint8Array): void {
    this.#items.push(item)
  }

  /** The byte 01, or nothing. */
  pushBoolean(value: boolean): void {
    this.push(value ? TRUE : FALSE)
  }

  /** The shortest form of a whole number. */
  pushNumber(value: number): void {
    this.push(encodeNumber(value))
  }

  /** The item at a depth, left where it is. */
  peek(depth = 0): Uint8Array {
    const item = this.#items[this.#indexOf(depth)]
    if (item === undefined) throw new RangeError(`no stack item at depth ${depth}`)
    return item
  }

  /** Takes the top item off. */
  pop(): Uint8Array {
    const item = this.peek()
    this.#items.pop()
    return item
  }

  /** Takes `count` items off the top. */
  drop(count: number): void {
    this.#items.length = this.#indexOf(count - 1)
  }

  /** Takes one item out. */
  remove(depth: number): Uint8Array {
    const item = this.peek(depth)
    this.#items.splice(this.#indexOf(depth), 1)
    return item
  }

  /** Puts an item so that `depth` items lie above it. */
  insert(depth: number, item: Uint8Array): void {
    if (depth > this.size) throw new RangeError(`no stack item at depth ${depth - 1}`)
    this.#items.splice(this.size - depth, 0, item)
  }

  #indexOf(depth: number): number {
    const index = this.size - 1 - depth
    if (index < 0) throw new RangeError(`no stack item at depth ${depth}`)
    return index
  }
}
