import { schnorr, secp256k1 } from '@noble/curves/secp256k1.js'
import { concatBytes, copyBytes, equalBytes, type Bytes } from '../../../base/bytes.ts'
import type { Curve } from '../../../crypto/curve/curve.ts'
import { isBelowOrder, isHighS, parseLaxDer } from './der.ts'

const curve = (): Pick<
  Curve,
  'ecdsaVerify' | 'schnorrVerify' | 'pointAddScalar' | 'scalarNegate' | 'isXOnlyPoint'
> => backend
const backend = {
  ecdsaVerify: (s: Uint8Array, d: Uint8Array, p: Uint8Array) => {
    try {
      return secp256k1.verify(s, d, p, { prehash: false })
    } catch {
      return false
    }
  },
  schnorrVerify: (s: Uint8Array, d: Uint8Array, p: Uint8Array) => schnorr.verify(s, d, p),
  isXOnlyPoint: (p: Uint8Array) => {
    try {
      secp256k1.Point.fromBytes(concatBytes(Uint8Array.of(2), p)).assertValidity()
      return true
    } catch {
      return false
    }
  },
  pointAddScalar: (p: Uint8Array, k: Uint8Array): Bytes | null => {
    const r = secp256k1.Point.fromBytes(p).add(
      secp256k1.Point.BASE.multiplyUnsafe(BigInt('0x' + Buffer.from(k).toString('hex')))
    )
    return r.is0() ? null : copyBytes(r.toBytes(true))
  },
  scalarNegate: (k: Uint8Array): Bytes => {
    const n = secp256k1.Point.Fn.neg(secp256k1.Point.Fn.fromBytes(k))
    return copyBytes(secp256k1.Point.Fn.toBytes(n))
  }
}

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
  if (!curve().isXOnlyPoint(internalKey) || !isBelowOrder(tweak)) return false
  const point = curve().pointAddScalar(concatBytes(Uint8Array.of(0x02), internalKey), tweak)
  const claimed = concatBytes(Uint8Array.of(isOdd ? 0x03 : 0x02), outputKey)
  return point !== null && equalBytes(point, claimed)
}
