import { sats } from '../../base/units.ts'
import type { BlockEntry } from './block-tree.ts'
import { coinsOf, type BlockUndo, type Coin, type CoinSet } from './coins.ts'
import { demand } from './errors.ts'
import { sequenceLocksPassed } from './locktime.ts'
import { blockSubsidy, MAX_BLOCK_SIGOPS_COST } from './parameters.ts'
import { judgeForBlock } from './script-judge.ts'
import { sigopsCost } from './sigops.ts'
import { checkInputs } from './transaction-check.ts'

/** What connecting a block needs besides the block. */
export interface ConnectRules {
  /** Blocks that were checked before they were stored are trusted. */
  readonly scripts: 'judged' | 'trusted'
  /** Median time past of the block at a height of the branch. */
  medianTimeAt(height: number): number
}

/**
 * Checks a block against the coins before it and moves them on; on a refusal they stay as they were.
 * @throws RejectedError with the daemons' reason.
 */
export function connectBlock(entry: BlockEntry, coins: CoinSet, rules: ConnectRules): BlockUndo {
  const spent: (readonly [string, Coin])[] = []
  try {
    connectTransactions(entry, coins, { rules, spent })
  } catch (error) {
    coins.disconnect(entry.block, { spent })
    throw error
  }
  return { spent }
}

function connectTransactions(
  entry: BlockEntry,
  coins: CoinSet,
  work: { readonly rules: ConnectRules; readonly spent: (readonly [string, Coin])[] }
): void {
  const [coinbase, ...others] = entry.block.transactions
  demand(coinbase !== undefined, 'bad-cb-missing')
  // BIP 34 makes coinbases of different heights differ, so no output can be overwritten (BIP 30).
  let sigops = sigopsCost(coinbase, [])
  let fees = 0n
  coins.add(coinsOf(coinbase, entry.height))
  for (const transaction of others) {
    const inputs = checkInputs(transaction, coins, entry.height)
    const passed = sequenceLocksPassed(transaction.transaction, inputs.coins, {
      height: entry.height,
      medianTime: entry.parent?.medianTime ?? 0,
      medianTimeAt: (height) => work.rules.medianTimeAt(height)
    })
    demand(passed, 'bad-txns-nonfinal', 'contains a non-BIP68-final transaction')
    sigops += sigopsCost(transaction, inputs.coins)
    demand(sigops <= MAX_BLOCK_SIGOPS_COST, 'bad-blk-sigops', 'too many sigops')
    if (work.rules.scripts === 'judged') judgeForBlock(transaction, inputs.coins)
    fees += inputs.fee
    work.spent.push(...coins.spend(transaction))
    coins.add(coinsOf(transaction, entry.height))
  }
  const claimed = coinbase.transaction.outs.reduce((sum, { value }) => sum + value, 0n)
  const allowed = sats(blockSubsidy(entry.height) + fees)
  demand(
    claimed <= allowed,
    'bad-cb-amount',
    `coinbase pays too much (actual=${claimed} vs limit=${allowed})`
  )
}
