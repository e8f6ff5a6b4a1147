import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import type { RuleFault } from '../../ledgers/bitcoin/policy/rule-fault.ts'
import { checkSpentAmounts, maximumMoney } from '../../ledgers/bitcoin/policy/spent-coins.ts'
import { checkTransaction } from '../../ledgers/bitcoin/script/transaction-rules.ts'
import { spentKeys, type Coin, type CoinView } from './coins.ts'
import { demand, RejectedError } from './errors.ts'
import type { ChainTransaction } from './transaction.ts'

/** @throws RejectedError with the fault's reason and words where there is one. */
export function refuse(fault: RuleFault | null): void {
  if (fault !== null) throw new RejectedError(fault.reason, fault.words)
}

/**
 * The rules that need nothing but the transaction itself.
 * @throws RejectedError with the daemons' reason.
 */
export function requireSound(chain: BitcoinChain, { transaction }: ChainTransaction): void {
  const fault = checkTransaction(transaction, maximumMoney(chain))
  if (fault !== null) throw new RejectedError(fault)
}

/**
 * The coins that the transaction spends, in the order of its inputs.
 * @throws RejectedError `bad-txns-inputs-missingorspent`.
 */
export function findCoins(transaction: ChainTransaction, view: CoinView): readonly Coin[] {
  return spentKeys(transaction).map((key) => {
    const coin = view.coin(key)
    demand(coin !== undefined, 'bad-txns-inputs-missingorspent')
    return coin
  })
}

/**
 * Looks the inputs up and checks maturity and amounts for a block of `height`.
 * @throws RejectedError `bad-txns-inputs-missingorspent`, `bad-txns-premature-spend-of-coinbase`,
 * `bad-txns-inputvalues-outofrange`, `bad-txns-in-belowout`.
 */
export function checkInputs(
  chain: BitcoinChain,
  transaction: ChainTransaction,
  place: { readonly view: CoinView; readonly height: number }
): readonly Coin[] {
  const coins = findCoins(transaction, place.view)
  refuse(checkSpentAmounts(chain, transaction.transaction, { coins, height: place.height }))
  return coins
}
