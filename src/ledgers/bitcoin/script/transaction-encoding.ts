import type { Transaction } from 'bitcoinjs-lib'
import { concatBytes, type Bytes } from '../../../base/bytes.ts'
import { compactSizeLength, encodeCompactSize } from '../compact-size.ts'

type Input = Transaction['ins'][number]
type Output = Transaction['outs'][number]

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
  const sizes = witness.map((item) => compactSizeLength(item.length) + item.length)
  return sizes.reduce((sum, size) => sum + size, compactSizeLength(witness.length))
}
