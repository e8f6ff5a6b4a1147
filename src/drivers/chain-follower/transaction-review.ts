import type { Transaction } from 'bitcoinjs-lib'
import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import { toDisplayHash } from '../../ledgers/bitcoin/display-hash.ts'
import type { RuleFault } from '../../ledgers/bitcoin/policy/rule-fault.ts'
import type { SpentCoin } from '../../ledgers/bitcoin/policy/spent-coins.ts'
import { validateTransaction } from '../../ledgers/bitcoin/policy/validate-transaction.ts'
import type { ChainTip, OutPoint } from '../../ledgers/ledger.ts'
import type { ChainView } from './chain-view.ts'

/** What our own rules say of a transaction. */
export interface TransactionReview {
  /** null where nothing speaks against it. */
  readonly fault: RuleFault | null
  /** Inputs whose spent outputs the view does not know: amounts, scripts and signatures were not judged then. */
  readonly unknownInputs: number
}

/** Judges a transaction by what the view shows at its tip. */
export function reviewTransaction(
  transaction: Transaction,
  view: ChainView,
  place: { readonly chain: BitcoinChain; readonly tip: ChainTip }
): TransactionReview {
  const { chain, tip } = place
  const txid = transaction.getId()
  const spent = transaction.ins.map(({ hash, index }) =>
    spentCoin(view, { txid: toDisplayHash(hash), vout: index }, { by: txid, tip })
  )
  const fault = validateTransaction({
    chain,
    transaction,
    spent,
    next: {
      height: tip.height + 1,
      medianTime: tip.medianTime,
      medianTimeAt: (height) => view.headers.medianTimeAt(height)
    }
  })
  return { fault, unknownInputs: spent.filter((coin) => coin === 'unknown').length }
}

/** Only a spend in a block takes an output away for good: one that waits may be replaced. */
function spentCoin(
  { transactions }: ChainView,
  outpoint: OutPoint,
  spend: { readonly by: string; readonly tip: ChainTip }
): SpentCoin | null | 'unknown' {
  const made = transactions.get(outpoint.txid)
  if (made === undefined) return 'unknown'
  const output = made.transaction.outputs[outpoint.vout]
  const spender = transactions.spender(outpoint)
  const isTaken = spender !== undefined && spender.position !== null && spender.transaction.txid !== spend.by
  if (output === undefined || isTaken) return null
  return {
    script: output.script,
    amount: output.amount,
    height: made.position?.height ?? spend.tip.height + 1,
    coinbase: made.transaction.isCoinbase
  }
}
