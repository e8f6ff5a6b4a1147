import { sats, type Sats } from '../../base/units.ts'
import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import type { ChainState } from './chain-state.ts'
import { coinsOf, spentKeys } from './coins.ts'
import { dialectOf } from './dialect.ts'
import { demand } from './errors.ts'
import { isFinal, sequenceLocksPassed } from './locktime.ts'
import { ancestorsOf, descendantsOf, type Mempool, type MempoolEntry } from './mempool.ts'
import { checkStandard, checkStandardInputs } from './policy.ts'
import { judgeForMempool } from './script-judge.ts'
import { sigopsCost } from './sigops.ts'
import { checkInputs, requireSound, type SpentInputs } from './transaction-check.ts'
import { isCoinbase, type ChainTransaction } from './transaction.ts'

/** Unconfirmed ancestors or descendants, with the transaction itself, and their virtual size. */
const PACKAGE_LIMITS = { count: 25, virtualBytes: 101_000 }
/** BIP 125 rule 5: most transactions that one replacement may evict. */
const MAX_REPLACED = 100
/** BIP 125: an input whose sequence is at most this signals that the transaction may be replaced. */
const MAX_REPLACEABLE_SEQUENCE = 0xffff_fffd
/** Most signature operations of a relayed transaction: a fifth of what a block may hold. */
const MAX_STANDARD_SIGOPS_COST = 16_000
/** Smallest transaction without witnesses that is relayed, in bytes. */
const MIN_STRIPPED_SIZE = { 'litecoin-0.21': 82, 'bitcoin-28': 65 } as const

/** What acceptance decides with. */
export interface AcceptanceParts {
  readonly chain: BitcoinChain
  readonly state: ChainState
  readonly mempool: Mempool
}

/** A transaction that may come in, and what has to go for it. */
export interface Acceptable extends SpentInputs {
  readonly sigopsCost: number
  /** Entries that it replaces, with their descendants. */
  readonly replaced: ReadonlySet<MempoolEntry>
}

/** How a transaction came: from outside, or back from a block that was taken off the chain. */
export type Origin = 'relayed' | 'disconnected'

/**
 * Judges a transaction for the mempool; changes nothing.
 * @throws RejectedError with the daemons' reason; `txn-already-in-mempool` and `txn-already-known` where there
 * is nothing to do.
 */
export function judgeTransaction(
  parts: AcceptanceParts,
  transaction: ChainTransaction,
  origin: Origin = 'relayed'
): Acceptable {
  const { chain, state, mempool } = parts
  const dialect = dialectOf(chain)
  requireSound(chain, transaction)
  demand(!isCoinbase(transaction.transaction), 'coinbase')
  checkStandard(chain, transaction)
  const strippedSize = (transaction.weight - transaction.bytes.length) / 3
  demand(strippedSize >= MIN_STRIPPED_SIZE[dialect], 'tx-size-small')
  const place = {
    height: state.tip.height + 1,
    medianTime: state.tip.medianTime,
    medianTimeAt: state.medianTimeAt
  }
  demand(isFinal(transaction.transaction, place.height, place.medianTime), 'non-final')
  demand(mempool.get(transaction.txid) === undefined, 'txn-already-in-mempool')
  const conflicts = replaceableConflicts(mempool, transaction)
  demand(!alreadyMined(state, transaction), 'txn-already-known')
  const inputs = checkInputs(transaction, mempool.view(state.coins, place.height), place.height)
  demand(sequenceLocksPassed(transaction.transaction, inputs.coins, place), 'non-BIP68-final')
  checkStandardInputs(transaction, inputs.coins)
  const cost = sigopsCost(transaction, inputs.coins)
  demand(cost <= MAX_STANDARD_SIGOPS_COST, 'bad-txns-too-many-sigops', `${cost}`)
  if (origin === 'relayed') checkFee(chain, transaction, inputs.fee)
  checkPackage(mempool, transaction)
  const replaced = checkReplacement(parts, { transaction, fee: inputs.fee, conflicts })
  judgeForMempool(transaction, inputs.coins, dialect)
  return { ...inputs, sigopsCost: cost, replaced }
}

/** The entries that spend the same outputs, all of which must allow to be replaced (BIP 125 rule 1). */
function replaceableConflicts(mempool: Mempool, transaction: ChainTransaction): ReadonlySet<MempoolEntry> {
  const conflicts = new Set<MempoolEntry>()
  for (const key of spentKeys(transaction)) {
    const other = mempool.spender(key)
    if (other === undefined) continue
    demand(isReplaceable(other), 'txn-mempool-conflict')
    conflicts.add(other)
  }
  return conflicts
}

/** BIP 125: "explicit signaling … inherited signaling". */
export function isReplaceable(entry: MempoolEntry): boolean {
  return [...ancestorsOf(entry)].some(({ transaction }) => signalsReplacement(transaction))
}

function signalsReplacement({ transaction }: ChainTransaction): boolean {
  return transaction.ins.some(({ sequence }) => sequence <= MAX_REPLACEABLE_SEQUENCE)
}

function alreadyMined(state: ChainState, transaction: ChainTransaction): boolean {
  return coinsOf(transaction, 0).some(([key]) => state.coins.coin(key) !== undefined)
}

/** The fee that a transaction of that size must pay to be relayed. */
export function minimumFee(chain: BitcoinChain, virtualSize: number): Sats {
  return sats(Math.ceil(virtualSize * chain.minimumFeeRate))
}

function checkFee(chain: BitcoinChain, transaction: ChainTransaction, fee: Sats): void {
  const least = minimumFee(chain, transaction.virtualSize)
  demand(fee >= least, 'min relay fee not met', `${fee} < ${least}`)
}

function checkPackage(mempool: Mempool, transaction: ChainTransaction): void {
  const ancestors = new Set<MempoolEntry>()
  for (const parent of mempool.parentsOf(transaction)) {
    for (const ancestor of ancestorsOf(parent)) ancestors.add(ancestor)
  }
  const tooLong = 'too-long-mempool-chain'
  demand(
    ancestors.size + 1 <= PACKAGE_LIMITS.count,
    tooLong,
    `too many unconfirmed ancestors [limit: ${PACKAGE_LIMITS.count}]`
  )
  const bytes = [...ancestors].reduce((sum, entry) => sum + entry.transaction.virtualSize, 0)
  demand(
    bytes + transaction.virtualSize <= PACKAGE_LIMITS.virtualBytes,
    tooLong,
    `exceeds ancestor size limit [limit: ${PACKAGE_LIMITS.virtualBytes}]`
  )
  for (const ancestor of ancestors) {
    demand(
      descendantsOf(ancestor).size + 1 <= PACKAGE_LIMITS.count,
      tooLong,
      `too many descendants for tx ${ancestor.transaction.txid} [limit: ${PACKAGE_LIMITS.count}]`
    )
  }
}

/** BIP 125 rules 2 to 5. */
function checkReplacement(
  parts: AcceptanceParts,
  candidate: {
    readonly transaction: ChainTransaction
    readonly fee: Sats
    readonly conflicts: ReadonlySet<MempoolEntry>
  }
): ReadonlySet<MempoolEntry> {
  const { transaction, fee, conflicts } = candidate
  const replaced = new Set<MempoolEntry>()
  for (const conflict of conflicts) for (const entry of descendantsOf(conflict)) replaced.add(entry)
  if (conflicts.size === 0) return replaced
  demand(replaced.size <= MAX_REPLACED, 'too many potential replacements')
  checkParentsOfReplacement(parts.mempool, candidate, replaced)
  const rate = Number(fee) / transaction.virtualSize
  for (const conflict of conflicts) {
    const replacedRate = Number(conflict.fee) / conflict.transaction.virtualSize
    demand(
      rate > replacedRate,
      'insufficient fee',
      `rejecting replacement ${transaction.txid}; new feerate too low`
    )
  }
  const replacedFees = [...replaced].reduce((sum, entry) => sum + entry.fee, 0n)
  const bandwidth = minimumFee(parts.chain, transaction.virtualSize)
  demand(
    fee >= replacedFees + bandwidth,
    'insufficient fee',
    `rejecting replacement ${transaction.txid}, less fees than conflicting txs and their relay`
  )
  return replaced
}

/** BIP 125 rule 2: no unconfirmed input that the replaced ones did not have; and none of the replaced. */
function checkParentsOfReplacement(
  mempool: Mempool,
  candidate: { readonly transaction: ChainTransaction; readonly conflicts: ReadonlySet<MempoolEntry> },
  replaced: ReadonlySet<MempoolEntry>
): void {
  const known = new Set([...candidate.conflicts].flatMap((entry) => [...entry.parents]))
  for (const parent of mempool.parentsOf(candidate.transaction)) {
    demand(!replaced.has(parent), 'bad-txns-spends-conflicting-tx')
    demand(known.has(parent), 'replacement-adds-unconfirmed')
  }
}
