import type { Transaction } from 'bitcoinjs-lib'
import { concatBytes, type Bytes } from '../../../base/bytes.ts'

type Input = Transaction['ins'][number]
type Output = Transaction['outs'][number]

/** All parts one after another, of which a hostile transaction has more than a call can take as arguments. */
export function joinParts(parts: readonly Uint8Array[]): Bytes {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}

/** 4 bytes, little-endian; a negative number as its two's complement. */
export function encodeUint32(value: number): Bytes {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value >>> 0, true)
  return bytes
}

/** 8 bytes, little-endian, two's complement. */
export function encodeInt64(value: bigint): Bytes {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigInt64(0, value, true)
  return bytes
}

/** A length as Bitcoin writes it: 1, 3 or 5 bytes; 0 to 2^32-1. */
export function encodeCompactSize(value: number): Bytes {
  if (value < 0xfd) return Uint8Array.of(value)
  if (value <= 0xffff) return Uint8Array.of(0xfd, value & 0xff, value >> 8)
  return concatBytes(Uint8Array.of(0xfe), encodeUint32(value))
}

/** Length, then bytes. */
export function encodeWithLength(bytes: Uint8Array): Bytes {
  return concatBytes(encodeCompactSize(bytes.length), bytes)
}

/** Hash in hash order and index: 36 bytes. */
export function encodeOutPoint(input: Input): Bytes {
  return concatBytes(input.hash, encodeUint32(input.index))
}

/** Amount and script with its length. */
export function encodeOutput(output: Output): Bytes {
  return concatBytes(encodeInt64(output.value), encodeWithLength(output.script))
}

/** Bytes of a witness as it stands in a transaction: the count, then each item with its length. */
export function witnessSize(witness: readonly Uint8Array[]): number {
  const sizes = witness.map((item) => encodeCompactSize(item.length).length + item.length)
  return sizes.reduce((sum, size) => sum + size, encodeCompactSize(witness.length).length)
}
