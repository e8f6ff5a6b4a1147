import type { Bytes } from '../base/bytes.ts'
import type { BlockHeight, Blocks, Sats, SatsPerVbyte } from '../base/units.ts'
import type { ChainTip, ExpectedOutput, LedgerId, OutputView } from '../ledgers/ledger.ts'

/** What became of a transaction handed to the ledger. */
export type BroadcastOutcome =
  | { readonly kind: 'accepted' }
  /** It was in the mempool or a block already. */
  | { readonly kind: 'known' }
  /**
   * The ledger refuses it; `reason` is the daemon's short text (such as `non-final`), for logs. `rule` is there where our
   * own rules refused and no daemon ever saw it.
   */
  | { readonly kind: 'rejected'; readonly reason: string; readonly rule?: string }
  /** The daemon did not answer: try again. */
  | { readonly kind: 'unavailable'; readonly reason: string }

/** One ledger as trades see it: facts checked by the node itself, and a way to publish. */
export interface Ledger {
  readonly id: LedgerId
  /** The last checked tip, or null before the first block was read. */
  tip(): ChainTip | null
  /** Follows an output from `since` on, across restarts; the same call again changes nothing. */
  watch(output: ExpectedOutput, since: BlockHeight): Promise<void>
  /** What the ledger shows of a watched output now; null while the ledger is out of reach. */
  observe(output: ExpectedOutput): OutputView | null
  /** Publishes a serialised transaction. What became of it is the answer; a daemon out of reach is `unavailable`. */
  broadcast(transaction: Bytes): Promise<BroadcastOutcome>
  /** A rate at which a transaction should confirm within `target` blocks; has a floor and a ceiling. */
  feeRate(target: Blocks): Promise<SatsPerVbyte>
  /** Calls `listener` after each new tip or mempool change; the returned function ends that. */
  onChange(listener: () => void): () => void
}

/** A signed funding transaction whose id can no longer change (SegWit inputs only). */
export interface FundedTransaction {
  /** Serialised with witnesses, ready to broadcast. */
  readonly transaction: Bytes
  readonly txid: string
  /** Index of the funded output. */
  readonly vout: number
  readonly fee: Sats
}

/** The part of the wallet that trades use. */
export interface TradeWallet {
  /**
   * Builds, signs and stores a transaction that pays `amount` to `script`, and keeps its coins from any
   * other use under `reference`. The same reference gives the stored transaction again.
   * @throws CodedError `INSUFFICIENT_FUNDS` (fault user), `LEDGER_UNAVAILABLE` (fault daemon).
   */
  fund(request: {
    readonly ledger: LedgerId
    readonly reference: string
    readonly script: Bytes
    readonly amount: Sats
    readonly feeRate: SatsPerVbyte
  }): Promise<FundedTransaction>
  /** Gives the coins of `reference` back to general use; nothing happens where there are none. */
  release(ledger: LedgerId, reference: string): Promise<void>
  /** An output script of this wallet, fresh for `reference` and the same for it ever after. */
  receiveScript(ledger: LedgerId, reference: string): Promise<Bytes>
}

/** Secrets derived from the wallet seed: the seed itself never leaves the vault. */
export interface SecretSource {
  /**
   * 32 bytes fixed by the seed, `purpose` and `context`: HMAC-SHA512 below a hardened branch of the seed,
   * reduced to 1..n-1 so that each result is a private key too.
   */
  derive(purpose: string, context: Bytes): Bytes
}
