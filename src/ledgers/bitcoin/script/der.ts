import { compareBytes, fromHex, type Bytes } from '../../../base/bytes.ts'
import { isScalar } from '../../../crypto/curve/operands.ts'

/** The two numbers of a signature of ECDSA, 32 bytes each, big-endian. */
export interface EcdsaNumbers {
  readonly r: Bytes
  readonly s: Bytes
}

const SEQUENCE = 0x30
const INTEGER = 0x02

/**
 * Whether the bytes are a signature in strict DER, without its hash type (BIP 66):
 * 30 [length] 02 [length of R] [R] 02 [length of S] [S], the numbers positive and in shortest form. 8 to 72 bytes.
 */
export function isStrictDer(signature: Uint8Array): boolean {
  if (signature.length < 8 || signature.length > 72) return false
  if (signature[0] !== SEQUENCE || signature[1] !== signature.length - 2) return false
  const lengthOfR = signature[3] ?? 0
  const lengthOfS = signature[5 + lengthOfR]
  if (lengthOfS === undefined || lengthOfR + lengthOfS + 6 !== signature.length) return false
  return (
    isStrictInteger(signature.subarray(2, 4 + lengthOfR)) &&
    isStrictInteger(signature.subarray(4 + lengthOfR))
  )
}

// 02 [length] [number]: not empty, not negative, no zero in front that is not needed.
function isStrictInteger(field: Uint8Array): boolean {
  const [tag, , first = 0x80, second = 0] = field
  if (tag !== INTEGER || (first & 0x80) !== 0) return false
  return field.length === 3 || first !== 0 || (second & 0x80) !== 0
}

/**
 * Reads a signature as nodes did before BIP 66: lengths in any form, the outer length ignored, junk after the
 * end, numbers unpadded, padded or "negative". null where no two numbers below the order can be read: no key
 * verifies such a signature.
 */
export function parseLaxDer(signature: Uint8Array): EcdsaNumbers | null {
  if (signature[0] !== SEQUENCE) return null
  const start = skipLength(signature, 1)
  const r = start === null ? null : readInteger(signature, start)
  const s = r === null ? null : readInteger(signature, r.next)
  if (r === null || s === null) return null
  const numbers = { r: toScalar(r.number), s: toScalar(s.number) }
  return numbers.r === null || numbers.s === null ? null : { r: numbers.r, s: numbers.s }
}

function skipLength(bytes: Uint8Array, offset: number): number | null {
  const first = bytes[offset]
  if (first === undefined) return null
  const next = offset + 1 + (first >= 0x80 ? first - 0x80 : 0)
  return next > bytes.length ? null : next
}

function readInteger(bytes: Uint8Array, offset: number): { number: Uint8Array; next: number } | null {
  if (bytes[offset] !== INTEGER) return null
  const start = skipLength(bytes, offset + 1)
  if (start === null) return null
  const first = bytes[offset + 1] ?? 0
  const length =
    first < 0x80 ? first : bytes.subarray(offset + 2, start).reduce((sum, byte) => sum * 256 + byte, 0)
  const next = start + length
  return next > bytes.length ? null : { number: bytes.subarray(start, next), next }
}

function toScalar(number: Uint8Array): Bytes | null {
  const firstDigit = number.findIndex((byte) => byte !== 0)
  const digits = firstDigit < 0 ? new Uint8Array(0) : number.subarray(firstDigit)
  if (digits.length > 32) return null
  const scalar = new Uint8Array(32)
  scalar.set(digits, 32 - digits.length)
  return isScalar(scalar) ? scalar : null
}

// (n - 1) / 2 of secp256k1.
const HALF_ORDER = fromHex('7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0')

/** Whether S is over half the order of the curve, so that n - S would be the lower form. */
export function isHighS(s: Uint8Array): boolean {
  return compareBytes(s, HALF_ORDER) > 0
}
