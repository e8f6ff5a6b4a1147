import type { Bytes } from '../../base/bytes.ts'

/**
 * secp256k1 as every part of the node uses it. Scalars are 32 bytes, big-endian; points are 33 bytes,
 * compressed (SEC 1); x-only keys are the 32 bytes of x (BIP 340). Every backend gives the same bytes for
 * the same input. Input of a wrong length, a scalar outside 1..n-1 or bytes that are no point make the
 * `is…` and `verify…` calls answer false and every other call throw a {@link RangeError}.
 *
 * A secret may be the `privateKey` of {@link publicKey} and of the sign calls, and any operand of the scalar
 * calls; the native backend keeps those out of JavaScript numbers. The other point calls take public values
 * only: their time depends on the scalar in every backend.
 */
export interface Curve {
  readonly backend: 'native' | 'wasm' | 'noble'

  /** Whether the 32 bytes are a scalar of 1..n-1. */
  isPrivateKey(candidate: Uint8Array): boolean
  /** Whether the bytes are a compressed point on the curve. */
  isPoint(candidate: Uint8Array): boolean
  /** Whether the 32 bytes are the x of a point on the curve. */
  isXOnlyPoint(candidate: Uint8Array): boolean

  /** key * G, compressed. */
  publicKey(privateKey: Uint8Array): Bytes
  /** left + right, or null for the point at infinity. */
  pointAdd(left: Uint8Array, right: Uint8Array): Bytes | null
  /** point + scalar * G, or null for infinity. A scalar of zero is allowed. */
  pointAddScalar(point: Uint8Array, scalar: Uint8Array): Bytes | null
  /** scalar * point, or null for infinity (a scalar of zero). */
  pointMultiply(point: Uint8Array, scalar: Uint8Array): Bytes | null
  /**
   * scalar * point + baseScalar * G, or null for infinity. Zero scalars are allowed. The equation behind every
   * Schnorr check, in about the time of one ECDSA verification.
   */
  linearCombination(point: Uint8Array, scalar: Uint8Array, baseScalar: Uint8Array): Bytes | null
  /** -point: the first byte changes between 02 and 03. */
  pointNegate(point: Uint8Array): Bytes

  /** left + right mod n; zero is a valid input and result. */
  scalarAdd(left: Uint8Array, right: Uint8Array): Bytes
  /** left * right mod n; zero is a valid input and result. */
  scalarMultiply(left: Uint8Array, right: Uint8Array): Bytes
  /** -scalar mod n; zero is a valid input and result. */
  scalarNegate(scalar: Uint8Array): Bytes

  /** ECDSA, RFC 6979 nonce, low S, 64 bytes r || s, over a 32-byte digest. */
  ecdsaSign(digest: Uint8Array, privateKey: Uint8Array): Bytes
  /** ECDSA over a 32-byte digest. High S is refused. `publicKey` is a compressed or uncompressed point. */
  ecdsaVerify(signature: Uint8Array, digest: Uint8Array, publicKey: Uint8Array): boolean

  /** BIP 340 over a 32-byte message, 64 bytes R.x || s. `auxiliary` is 32 bytes of randomness or zeros. */
  schnorrSign(message: Uint8Array, privateKey: Uint8Array, auxiliary: Uint8Array): Bytes
  /** BIP 340 over a 32-byte message with an x-only key. */
  schnorrVerify(signature: Uint8Array, message: Uint8Array, xOnlyKey: Uint8Array): boolean
}

/** x of a compressed point: the key that BIP 340 and Taproot use. */
export function xOnly(point: Bytes): Bytes {
  return point.slice(1)
}
