import { concatBytes, type Bytes } from '../../base/bytes.ts'

/** Bytes that a length takes as Bitcoin writes it: 1, 3 or 5; 0 to 2^32-1. */
export function compactSizeLength(value: number): number {
  if (value < 0xfd) return 1
  return value <= 0xffff ? 3 : 5
}

/** A length as Bitcoin writes it (CompactSize): 1, 3 or 5 bytes, little-endian after the first; 0 to 2^32-1. */
export function encodeCompactSize(value: number): Bytes {
  if (value < 0xfd) return Uint8Array.of(value)
  if (value <= 0xffff) return Uint8Array.of(0xfd, value & 0xff, value >> 8)
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value, true)
  return concatBytes(Uint8Array.of(0xfe), bytes)
}
