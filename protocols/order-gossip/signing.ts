import { concatBytes, type Bytes } from '../../src/base/bytes.ts'
import { fixedBytes, list, sizedBytes, sizedText, u16, u64 } from '../../src/base/encoding.ts'
import { taggedHash } from '../../src/base/hash.ts'
import type { Order, OrderCancel, OrderLeg } from './types.ts'

function encodeLeg(leg: OrderLeg): Bytes {
  return concatBytes(sizedText(leg.ledger), u64(leg.amount), u16(leg.confirmations))
}

/** The bytes of an order that its id is the hash of; README, Signing. */
export function encodeOrder(order: Order): Bytes {
  return concatBytes(
    sizedText(order.network),
    fixedBytes(order.makerKey, 32),
    sizedBytes(order.peer),
    list(order.addresses, sizedText),
    encodeLeg(order.sell),
    encodeLeg(order.buy),
    sizedText(order.settlement),
    u64(order.createdAt),
    u64(order.expiresAt),
    fixedBytes(order.nonce, 16)
  )
}

/** Order id, 32 bytes: tagged hash `bourse/order/1` of the encoded order; the maker signs it (BIP 340). */
export function orderId(order: Order): Bytes {
  return taggedHash('bourse/order/1', encodeOrder(order))
}

/** What the maker signs to take an order back, 32 bytes: tagged hash `bourse/order-cancel/1`. */
export function orderCancelHash(cancel: Omit<OrderCancel, 'signature'>): Bytes {
  return taggedHash(
    'bourse/order-cancel/1',
    fixedBytes(cancel.orderId, 32),
    fixedBytes(cancel.makerKey, 32),
    u64(cancel.expiresAt)
  )
}
