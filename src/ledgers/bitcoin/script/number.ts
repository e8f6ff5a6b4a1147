import type { Bytes } from '../../../base/bytes.ts'

/** How long an operand may be, and whether its shortest form is asked (MINIMALDATA). */
export interface NumberRules {
  /** 4, or 5 for the locks of BIP 65 and BIP 112. */
  readonly maximumLength: 4 | 5
  readonly minimal: boolean
}

/**
 * The number that bytes stand for: little-endian magnitude, sign in the top bit of the last byte, empty for
 * zero. null where they are too long, or not minimal where that is asked. |result| < 2^39.
 */
export function decodeNumber(bytes: Uint8Array, rules: NumberRules): number | null {
  const last = bytes.at(-1)
  if (last === undefined) return 0
  if (bytes.length > rules.maximumLength) return null
  if (rules.minimal && !isMinimal(bytes, last)) return null
  let magnitude = last & 0x7f
  for (const byte of bytes.subarray(0, -1).toReversed()) magnitude = magnitude * 256 + byte
  return (last & 0x80) !== 0 && magnitude !== 0 ? -magnitude : magnitude
}

// A last byte of 00 or 80 only carries a sign: it is needed where the byte before uses its top bit.
function isMinimal(bytes: Uint8Array, last: number): boolean {
  return (last & 0x7f) !== 0 || ((bytes.at(-2) ?? 0) & 0x80) !== 0
}

/** The shortest bytes of a whole number, |value| < 2^53. */
export function encodeNumber(value: number): Bytes {
  const bytes: number[] = []
  for (let rest = Math.abs(value); rest > 0; rest = Math.floor(rest / 256)) bytes.push(rest % 256)
  const last = bytes.at(-1)
  if (last === undefined) return new Uint8Array(0)
  const sign = value < 0 ? 0x80 : 0
  if ((last & 0x80) !== 0) bytes.push(sign)
  else bytes[bytes.length - 1] = last | sign
  return Uint8Array.from(bytes)
}

/** Whether bytes count as true: any bit set, but for the sign of a negative zero. */
export function isTrue(bytes: Uint8Array): boolean {
  return bytes.some((byte, index) => byte !== 0 && (byte !== 0x80 || index !== bytes.length - 1))
}
