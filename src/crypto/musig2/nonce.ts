import { concatBytes, copyBytes, type Bytes } from '../../base/bytes.ts'
import { taggedHash } from '../../base/hash.ts'
import { requireLength, requirePrivateKey, xorBytes } from '../curve/operands.ts'
import { sumPoints } from '../curve/point-sum.ts'
import { curve } from '../curve/selected.ts'
import { invalidContribution, refusal } from './musig2-error.ts'

/** How `cbytes_ext` of BIP 327 writes the point at infinity. */
const INFINITY_BYTES = new Uint8Array(33)

/** Bytes of a public nonce and of an aggregate nonce: two points. */
export const NONCE_BYTES = 66

/**
 * The secret half of a nonce, for one signature. Two signatures with one nonce reveal the private key, so the
 * object gives its scalars out once, wipes them, and cannot be written down: after a restart a signer starts
 * over with new nonces.
 */
export class SecretNonce {
  /** The signer's compressed key, to which the nonce is bound. */
  readonly publicKey: Bytes
  readonly #first: Bytes
  readonly #second: Bytes
  #used = false

  /** @throws {@link RangeError} where a scalar is not of 1..n-1. */
  constructor(first: Uint8Array, second: Uint8Array, publicKey: Uint8Array) {
    requirePrivateKey(first)
    requirePrivateKey(second)
    this.#first = copyBytes(first)
    this.#second = copyBytes(second)
    this.publicKey = copyBytes(publicKey)
  }

  /**
   * Hands both scalars to `use`, once, and wipes them whatever it does.
   * @throws {@link Musig2Error} `SECRET_NONCE_USED` on every later call.
   */
  spend<Result>(use: (first: Bytes, second: Bytes) => Result): Result {
    if (this.#used) throw refusal('SECRET_NONCE_USED', 'this nonce has signed: start over with new nonces')
    this.#used = true
    try {
      return use(this.#first, this.#second)
    } finally {
      this.#first.fill(0)
      this.#second.fill(0)
    }
  }

  /** @throws {@link Musig2Error} `SECRET_NONCE_SERIALISED`, always. */
  toJSON(): never {
    throw refusal('SECRET_NONCE_SERIALISED', 'a secret nonce must not be written down')
  }
}

/** What a nonce is made from. All but the first two are optional and only add safety where `random` is weak. */
export interface NonceInput {
  /** 32 fresh uniformly random bytes, never used for anything else. */
  readonly random: Uint8Array
  /** The signer's compressed key, 33 bytes. */
  readonly publicKey: Uint8Array
  readonly privateKey?: Uint8Array
  /** x of the aggregate key, 32 bytes. */
  readonly aggregateKey?: Uint8Array
  /** What will be signed, where that is known already; any length. */
  readonly message?: Uint8Array
  /** Anything else that distinguishes the session; less than 2^32 bytes. */
  readonly extra?: Uint8Array
}

/** A fresh nonce: the half to keep and the 66 bytes to send. */
export interface NoncePair {
  readonly secretNonce: SecretNonce
  readonly publicNonce: Bytes
}

/**
 * Makes a nonce (BIP 327, "NonceGen").
 * @throws {@link Musig2Error} `RANDOMNESS_UNUSABLE`.
 * @throws {@link RangeError} where an input has a wrong length or the key is out of range.
 */
export function nonceGen(input: NonceInput): NoncePair {
  requireLength('random bytes', input.random, 32)
  requireLength('a public key', input.publicKey, 33)
  if (input.aggregateKey !== undefined) requireLength('an aggregate key', input.aggregateKey, 32)
  if (input.privateKey !== undefined) requirePrivateKey(input.privateKey)
  const seed =
    input.privateKey === undefined
      ? copyBytes(input.random)
      : xorBytes(input.privateKey, taggedHash('MuSig/aux', input.random))
  const context = nonceContext(input)
  const [first, second] = [0, 1].map((index) =>
    taggedHash('MuSig/nonce', seed, context, Uint8Array.of(index))
  ) as [Bytes, Bytes]
  if (!curve().isPrivateKey(first) || !curve().isPrivateKey(second)) {
    throw refusal('RANDOMNESS_UNUSABLE', 'draw other random bytes')
  }
  const publicNonce = concatBytes(curve().publicKey(first), curve().publicKey(second))
  const secretNonce = new SecretNonce(first, second, input.publicKey)
  for (const secret of [seed, first, second]) secret.fill(0)
  return { secretNonce, publicNonce }
}

function nonceContext(input: NonceInput): Bytes {
  const aggregateKey = input.aggregateKey ?? new Uint8Array()
  const extra = input.extra ?? new Uint8Array()
  const message =
    input.message === undefined
      ? Uint8Array.of(0)
      : concatBytes(Uint8Array.of(1), bigEndian(input.message.length, 8), input.message)
  return concatBytes(
    Uint8Array.of(input.publicKey.length),
    input.publicKey,
    Uint8Array.of(aggregateKey.length),
    aggregateKey,
    message,
    bigEndian(extra.length, 4),
    extra
  )
}

function bigEndian(value: number, length: 4 | 8): Bytes {
  const bytes = new Uint8Array(length)
  new DataView(bytes.buffer).setUint32(length - 4, value)
  return bytes
}

/**
 * Sums the signers' public nonces (BIP 327, "NonceAgg"), 66 bytes. 33 zero bytes stand for infinity, which a
 * dishonest signer can cause: signing then still works, and its false partial signature shows who it was.
 * @throws {@link Musig2Error} `NO_SIGNERS`; `PUBLIC_NONCE_INVALID` with the signer.
 */
export function nonceAgg(publicNonces: readonly Uint8Array[]): Bytes {
  if (publicNonces.length === 0) throw refusal('NO_SIGNERS', 'there is no nonce to aggregate')
  const halves = publicNonces.map(parsePublicNonce)
  const sum = (half: 0 | 1): Bytes => sumPoints(...halves.map((points) => points[half])) ?? INFINITY_BYTES
  return concatBytes(sum(0), sum(1))
}

/**
 * The two points of a signer's public nonce.
 * @throws {@link Musig2Error} `PUBLIC_NONCE_INVALID` with the signer.
 */
export function parsePublicNonce(publicNonce: Uint8Array, signer: number): readonly [Bytes, Bytes] {
  const first = copyBytes(publicNonce.subarray(0, 33))
  const second = copyBytes(publicNonce.subarray(33))
  if (publicNonce.length !== NONCE_BYTES || !curve().isPoint(first) || !curve().isPoint(second)) {
    throw invalidContribution('PUBLIC_NONCE_INVALID', 'an invalid public nonce', signer)
  }
  return [first, second]
}

/**
 * The two points of an aggregate nonce; null is infinity.
 * @throws {@link Musig2Error} `AGGREGATE_NONCE_INVALID`.
 */
export function parseAggregateNonce(aggregateNonce: Uint8Array): readonly [Bytes | null, Bytes | null] {
  if (aggregateNonce.length !== NONCE_BYTES) {
    throw refusal('AGGREGATE_NONCE_INVALID', 'an aggregate nonce is 66 bytes', 'peer')
  }
  const parse = (half: Uint8Array): Bytes | null => {
    if (half.every((byte) => byte === 0)) return null
    if (curve().isPoint(half)) return copyBytes(half)
    throw refusal('AGGREGATE_NONCE_INVALID', 'the aggregate nonce holds no point', 'peer')
  }
  return [parse(aggregateNonce.subarray(0, 33)), parse(aggregateNonce.subarray(33))]
}
