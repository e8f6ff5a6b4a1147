import type { Bytes } from '../base/bytes.ts'
import type { BlockHeight, Blocks, SatsPerVbyte } from '../base/units.ts'
import type { BroadcastOutcome } from './ledger.ts'

/** What a daemon says of its chain; nothing of it is believed before the blocks were checked. */
export interface ChainStatus {
  /** main, test or regtest, as getblockchaininfo names it. */
  readonly chain: string
  /** Hash of block 0 in display order. */
  readonly genesisHash: string
  readonly height: BlockHeight
  /** Hash of the best block in display order. */
  readonly bestBlockHash: string
  readonly initialBlockDownload: boolean
}

/**
 * Raw material from one full node. Every call may reject with a CodedError of fault `daemon`:
 * `DAEMON_UNREACHABLE`, `DAEMON_UNAUTHORISED`, `DAEMON_TIMEOUT`, `DAEMON_BUSY` (warming up), `DAEMON_MALFORMED`
 * (the answer is not what the call gives, or too large), `DAEMON_REFUSED` (an error of the call itself).
 */
export interface ChainSource {
  /** The daemon's chain, tip and genesis block at the moment. Rejects where it gives none (fault `daemon`). */
  status(): Promise<ChainStatus>
  /** Hash of the block at `height` on the daemon's best chain, display order; null above its tip. */
  blockHash(height: BlockHeight): Promise<string | null>
  /** The 80-byte headers at `first`, `first`+1, … on the best chain, at most `count`, fewer at the tip. */
  headers(first: BlockHeight, count: number): Promise<readonly Bytes[]>
  /** A whole block, serialised; null where the daemon does not have it (any more). */
  block(hash: string): Promise<Bytes | null>
  /** Ids of the transactions that wait in the mempool. */
  mempool(): Promise<readonly string[]>
  /** Transactions of the mempool, serialised, in the order asked; null where one is gone. */
  mempoolTransactions(txids: readonly string[]): Promise<readonly (Bytes | null)[]>
  /** Hands a serialised transaction to the daemon; a refusal is an outcome. Rejects where the daemon is out of reach. */
  broadcast(transaction: Bytes): Promise<BroadcastOutcome>
  /** The daemon's estimate, or null where it has none. */
  estimateFeeRate(target: Blocks): Promise<SatsPerVbyte | null>
  /**
   * Fulfils when the best block is no longer `known`, or after about `milliseconds` all the same; costs the
   * daemon one waiting call at most (waitfornewblock), or polling where it has none.
   */
  waitForChange(known: string, milliseconds: number, signal: AbortSignal): Promise<void>
}
