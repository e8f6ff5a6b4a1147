import type { Bytes } from '../../src/base/bytes.ts'
import type { Sats, UnixSeconds } from '../../src/base/units.ts'

/** One side of an order: what moves on which ledger, and how deep the other side wants it. */
export interface OrderLeg {
  /** Ledger id of the network: 2 to 12 of a-z, 0-9. */
  readonly ledger: string
  /** 1 to 2^63-1 of the ledger's smallest unit. */
  readonly amount: Sats
  /** Confirmations of this leg's escrow before the other side acts on it, 1 to 100. */
  readonly confirmations: number
}

/** How a trade settles; see the README of trade-negotiation. */
export type Settlement = 'atomic'

/** An offer to swap, taken as a whole. */
export interface Order {
  /** Name of the Bourse network, 1 to 32 of a-z, 0-9 and '-'. */
  readonly network: string
  /** The maker's trading key: x-only, 32 bytes (BIP 340). */
  readonly makerKey: Bytes
  /** The maker's libp2p peer id: its multihash, 2 to 64 bytes. */
  readonly peer: Bytes
  /** Multiaddrs to reach the maker at, none to 4, each up to 128 characters. */
  readonly addresses: readonly string[]
  /** What the maker gives: leg A of the trade. */
  readonly sell: OrderLeg
  /** What the maker wants: leg B of the trade, on another ledger. */
  readonly buy: OrderLeg
  readonly settlement: Settlement
  readonly createdAt: UnixSeconds
  /** After this the order is void; at most 7 days after createdAt. */
  readonly expiresAt: UnixSeconds
  /** 16 random bytes: two equal offers are two orders. */
  readonly nonce: Bytes
}

/** An order and the maker's BIP 340 signature (64 bytes) of its id. */
export interface SignedOrder {
  readonly order: Order
  readonly signature: Bytes
}

/** The maker takes an order back. Signed by the order's maker key over the cancel's own tagged hash. */
export interface OrderCancel {
  /** 32 bytes. */
  readonly orderId: Bytes
  /** 32 bytes, x-only; counts only where it is the order's maker key. */
  readonly makerKey: Bytes
  /** The order's own expiresAt: how long the cancel must be remembered. */
  readonly expiresAt: UnixSeconds
  /** 64 bytes, BIP 340. */
  readonly signature: Bytes
}

/** What the order topic carries. */
export type OrderMessage =
  | { readonly kind: 'order'; readonly signed: SignedOrder }
  | { readonly kind: 'cancel'; readonly cancel: OrderCancel }
