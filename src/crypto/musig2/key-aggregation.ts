import { compareBytes, copyBytes, equalBytes, type Bytes } from '../../base/bytes.ts'
import { taggedHash } from '../../base/hash.ts'
import { isScalar, reduceScalar, toScalar } from '../curve/operands.ts'
import { sumPoints } from '../curve/point-sum.ts'
import { curve } from '../curve/selected.ts'
import { invalidContribution, refusal } from './musig2-error.ts'

/** Scalar one, 32 bytes. */
const ONE: Bytes = toScalar(1n)

/** The aggregate of several keys, with the tweaks applied to it (KeyAgg Context of BIP 327). */
export interface AggregateKey {
  /** The signers' compressed keys in signing order; a signer's index is its place here. */
  readonly publicKeys: readonly Bytes[]
  /** Each signer's key aggregation coefficient, a scalar. */
  readonly coefficients: readonly Bytes[]
  /** Q, compressed, 33 bytes; its x is the key that signatures verify under. */
  readonly point: Bytes
  /** gacc: 1 or n-1, the negations that x-only tweaks have made. */
  readonly sign: Bytes
  /** tacc: the sum of the tweaks, a scalar. */
  readonly tweak: Bytes
}

/** The keys in the order of BIP 327, "KeySort": lexicographic. A new array. */
export function sortKeys(publicKeys: readonly Bytes[]): readonly Bytes[] {
  return publicKeys.toSorted(compareBytes)
}

/**
 * Aggregates compressed keys in the order given (BIP 327, "KeyAgg"). A key may occur more than once.
 * @throws {@link Musig2Error} `NO_SIGNERS`; `PUBLIC_KEY_INVALID` with the signer; `KEY_AT_INFINITY`.
 */
export function keyAgg(publicKeys: readonly Bytes[]): AggregateKey {
  publicKeys.forEach((key, signer) => {
    if (!curve().isPoint(key))
      throw invalidContribution('PUBLIC_KEY_INVALID', 'an invalid public key', signer)
  })
  const [first] = publicKeys
  if (first === undefined) throw refusal('NO_SIGNERS', 'there is no key to aggregate')
  const list = taggedHash('KeyAgg list', ...publicKeys)
  const second = publicKeys.find((key) => !equalBytes(key, first))
  const coefficients = publicKeys.map((key) =>
    // One key may keep the coefficient 1: the second distinct one (MuSig2*), which saves a multiplication.
    second !== undefined && equalBytes(key, second)
      ? ONE
      : reduceScalar(taggedHash('KeyAgg coefficient', list, key))
  )
  const terms = publicKeys.map((key, signer) => curve().pointMultiply(key, coefficients[signer] ?? ONE))
  const point = sumPoints(...terms)
  if (point === null) throw refusal('KEY_AT_INFINITY', 'the keys cancel each other out', 'peer')
  return {
    publicKeys: publicKeys.map(copyBytes),
    coefficients,
    point,
    sign: ONE,
    tweak: new Uint8Array(32)
  }
}

/**
 * Adds tweak * G to the aggregate key (BIP 327, "ApplyTweak"): `plain` to the point as it is (BIP 32),
 * `xOnly` to the point of its x with an even y (Taproot: the tweak is the tagged hash `TapTweak` of x and the
 * script root).
 * @throws {@link Musig2Error} `TWEAK_OUT_OF_RANGE` where the tweak is no scalar of 0..n-1; `KEY_AT_INFINITY`.
 */
export function applyTweak(key: AggregateKey, tweak: Uint8Array, kind: 'plain' | 'xOnly'): AggregateKey {
  if (!isScalar(tweak)) throw refusal('TWEAK_OUT_OF_RANGE', 'a tweak must be 32 bytes below the group order')
  const negates = kind === 'xOnly' && key.point[0] === 3
  const point = curve().pointAddScalar(negates ? curve().pointNegate(key.point) : key.point, tweak)
  if (point === null) throw refusal('KEY_AT_INFINITY', 'the tweak cancels the aggregate key out')
  return {
    ...key,
    point,
    sign: negates ? curve().scalarNegate(key.sign) : key.sign,
    tweak: curve().scalarAdd(tweak, negates ? curve().scalarNegate(key.tweak) : key.tweak)
  }
}
