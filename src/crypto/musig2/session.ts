import { concatBytes, equalBytes, fromHex, type Bytes } from '../../base/bytes.ts'
import { taggedHash } from '../../base/hash.ts'
import { xOnly } from '../curve/curve.ts'
import { isScalar, reduceScalar } from '../curve/operands.ts'
import { sumPoints } from '../curve/point-sum.ts'
import { schnorrChallenge } from '../curve/schnorr-challenge.ts'
import { curve } from '../curve/selected.ts'
import type { AggregateKey } from './key-aggregation.ts'
import { invalidContribution, refusal } from './musig2-error.ts'
import { parseAggregateNonce, parsePublicNonce, type SecretNonce } from './nonce.ts'

/** G, which stands in for an aggregate nonce at infinity (BIP 327, "GetSessionValues"). */
const GENERATOR = fromHex('0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798')

/** One message being signed: all values that every signer derives alike. Holds no secret. */
export interface Session {
  readonly key: AggregateKey
  /** R of the final signature, compressed, 33 bytes. */
  readonly noncePoint: Bytes
  /** b, a scalar. */
  readonly nonceCoefficient: Bytes
  /** e of BIP 340, a scalar. */
  readonly challenge: Bytes
}

/**
 * Starts a session once all public nonces are in (BIP 327, "GetSessionValues").
 * @param aggregateNonce result of {@link nonceAgg}, 66 bytes.
 * @param message what the signature signs, any length; 32 bytes for a transaction.
 * @throws {@link Musig2Error} `AGGREGATE_NONCE_INVALID`.
 */
export function startSession(key: AggregateKey, aggregateNonce: Uint8Array, message: Uint8Array): Session {
  const [first, second] = parseAggregateNonce(aggregateNonce)
  const keyX = xOnly(key.point)
  const nonceCoefficient = reduceScalar(taggedHash('MuSig/noncecoef', aggregateNonce, keyX, message))
  const noncePoint = combineNonce(first, second, nonceCoefficient) ?? GENERATOR
  const challenge = schnorrChallenge(xOnly(noncePoint), keyX, message)
  return { key, noncePoint, nonceCoefficient, challenge }
}

/** first + coefficient * second, where null is infinity. */
function combineNonce(first: Bytes | null, second: Bytes | null, coefficient: Bytes): Bytes | null {
  return sumPoints(first, second === null ? null : curve().pointMultiply(second, coefficient))
}

/**
 * This signer's part of the signature, 32 bytes (BIP 327, "Sign"). The secret nonce is used up even where the
 * call fails.
 * @throws {@link Musig2Error} `SECRET_NONCE_USED`, `SECRET_NONCE_FOREIGN`, `SIGNER_UNKNOWN`.
 * @throws {@link RangeError} where the private key is not 32 bytes from 1 to n-1.
 */
export function partialSign(session: Session, secretNonce: SecretNonce, privateKey: Uint8Array): Bytes {
  return secretNonce.spend((first, second) => {
    const backend = curve()
    const publicKey = backend.publicKey(privateKey)
    if (!equalBytes(publicKey, secretNonce.publicKey)) {
      throw refusal('SECRET_NONCE_FOREIGN', 'the nonce was made for another key')
    }
    const signer = session.key.publicKeys.findIndex((key) => equalBytes(key, publicKey))
    if (signer < 0) throw refusal('SIGNER_UNKNOWN', 'the key is none of this session')
    const nonce = backend.scalarAdd(first, backend.scalarMultiply(session.nonceCoefficient, second))
    const signed = session.noncePoint[0] === 3 ? backend.scalarNegate(nonce) : nonce
    const product = backend.scalarMultiply(privateKey, keyFactor(session, signer))
    const partialSignature = backend.scalarAdd(signed, product)
    for (const secret of [nonce, signed, product]) secret.fill(0)
    return partialSignature
  })
}

/** e * a * g * gacc: what a signer's private key is multiplied by. */
function keyFactor(session: Session, signer: number): Bytes {
  const coefficient = session.key.coefficients[signer]
  if (coefficient === undefined) throw refusal('SIGNER_UNKNOWN', `there is no signer ${signer}`)
  const weighted = curve().scalarMultiply(session.challenge, coefficient)
  const factor = curve().scalarMultiply(weighted, session.key.sign)
  return session.key.point[0] === 3 ? curve().scalarNegate(factor) : factor
}

/** What one signer has sent. */
export interface Contribution {
  /** Index of the signer in the session's keys. */
  readonly signer: number
  /** 66 bytes. */
  readonly publicNonce: Uint8Array
  /** 32 bytes. */
  readonly partialSignature: Uint8Array
}

/**
 * Whether the signer's part is right (BIP 327, "PartialSigVerify"). Check each part before aggregating, to know
 * who spoils a signature. It is no proof towards others: only parts of honest signers cannot be forged.
 * @throws {@link Musig2Error} `PUBLIC_NONCE_INVALID` with the signer, `SIGNER_UNKNOWN`.
 */
export function partialVerify(session: Session, contribution: Contribution): boolean {
  const { signer, publicNonce, partialSignature } = contribution
  const publicKey = session.key.publicKeys[signer]
  if (publicKey === undefined) throw refusal('SIGNER_UNKNOWN', `there is no signer ${signer}`)
  const [first, second] = parsePublicNonce(publicNonce, signer)
  if (!isScalar(partialSignature)) return false
  const nonce = combineNonce(first, second, session.nonceCoefficient)
  const expected = nonce !== null && session.noncePoint[0] === 3 ? curve().pointNegate(nonce) : nonce
  // s * G = R + e * a * g * gacc * P, solved for R.
  const factor = curve().scalarNegate(keyFactor(session, signer))
  const actual = curve().linearCombination(publicKey, factor, partialSignature)
  return expected === null || actual === null ? expected === actual : equalBytes(expected, actual)
}

/**
 * The BIP 340 signature, 64 bytes, of all parts in the order of the keys (BIP 327, "PartialSigAgg"). Verify it
 * under the aggregate key before use, or verify every part.
 * @throws {@link Musig2Error} `WRONG_COUNT`; `PARTIAL_SIGNATURE_INVALID` with the signer.
 */
export function partialSigAgg(session: Session, partialSignatures: readonly Uint8Array[]): Bytes {
  if (partialSignatures.length !== session.key.publicKeys.length) {
    throw refusal('WRONG_COUNT', 'one partial signature of every signer is needed')
  }
  const tweak = curve().scalarMultiply(session.challenge, session.key.tweak)
  const start = session.key.point[0] === 3 ? curve().scalarNegate(tweak) : tweak
  const sum = partialSignatures.reduce<Bytes>((total, part, signer) => {
    if (!isScalar(part)) {
      throw invalidContribution('PARTIAL_SIGNATURE_INVALID', 'a partial signature out of range', signer)
    }
    return curve().scalarAdd(total, part)
  }, start)
  return concatBytes(xOnly(session.noncePoint), sum)
}
