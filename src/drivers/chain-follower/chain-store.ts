import { blockHeight, type BlockHeight } from '../../base/units.ts'
import type { BlockHeader } from '../../ledgers/bitcoin/block-header.ts'
import { outpointKey } from '../../ledgers/bitcoin/parsed-transaction.ts'
import type { LedgerId } from '../../ledgers/ledger.ts'
import type { Store, StoreChange } from '../../ports/store.ts'
import {
  decodeBirthday,
  decodeHeader,
  decodeTransaction,
  decodeWatch,
  encodeBirthday,
  encodeHeader,
  encodeTransaction,
  encodeWatch
} from './chain-records.ts'
import type { ChainView } from './chain-view.ts'
import type { ConfirmedTransaction } from './relevant-transactions.ts'
import type { WatchedOutput } from './watched-outputs.ts'

/** Digits of a height in a key: keys sort as heights do. */
const HEIGHT_DIGITS = 10

/** Names and records of one ledger in the `chain` bucket. */
export class ChainStore {
  readonly #store: Store
  readonly #ledger: LedgerId

  constructor(store: Store, ledger: LedgerId) {
    this.#store = store
    this.#ledger = ledger
  }

  /** Writes all changes or none. */
  commit(changes: readonly StoreChange[]): Promise<void> {
    return this.#store.commit(changes)
  }

  /** Fills the empty view with what is stored; gives the birthday, or null in a fresh store. */
  async load(view: ChainView): Promise<BlockHeight | null> {
    const birthday = await this.#store.get('chain', `${this.#ledger}/birthday`)
    let isFirst = true
    for await (const [key, record] of this.#entries('header')) {
      if (isFirst) view.headers.restart(blockHeight(Number(key)))
      isFirst = false
      view.headers.push(decodeHeader(record))
    }
    for await (const [, record] of this.#entries('transaction')) {
      view.transactions.put(decodeTransaction(record))
    }
    view.noteStored()
    for await (const [key, record] of this.#entries('watch')) view.watches.put(decodeWatch(key, record))
    return birthday === undefined ? null : decodeBirthday(birthday)
  }

  async *#entries(kind: string): AsyncIterable<readonly [string, Parameters<typeof decodeHeader>[0]]> {
    const prefix = `${this.#ledger}/${kind}/`
    for await (const [key, record] of this.#store.entries('chain', prefix))
      yield [key.slice(prefix.length), record]
  }

  /** The height after which blocks are read. */
  putBirthday(height: BlockHeight): StoreChange {
    return { kind: 'put', bucket: 'chain', key: `${this.#ledger}/birthday`, value: encodeBirthday(height) }
  }

  /** A checked header. */
  putHeader(height: BlockHeight, header: BlockHeader): StoreChange {
    return { kind: 'put', bucket: 'chain', key: this.#headerKey(height), value: encodeHeader(header) }
  }

  /** A header that left the best chain. */
  deleteHeader(height: BlockHeight): StoreChange {
    return { kind: 'delete', bucket: 'chain', key: this.#headerKey(height) }
  }

  /** A transaction of a block that matters. */
  putTransaction(entry: ConfirmedTransaction): StoreChange {
    const key = `${this.#ledger}/transaction/${entry.transaction.txid}`
    return { kind: 'put', bucket: 'chain', key, value: encodeTransaction(entry) }
  }

  /** A transaction whose block left the best chain. */
  deleteTransaction(txid: string): StoreChange {
    return { kind: 'delete', bucket: 'chain', key: `${this.#ledger}/transaction/${txid}` }
  }

  /** A followed output. */
  putWatch(watch: WatchedOutput): StoreChange {
    const key = `${this.#ledger}/watch/${outpointKey(watch.output.outpoint)}`
    return { kind: 'put', bucket: 'chain', key, value: encodeWatch(watch) }
  }

  #headerKey(height: BlockHeight): string {
    return `${this.#ledger}/header/${String(height).padStart(HEIGHT_DIGITS, '0')}`
  }
}
