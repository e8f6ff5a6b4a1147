import { fromHex, reverseBytes, toHex, type Bytes } from '../../base/bytes.ts'

/** A hash as people see it: 64 hexadecimal digits in display order (its last byte first) of 32 bytes in hash order. */
export function toDisplayHash(hash: Uint8Array): string {
  return toHex(reverseBytes(hash))
}

/**
 * The 32 bytes in hash order of 64 hexadecimal digits in display order.
 * @throws {@link RangeError} where the text is no hexadecimal.
 */
export function fromDisplayHash(text: string): Bytes {
  return fromHex(text).reverse()
}
