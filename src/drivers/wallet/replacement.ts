import { sats, type BlockHeight, type Sats, type SatsPerVbyte } from '../../base/units.ts'
import { extendCoins } from '../../ledgers/bitcoin/coin-extension.ts'
import { parseTransaction } from '../../ledgers/bitcoin/parsed-transaction.ts'
import { signPayment, type PaymentOutput, type SpendableCoin } from '../../ledgers/bitcoin/payment.ts'
import { dustLimit } from '../../ledgers/bitcoin/policy/dust.ts'
import { feeForWeight, transactionWeight, virtualSize } from '../../ledgers/bitcoin/transaction-size.ts'
import { checkFeeRate, type BuiltSpend, type SpendTools } from './spend-builder.ts'
import { WalletError } from './wallet-error.ts'
import { versionsOf, type SpendRecord } from './wallet-records.ts'

/** A payment to be signed anew with a higher fee. */
export interface ReplacementPlan {
  readonly spend: SpendRecord
  /** What the payment spends: all of it again (BIP 125 wants one in common, and the payment must never be made twice). */
  readonly coins: readonly SpendableCoin[]
  /** Coins in blocks that may be added. BIP 125 rule 2: a replacement brings no new unconfirmed input. */
  readonly extra: readonly SpendableCoin[]
  readonly feeRate: SatsPerVbyte
  readonly lockHeight: BlockHeight
}

/** Length of the scripts that change goes to (BIP 86). */
const CHANGE_SCRIPT_LENGTH = 34

interface Outcome {
  readonly coins: readonly SpendableCoin[]
  readonly paid: Sats
  readonly fee: Sats
  readonly change: Sats | null
}

/**
 * Signs the payment anew: the fee comes from the change, else from an added coin; of a sweep it comes from what is paid.
 * @throws WalletError `FEE_RATE_TOO_LOW` where it is not above that of an earlier version, `FEE_RATE_TOO_HIGH`,
 * `INSUFFICIENT_FUNDS`.
 */
export function buildReplacement(plan: ReplacementPlan, tools: SpendTools): BuiltSpend {
  checkFeeRate(plan.feeRate, tools.chain)
  checkHigher(plan, tools)
  const { spend } = plan
  const { outputs } = spend.transaction
  const paid = outputs[spend.vout]
  if (paid === undefined) throw new TypeError('a stored payment has its output')
  const outcome = spend.isSweep ? sweep(plan, paid, tools) : pay(plan, paid, tools)
  if (outcome === null) {
    throw new WalletError(
      'INSUFFICIENT_FUNDS',
      'Neither the change nor another coin covers the higher fee. Give a lower rate.',
      { fault: 'user', details: { feeRate: plan.feeRate } }
    )
  }
  const made: PaymentOutput[] = [{ script: paid.script, amount: outcome.paid }]
  if (outcome.change !== null) {
    const script = outputs.find((_, vout) => vout !== spend.vout)?.script ?? tools.takeChange().script
    made.push({ script, amount: outcome.change })
  }
  const signed = signPayment(outcome.coins, made, plan.lockHeight, tools.keys)
  return { transaction: parseTransaction(signed.transaction), vout: 0, fee: outcome.fee }
}

/** BIP 125 as the daemons read it: the replacement pays a higher rate than each transaction that it takes the place of. */
function checkHigher({ spend, feeRate }: ReplacementPlan, { chain }: SpendTools): void {
  const highest = Math.max(
    ...versionsOf(spend).map(({ fee, transaction }) => Number(fee) / virtualSize(transaction.weight))
  )
  if (feeRate > highest) return
  const least = Math.ceil((highest + 0.01) * 100) / 100
  throw new WalletError(
    'FEE_RATE_TOO_LOW',
    `The payment has a rate of ${highest.toFixed(2)} ${chain.unit}/vB already. Give ${least} or more.`,
    { fault: 'user', details: { least } }
  )
}

/**
 * BIP 125 rules 3 and 4: "an absolute fee of at least the sum paid by the original transactions", and above that the
 * relay fee of its own size.
 */
function feeOf({ spend, feeRate }: ReplacementPlan, { chain }: SpendTools, weight: number): Sats {
  const paid = versionsOf(spend).reduce((most, { fee }) => (fee > most ? fee : most), 0n)
  const least = paid + feeForWeight(weight, chain.minimumFeeRate)
  const wanted = feeForWeight(weight, feeRate)
  return sats(wanted > least ? wanted : least)
}

function sweep(plan: ReplacementPlan, paid: PaymentOutput, tools: SpendTools): Outcome | null {
  const total = sum(plan.coins)
  const fee = feeOf(plan, tools, weightOf(plan.coins, [paid.script.length]))
  const rest = total - fee
  return rest < dustLimit(paid.script, tools.chain)
    ? null
    : { coins: plan.coins, paid: sats(rest), fee, change: null }
}

function pay(plan: ReplacementPlan, paid: PaymentOutput, tools: SpendTools): Outcome | null {
  const { length } = paid.script
  return extendCoins(plan.coins, plan.extra, (coins): Outcome | null => {
    const rest = sum(coins) - paid.amount
    const fee = feeOf(plan, tools, weightOf(coins, [length, CHANGE_SCRIPT_LENGTH]))
    const change = rest - fee
    if (change >= tools.chain.dust.p2tr) return { coins, paid: paid.amount, fee, change: sats(change) }
    if (rest < feeOf(plan, tools, weightOf(coins, [length]))) return null
    return { coins, paid: paid.amount, fee: sats(rest), change: null }
  })
}

function weightOf(coins: readonly SpendableCoin[], outputScripts: readonly number[]): number {
  return transactionWeight({ inputs: coins.map((coin) => coin.kind), outputScripts })
}

function sum(coins: readonly SpendableCoin[]): bigint {
  return coins.reduce((total, coin) => total + coin.amount, 0n)
}
