import type { Bytes } from '../../base/bytes.ts'
import { concatBytes } from '../../base/bytes.ts'
import { ORDER, isZero, toNumber, toScalar } from './operands.ts'

/** Input of an ECDSA public key recovery (SEC 1, section 4.1.6). */
export interface Recovery {
  /** 64 bytes r || s. */
  readonly signature: Bytes
  /** Bit 0: R has an odd y; bit 1: x of R is r + n. */
  readonly recoveryId: number
  /** 32 bytes. */
  readonly digest: Bytes
}

/**
 * The recovery whose result is scalar * point + baseScalar * G, or null where there is none (a scalar of
 * zero, or an x that is a multiple of n).
 *
 * Recovery gives Q = r^-1 (s R - z G). With R = point, s = scalar * r and z = -baseScalar * r, r cancels: one
 * call of a library that knows ECDSA alone then does the double multiplication of a Schnorr check.
 *
 * @param point compressed, at least in its form. The scalars are below n, and all three are public.
 */
export function combinationAsRecovery(
  point: Uint8Array,
  scalar: Uint8Array,
  baseScalar: Uint8Array
): Recovery | null {
  if (isZero(scalar)) return null
  const x = toNumber(point.subarray(1))
  const wraps = x >= ORDER
  const r = wraps ? x - ORDER : x
  if (r === 0n) return null
  const s = (toNumber(scalar) * r) % ORDER
  const z = ((ORDER - toNumber(baseScalar)) * r) % ORDER
  return {
    signature: concatBytes(toScalar(r), toScalar(s)),
    recoveryId: (point[0] === 3 ? 1 : 0) + (wraps ? 2 : 0),
    digest: toScalar(z)
  }
}
