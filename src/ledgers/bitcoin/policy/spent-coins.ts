import type { Transaction } from 'bitcoinjs-lib'
import { equalBytes, type Bytes } from '../../../base/bytes.ts'
import { blocks, sats, type Blocks, type Sats } from '../../../base/units.ts'
import { coinsText } from '../coins-text.ts'
import type { BitcoinChain } from '../networks.ts'
import { ruleFault, type RuleFault } from './rule-fault.ts'

/** An output as the ledger shows it. */
export interface SpentCoin {
  readonly script: Bytes
  readonly amount: Sats
  /** Height of its block, or of the block after the tip while it waits in the mempool. */
  readonly height: number
  readonly coinbase: boolean
}

/** Confirmations before a coinbase output may be spent. */
export const COINBASE_MATURITY: Blocks = blocks(100)

const COIN = 100_000_000n
const MAX_MONEY_BITCOIN = 21_000_000n * COIN
const MAX_MONEY_LITECOIN = 84_000_000n * COIN

/** The largest amount that an output of the chain may hold. */
export function maximumMoney(chain: BitcoinChain): Sats {
  return sats(chain.proofOfWork === 'scrypt' ? MAX_MONEY_LITECOIN : MAX_MONEY_BITCOIN)
}

/** What a builder took for granted of an output that it spends. */
export interface ClaimedOutput {
  readonly script: Uint8Array
  readonly amount: Sats
}

/**
 * `check_all_prev_tx`: all outputs that are spent exist, are unspent and are what they are claimed to be.
 * @param coins what the ledger shows as unspent, in the order of the inputs; null where it shows nothing.
 * @param claimed what the transaction was built on, in the same order; left out where nothing is claimed.
 */
export function checkPreviousTransactions(
  coins: readonly (SpentCoin | null)[],
  claimed: readonly ClaimedOutput[] = []
): RuleFault | null {
  if (coins.includes(null)) return ruleFault('bad-txns-inputs-missingorspent')
  const differs = claimed.findIndex(({ script, amount }, index) => {
    const coin = coins[index]
    return !coin || coin.amount !== amount || !equalBytes(coin.script, script)
  })
  return differs === -1
    ? null
    : ruleFault('coin-differs', `input ${differs} spends another output than it was built for`)
}

/** Maturity and amounts of what is spent in a block of `height`; `coins` in the order of the inputs. */
export function checkSpentAmounts(
  chain: BitcoinChain,
  { outs }: Transaction,
  spends: { readonly coins: readonly SpentCoin[]; readonly height: number }
): RuleFault | null {
  const most = maximumMoney(chain)
  let incoming = 0n
  for (const { coinbase, height, amount } of spends.coins) {
    const depth = spends.height - height
    if (coinbase && depth < COINBASE_MATURITY) {
      return ruleFault('bad-txns-premature-spend-of-coinbase', `tried to spend coinbase at depth ${depth}`)
    }
    incoming += amount
    if (incoming > most) return ruleFault('bad-txns-inputvalues-outofrange')
  }
  const outgoing = outs.reduce((sum, { value }) => sum + value, 0n)
  if (incoming >= outgoing) return null
  return ruleFault(
    'bad-txns-in-belowout',
    `value in (${moneyText(incoming)}) < value out (${moneyText(outgoing)})`
  )
}

/** What a transaction leaves to the miner; its amounts are checked. */
export function feeOf({ outs }: Transaction, coins: readonly SpentCoin[]): Sats {
  const incoming = coins.reduce((sum, { amount }) => sum + amount, 0n)
  return sats(outs.reduce((rest, { value }) => rest - value, incoming))
}

/** As the daemons write amounts for people: at least two decimals, no more zeros than that. */
function moneyText(amount: bigint): string {
  return coinsText(amount).replace(/0{1,6}$/, '')
}
