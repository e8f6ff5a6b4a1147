import * as fc from 'fast-check'
import type { Bytes } from '../../src/base/bytes.ts'
import { isZero, reduceScalar } from '../../src/crypto/curve/operands.ts'

/** That many bytes, any. */
export const bytes = (length: number): fc.Arbitrary<Bytes> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => Uint8Array.from(array))

export const bytes32 = bytes(32)

/** A scalar of 1..n-1. */
export const privateKey = bytes32.map(reduceScalar).filter((key) => !isZero(key))

/** A change to one byte of whatever it is applied to. */
export const spoiling = fc
  .tuple(fc.nat(), fc.integer({ min: 1, max: 255 }))
  .map(([place, change]) => (original: Bytes): Bytes => {
    const copy = original.slice()
    const index = place % copy.length
    copy[index] = (copy[index] ?? 0) ^ change
    return copy
  })
