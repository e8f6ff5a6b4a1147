import { initEccLib } from 'bitcoinjs-lib'
import type { Bytes } from '../../base/bytes.ts'
import { isZero } from './operands.ts'
import { curve } from './selected.ts'

/** Result of adding a tweak to an x-only key: the new x, and 1 where the new point has an odd y. */
interface TweakedKey {
  readonly parity: 0 | 1
  readonly xOnlyPubkey: Bytes
}

const NO_AUXILIARY = new Uint8Array(32)

function isPrivate(key: Uint8Array): boolean {
  return curve().isPrivateKey(key)
}

function isPoint(point: Uint8Array): boolean {
  return curve().isPoint(point)
}

function isXOnlyPoint(key: Uint8Array): boolean {
  return curve().isXOnlyPoint(key)
}

/** @throws {@link RangeError} where an uncompressed point is asked for: no key of ours has that form. */
function requireCompressed(compressed: boolean | undefined): void {
  if (compressed === false) throw new RangeError('uncompressed points are not supported')
}

function pointFromScalar(key: Uint8Array, compressed?: boolean): Bytes | null {
  requireCompressed(compressed)
  return curve().publicKey(key)
}

function pointAddScalar(point: Uint8Array, tweak: Uint8Array, compressed?: boolean): Bytes | null {
  requireCompressed(compressed)
  return curve().pointAddScalar(point, tweak)
}

function xOnlyPointAddTweak(key: Uint8Array, tweak: Uint8Array): TweakedKey | null {
  const point = new Uint8Array(33)
  point[0] = 2
  point.set(key, 1)
  const tweaked = curve().pointAddScalar(point, tweak)
  return tweaked === null ? null : { parity: tweaked[0] === 3 ? 1 : 0, xOnlyPubkey: tweaked.slice(1) }
}

/** key + tweak mod n, or null for zero, which is no private key. */
function privateAdd(key: Uint8Array, tweak: Uint8Array): Bytes | null {
  const sum = curve().scalarAdd(key, tweak)
  return isZero(sum) ? null : sum
}

function privateNegate(key: Uint8Array): Bytes {
  return curve().scalarNegate(key)
}

/** @throws {@link RangeError} for extra entropy, which would make a signature that is not RFC 6979's. */
function sign(digest: Uint8Array, key: Uint8Array, extraEntropy?: Uint8Array): Bytes {
  if (extraEntropy !== undefined) throw new RangeError('ECDSA signatures take no extra entropy here')
  return curve().ecdsaSign(digest, key)
}

function verify(digest: Uint8Array, point: Uint8Array, signature: Uint8Array): boolean {
  return curve().ecdsaVerify(signature, digest, point)
}

function signSchnorr(message: Uint8Array, key: Uint8Array, auxiliary?: Uint8Array): Bytes {
  return curve().schnorrSign(message, key, auxiliary ?? NO_AUXILIARY)
}

function verifySchnorr(message: Uint8Array, key: Uint8Array, signature: Uint8Array): boolean {
  return curve().schnorrVerify(signature, message, key)
}

/**
 * The selected curve in the shape that `initEccLib` of bitcoinjs-lib 7 and `BIP32Factory` of bip32 5 ask for.
 * Every call looks the selection up, so it follows {@link useCurve}.
 */
export const eccLibrary = {
  isPrivate,
  isPoint,
  isXOnlyPoint,
  pointFromScalar,
  pointAddScalar,
  xOnlyPointAddTweak,
  privateAdd,
  privateNegate,
  sign,
  verify,
  signSchnorr,
  verifySchnorr
} as const

let initialised = false

/**
 * Gives bitcoinjs-lib the curve that its Taproot payments need. Any module that makes or reads them calls this;
 * only the first call does something.
 */
export function initialiseBitcoinjs(): void {
  if (initialised) return
  initEccLib(eccLibrary)
  initialised = true
}
