import { copyBytes, type Bytes } from '../../base/bytes.ts'
import { sats, unixSeconds, type Sats } from '../../base/units.ts'
import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import { assembleBlock, type ChainBlock } from './block.ts'
import { coinbaseTransaction, WITNESS_RESERVED_VALUE } from '../../ledgers/bitcoin/work/coinbase.ts'
import type { BlockEntry } from './block-tree.ts'
import { ancestorsOf, type Mempool, type MempoolEntry } from './mempool.ts'
import { commitmentScript, transactionRoot, witnessCommitment } from './commitments.ts'
import { blockSubsidy, MAX_BLOCK_SIGOPS_COST, MAX_BLOCK_WEIGHT, REGTEST_BITS } from './parameters.ts'
import { solveHeader } from './proof-of-work.ts'
import { chainTransaction, type ChainTransaction } from './transaction.ts'

/** BIP 9: the top bits of a block version that signals nothing. */
export const BLOCK_VERSION = 0x2000_0000
/** Weight and operations kept free for the header and the coinbase. */
const COINBASE_RESERVE = { weight: 4000, sigopsCost: 400 }

/** What a new block is made of. */
export interface BlockPlan {
  readonly parent: BlockEntry
  /** Seconds; the block takes a later time where the rules ask for it. */
  readonly now: number
  /** Output script that the subsidy and the fees go to. */
  readonly script: Uint8Array
  /** In an order in which parents come first. */
  readonly transactions: readonly ChainTransaction[]
  readonly fees: Sats
  /** Makes the coinbase, and so the block, different from every other; at most 90 bytes. */
  readonly extraNonce: Uint8Array
}

/** The earliest time that a block on `parent` may have, or `now` where that is later. */
export function nextBlockTime(parent: BlockEntry, now: number): number {
  return Math.max(parent.medianTime + 1, now)
}

/** Builds a block with its witness commitment and searches the nonce. */
export function mineBlock(chain: BitcoinChain, plan: BlockPlan): ChainBlock {
  const transactions = [coinbaseOf(plan), ...plan.transactions]
  const header = solveHeader(chain, {
    version: BLOCK_VERSION,
    previousHash: plan.parent.block.hash,
    merkleRoot: transactionRoot(transactions),
    time: unixSeconds(nextBlockTime(plan.parent, plan.now)),
    bits: REGTEST_BITS,
    nonce: 0
  })
  return assembleBlock(header, transactions)
}

function coinbaseOf(plan: BlockPlan): ChainTransaction {
  const height = plan.parent.height + 1
  const outputs = [
    { script: copyBytes(plan.script), amount: sats(blockSubsidy(height) + plan.fees) },
    { script: defaultCommitment(plan.transactions), amount: sats(0) }
  ]
  const { extraNonce } = plan
  const reservedValue = WITNESS_RESERVED_VALUE
  return chainTransaction(coinbaseTransaction({ height, extraNonce, outputs, reservedValue }))
}

/** The commitment output script of a block with these transactions after its coinbase. */
export function defaultCommitment(others: readonly ChainTransaction[]): Bytes {
  return commitmentScript(witnessCommitment(others, WITNESS_RESERVED_VALUE))
}

/**
 * What of the mempool goes into the next block: best paid first, each with what it builds on, as far as the
 * limits of a block allow; parents before children.
 */
export function selectTransactions(mempool: Mempool): readonly MempoolEntry[] {
  const ranked = mempool
    .entries()
    .map((entry) => ({ entry, rate: packageRate(entry) }))
    .sort((left, right) => right.rate - left.rate)
  const selected = new Set<MempoolEntry>()
  let weight = COINBASE_RESERVE.weight
  let sigopsCost = COINBASE_RESERVE.sigopsCost
  for (const { entry } of ranked) {
    const wanted = withAncestors(entry).filter((candidate) => !selected.has(candidate))
    const nextWeight = wanted.reduce((sum, { transaction }) => sum + transaction.weight, weight)
    const nextCost = wanted.reduce((sum, candidate) => sum + candidate.sigopsCost, sigopsCost)
    if (nextWeight > MAX_BLOCK_WEIGHT || nextCost > MAX_BLOCK_SIGOPS_COST) continue
    for (const candidate of wanted) selected.add(candidate)
    weight = nextWeight
    sigopsCost = nextCost
  }
  return [...selected]
}

function packageRate(entry: MempoolEntry): number {
  let fee = 0n
  let size = 0
  for (const ancestor of ancestorsOf(entry)) {
    fee += ancestor.fee
    size += ancestor.transaction.virtualSize
  }
  return Number(fee) / size
}

/** The entry and its unconfirmed ancestors, each after its own parents. */
function withAncestors(entry: MempoolEntry): readonly MempoolEntry[] {
  const ordered = new Set<MempoolEntry>()
  const visit = (current: MempoolEntry): void => {
    if (ordered.has(current)) return
    for (const parent of current.parents) visit(parent)
    ordered.add(current)
  }
  visit(entry)
  return [...ordered]
}
