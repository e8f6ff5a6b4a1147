import { fromHex } from '../../src/base/bytes.ts'
import { sats, unixSeconds } from '../../src/base/units.ts'
import { orderCancelHash, orderId } from '../../protocols/order-gossip/signing.ts'
import type { Order, OrderCancel, OrderMessage, SignedOrder } from '../../protocols/order-gossip/types.ts'
import { orderIdText } from '../../src/exchange/order.ts'
import { named, signerOf } from './sample-terms.ts'

export const NOW = unixSeconds(1_800_000_000)

/** A valid order of the maker with this name; equal arguments give equal orders. */
export function sampleOrder(maker: string, edit: Partial<Order> = {}, nonce = 'one'): Order {
  return {
    network: 'simulated',
    makerKey: signerOf(maker).tradingKey,
    peer: named(maker),
    addresses: [],
    sell: { ledger: 'btc', amount: sats(50_000), confirmations: 2 },
    buy: { ledger: 'ltc', amount: sats(800_000), confirmations: 3 },
    settlement: 'atomic',
    createdAt: NOW,
    expiresAt: unixSeconds(NOW + 3600),
    nonce: named(nonce).slice(0, 16),
    ...edit
  }
}

export function signed(maker: string, edit: Partial<Order> = {}, nonce = 'one'): SignedOrder {
  const order = sampleOrder(maker, edit, nonce)
  return { order, signature: signerOf(maker).signAsTrader(orderId(order)) }
}

export function cancelOf(maker: string, order: Order): OrderCancel {
  const signer = signerOf(maker)
  const cancel = {
    orderId: fromHex(orderIdText(order)),
    makerKey: signer.tradingKey,
    expiresAt: order.expiresAt
  }
  return { ...cancel, signature: signer.signAsTrader(orderCancelHash(cancel)) }
}

export const asOrder = (one: SignedOrder): OrderMessage => ({ kind: 'order', signed: one })
export const asCancel = (cancel: OrderCancel): OrderMessage => ({ kind: 'cancel', cancel })
