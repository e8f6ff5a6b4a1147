import type { Rate } from '../../src/base/token-bucket.ts'
import type { RefusalCode } from './types.ts'

/** Protocol id, with its version: README, "Sequence". */
export const TRADE_PROTOCOL = '/bourse/trade/1'

/** What a stranger can make a node do here: README, "Limits". */
export const TRADE_LIMITS = {
  /** The largest valid message, pre-signatures at eight fee rates, has 574 bytes. */
  maxFrameBytes: 1024,
  /** Requests are sequential: more than a few frames waiting is a flood, and the stream is given up. */
  maxBufferBytes: 16 * 1024,
  /** A peer needs one stream; a second one covers the moment in which a broken one is replaced. */
  maxStreams: 2,
  /** Who opens a stream has a request ready. */
  firstFrameMilliseconds: 10_000,
  /** A stream without a request for this long is closed by the side that answers. */
  idleMilliseconds: 300_000,
  /** The asking side does not reuse a stream that was idle for this long: it may be closing over there. */
  reuseMilliseconds: 240_000,
  /** A handler may wait for a block or a wallet; longer than this, the asker asks again. */
  requestMilliseconds: 60_000,
  /** Peers whose rates are remembered. */
  maxRatedPeers: 1024
} as const

/** A trade takes about five requests; retries after a lost connection and several trades at once fit. */
export const TRADE_REQUEST_RATE: Rate = { burst: 30, perMinute: 60 }
/** The same in bytes, for the frames that are refused before they are requests. */
export const TRADE_BYTE_RATE: Rate = { burst: 30 * 1024, perMinute: 60 * 1024 }

/** Wire codes, from 1 in this order. */
export const REFUSAL_CODES: readonly RefusalCode[] = [
  'ORDER_UNKNOWN',
  'ORDER_TAKEN',
  'ORDER_EXPIRED',
  'OWN_ORDER',
  'BUSY',
  'TERMS_UNACCEPTABLE',
  'TERMS_DIFFER',
  'FUNDS_MISSING',
  'PRESIGNATURE_INVALID',
  'SIGNATURE_INVALID',
  'STATE_MISMATCH',
  'TRADE_UNKNOWN',
  'INTERNAL'
]
