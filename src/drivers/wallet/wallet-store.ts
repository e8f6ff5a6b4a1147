import type { Bytes } from '../../base/bytes.ts'
import type { KeyPath } from '../../ledgers/bitcoin/keys.ts'
import { outpointKey } from '../../ledgers/bitcoin/parsed-transaction.ts'
import type { LedgerId, OutPoint } from '../../ledgers/ledger.ts'
import type { Store, StoreChange } from '../../ports/store.ts'
import { ADDRESS_BRANCHES, type AddressBranch, type ScriptBook } from './script-book.ts'
import {
  decodeHandLock,
  decodeKeyPath,
  decodeLabel,
  decodeNextIndex,
  decodeSpend,
  encodeHandLock,
  encodeKeyPath,
  encodeLabel,
  encodeNextIndex,
  encodeSpend,
  type SpendRecord,
  type WalletLabel
} from './wallet-records.ts'
import { WalletError } from './wallet-error.ts'

/** A reference is a key in the store and shows in lists: printable, without spaces. */
const REFERENCE = /^[\u0021-\u007e]{1,128}$/

/** @throws WalletError `REFERENCE_INVALID`. */
export function checkReference(reference: string): void {
  if (REFERENCE.test(reference)) return
  throw new WalletError(
    'REFERENCE_INVALID',
    'A reference has 1 to 128 printable ASCII characters and no space.',
    {
      fault: 'user'
    }
  )
}

/** Names and records of one ledger in the `wallet` bucket. */
export class WalletStore {
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

  /** Moves the book on to where it was; gives the stored transactions by reference. */
  async load(book: ScriptBook): Promise<Map<string, SpendRecord>> {
    for (const branch of ADDRESS_BRANCHES) {
      const record = await this.#store.get('wallet', this.#nextKey(branch))
      if (record !== undefined) book.advance(branch, decodeNextIndex(record))
    }
    const spends = new Map<string, SpendRecord>()
    const prefix = `${this.#ledger}/spend/`
    for await (const [key, record] of this.#store.entries('wallet', prefix)) {
      spends.set(key.slice(prefix.length), decodeSpend(record))
    }
    return spends
  }

  /** The address that was given out under a reference, or null. */
  async receivePath(reference: string): Promise<KeyPath | null> {
    const record = await this.#store.get('wallet', `${this.#ledger}/receive/${reference}`)
    return record === undefined ? null : decodeKeyPath(record)
  }

  /** An address given out under a reference. */
  putReceivePath(reference: string, path: KeyPath): StoreChange {
    return this.#put(`${this.#ledger}/receive/${reference}`, encodeKeyPath(path))
  }

  /** Outpoints that a person locked, as outpointKey writes them. */
  async handLocks(): Promise<readonly string[]> {
    const keys: string[] = []
    const prefix = `${this.#ledger}/lock/`
    for await (const [key, record] of this.#store.entries('wallet', prefix)) {
      decodeHandLock(record)
      keys.push(key.slice(prefix.length))
    }
    return keys
  }

  putHandLock(outpoint: OutPoint, isLocked: boolean): StoreChange {
    const key = `${this.#ledger}/lock/${outpointKey(outpoint)}`
    return isLocked ? this.#put(key, encodeHandLock()) : { kind: 'delete', bucket: 'wallet', key }
  }

  async labels(): Promise<readonly WalletLabel[]> {
    const labels: WalletLabel[] = []
    for (const type of ['tx', 'addr'] as const) {
      const prefix = `${this.#ledger}/label/${type}/`
      for await (const [key, record] of this.#store.entries('wallet', prefix)) {
        labels.push({ type, ref: key.slice(prefix.length), label: decodeLabel(record) })
      }
    }
    return labels
  }

  /** An empty label is taken away. */
  putLabel({ type, ref, label }: WalletLabel): StoreChange {
    const key = `${this.#ledger}/label/${type}/${ref}`
    return label === '' ? { kind: 'delete', bucket: 'wallet', key } : this.#put(key, encodeLabel(label))
  }

  /** The index after the last script that was given out on a branch. */
  putNext(branch: AddressBranch, next: number): StoreChange {
    return this.#put(this.#nextKey(branch), encodeNextIndex(next))
  }

  /** A transaction that the wallet signed, by reference. */
  putSpend(reference: string, spend: SpendRecord): StoreChange {
    return this.#put(`${this.#ledger}/spend/${reference}`, encodeSpend(spend))
  }

  /** A transaction that is given up: its coins are free again. */
  deleteSpend(reference: string): StoreChange {
    return { kind: 'delete', bucket: 'wallet', key: `${this.#ledger}/spend/${reference}` }
  }

  #put(key: string, value: Bytes): StoreChange {
    return { kind: 'put', bucket: 'wallet', key, value }
  }

  #nextKey({ purpose, branch }: AddressBranch): string {
    return `${this.#ledger}/next/${purpose}/${branch}`
  }
}
