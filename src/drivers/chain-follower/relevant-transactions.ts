import type { BlockHeight, UnixSeconds } from '../../base/units.ts'
import { outpointKey, type ParsedTransaction } from '../../ledgers/bitcoin/parsed-transaction.ts'
import type { OutPoint } from '../../ledgers/ledger.ts'

/** Where in the chain a transaction lies. */
export interface BlockPosition {
  readonly height: BlockHeight
  /** Index within the block. */
  readonly index: number
  /** The block's own time. */
  readonly time: UnixSeconds
}

/** A transaction that pays to, spends from, or is watched by this node. */
export interface RelevantTransaction {
  readonly transaction: ParsedTransaction
  /** null while it waits in the mempool. */
  readonly position: BlockPosition | null
}

/** One that lies in a block. */
export interface ConfirmedTransaction extends RelevantTransaction {
  readonly position: BlockPosition
}

/** The transactions that matter, of the chain and the mempool, and who spends what among them. */
export class RelevantTransactions {
  readonly #byId = new Map<string, RelevantTransaction>()
  readonly #spenders = new Map<string, Set<string>>()

  /** A transaction by its id in display order. */
  get(txid: string): RelevantTransaction | undefined {
    return this.#byId.get(txid)
  }

  /** All of them, in the order in which they came. */
  values(): IterableIterator<RelevantTransaction> {
    return this.#byId.values()
  }

  /** What spends the outpoint: the one in the chain where there is one, else one of the mempool. */
  spender(outpoint: OutPoint): RelevantTransaction | undefined {
    let waiting: RelevantTransaction | undefined
    for (const txid of this.#spenders.get(outpointKey(outpoint)) ?? []) {
      const spender = this.#byId.get(txid)
      if (spender !== undefined && spender.position !== null) return spender
      waiting = spender ?? waiting
    }
    return waiting
  }

  /** Adds it, or moves it to where it lies by now. */
  put(entry: RelevantTransaction): void {
    const { txid, inputs } = entry.transaction
    this.#byId.set(txid, entry)
    for (const { outpoint } of inputs) {
      const key = outpointKey(outpoint)
      const spenders = this.#spenders.get(key) ?? new Set()
      spenders.add(txid)
      this.#spenders.set(key, spenders)
    }
  }

  /** Forgets a transaction and what it spends; one that is not held changes nothing. */
  remove(txid: string): void {
    const entry = this.#byId.get(txid)
    if (entry === undefined) return
    this.#byId.delete(txid)
    for (const { outpoint } of entry.transaction.inputs) {
      const key = outpointKey(outpoint)
      const spenders = this.#spenders.get(key)
      spenders?.delete(txid)
      if (spenders?.size === 0) this.#spenders.delete(key)
    }
  }

  /** Takes out what lies in blocks above `height`; gives the ids. */
  removeAbove(height: number): readonly string[] {
    const removed = [...this.#byId.values()]
      .filter((entry) => entry.position !== null && entry.position.height > height)
      .map((entry) => entry.transaction.txid)
    for (const txid of removed) this.remove(txid)
    return removed
  }
}
