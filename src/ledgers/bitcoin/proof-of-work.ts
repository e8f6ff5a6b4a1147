import { scrypt1024, sha256d } from '../../base/hash.ts'
import type { BlockHeader } from './block-header.ts'
import { toDisplayHash } from './display-hash.ts'
import type { BitcoinChain } from './networks.ts'

/** Computes what must lie under the target from the 80 bytes of a header: 32 bytes in hash order. */
export type ProofOfWork = (header: Uint8Array) => Uint8Array

/** The proof of work of a chain. */
export function proofOfWorkOf(chain: BitcoinChain): ProofOfWork {
  return chain.proofOfWork === 'scrypt' ? scrypt1024 : sha256d
}

/** Whether what a {@link ProofOfWork} gave, read as a number of 32 little-endian bytes, lies at or under the target. */
export function meetsTarget(proof: Uint8Array, target: bigint): boolean {
  return BigInt(`0x${toDisplayHash(proof)}`) <= target
}

/**
 * The target that compact `bits` stand for: 3 bytes of mantissa, a sign bit that must be clear, and one byte
 * of exponent to the base 256; null where it is negative, zero or wider than 256 bits (as Bitcoin Core's
 * CheckProofOfWork refuses them).
 */
export function compactToTarget(bits: number): bigint | null {
  const exponent = bits >>> 24
  const mantissa = BigInt(bits & 0x7fffff)
  if ((bits & 0x800000) !== 0 || mantissa === 0n) return null
  const target =
    exponent <= 3 ? mantissa >> BigInt(8 * (3 - exponent)) : mantissa << BigInt(8 * (exponent - 3))
  return target === 0n || target >> 256n !== 0n ? null : target
}

/** Whether the header's proof of work lies at or under the target that it names itself. */
export function hasProofOfWork(header: BlockHeader, proofOfWork: ProofOfWork): boolean {
  const target = compactToTarget(header.bits)
  if (target === null) return false
  return meetsTarget(proofOfWork(header.raw), target)
}

/** Both chains move their target once in so many blocks, and by a factor of 4 at most. */
export const RETARGET_INTERVAL = 2016

/** Whether the target of the header at `height` can follow its parent's, by the rules of the main chains. */
export function isPossibleRetarget(parentBits: number, bits: number, height: number): boolean {
  if (height % RETARGET_INTERVAL !== 0) return bits === parentBits
  const before = compactToTarget(parentBits)
  const after = compactToTarget(bits)
  if (before === null || after === null) return false
  // The compact form cuts digits off, so that a quarter may come out a little smaller than exact.
  return after <= before * 4n && after * 4n >= before - (before >> 14n)
}
