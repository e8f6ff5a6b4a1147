import { coinsText } from '../../ledgers/bitcoin/coins-text.ts'
import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import { checkTransaction } from '../../ledgers/bitcoin/script/transaction-rules.ts'
import { sats, type Sats } from '../../base/units.ts'
import { spentKeys, type Coin, type CoinView } from './coins.ts'
import { demand, RejectedError } from './errors.ts'
import { COINBASE_MATURITY, maximumMoney } from './parameters.ts'
import type { ChainTransaction } from './transaction.ts'

/**
 * The rules that need nothing but the transaction itself.
 * @throws RejectedError with the daemons' reason.
 */
export function requireSound(chain: BitcoinChain, { transaction }: ChainTransaction): void {
  const fault = checkTransaction(transaction, maximumMoney(chain))
  if (fault !== null) throw new RejectedError(fault)
}

/** What the inputs of a transaction spend, and what it leaves to the miner. */
export interface SpentInputs {
  /** In the order of the inputs. */
  readonly coins: readonly Coin[]
  readonly fee: Sats
}

/**
 * Looks the inputs up and checks maturity and amounts for a block of `height`.
 * @throws RejectedError `bad-txns-inputs-missingorspent`, `bad-txns-premature-spend-of-coinbase`,
 * `bad-txns-in-belowout`.
 */
export function checkInputs(transaction: ChainTransaction, view: CoinView, height: number): SpentInputs {
  const coins = spentKeys(transaction).map((key) => {
    const coin = view.coin(key)
    demand(coin !== undefined, 'bad-txns-inputs-missingorspent')
    const depth = height - coin.height
    demand(
      !coin.coinbase || depth >= COINBASE_MATURITY,
      'bad-txns-premature-spend-of-coinbase',
      `tried to spend coinbase at depth ${depth}`
    )
    return coin
  })
  const incoming = coins.reduce((sum, { amount }) => sum + amount, 0n)
  const outgoing = transaction.transaction.outs.reduce((sum, { value }) => sum + value, 0n)
  demand(
    incoming >= outgoing,
    'bad-txns-in-belowout',
    `value in (${moneyText(incoming)}) < value out (${moneyText(outgoing)})`
  )
  return { coins, fee: sats(incoming - outgoing) }
}

/** As the daemons write amounts for people: at least two decimals, no more zeros than that. */
function moneyText(amount: bigint): string {
  return coinsText(amount).replace(/0{1,6}$/, '')
}
