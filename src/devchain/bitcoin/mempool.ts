import { toDisplayHash } from '../../ledgers/bitcoin/display-hash.ts'
import type { Sats, UnixSeconds } from '../../base/units.ts'
import { coinsOf, spentKeys, type Coin, type CoinView } from './coins.ts'
import type { ChainTransaction } from './transaction.ts'

/** A transaction that waits for a block. */
export interface MempoolEntry {
  readonly transaction: ChainTransaction
  readonly fee: Sats
  /** When it came in. */
  readonly time: UnixSeconds
  /** Height of the tip when it came in. */
  readonly height: number
  readonly sigopsCost: number
  /** Entries whose outputs it spends. */
  readonly parents: Set<MempoolEntry>
  /** Entries that spend its outputs. */
  readonly children: Set<MempoolEntry>
}

/** Unconfirmed transactions and who spends what; what may come in is decided in mempool-acceptance.ts. */
export class Mempool {
  readonly #entries = new Map<string, MempoolEntry>()
  readonly #spenders = new Map<string, MempoolEntry>()
  readonly #coins = new Map<string, Coin>()
  #bytes = 0

  /** Number of transactions. */
  get size(): number {
    return this.#entries.size
  }

  /** Sum of the virtual sizes. */
  get virtualBytes(): number {
    return this.#bytes
  }

  /** The entry of a transaction, by its id in display order. */
  get(txid: string): MempoolEntry | undefined {
    return this.#entries.get(txid)
  }

  /** In order of arrival, so that parents come before children. */
  entries(): readonly MempoolEntry[] {
    return [...this.#entries.values()]
  }

  /** The entry that spends an output, by its key. */
  spender(key: string): MempoolEntry | undefined {
    return this.#spenders.get(key)
  }

  /** Entries that spend an output which the transaction spends too, other than itself. */
  spendersOf(transaction: ChainTransaction): ReadonlySet<MempoolEntry> {
    const spenders = spentKeys(transaction).map((key) => this.#spenders.get(key))
    return new Set(spenders.filter((entry) => entry !== undefined))
  }

  /**
   * The coins of `base` without those spent here, with those made here: their height is `nextHeight`, as if
   * they were mined next.
   */
  view(base: CoinView, nextHeight: number): CoinView {
    return {
      coin: (key) => {
        const made = this.#coins.get(key)
        return made === undefined ? base.coin(key) : { ...made, height: nextHeight }
      }
    }
  }

  /** Entries whose outputs a transaction spends. */
  parentsOf(transaction: ChainTransaction): Set<MempoolEntry> {
    const parents = transaction.transaction.ins.map(({ hash }) => this.#entries.get(toDisplayHash(hash)))
    return new Set(parents.filter((parent) => parent !== undefined))
  }

  /** Puts an accepted transaction in, below the entries whose outputs it spends. */
  add(entry: Omit<MempoolEntry, 'children' | 'parents'>): MempoolEntry {
    const parents = this.parentsOf(entry.transaction)
    const added: MempoolEntry = { ...entry, parents, children: new Set() }
    this.#entries.set(entry.transaction.txid, added)
    for (const parent of parents) parent.children.add(added)
    for (const key of spentKeys(entry.transaction)) this.#spenders.set(key, added)
    for (const [key, coin] of coinsOf(entry.transaction, 0)) this.#coins.set(key, coin)
    this.#bytes += entry.transaction.virtualSize
    return added
  }

  /** Takes an entry out and leaves its children: its outputs are in a block. */
  remove(entry: MempoolEntry): void {
    this.#entries.delete(entry.transaction.txid)
    for (const parent of entry.parents) parent.children.delete(entry)
    for (const child of entry.children) child.parents.delete(entry)
    for (const key of spentKeys(entry.transaction)) this.#spenders.delete(key)
    for (const [key] of coinsOf(entry.transaction, 0)) this.#coins.delete(key)
    this.#bytes -= entry.transaction.virtualSize
  }

  /** Takes an entry out with everything that builds on it. */
  evict(entry: MempoolEntry): void {
    for (const gone of [...descendantsOf(entry)].reverse()) this.remove(gone)
  }

  /** Empties the pool; gives what was in it, parents first. */
  drain(): readonly MempoolEntry[] {
    const all = this.entries()
    this.#entries.clear()
    this.#spenders.clear()
    this.#coins.clear()
    this.#bytes = 0
    return all
  }
}

function closure(
  start: MempoolEntry,
  next: (entry: MempoolEntry) => ReadonlySet<MempoolEntry>
): ReadonlySet<MempoolEntry> {
  const found = new Set([start])
  for (const entry of found) for (const other of next(entry)) found.add(other)
  return found
}

/** The entry and everything unconfirmed that it builds on. */
export function ancestorsOf(entry: MempoolEntry): ReadonlySet<MempoolEntry> {
  return closure(entry, ({ parents }) => parents)
}

/** The entry and everything that builds on it. */
export function descendantsOf(entry: MempoolEntry): ReadonlySet<MempoolEntry> {
  return closure(entry, ({ children }) => children)
}
