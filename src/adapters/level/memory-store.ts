import { copyBytes, type Bytes } from '../../base/bytes.ts'
import { BUCKETS, type BucketName, type Store, type StoreChange } from '../../ports/store.ts'

/** A {@link Store} that forgets with its process: for testnets and tests. `rows` may outlive it and be given again. */
export class MemoryStore implements Store {
  readonly #rows: Map<string, Bytes>

  constructor(rows: Map<string, Bytes> = new Map()) {
    this.#rows = rows
  }

  get(bucket: BucketName, key: string): Promise<Bytes | undefined> {
    const value = this.#rows.get(rowKey(bucket, key))
    return Promise.resolve(value && copyBytes(value))
  }

  async *entries(bucket: BucketName, prefix = ''): AsyncIterable<readonly [key: string, value: Bytes]> {
    const from = rowKey(bucket, prefix)
    const keys = [...this.#rows.keys()].filter((key) => key.startsWith(from))
    keys.sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)))
    const page = keys.map((key) => [key.slice(1), this.#rows.get(key)] as const)
    for (const [key, value] of page) if (value !== undefined) yield [key, copyBytes(value)]
  }

  async commit(changes: readonly StoreChange[]): Promise<void> {
    const copied = changes.map((change) =>
      change.kind === 'put' ? { ...change, value: copyBytes(change.value) } : change
    )
    // As on disk, nothing is there before the promise fulfils.
    await new Promise((resolve) => setImmediate(resolve))
    for (const change of copied) {
      const key = rowKey(change.bucket, change.key)
      if (change.kind === 'put') this.#rows.set(key, change.value)
      else this.#rows.delete(key)
    }
  }
}

function rowKey(bucket: BucketName, key: string): string {
  return String.fromCharCode(BUCKETS[bucket]) + key
}
