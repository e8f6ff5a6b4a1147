import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import { sats, type Sats } from '../../base/units.ts'
import { spentKeys, type Coin, type CoinView } from './coins.ts'
import { demand } from './errors.ts'
import { COINBASE_MATURITY, MAX_BLOCK_WEIGHT, maximumMoney } from './parameters.ts'
import { isCoinbase, isNullHash, type ChainTransaction } from './transaction.ts'

/** Lengths of a coinbase's scriptSig, in bytes. */
const COINBASE_SCRIPT = { least: 2, most: 100 }

/**
 * The rules that need nothing but the transaction itself.
 * @throws RejectedError with the daemons' reason.
 */
export function checkTransaction(chain: BitcoinChain, transaction: ChainTransaction): void {
  const { ins, outs } = transaction.transaction
  demand(ins.length > 0, 'bad-txns-vin-empty')
  demand(outs.length > 0, 'bad-txns-vout-empty')
  // Without witnesses, times 4: the size rule from before BIP 141.
  demand(((transaction.weight - transaction.bytes.length) / 3) * 4 <= MAX_BLOCK_WEIGHT, 'bad-txns-oversize')
  checkOutputs(
    chain,
    outs.map(({ value }) => value)
  )
  demand(new Set(spentKeys(transaction)).size === ins.length, 'bad-txns-inputs-duplicate')
  if (isCoinbase(transaction.transaction)) {
    const length = ins[0]?.script.length ?? 0
    demand(length >= COINBASE_SCRIPT.least && length <= COINBASE_SCRIPT.most, 'bad-cb-length')
  } else {
    const pointsAtNothing = ins.some(({ hash, index }) => index === 0xffff_ffff && isNullHash(hash))
    demand(!pointsAtNothing, 'bad-txns-prevout-null')
  }
}

function checkOutputs(chain: BitcoinChain, values: readonly bigint[]): void {
  const most = maximumMoney(chain)
  let total = 0n
  for (const value of values) {
    demand(value >= 0n, 'bad-txns-vout-negative')
    demand(value <= most, 'bad-txns-vout-toolarge')
    total += value
    demand(total <= most, 'bad-txns-txouttotal-toolarge')
  }
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
    `value in (${formatCoins(incoming)}) < value out (${formatCoins(outgoing)})`
  )
  return { coins, fee: sats(incoming - outgoing) }
}

function formatCoins(amount: bigint): string {
  const digits = amount.toString().padStart(9, '0')
  const whole = digits.slice(0, -8)
  const fraction = digits.slice(-8).replace(/0{1,6}$/, '')
  return `${whole}.${fraction}`
}
