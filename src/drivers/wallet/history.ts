import { outpointKey, type ParsedTransaction } from '../../ledgers/bitcoin/parsed-transaction.ts'
import type { Sats, UnixSeconds } from '../../base/units.ts'
import { sats, type BlockHeight } from '../../base/units.ts'
import type { RelevantTransaction } from '../chain-follower/relevant-transactions.ts'
import type { ScriptBook } from './script-book.ts'
import { versionsOf, type SpendKind, type SpendRecord } from './wallet-records.ts'

/** One transaction as it changed the wallet. */
export interface HistoryEntry {
  readonly txid: string
  /** 0 while it waits. */
  readonly confirmations: number
  /** The block's time, or when we signed it; null for a stranger's that waits. */
  readonly time: UnixSeconds | null
  readonly received: Sats
  readonly spent: Sats
  /** A person's words on it or on an address that it pays; null where there are none. */
  readonly label: string | null
  /** What it was signed for, where we did. */
  readonly purpose: { readonly kind: SpendKind; readonly reference: string; readonly fee: Sats } | null
}

/** What a history follows from. */
export interface HistorySources {
  readonly transactions: readonly RelevantTransaction[]
  readonly book: ScriptBook
  readonly spends: ReadonlyMap<string, SpendRecord>
  readonly labelOf: (transaction: ParsedTransaction) => string | null
  /** null before the first block was read. */
  readonly height: BlockHeight | null
}

/** Transactions that touch the wallet, those that wait first, then newest block first. */
export function listHistory(sources: HistorySources): readonly HistoryEntry[] {
  const { transactions, book, spends, labelOf, height } = sources
  const amounts = ownedAmounts(transactions, book)
  const purposes = new Map(
    [...spends].flatMap(([reference, spend]) =>
      versionsOf(spend).map(
        ({ transaction, fee, createdAt }) =>
          [transaction.txid, { reference, kind: spend.kind, fee, createdAt }] as const
      )
    )
  )
  return [...transactions]
    .sort(newestFirst)
    .map(({ transaction, position }) => {
      const purpose = purposes.get(transaction.txid)
      return {
        txid: transaction.txid,
        confirmations: position === null || height === null ? 0 : height - position.height + 1,
        time: position?.time ?? purpose?.createdAt ?? null,
        received: total(
          transaction.outputs.map((_, vout) => amounts.get(outpointKey({ txid: transaction.txid, vout })))
        ),
        spent: total(transaction.inputs.map((input) => amounts.get(outpointKey(input.outpoint)))),
        label: labelOf(transaction),
        purpose:
          purpose === undefined
            ? null
            : { kind: purpose.kind, reference: purpose.reference, fee: purpose.fee }
      }
    })
    .filter((entry) => entry.received > 0n || entry.spent > 0n)
}

function ownedAmounts(
  transactions: readonly RelevantTransaction[],
  book: ScriptBook
): ReadonlyMap<string, Sats> {
  const amounts = new Map<string, Sats>()
  for (const { transaction } of transactions) {
    transaction.outputs.forEach((output, vout) => {
      if (book.owns(output.script)) amounts.set(outpointKey({ txid: transaction.txid, vout }), output.amount)
    })
  }
  return amounts
}

function total(amounts: readonly (Sats | undefined)[]): Sats {
  return sats(amounts.reduce((sum: bigint, amount) => sum + (amount ?? 0n), 0n))
}

function newestFirst(left: RelevantTransaction, right: RelevantTransaction): number {
  const [first, second] = [left.position, right.position]
  if (first === null || second === null) return Number(second === null) - Number(first === null)
  return second.height - first.height || second.index - first.index
}
