import type { Bytes } from '../../src/base/bytes.ts'

/** Why a node does not hand out its orders now. */
export type OrderSyncRefusalCode =
  /** The request names another Bourse network. */
  | 'OTHER_NETWORK'
  /** Too many peers ask at once, or this one asks too often: try again later. */
  | 'BUSY'
  /** The node keeps no orders. */
  | 'NO_SOURCE'

/** One frame: the asker sends `request`, the other side `message` as often as needed and `end`, or `refuse`. */
export type OrderSyncFrame =
  | {
      readonly kind: 'request'
      /** Name of the Bourse network. */
      readonly network: string
      /** The asker takes no more messages than this, 1 to 20,000. */
      readonly maxMessages: number
    }
  | {
      readonly kind: 'message'
      /** A message of order-gossip in its own encoding, 1 to 1024 bytes. */
      readonly message: Bytes
    }
  | {
      readonly kind: 'end'
      /** How many `message` frames came before: a cut flow is never taken for a whole one. */
      readonly count: number
    }
  | { readonly kind: 'refuse'; readonly code: OrderSyncRefusalCode }
