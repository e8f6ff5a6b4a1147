import { concatBytes, equalBytes, type Bytes } from '../../../base/bytes.ts'
import { isScalar } from '../../../crypto/curve/operands.ts'
import { curve } from '../../../crypto/curve/selected.ts'
import { isHighS, parseLaxDer } from './der.ts'

/**
 * Whether a signature of ECDSA holds as Bitcoin's consensus reads it: lax DER (BIP 66 is a rule of its own), S
 * high or low, the key compressed, uncompressed or hybrid.
 * @param signature without its hash type.
 * @param digest 32 bytes.
 */
export function verifyEcdsa(signature: Uint8Array, digest: Bytes, key: Uint8Array): boolean {
  const numbers = parseLaxDer(signature)
  const point = toPlainKey(key)
  if (numbers === null || point === null) return false
  const s = isHighS(numbers.s) ? curve().scalarNegate(numbers.s) : numbers.s
  return curve().ecdsaVerify(concatBytes(numbers.r, s), digest, point)
}

// Hybrid keys (06, 07) are uncompressed ones whose first byte also tells whether y is odd.
function toPlainKey(key: Uint8Array): Uint8Array | null {
  const [form] = key
  if (form === 0x02 || form === 0x03) return key.length === 33 ? key : null
  if (key.length !== 65) return null
  if (form === 0x04) return key
  if (form !== 0x06 && form !== 0x07) return null
  const isOdd = ((key[64] ?? 0) & 1) === 1
  return isOdd === (form === 0x07) ? concatBytes(Uint8Array.of(0x04), key.subarray(1)) : null
}

/**
 * Whether a signature of BIP 340 holds.
 * @param signature 64 bytes.
 * @param digest 32 bytes.
 * @param key 32 bytes, x of the point.
 */
export function verifySchnorr(signature: Uint8Array, digest: Bytes, key: Uint8Array): boolean {
  return curve().schnorrVerify(signature, digest, key)
}

/** An output key that a control block claims to have been made from an internal key (BIP 341). */
export interface TweakClaim {
  /** 32 bytes, x of the point. */
  readonly internalKey: Uint8Array
  /** TapTweak hash of internal key and tree root, 32 bytes. */
  readonly tweak: Bytes
  /** 32 bytes, x of the point. */
  readonly outputKey: Uint8Array
  /** Whether y of the output key is odd. */
  readonly isOdd: boolean
}

/** Whether internal key + tweak * G is the output key, y's side included. */
export function isTaprootTweak({ internalKey, tweak, outputKey, isOdd }: TweakClaim): boolean {
  if (!curve().isXOnlyPoint(internalKey) || !isScalar(tweak)) return false
  const point = curve().pointAddScalar(concatBytes(Uint8Array.of(0x02), internalKey), tweak)
  const claimed = concatBytes(Uint8Array.of(isOdd ? 0x03 : 0x02), outputKey)
  return point !== null && equalBytes(point, claimed)
}
