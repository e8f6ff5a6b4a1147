import { concatBytes, copyBytes, equalBytes, type Bytes } from '../base/bytes.ts'
import { CodedError, type Fault } from '../base/coded-error.ts'
import { taggedHash } from '../base/hash.ts'
import { xOnly } from './curve/curve.ts'
import { isScalar, isZero, requireLength, xorBytes } from './curve/operands.ts'
import { schnorrChallenge } from './curve/schnorr-challenge.ts'
import { curve } from './curve/selected.ts'

/**
 * BIP 340 adaptor signatures, one signer. A pre-signature is no signature; it becomes one with the secret t of
 * the adaptor point T = t * G, and whoever then sees the signature learns t. Format and nonce derivation are
 * those of secp256k1-zkp's schnorr_adaptor module, so that its vectors apply.
 *
 * A pre-signature is 65 bytes: R' = R + T compressed (33), then s' (32, big-endian, below n). A first byte of
 * 02 (R' has an even y) is completed with s' + t, one of 03 with s' - t.
 */
export const PRESIGNATURE_BYTES = 65

/**
 * `PRESIGNATURE_MALFORMED`: not 65 bytes of a point form and a scalar. `SECRET_MALFORMED`: not 32 bytes from 1
 * to n-1. `SIGNATURE_MISMATCH`: the signature was not made from this pre-signature. `NONCE_UNUSABLE`: the
 * derived nonce cannot be used (chance 2^-127); sign again with other auxiliary bytes.
 */
export type AdaptorErrorCode =
  'PRESIGNATURE_MALFORMED' | 'SECRET_MALFORMED' | 'SIGNATURE_MISMATCH' | 'NONCE_UNUSABLE'

/** Why a pre-signature could not be made, completed or read. Never holds the secret. */
export class AdaptorError extends CodedError<AdaptorErrorCode> {}

/** First bytes that make an x-only key a compressed point: the key itself, and its negative. */
const EVEN = Uint8Array.of(2)
const ODD = Uint8Array.of(3)

function failure(code: AdaptorErrorCode, message: string, fault: Fault): AdaptorError {
  return new AdaptorError(code, message, { fault })
}

/**
 * Signs so that only the secret of the adaptor point completes the signature.
 *
 * The nonce is BIP 340's derivation under tags of its own and hashes the adaptor point, the key and the message:
 * another point or another message gives another nonce, as two pre-signatures with one nonce reveal the key.
 * @param auxiliary 32 random bytes, or zeros for a deterministic pre-signature.
 * @throws {@link AdaptorError} `NONCE_UNUSABLE`.
 * @throws {@link RangeError} where an input has a wrong length, or is no private key or no point.
 */
export function presign(
  privateKey: Uint8Array,
  message: Uint8Array,
  adaptorPoint: Uint8Array,
  auxiliary: Uint8Array
): Bytes {
  const backend = curve()
  requireLength('a message', message, 32)
  requireLength('auxiliary randomness', auxiliary, 32)
  requireLength('an adaptor point', adaptorPoint, 33)
  const publicKey = backend.publicKey(privateKey)
  const keyX = xOnly(publicKey)
  const key = publicKey[0] === 3 ? backend.scalarNegate(privateKey) : copyBytes(privateKey)
  const masked = xorBytes(key, taggedHash('SchnorrAdaptor/aux', auxiliary))
  const nonce = taggedHash('SchnorrAdaptor/nonce', masked, adaptorPoint, keyX, message)
  const secrets = [key, masked, nonce]
  try {
    const shifted = backend.isPrivateKey(nonce)
      ? backend.pointAdd(backend.publicKey(nonce), adaptorPoint)
      : null
    if (shifted === null) {
      throw failure('NONCE_UNUSABLE', 'sign again with other auxiliary bytes', 'internal')
    }
    // R' gets an even y in the signature, so with an odd one both R and T count negatively.
    const signed = shifted[0] === 3 ? backend.scalarNegate(nonce) : copyBytes(nonce)
    const product = backend.scalarMultiply(key, schnorrChallenge(xOnly(shifted), keyX, message))
    secrets.push(signed, product)
    return concatBytes(shifted, backend.scalarAdd(signed, product))
  } finally {
    for (const secret of secrets) secret.fill(0)
  }
}

/**
 * Whether the pre-signature, completed with the secret of the adaptor point, is a valid signature of the message
 * under the x-only key. False for malformed input of any kind. One double multiplication and one addition of
 * points.
 */
export function verifyPresignature(
  presignature: Uint8Array,
  message: Uint8Array,
  xOnlyKey: Uint8Array,
  adaptorPoint: Uint8Array
): boolean {
  const point = adaptorPointOf(presignature, message, xOnlyKey)
  return point !== null && equalBytes(point, adaptorPoint)
}

/**
 * The adaptor point for which this is a valid pre-signature: every well-formed one has a point, so this is a
 * check only together with a comparison ({@link verifyPresignature}). Null for malformed input and where the
 * point or the nonce point would be infinity.
 */
export function adaptorPointOf(
  presignature: Uint8Array,
  message: Uint8Array,
  xOnlyKey: Uint8Array
): Bytes | null {
  const shifted = presignature.subarray(0, 33)
  const response = presignature.subarray(33)
  const wellFormed = presignature.length === PRESIGNATURE_BYTES && isScalar(response) && message.length === 32
  if (!wellFormed || xOnlyKey.length !== 32) return null
  const challenge = schnorrChallenge(shifted.subarray(1), xOnlyKey, message)
  try {
    // R = s' * G - e * P where R' is even and its negative where R' is odd; either way this is -R.
    const negatedNonce =
      shifted[0] === 3
        ? curve().linearCombination(concatBytes(ODD, xOnlyKey), challenge, response)
        : curve().linearCombination(concatBytes(EVEN, xOnlyKey), challenge, curve().scalarNegate(response))
    return negatedNonce === null ? null : curve().pointAdd(shifted, negatedNonce)
  } catch (error) {
    // The key or R' is no point. Asking beforehand would cost a square root each.
    if (error instanceof RangeError) return null
    throw error
  }
}

/**
 * The BIP 340 signature, 64 bytes, that the secret makes of a pre-signature. It is valid where the pre-signature
 * was verified for secret * G; this call does not check that.
 * @throws {@link AdaptorError} `PRESIGNATURE_MALFORMED`, `SECRET_MALFORMED`.
 */
export function adaptPresignature(presignature: Uint8Array, secret: Uint8Array): Bytes {
  const { odd, nonceX, response } = parsePresignature(presignature)
  if (!curve().isPrivateKey(secret)) {
    throw failure('SECRET_MALFORMED', 'the secret must be 32 bytes from 1 to n-1', 'internal')
  }
  const shift = odd ? curve().scalarNegate(secret) : copyBytes(secret)
  const adapted = concatBytes(nonceX, curve().scalarAdd(response, shift))
  shift.fill(0)
  return adapted
}

/**
 * The secret, 32 bytes, that made `signature` of the pre-signature. Where the pre-signature was verified for T
 * and the signature is valid, the result times G is T.
 * @throws {@link AdaptorError} `PRESIGNATURE_MALFORMED`; `SIGNATURE_MISMATCH` where the signature has another
 * nonce, is malformed, or equals the pre-signature.
 */
export function extractSecret(presignature: Uint8Array, signature: Uint8Array): Bytes {
  const { odd, nonceX, response } = parsePresignature(presignature)
  const adapted = signature.subarray(32)
  if (signature.length !== 64 || !isScalar(adapted) || !equalBytes(signature.subarray(0, 32), nonceX)) {
    throw failure('SIGNATURE_MISMATCH', 'the signature does not belong to this pre-signature', 'peer')
  }
  const secret = odd
    ? curve().scalarAdd(response, curve().scalarNegate(adapted))
    : curve().scalarAdd(adapted, curve().scalarNegate(response))
  if (isZero(secret)) {
    throw failure('SIGNATURE_MISMATCH', 'the signature was made without a secret', 'peer')
  }
  return secret
}

interface ParsedPresignature {
  readonly odd: boolean
  readonly nonceX: Uint8Array
  readonly response: Uint8Array
}

function parsePresignature(presignature: Uint8Array): ParsedPresignature {
  const first = presignature[0]
  const response = presignature.subarray(33)
  if (presignature.length !== PRESIGNATURE_BYTES || (first !== 2 && first !== 3) || !isScalar(response)) {
    throw failure('PRESIGNATURE_MALFORMED', 'a pre-signature is a point and a scalar, 65 bytes', 'peer')
  }
  return { odd: first === 3, nonceX: presignature.subarray(1, 33), response }
}
