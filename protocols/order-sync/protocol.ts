import type { Rate } from '../../src/base/token-bucket.ts'
import type { OrderSyncRefusalCode } from './types.ts'

/** Protocol id, with its version: README, "Sequence". */
export const ORDER_SYNC_PROTOCOL = '/bourse/order-sync/1'

/** What a stranger can make a node do here: README, "Limits". */
export const ORDER_SYNC_LIMITS = {
  /** The largest message of order-gossip. */
  maxMessageBytes: 1024,
  /** The same with the frame's own field key and length. */
  maxFrameBytes: 1028,
  /** More live orders than any market of this kind shows; 20 MB at most. */
  maxMessages: 20_000,
  /** Messages judged together: one store commit and few signatures' worth of waiting. */
  batchMessages: 64,
  /** Frames joined into one write: fewer encrypted frames, each under 64 KiB. */
  writeMessages: 32,
  /** A sender that is silent, or a reader that takes nothing, for this long is given up. */
  idleMilliseconds: 30_000,
  /** The whole flow; a peer on a slow line gets what fits. */
  totalMilliseconds: 300_000,
  /** Flows served at once: they cost disk reads. */
  maxServed: 4,
  /** Peers whose rates are remembered. */
  maxRatedPeers: 1024,
  /** Streams a peer may have open. */
  maxStreams: 2,
  /** The sender has to wait while more than this arrived and was not read. */
  unreadBytes: 64 * 1024,
  /** Unread bytes kept before the stream is given up: the mark above, two windows of 256 KiB, and room. */
  maxBufferBytes: 1 << 20
} as const

/** How often one peer may ask: once a connection, with room for reconnects. */
export const ORDER_SYNC_RATE: Rate = { burst: 3, perMinute: 1 }

/** Wire codes, from 1 in this order. */
export const ORDER_SYNC_REFUSAL_CODES: readonly OrderSyncRefusalCode[] = [
  'OTHER_NETWORK',
  'BUSY',
  'NO_SOURCE'
]
