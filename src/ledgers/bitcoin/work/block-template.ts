import type { Bytes } from '../../../base/bytes.ts'
import type { BlockHeight, Sats, UnixSeconds } from '../../../base/units.ts'
import type { ParsedTransaction } from '../parsed-transaction.ts'

/** What a node offers to build the next block from (BIP 22, BIP 23, BIP 145). */
export interface BlockTemplate {
  /** Signed 32 bits. */
  readonly version: number
  /** Hash of the block to build on, display order. */
  readonly previousHash: string
  readonly height: BlockHeight
  /** Subsidy and fees: the most that the coinbase may pay. */
  readonly coinbaseValue: Sats
  /** The target in compact form. */
  readonly bits: number
  /** The earliest time that the block may have. */
  readonly earliestTime: UnixSeconds
  /** The node's own time. */
  readonly currentTime: UnixSeconds
  /** What follows the coinbase, parents before children; with MWEB the last one is the HogEx. */
  readonly transactions: readonly ParsedTransaction[]
  /** Output script that commits to the witnesses of those transactions (BIP 141); null where none is asked for. */
  readonly witnessCommitment: Bytes | null
  /** Litecoin's extension block (LIP 2), which follows the transactions; null where there is none. */
  readonly extensionBlock: Bytes | null
}
