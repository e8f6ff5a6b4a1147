import { copyBytes, equalBytes, reverseBytes, toHex, type Bytes } from '../../base/bytes.ts'
import { sha256d } from '../../base/hash.ts'
import { unixSeconds, type UnixSeconds } from '../../base/units.ts'
import { ByteReader } from './byte-reader.ts'

/** Length of a serialised header. */
export const HEADER_LENGTH = 80

/** A block header. */
export interface BlockHeader {
  /** 80 bytes. */
  readonly raw: Bytes
  /** SHA-256d of the header, display order; Litecoin's too, though its proof of work is scrypt. */
  readonly hash: string
  /** Hash of the block before it, display order. */
  readonly previousHash: string
  /** 32 bytes in hash order. */
  readonly merkleRoot: Bytes
  readonly time: UnixSeconds
  /** The target in compact form. */
  readonly bits: number
}

/** Computes what must lie under the target from the 80 bytes: 32 bytes in hash order. */
export type ProofOfWork = (header: Uint8Array) => Uint8Array

/** @throws SerialisationError (`HEADER_MALFORMED`) where it is not 80 bytes long. */
export function parseBlockHeader(bytes: Uint8Array): BlockHeader {
  const reader = new ByteReader(bytes, 'HEADER_MALFORMED')
  if (bytes.length !== HEADER_LENGTH) reader.fail(`a header has 80 bytes, not ${bytes.length}`)
  reader.int32()
  const previousHash = reader.hash()
  const merkleRoot = reader.copy(32)
  const time = unixSeconds(reader.uint32())
  const bits = reader.uint32()
  const raw = copyBytes(bytes)
  return { raw, hash: toHex(reverseBytes(sha256d(raw))), previousHash, merkleRoot, time, bits }
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
  return BigInt(`0x${toHex(reverseBytes(proofOfWork(header.raw)))}`) <= target
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

/** Median of up to 11 block times, newest or oldest first (BIP 113). */
export function medianTime(times: readonly UnixSeconds[]): UnixSeconds {
  const sorted = [...times].sort((left, right) => left - right)
  return sorted[Math.floor(sorted.length / 2)] ?? unixSeconds(0)
}

/** Pairs hashed in one step of {@link merkleRootSteps}: well under a millisecond. */
const PAIRS_PER_STEP = 128

/**
 * Merkle root of transaction hashes in hash order (32 bytes each), or null where the list is empty or holds the
 * same pair twice at a level's end: such a list has the root of a shorter one (CVE-2012-2459).
 */
export function merkleRoot(hashes: readonly Uint8Array[]): Bytes | null {
  const steps = merkleRootSteps(hashes)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** {@link merkleRoot} step by step, so that the caller can give way to other work. */
export function* merkleRootSteps(hashes: readonly Uint8Array[]): Generator<undefined, Bytes | null, void> {
  let level = hashes
  if (level.length === 0) return null
  while (level.length > 1) {
    const next: Uint8Array[] = []
    const pair = new Uint8Array(64)
    for (let index = 0; index < level.length; index += 2) {
      if (index % (2 * PAIRS_PER_STEP) === 0) yield
      const left = level[index]
      const right = level[index + 1] ?? left
      if (left === undefined || right === undefined) return null
      if (index + 1 < level.length && equalBytes(left, right)) return null
      pair.set(left)
      pair.set(right, 32)
      next.push(sha256d(pair))
    }
    level = next
  }
  return level[0] === undefined ? null : copyBytes(level[0])
}
