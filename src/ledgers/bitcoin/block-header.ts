import { copyBytes, type Bytes } from '../../base/bytes.ts'
import { sha256d } from '../../base/hash.ts'
import { unixSeconds, type UnixSeconds } from '../../base/units.ts'
import { ByteReader } from './byte-reader.ts'
import { fromDisplayHash, toDisplayHash } from './display-hash.ts'

/** Length of a serialised header. */
export const HEADER_LENGTH = 80

/** What a block header says. */
export interface BlockHeaderFields {
  /** Signed 32 bits. */
  readonly version: number
  /** Hash of the block before it, display order. */
  readonly previousHash: string
  /** Display order. */
  readonly merkleRoot: string
  readonly time: UnixSeconds
  /** The target in compact form. */
  readonly bits: number
  /** 0 to 2^32-1. */
  readonly nonce: number
}

/** A block header as it was read. */
export interface BlockHeader extends BlockHeaderFields {
  /** 80 bytes. */
  readonly raw: Bytes
  /** SHA-256d of the header, display order; Litecoin's too, though its proof of work is scrypt. */
  readonly hash: string
}

/** @throws SerialisationError (`HEADER_MALFORMED`) where it is not 80 bytes long. */
export function parseBlockHeader(bytes: Uint8Array): BlockHeader {
  const reader = new ByteReader(bytes, 'HEADER_MALFORMED')
  if (bytes.length !== HEADER_LENGTH) reader.fail(`a header has 80 bytes, not ${bytes.length}`)
  return {
    version: reader.int32(),
    previousHash: reader.hash(),
    merkleRoot: reader.hash(),
    time: unixSeconds(reader.uint32()),
    bits: reader.uint32(),
    nonce: reader.uint32(),
    raw: copyBytes(bytes),
    hash: blockHash(bytes)
  }
}

/** The 80 bytes that are hashed: all numbers little-endian. */
export function encodeBlockHeader(header: BlockHeaderFields): Bytes {
  const bytes = new Uint8Array(HEADER_LENGTH)
  const view = new DataView(bytes.buffer)
  view.setInt32(0, header.version, true)
  bytes.set(fromDisplayHash(header.previousHash), 4)
  bytes.set(fromDisplayHash(header.merkleRoot), 36)
  view.setUint32(68, header.time, true)
  view.setUint32(72, header.bits, true)
  view.setUint32(76, header.nonce, true)
  return bytes
}

/** The name of the block whose serialisation, or header alone, this is: display order. */
export function blockHash(bytes: Uint8Array): string {
  return toDisplayHash(sha256d(bytes.subarray(0, HEADER_LENGTH)))
}

/** Block times whose median is the median time past (BIP 113). */
export const MEDIAN_TIME_SPAN = 11

/** Median of up to 11 block times, newest or oldest first (BIP 113). */
export function medianTime(times: readonly UnixSeconds[]): UnixSeconds {
  const sorted = [...times].sort((left, right) => left - right)
  return sorted[Math.floor(sorted.length / 2)] ?? unixSeconds(0)
}
