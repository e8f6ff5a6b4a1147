import type { Bytes } from '../../src/base/bytes.ts'
import { MemoryStore } from '../../src/adapters/level/memory-store.ts'
import type { BucketName, Store, StoreChange } from '../../src/ports/store.ts'

/** A process that ends at its n-th commit: before it is on disk, or just after, when nobody heard of it. */
export class FailingStore implements Store {
  readonly #inner: MemoryStore
  commits = 0
  isDead = false
  /** The commit at which the process ends; 1 is the first. */
  readonly #diesAt: { readonly commit: number; readonly when: 'before' | 'after' }

  constructor(rows: Map<string, Bytes>, diesAt: { commit: number; when: 'before' | 'after' }) {
    this.#inner = new MemoryStore(rows)
    this.#diesAt = diesAt
  }

  get(bucket: BucketName, key: string): Promise<Bytes | undefined> {
    return this.#inner.get(bucket, key)
  }

  entries(bucket: BucketName, prefix?: string): AsyncIterable<readonly [key: string, value: Bytes]> {
    return this.#inner.entries(bucket, prefix)
  }

  async commit(changes: readonly StoreChange[]): Promise<void> {
    this.commits++
    if (this.isDead) throw new Error('the process has ended')
    if (this.commits === this.#diesAt.commit) {
      this.isDead = true
      if (this.#diesAt.when === 'after') await this.#inner.commit(changes)
      throw new Error('the process has ended')
    }
    await this.#inner.commit(changes)
  }
}
