import { fromHex, reverseBytes, toHex, type Bytes } from '../../base/bytes.ts'
import { sha256d } from '../../base/hash.ts'
import { unixSeconds, type UnixSeconds } from '../../base/units.ts'

/** Length of a serialised header. */
export const HEADER_LENGTH = 80

/** A block header; hashes in display order (last byte of the hash first). */
export interface BlockHeader {
  /** Signed 32 bits. */
  readonly version: number
  readonly previousHash: string
  readonly merkleRoot: string
  readonly time: UnixSeconds
  /** Compact target. */
  readonly bits: number
  /** 0 to 2^32-1. */
  readonly nonce: number
}

/** The 80 bytes that are hashed: all numbers little-endian. */
export function encodeHeader(header: BlockHeader): Bytes {
  const bytes = new Uint8Array(HEADER_LENGTH)
  const view = new DataView(bytes.buffer)
  view.setInt32(0, header.version, true)
  bytes.set(displayToBytes(header.previousHash), 4)
  bytes.set(displayToBytes(header.merkleRoot), 36)
  view.setUint32(68, header.time, true)
  view.setUint32(72, header.bits, true)
  view.setUint32(76, header.nonce, true)
  return bytes
}

/**
 * The header in the first 80 bytes.
 * @throws {@link RangeError} where there are fewer.
 */
export function decodeHeader(bytes: Uint8Array): BlockHeader {
  if (bytes.length < HEADER_LENGTH) throw new RangeError('a block header has 80 bytes')
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_LENGTH)
  return {
    version: view.getInt32(0, true),
    previousHash: bytesToDisplay(bytes.subarray(4, 36)),
    merkleRoot: bytesToDisplay(bytes.subarray(36, 68)),
    time: unixSeconds(view.getUint32(68, true)),
    bits: view.getUint32(72, true),
    nonce: view.getUint32(76, true)
  }
}

/** Hash of the 80 bytes in display order: the block's name. */
export function headerHash(header: Uint8Array): string {
  return bytesToDisplay(sha256d(header.subarray(0, HEADER_LENGTH)))
}

/** 64 hexadecimal digits in display order of a 32-byte hash. */
export function bytesToDisplay(hash: Uint8Array): string {
  return toHex(reverseBytes(hash))
}

/** The 32 bytes in hash order of 64 hexadecimal digits in display order. */
export function displayToBytes(hash: string): Bytes {
  return fromHex(hash).reverse()
}
