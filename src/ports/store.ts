import type { Bytes } from '../base/bytes.ts'

/**
 * What is kept where. A number, once given, is never given again, even where its bucket is gone: an old
 * data folder must not be misread.
 */
export const BUCKETS = {
  /** Facts of the data folder itself: its layout version, network and genesis hashes. */
  meta: 0x01,
  /** Signed orders and cancels by order id. */
  orders: 0x02,
  /** Trades by negotiation id: role, state and timeline. What a trade owes follows from its state. */
  trades: 0x03,
  /** Wallet: address indices, reservations, labels; key starts with the ledger id. */
  wallet: 0x04,
  /** Chain follower: headers, watched scripts, outputs and spends; key starts with the ledger id. */
  chain: 0x05,
  /** Known peers and their addresses. */
  peers: 0x06
} as const

/** A kind of record: a key of {@link BUCKETS}. */
export type BucketName = keyof typeof BUCKETS

/** One change within an atomic commit. `value` is a versioned record: its first byte is the version. */
export type StoreChange =
  | { readonly kind: 'put'; readonly bucket: BucketName; readonly key: string; readonly value: Bytes }
  | { readonly kind: 'delete'; readonly bucket: BucketName; readonly key: string }

/** Durable key-value storage. */
export interface Store {
  /** The record under a key, or undefined. */
  get(bucket: BucketName, key: string): Promise<Bytes | undefined>
  /** All entries of a bucket whose key starts with `prefix`, in key order. */
  entries(bucket: BucketName, prefix?: string): AsyncIterable<readonly [key: string, value: Bytes]>
  /**
   * All changes or none, on disk (synced) when the promise fulfils. Calls are written in order; calls of
   * one turn of the event loop may share one synced write.
   */
  commit(changes: readonly StoreChange[]): Promise<void>
}
