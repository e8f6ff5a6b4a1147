import { Block } from 'bitcoinjs-lib'
import { concatBytes, copyBytes, equalBytes, type Bytes } from '../../base/bytes.ts'
import {
  blockHash,
  encodeBlockHeader,
  HEADER_LENGTH,
  parseBlockHeader,
  type BlockHeaderFields
} from '../../ledgers/bitcoin/block-header.ts'
import { compactSizeLength, encodeCompactSize } from '../../ledgers/bitcoin/compact-size.ts'
import { RejectedError } from './errors.ts'
import { chainTransaction, type ChainTransaction } from './transaction.ts'

/** A block as parsed; nothing of it is checked yet. */
export interface ChainBlock {
  /** Display order. */
  readonly hash: string
  readonly header: BlockHeaderFields
  readonly transactions: readonly ChainTransaction[]
  /** Serialised with witnesses. */
  readonly bytes: Bytes
  /** Length without witnesses. */
  readonly strippedSize: number
  /** BIP 141: stripped size * 3 + total size. */
  readonly weight: number
}

/** Joins a header and its transactions. */
export function assembleBlock(
  header: BlockHeaderFields,
  transactions: readonly ChainTransaction[]
): ChainBlock {
  const headerBytes = encodeBlockHeader(header)
  const bytes = concatBytes(
    headerBytes,
    encodeCompactSize(transactions.length),
    ...transactions.map((transaction) => transaction.bytes)
  )
  // weight = 3 * stripped + total, so stripped = (weight - total) / 3 for each transaction.
  const stripped = transactions.reduce((sum, { weight, bytes }) => sum + (weight - bytes.length) / 3, 0)
  const strippedSize = HEADER_LENGTH + compactSizeLength(transactions.length) + stripped
  return {
    hash: blockHash(headerBytes),
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
    const block = assembleBlock(
      parseBlockHeader(bytes.subarray(0, HEADER_LENGTH)),
      (parsed.transactions ?? []).map(chainTransaction)
    )
    if (equalBytes(block.bytes, bytes)) return block
  } catch {
    // The library's words name its internals; the daemons' word for all of them follows.
  }
  throw new RejectedError('Block decode failed')
}
