import { resolve } from 'node:path'
import { Level } from 'level'
import { concatBytes, copyBytes, type Bytes } from '../../base/bytes.ts'
import { BUCKETS, type BucketName, type Store, type StoreChange } from '../../ports/store.ts'
import { StoreError } from './store-error.ts'

/** Layout of the data folder that this code writes. A folder of a higher one was used by a newer version. */
const LAYOUT_VERSION = 1
const RECORD_VERSION = 1
const LAYOUT_KEY = 'layout'
const NETWORK_KEY = 'network'
/** Above every byte of UTF-8: ends the range of a prefix. */
const AFTER_PREFIX = Uint8Array.of(0xff)

type Database = Level<Uint8Array, Uint8Array>
type BatchOperation =
  | { readonly type: 'put'; readonly key: Bytes; readonly value: Bytes }
  | { readonly type: 'del'; readonly key: Bytes }

interface PendingCommit {
  readonly operations: readonly BatchOperation[]
  readonly resolve: () => void
  readonly reject: (reason: StoreError) => void
}

/** A {@link Store} on disk that can be closed. */
export interface DiskStore extends Store {
  /** Writes what is pending, then frees the folder. Later calls reject with `STORE_CLOSED`. */
  close(): Promise<void>
}

/** Key in LevelDB: the bucket's byte and the key as UTF-8. */
function databaseKey(bucket: BucketName, key: string): Bytes {
  return concatBytes(Uint8Array.of(BUCKETS[bucket]), new TextEncoder().encode(key))
}

/**
 * Folders that this process has open. LevelDB's lock is one of POSIX: a second attempt of the same process would be
 * refused, and drop the first one's lock on the way, so that other processes get in.
 */
const openFolders = new Set<string>()

function inUse(folder: string, cause?: unknown): StoreError {
  return new StoreError(
    'DATA_FOLDER_IN_USE',
    `Another process uses the data folder ${folder}. Stop that node first, or give this one another folder.`,
    { fault: 'user', cause }
  )
}

/**
 * Opens or makes the store in `folder`, for one process at a time and one Bourse network for ever.
 * @throws StoreError `DATA_FOLDER_IN_USE`, `DATA_FOLDER_TOO_NEW`, `DATA_FOLDER_OTHER_NETWORK`, `STORE_FAILED`.
 */
export async function openLevelStore(folder: string, network: string): Promise<DiskStore> {
  const path = resolve(folder)
  if (openFolders.has(path)) throw inUse(folder)
  openFolders.add(path)
  const database: Database = new Level(path, { keyEncoding: 'view', valueEncoding: 'view' })
  try {
    await database.open()
  } catch (error) {
    openFolders.delete(path)
    throw openError(folder, error)
  }
  const store = new LevelStore(database, () => openFolders.delete(path))
  try {
    await checkFolder(store, folder, network)
  } catch (error) {
    await store.close()
    throw error
  }
  return store
}

function openError(folder: string, error: unknown): StoreError {
  const cause = error instanceof Error ? error.cause : undefined
  if (cause instanceof Error && 'code' in cause && cause.code === 'LEVEL_LOCKED') {
    return inUse(folder, error)
  }
  return new StoreError(
    'STORE_FAILED',
    `The data folder ${folder} cannot be opened. Check that it exists, may be written, and that the disk is not full.`,
    { fault: 'internal', cause: error }
  )
}

async function checkFolder(store: LevelStore, folder: string, network: string): Promise<void> {
  const layout = await store.get('meta', LAYOUT_KEY)
  const stored = await store.get('meta', NETWORK_KEY)
  if (layout === undefined && stored === undefined) {
    await store.commit([
      { kind: 'put', bucket: 'meta', key: LAYOUT_KEY, value: Uint8Array.of(RECORD_VERSION, LAYOUT_VERSION) },
      {
        kind: 'put',
        bucket: 'meta',
        key: NETWORK_KEY,
        value: concatBytes(Uint8Array.of(RECORD_VERSION), new TextEncoder().encode(network))
      }
    ])
    return
  }
  if (layout?.[0] !== RECORD_VERSION || layout[1] !== LAYOUT_VERSION || stored?.[0] !== RECORD_VERSION) {
    throw new StoreError(
      'DATA_FOLDER_TOO_NEW',
      `The data folder ${folder} was written by a newer version of this program. Upgrade, or use another folder.`,
      { fault: 'user', details: { known: LAYOUT_VERSION } }
    )
  }
  const actual = new TextDecoder().decode(stored.subarray(1))
  if (actual !== network) {
    throw new StoreError(
      'DATA_FOLDER_OTHER_NETWORK',
      `The data folder ${folder} belongs to network ${actual}, not ${network}. Use one folder for each network.`,
      { fault: 'user', details: { expected: network, actual } }
    )
  }
}

/** All writes go through one queue: what one turn of the event loop commits becomes one synced batch. */
class LevelStore implements DiskStore {
  readonly #database: Database
  #pending: PendingCommit[] = []
  #writer: Promise<void> | null = null
  /** Once a write has failed nothing is written any more: what came after may build on what is lost. */
  #ended: StoreError | null = null

  readonly #onClosed: () => void

  constructor(database: Database, onClosed: () => void) {
    this.#database = database
    this.#onClosed = onClosed
  }

  async get(bucket: BucketName, key: string): Promise<Bytes | undefined> {
    const value = await this.#read(() => this.#database.get(databaseKey(bucket, key)))
    return value === undefined ? undefined : copyBytes(value)
  }

  async *entries(bucket: BucketName, prefix = ''): AsyncIterable<readonly [key: string, value: Bytes]> {
    const first = databaseKey(bucket, prefix)
    const iterator = this.#database.iterator({ gte: first, lt: concatBytes(first, AFTER_PREFIX) })
    try {
      for (;;) {
        const page = await this.#read(() => iterator.nextv(1000))
        if (page.length === 0) return
        for (const [key, value] of page) yield [new TextDecoder().decode(key.subarray(1)), copyBytes(value)]
      }
    } finally {
      await iterator.close()
    }
  }

  async #read<Value>(read: () => Promise<Value>): Promise<Value> {
    try {
      return await read()
    } catch (error) {
      throw (
        this.#ended ??
        new StoreError('STORE_FAILED', 'The data folder cannot be read.', { fault: 'internal', cause: error })
      )
    }
  }

  async commit(changes: readonly StoreChange[]): Promise<void> {
    if (this.#ended !== null) throw this.#ended
    const operations = changes.map((change): BatchOperation => {
      const key = databaseKey(change.bucket, change.key)
      return change.kind === 'put'
        ? { type: 'put', key, value: copyBytes(change.value) }
        : { type: 'del', key }
    })
    return new Promise((fulfil, reject) => {
      this.#pending.push({ operations, resolve: fulfil, reject })
      this.#writer ??= this.#drain()
    })
  }

  async #drain(): Promise<void> {
    await new Promise((proceed) => setImmediate(proceed))
    while (this.#pending.length > 0) {
      const group = this.#pending
      this.#pending = []
      await this.#write(group)
    }
    this.#writer = null
  }

  async #write(group: readonly PendingCommit[]): Promise<void> {
    if (this.#ended === null) {
      try {
        await this.#database.batch(
          group.flatMap((commit) => commit.operations),
          { sync: true }
        )
      } catch (error) {
        this.#ended = new StoreError(
          'STORE_FAILED',
          'Writing to the data folder failed, so the node stops. Check the disk, then start it again.',
          { fault: 'internal', cause: error }
        )
      }
    }
    for (const commit of group) {
      if (this.#ended === null) commit.resolve()
      else commit.reject(this.#ended)
    }
  }

  async close(): Promise<void> {
    await this.#writer
    this.#ended ??= new StoreError('STORE_CLOSED', 'The store is closed.', { fault: 'internal' })
    await this.#database.close()
    this.#onClosed()
  }
}
