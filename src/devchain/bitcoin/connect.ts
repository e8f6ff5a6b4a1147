import { sats } from '../../base/units.ts'
import type { BlockEntry } from './block-tree.ts'
import { coinsOf, type BlockUndo, type Coin, type CoinSet } from './coins.ts'
import { demand } from './errors.ts'
import { sequenceLocksPassed } from '../../ledgers/bitcoin/policy/lock-time.ts'
import { checkScriptsForBlock } from '../../ledgers/bitcoin/policy/scripts.ts'
import { sigopsCost } from '../../ledgers/bitcoin/policy/signature-operations.ts'
import { feeOf } from '../../ledgers/bitcoin/policy/spent-coins.ts'
import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import { blockSubsidy, MAX_BLOCK_SIGOPS_COST } from './parameters.ts'
import { checkInputs, refuse } from './transaction-check.ts'

/** What connecting a block needs besides the block. */
export interface ConnectRules {
  readonly chain: BitcoinChain
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
  let sigops = sigopsCost(coinbase.transaction, [])
  let fees = 0n
  coins.add(coinsOf(coinbase, entry.height))
  for (const transaction of others) {
    const spent = checkInputs(work.rules.chain, transaction, { view: coins, height: entry.height })
    const passed = sequenceLocksPassed(transaction.transaction, spent, {
      height: entry.height,
      medianTime: entry.parent?.medianTime ?? 0,
      medianTimeAt: (height) => work.rules.medianTimeAt(height)
    })
    demand(passed, 'bad-txns-nonfinal', 'contains a non-BIP68-final transaction')
    sigops += sigopsCost(transaction.transaction, spent)
    demand(sigops <= MAX_BLOCK_SIGOPS_COST, 'bad-blk-sigops', 'too many sigops')
    if (work.rules.scripts === 'judged') refuse(checkScriptsForBlock(transaction.transaction, spent))
    fees += feeOf(transaction.transaction, spent)
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
