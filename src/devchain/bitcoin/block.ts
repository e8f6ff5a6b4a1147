import { Block } from 'bitcoinjs-lib'
import { concatBytes, copyBytes, equalBytes, type Bytes } from '../../base/bytes.ts'
import { RejectedError } from './errors.ts'
import { HEADER_LENGTH, decodeHeader, encodeHeader, headerHash, type BlockHeader } from './header.ts'
import { chainTransaction, type ChainTransaction } from './transaction.ts'

/** A block as parsed; nothing of it is checked yet. */
export interface ChainBlock {
  /** Display order. */
  readonly hash: string
  readonly header: BlockHeader
  readonly transactions: readonly ChainTransaction[]
  /** Serialised with witnesses. */
  readonly bytes: Bytes
  /** Length without witnesses. */
  readonly strippedSize: number
  /** BIP 141: stripped size * 3 + total size. */
  readonly weight: number
}

/** Length in bytes of Bitcoin's variable-length integer. */
function compactSizeLength(value: number): number {
  if (value < 0xfd) return 1
  return value <= 0xffff ? 3 : 5
}

function compactSize(value: number): Bytes {
  const bytes = new Uint8Array(compactSizeLength(value))
  const view = new DataView(bytes.buffer)
  if (bytes.length === 1) bytes[0] = value
  else if (bytes.length === 3) {
    bytes[0] = 0xfd
    view.setUint16(1, value, true)
  } else {
    bytes[0] = 0xfe
    view.setUint32(1, value, true)
  }
  return bytes
}

/** Joins a header and its transactions. */
export function assembleBlock(header: BlockHeader, transactions: readonly ChainTransaction[]): ChainBlock {
  const headerBytes = encodeHeader(header)
  const bytes = concatBytes(
    headerBytes,
    compactSize(transactions.length),
    ...transactions.map((transaction) => transaction.bytes)
  )
  // weight = 3 * stripped + total, so stripped = (weight - total) / 3 for each transaction.
  const stripped = transactions.reduce((sum, { weight, bytes }) => sum + (weight - bytes.length) / 3, 0)
  const strippedSize = HEADER_LENGTH + compactSizeLength(transactions.length) + stripped
  return {
    hash: headerHash(headerBytes),
    header,
    transactions,
    bytes,
    strippedSize,
    weight: strippedSize * 3 + bytes.length
  }
}

/**
 * Parses a whole serialised block.
 * @throws {@link RejectedError} `Block decode failed`.
 */
export function decodeBlock(bytes: Uint8Array): ChainBlock {
  try {
    const parsed = Block.fromBuffer(copyBytes(bytes))
    const block = assembleBlock(decodeHeader(bytes), (parsed.transactions ?? []).map(chainTransaction))
    if (equalBytes(block.bytes, bytes)) return block
  } catch {
    // The library's words name its internals; the daemons' word for all of them follows.
  }
  throw new RejectedError('Block decode failed')
}
