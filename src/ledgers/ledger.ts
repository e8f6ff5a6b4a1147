import type { Bytes } from '../base/bytes.ts'
import type { BlockHeight, Sats, UnixSeconds } from '../base/units.ts'

/**
 * The name of a ledger within one Bourse network, as people type it: 2 to 12 of a-z and 0-9, a letter
 * first, such as `btc` or `ltc`. Two ledgers of one network may share a chain type (two regtest networks).
 */
export type LedgerId = string

const LEDGER_ID = /^[a-z][a-z0-9]{1,11}$/

/** Whether the text has the form of a {@link LedgerId}. */
export function isLedgerId(text: string): boolean {
  return LEDGER_ID.test(text)
}

/** An output of a transaction. */
export interface OutPoint {
  /** Transaction id as people see it: 64 hexadecimal digits, last byte of the hash first. */
  readonly txid: string
  /** Index of the output, 0 to 2^32-1. */
  readonly vout: number
}

/** Where a ledger stands, as the node has checked it itself. */
export interface ChainTip {
  readonly height: BlockHeight
  /** Block hash as people see it, 64 hexadecimal digits. */
  readonly hash: string
  /** Median of the last 11 block times (BIP 113): the clock of time locks. */
  readonly medianTime: UnixSeconds
}

/** One output that somebody expects to appear: the outpoint, and what must lie there. */
export interface ExpectedOutput {
  readonly outpoint: OutPoint
  readonly script: Bytes
  readonly amount: Sats
}

/** A transaction that was seen on the ledger. */
export interface SeenTransaction {
  /** Serialised with witnesses. */
  readonly transaction: Bytes
  /** 0 while it waits in the mempool, 1 in the newest block. */
  readonly confirmations: number
}

/** What a ledger shows of an {@link ExpectedOutput} at one tip. */
export interface OutputView {
  readonly tip: ChainTip
  /** The transaction that made the output; `matches` says whether script and amount are as expected. */
  readonly funding: (SeenTransaction & { readonly matches: boolean }) | null
  /** The transaction that spends it. */
  readonly spend: SeenTransaction | null
}
