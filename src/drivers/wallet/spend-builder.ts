import type { Bytes } from '../../base/bytes.ts'
import type { BlockHeight, Sats, SatsPerVbyte } from '../../base/units.ts'
import { selectCoins, selectEverything, SelectionError } from '../../ledgers/bitcoin/coin-selection.ts'
import { keyScript, type WalletKeys } from '../../ledgers/bitcoin/keys.ts'
import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import { parseTransaction, type ParsedTransaction } from '../../ledgers/bitcoin/parsed-transaction.ts'
import { checkDust, signPayment } from '../../ledgers/bitcoin/payment.ts'
import { dustLimit } from '../../ledgers/bitcoin/policy/dust.ts'
import type { WalletCoin } from './coins.ts'
import type { AddressBranch, WalletScript } from './script-book.ts'
import { WalletError } from './wallet-error.ts'

/** Where change goes. */
export const CHANGE_BRANCH: AddressBranch = { purpose: 86, branch: 1 }
const CHANGE_SCRIPT_LENGTH = 34

/** What is to be signed. */
export interface SpendPlan {
  readonly coins: readonly WalletCoin[]
  readonly script: Bytes
  /** `everything` empties the given coins into the script. */
  readonly amount: Sats | 'everything'
  readonly feeRate: SatsPerVbyte
  readonly lockHeight: BlockHeight
}

/** What signs it. `takeChange` is called once, and only where there is change. */
export interface SpendTools {
  readonly chain: BitcoinChain
  readonly keys: WalletKeys
  readonly takeChange: () => WalletScript
}

/** A signed payment; `vout` is the paid output: change follows it. */
export interface BuiltSpend {
  readonly transaction: ParsedTransaction
  readonly vout: number
  readonly fee: Sats
}

/** @throws WalletError `FEE_RATE_TOO_HIGH`, `FEE_RATE_TOO_LOW`: outside what the chain's nodes relay and people mean. */
export function checkFeeRate(rate: SatsPerVbyte, chain: BitcoinChain): void {
  if (rate > chain.maximumFeeRate) {
    throw new WalletError(
      'FEE_RATE_TOO_HIGH',
      `A fee rate of ${rate} ${chain.unit}/vB is above the limit of ${chain.maximumFeeRate}. Give a lower one.`,
      { fault: 'user', details: { most: chain.maximumFeeRate } }
    )
  }
  if (rate < chain.minimumFeeRate) {
    throw new WalletError(
      'FEE_RATE_TOO_LOW',
      `A fee rate of ${rate} ${chain.unit}/vB is not relayed. Give ${chain.minimumFeeRate} or more.`,
      { fault: 'user', details: { least: chain.minimumFeeRate } }
    )
  }
}

/**
 * Selects coins, builds and signs.
 * @throws WalletError (`INSUFFICIENT_FUNDS`, fee rates), PaymentError (`AMOUNT_DUST`).
 */
export function buildSpend(plan: SpendPlan, tools: SpendTools): BuiltSpend {
  checkFeeRate(plan.feeRate, tools.chain)
  const choice = choose(plan, tools.chain)
  const paid = { script: plan.script, amount: choice.amount }
  checkDust(paid, tools.chain)
  const outputs =
    choice.change === null ? [paid] : [paid, { script: tools.takeChange().script, amount: choice.change }]
  checkCoins(choice.coins, tools.keys)
  const signed = signPayment(choice.coins, outputs, plan.lockHeight, tools.keys)
  return { transaction: parseTransaction(signed.transaction), vout: 0, fee: choice.fee }
}

function choose(plan: SpendPlan, chain: BitcoinChain) {
  const { coins, amount, feeRate, script } = plan
  try {
    if (amount === 'everything') {
      return selectEverything(coins, { scriptLength: script.length, feeRate, dust: dustLimit(script, chain) })
    }
    const goal = {
      amount,
      outputScripts: [script.length],
      feeRate,
      change: { scriptLength: CHANGE_SCRIPT_LENGTH, dust: chain.dust.p2tr }
    }
    return { ...selectCoins(coins, goal), amount }
  } catch (error) {
    if (!(error instanceof SelectionError)) throw error
    throw new WalletError('INSUFFICIENT_FUNDS', error.message, { fault: 'user', details: error.details })
  }
}

/** A coin whose script is not that of its key would make a transaction that no node takes. */
function checkCoins(coins: readonly WalletCoin[], keys: WalletKeys): void {
  for (const coin of coins) {
    const script = keyScript(keys.publicKey(coin.path), coin.path.purpose)
    if (Buffer.compare(script, coin.script) !== 0) throw new TypeError('a coin does not fit its key')
  }
}
