import type { Bytes } from '../../base/bytes.ts'
import type { UnixSeconds } from '../../base/units.ts'
import type { OutputView } from '../../ledgers/ledger.ts'
import { paysTo, transactionId } from '../escrow/spent-by.ts'
import type { Role } from '../terms.ts'
import type { TradePolicy } from './policy.ts'

/** Who looks at the ledgers, when, and by which rules. */
export interface Look {
  readonly role: Role
  readonly now: UnixSeconds
  readonly policy: TradePolicy
}

/** Time as far as anybody may have it: the wall clock, or a chain's median time where that is ahead. */
export function latestTime(now: UnixSeconds, ...views: readonly (OutputView | null)[]): UnixSeconds {
  return Math.max(now, ...views.map((view) => view?.tip.medianTime ?? 0)) as UnixSeconds
}

/** BIP 113: a transaction's lock time must lie before the median time of the block's past. */
export function lockHasEnded(view: OutputView, refundTime: UnixSeconds): boolean {
  return view.tip.medianTime > refundTime
}

/** Whether the ledger shows the escrow, confirmed or not. */
export function isShown(view: OutputView | null): boolean {
  return view !== null && view.funding !== null
}

/** The other's funding as last seen, kept for a reorganisation that drops it. */
export function rememberFunding(known: Bytes | null, view: OutputView | null): Bytes | null {
  if (known !== null || view === null || view.funding === null || !view.funding.matches) return known
  return view.funding.transaction
}

/** Whether the escrow's spend pays the owner of this node's wallet: its claim or its refund script. */
export function paysUs(view: OutputView, script: Bytes): boolean {
  return view.spend !== null && paysTo(view.spend.transaction, script)
}

/** Id of the transaction that spends the escrow, display order; empty where there is none. */
export function spendTxid(view: OutputView): string {
  return view.spend === null ? '' : transactionId(view.spend.transaction)
}
