import { concatBytes, type Bytes } from './bytes.ts'

/**
 * The layout of bytes that are hashed and signed: fields one after another without tags, integers
 * big-endian, everything of variable length behind its length. One value has one encoding.
 */

function unsigned(value: bigint, length: number): Bytes {
  if (value < 0n || value >= 1n << BigInt(8 * length))
    throw new RangeError(`${value} does not fit ${length} bytes`)
  const bytes = new Uint8Array(length)
  let rest = value
  for (let index = length - 1; index >= 0; index--) {
    bytes[index] = Number(rest & 0xffn)
    rest >>= 8n
  }
  return bytes
}

/** Two bytes, big-endian. @throws {@link RangeError} */
export const u16 = (value: number): Bytes => unsigned(BigInt(value), 2)
/** Four bytes, big-endian. @throws {@link RangeError} */
export const u32 = (value: number): Bytes => unsigned(BigInt(value), 4)
/** Eight bytes, big-endian. @throws {@link RangeError} */
export const u64 = (value: bigint | number): Bytes => unsigned(BigInt(value), 8)

/** Exactly `length` bytes. @throws {@link RangeError} where there are more or fewer. */
export function fixedBytes(bytes: Uint8Array, length: number): Bytes {
  if (bytes.length !== length) throw new RangeError(`${bytes.length} bytes where ${length} belong`)
  return concatBytes(bytes)
}

/** Length in two bytes, then the bytes. @throws {@link RangeError} beyond 65,535 bytes. */
export const sizedBytes = (bytes: Uint8Array): Bytes => concatBytes(u16(bytes.length), bytes)

/** Length of the UTF-8 form in two bytes, then that form. @throws {@link RangeError} beyond 65,535 bytes. */
export const sizedText = (text: string): Bytes => sizedBytes(new TextEncoder().encode(text))

/** Number of items in two bytes, then each item's encoding. @throws {@link RangeError} beyond 65,535 items. */
export function list<Item>(items: readonly Item[], encode: (item: Item) => Bytes): Bytes {
  return concatBytes(u16(items.length), ...items.map(encode))
}
