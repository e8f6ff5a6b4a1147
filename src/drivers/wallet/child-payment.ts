import { sats, type BlockHeight, type SatsPerVbyte } from '../../base/units.ts'
import { extendCoins } from '../../ledgers/bitcoin/coin-extension.ts'
import { parseTransaction, type ParsedTransaction } from '../../ledgers/bitcoin/parsed-transaction.ts'
import { signPayment, type SpendableCoin } from '../../ledgers/bitcoin/payment.ts'
import { feeForWeight, transactionWeight, virtualSize } from '../../ledgers/bitcoin/transaction-size.ts'
import type { CoinSet } from './coins.ts'
import { checkFeeRate, type BuiltSpend, type SpendTools } from './spend-builder.ts'
import { WalletError } from './wallet-error.ts'
import { versionsOf, type SpendRecord } from './wallet-records.ts'

/** Unconfirmed transactions that a child has to lift, itself left out. */
export interface PackageCost {
  /** In virtual bytes. */
  readonly size: number
  readonly fee: bigint
}

/** A child that pays for its parents. */
export interface ChildPlan {
  /** Output of the parent. */
  readonly coin: SpendableCoin
  /** Coins in blocks that may be added. */
  readonly extra: readonly SpendableCoin[]
  readonly parents: PackageCost
  readonly feeRate: SatsPerVbyte
  readonly lockHeight: BlockHeight
}

const CHANGE_SCRIPT_LENGTH = 34

/**
 * Size and fee of a transaction and of its unconfirmed ancestors, as far as the wallet knows them. A stranger's fee is
 * not known without the coins that it spends: it is taken for the least that is relayed, so that the child pays too
 * much rather than too little.
 */
export function packageCost(
  parent: ParsedTransaction,
  coins: CoinSet,
  spends: Iterable<SpendRecord>,
  minimumFeeRate: SatsPerVbyte
): PackageCost {
  const fees = new Map<string, bigint>()
  for (const spend of spends) {
    for (const { transaction, fee } of versionsOf(spend)) fees.set(transaction.txid, fee)
  }
  const found = new Map<string, ParsedTransaction>()
  const waiting = [parent]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next.txid)) continue
    found.set(next.txid, next)
    for (const { outpoint } of next.inputs) {
      const ancestor = coins.transaction(outpoint.txid)
      if (ancestor !== undefined && ancestor.position === null) waiting.push(ancestor.transaction)
    }
  }
  const parts = [...found.values()].map(({ txid, weight }) => ({
    size: virtualSize(weight),
    fee: fees.get(txid) ?? feeForWeight(weight, minimumFeeRate)
  }))
  return {
    size: parts.reduce((sum, part) => sum + part.size, 0),
    fee: parts.reduce((sum, part) => sum + part.fee, 0n)
  }
}

/**
 * Signs a transaction from the parent's output to a script of our own, whose fee lifts both to the rate.
 * @throws WalletError `FEE_RATE_TOO_LOW` where the parents pay that rate already, `FEE_RATE_TOO_HIGH`,
 * `INSUFFICIENT_FUNDS`.
 */
export function buildChild(plan: ChildPlan, tools: SpendTools): BuiltSpend {
  const { chain, keys } = tools
  const { parents, feeRate } = plan
  checkFeeRate(feeRate, chain)
  const present = Number(parents.fee) / parents.size
  if (feeRate <= present) {
    throw new WalletError(
      'FEE_RATE_TOO_LOW',
      `The transaction has a rate of ${present.toFixed(2)} ${chain.unit}/vB already. Give a higher one.`,
      { fault: 'user', details: { least: Math.ceil((present + 0.01) * 100) / 100 } }
    )
  }
  const outcome = extendCoins([plan.coin], plan.extra, (coins) => {
    const inputs = coins.map((coin) => coin.kind)
    const weight = transactionWeight({ inputs, outputScripts: [CHANGE_SCRIPT_LENGTH] })
    const lift = BigInt(Math.ceil((parents.size + virtualSize(weight)) * feeRate)) - parents.fee
    const own = feeForWeight(weight, feeRate)
    const fee = lift > own ? lift : own
    const rest = coins.reduce((sum, coin) => sum + coin.amount, 0n) - fee
    return rest < chain.dust.p2tr ? null : { coins, fee: sats(fee), amount: sats(rest) }
  })
  if (outcome === null) {
    throw new WalletError(
      'INSUFFICIENT_FUNDS',
      'The output is worth less than that fee. Give a lower rate.',
      {
        fault: 'user',
        details: { available: plan.coin.amount, feeRate }
      }
    )
  }
  const output = { script: tools.takeChange().script, amount: outcome.amount }
  const signed = signPayment(outcome.coins, [output], plan.lockHeight, keys)
  return { transaction: parseTransaction(signed.transaction), vout: 0, fee: outcome.fee }
}
