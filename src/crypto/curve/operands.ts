import { compareBytes, copyBytes, fromHex, type Bytes } from '../../base/bytes.ts'

/** Order n of the group of secp256k1 (SEC 2, section 2.4.1), 32 bytes big-endian. */
export const GROUP_ORDER: Bytes = fromHex('fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141')

/** n as a number, for arithmetic on public values. */
export const ORDER = BigInt('0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141')

/** Whether these are 32 bytes below n; zero is one of them. */
export function isScalar(candidate: Uint8Array): boolean {
  return candidate.length === 32 && compareBytes(candidate, GROUP_ORDER) < 0
}

/** Whether every byte is zero. Looks at all of them, so that the time tells nothing about a secret. */
export function isZero(bytes: Uint8Array): boolean {
  let seen = 0
  for (const byte of bytes) seen |= byte
  return seen === 0
}

/** The bitwise exclusive or of two runs of bytes of one length, by which BIP 340 masks a key with a hash. */
export function xorBytes(left: Uint8Array, right: Uint8Array): Bytes {
  const result = copyBytes(left)
  for (const [index, byte] of right.entries()) result[index] = (result[index] ?? 0) ^ byte
  return result
}

/** Whether this is a compressed (33 bytes, 02 or 03) or an uncompressed (65 bytes, 04) encoding by its form. */
export function hasPointForm(candidate: Uint8Array): boolean {
  const first = candidate[0]
  return candidate.length === 33 ? first === 2 || first === 3 : candidate.length === 65 && first === 4
}

/** @throws {@link RangeError} where `bytes` are not `length` bytes. */
export function requireLength(name: string, bytes: Uint8Array, length: number): void {
  if (bytes.length !== length) throw new RangeError(`${name} must be ${length} bytes, not ${bytes.length}`)
}

/** @throws {@link RangeError} where `scalar` is no scalar of 0..n-1. */
export function requireScalar(name: string, scalar: Uint8Array): void {
  if (!isScalar(scalar)) throw new RangeError(`${name} must be 32 bytes below the group order`)
}

/** @throws {@link RangeError} where `key` is no scalar of 1..n-1. */
export function requirePrivateKey(key: Uint8Array): void {
  if (!isScalar(key) || isZero(key)) throw new RangeError('a private key must be 32 bytes from 1 to n-1')
}

/** @throws {@link RangeError} where `point` has not the form of a compressed point. */
export function requirePointForm(point: Uint8Array): void {
  if (point.length !== 33 || !hasPointForm(point)) throw notAPoint()
}

/** The refusal of bytes that are no point. */
export function notAPoint(): RangeError {
  return new RangeError('not a compressed point of secp256k1')
}

/** The number that big-endian bytes stand for. Public values only: the time depends on the value. */
export function toNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`)
}

/** 32 bytes big-endian of a number of 0..2^256-1. Public values only. */
export function toScalar(value: bigint): Bytes {
  return copyBytes(Buffer.from(value.toString(16).padStart(64, '0'), 'hex'))
}

/**
 * 32 bytes reduced modulo n, as BIP 340 and ECDSA read a hash as a scalar. Public values only.
 * @throws {@link RangeError} where these are not 32 bytes.
 */
export function reduceScalar(bytes: Uint8Array): Bytes {
  requireLength('a hash', bytes, 32)
  return isScalar(bytes) ? copyBytes(bytes) : toScalar(toNumber(bytes) - ORDER)
}
