import { parseTransaction, type ParsedTransaction } from '../../ledgers/bitcoin/parsed-transaction.ts'
import type { ChainSource } from '../../ports/chain-source.ts'
import type { ChainView } from './chain-view.ts'
import { TimeSlice } from '../time-slice.ts'

/** Transactions fetched in one call, and in one poll: a full mempool is read over many polls. */
const TRANSACTIONS_PER_CALL = 100
const TRANSACTIONS_PER_POLL = 1000
/** More ids than any default mempool (300 MB) holds; above it the rest is not looked at. */
const MAX_MEMPOOL = 1_000_000

/** Follows what waits in the daemon's mempool, as far as it matters to the view. */
export class MempoolView {
  readonly #source: ChainSource
  readonly #view: ChainView
  /** Ids that were read and do not matter. */
  #seen = new Set<string>()
  /** Ids of the view that the last poll did not find: mined, perhaps, in a block that is not read yet. */
  #missing = new Set<string>()

  constructor(source: ChainSource, view: ChainView) {
    this.#source = source
    this.#view = view
  }

  /** Reads every transaction again: something more matters from now on. */
  forgetSeen(): void {
    this.#seen.clear()
  }

  /** Brings the view up to date; answers whether it changed. */
  async poll(): Promise<boolean> {
    const before = this.#waiting()
    const ids = (await this.#source.mempool()).slice(0, MAX_MEMPOOL)
    const listed = new Set(ids)
    // Gone only where two polls with a synchronisation between them miss it: a block may have taken it.
    const missing = before.filter((txid) => !listed.has(txid))
    let changed = false
    for (const txid of missing.filter((candidate) => this.#missing.has(candidate))) {
      if (this.#view.transactions.get(txid)?.position !== null) continue
      this.#view.transactions.remove(txid)
      changed = true
    }
    this.#missing = new Set(missing)
    this.#seen = new Set([...this.#seen].filter((txid) => listed.has(txid)))
    return (await this.#readNew(ids)) || changed
  }

  #waiting(): string[] {
    return [...this.#view.transactions.values()]
      .filter((entry) => entry.position === null)
      .map((entry) => entry.transaction.txid)
  }

  async #readNew(ids: readonly string[]): Promise<boolean> {
    const watched = this.#view.watches.txids()
    const fresh = ids.filter(
      (txid) => !this.#seen.has(txid) && this.#view.transactions.get(txid) === undefined
    )
    const ordered = [
      ...fresh.filter((txid) => watched.has(txid)),
      ...fresh.filter((txid) => !watched.has(txid))
    ]
    const slice = new TimeSlice()
    let changed = false
    for (
      let start = 0;
      start < Math.min(ordered.length, TRANSACTIONS_PER_POLL);
      start += TRANSACTIONS_PER_CALL
    ) {
      const page = ordered.slice(start, start + TRANSACTIONS_PER_CALL)
      const raws = await this.#source.mempoolTransactions(page)
      for (const [index, txid] of page.entries()) {
        await slice.pause()
        const transaction = parse(raws[index] ?? null)
        if (transaction?.txid === txid && this.#view.takeWaiting(transaction)) changed = true
        else if (transaction !== null) this.#seen.add(txid)
      }
    }
    return changed
  }
}

/** null for one that is gone, or of a kind that is not ours to read (pure MWEB transactions). */
function parse(raw: Uint8Array | null): ParsedTransaction | null {
  if (raw === null) return null
  try {
    return parseTransaction(raw)
  } catch {
    return null
  }
}
