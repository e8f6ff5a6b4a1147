import type { Sats } from '../../base/units.ts'
import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import { minimumFee } from '../../ledgers/bitcoin/policy/fee.ts'
import { checkScripts } from '../../ledgers/bitcoin/policy/scripts.ts'
import { sigopsCost } from '../../ledgers/bitcoin/policy/signature-operations.ts'
import { feeOf } from '../../ledgers/bitcoin/policy/spent-coins.ts'
import { checkAlone, checkSpends } from '../../ledgers/bitcoin/policy/validate-transaction.ts'
import type { ChainState } from './chain-state.ts'
import { coinsOf, spentKeys, type Coin } from './coins.ts'
import { demand } from './errors.ts'
import { ancestorsOf, descendantsOf, type Mempool, type MempoolEntry } from './mempool.ts'
import { findCoins, refuse } from './transaction-check.ts'
import type { ChainTransaction } from './transaction.ts'

/** Unconfirmed ancestors or descendants, with the transaction itself, and their virtual size. */
const PACKAGE_LIMITS = { count: 25, virtualBytes: 101_000 }
/** BIP 125 rule 5: most transactions that one replacement may evict. */
const MAX_REPLACED = 100
/** BIP 125: an input whose sequence is at most this signals that the transaction may be replaced. */
const MAX_REPLACEABLE_SEQUENCE = 0xffff_fffd

/** What acceptance decides with. */
export interface AcceptanceParts {
  readonly chain: BitcoinChain
  readonly state: ChainState
  readonly mempool: Mempool
}

/** A transaction that may come in, and what has to go for it. */
export interface Acceptable {
  /** What it spends, in the order of its inputs. */
  readonly coins: readonly Coin[]
  readonly fee: Sats
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
  const next = {
    height: state.tip.height + 1,
    medianTime: state.tip.medianTime,
    medianTimeAt: state.medianTimeAt
  }
  const check = { chain, transaction: transaction.transaction, next }
  refuse(checkAlone(check))
  demand(mempool.get(transaction.txid) === undefined, 'txn-already-in-mempool')
  const conflicts = replaceableConflicts(mempool, transaction)
  demand(!alreadyMined(state, transaction), 'txn-already-known')
  const coins = findCoins(transaction, mempool.view(state.coins, next.height))
  refuse(checkSpends(check, coins, origin === 'relayed' ? 'asked' : 'waived'))
  const fee = feeOf(check.transaction, coins)
  checkPackage(mempool, transaction)
  const replaced = checkReplacement(parts, { transaction, fee, conflicts })
  refuse(checkScripts(chain, check.transaction, coins))
  return { coins, fee, sigopsCost: sigopsCost(check.transaction, coins), replaced }
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
