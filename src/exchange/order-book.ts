import { equalBytes, toHex } from '../base/bytes.ts'
import type { UnixSeconds } from '../base/units.ts'
import type { OrderCancel, OrderMessage, SignedOrder } from '../../protocols/order-gossip/types.ts'
import { checkCancelSignature, checkOrder, ORDER_LIMITS, OrderError, type OrderRules } from './order.ts'

/** How much a stranger can make the book hold. */
export const BOOK_LIMITS = {
  /** Live orders in all: about 1 KB each. */
  maxOrders: 10_000,
  /** Live orders of one maker key; keys cost nothing, so this only stops a careless maker. */
  maxOrdersPerMaker: 200,
  /** Cancels remembered until their orders would have expired. */
  maxCancels: 20_000
} as const

/** An order in the book. */
export interface LiveOrder {
  /** 64 hexadecimal digits. */
  readonly id: string
  readonly signed: SignedOrder
}

/** What taking a message into the book did. */
export type BookChange =
  | { readonly kind: 'added'; readonly live: LiveOrder }
  | { readonly kind: 'removed'; readonly id: string; readonly why: 'cancelled' | 'expired' }
  /** A cancel of an order that is not in the book: kept, so that the order stays out. */
  | { readonly kind: 'remembered' }
  | { readonly kind: 'known' }

/**
 * The live orders that a node knows, and the cancels that keep old orders out. Synchronous and without a
 * clock: time comes with each call. The same messages in any order leave the same book.
 */
export class OrderBook {
  readonly #rules: OrderRules
  readonly #orders = new Map<string, LiveOrder>()
  readonly #perMaker = new Map<string, number>()
  readonly #cancels = new Map<string, OrderCancel>()

  constructor(rules: OrderRules) {
    this.#rules = rules
  }

  /** Live orders, oldest first. */
  orders(): readonly LiveOrder[] {
    return [...this.#orders.values()].sort(
      (left, right) =>
        left.signed.order.createdAt - right.signed.order.createdAt || (left.id < right.id ? -1 : 1)
    )
  }

  /** The live order with this id, if there is one. */
  order(id: string): LiveOrder | undefined {
    return this.#orders.get(id)
  }

  /** Everything a new peer needs to have the same book: cancels first, then live orders. */
  messages(): readonly OrderMessage[] {
    const cancels = [...this.#cancels.values()].map((cancel) => ({ kind: 'cancel', cancel }) as const)
    const orders = this.orders().map((live) => ({ kind: 'order', signed: live.signed }) as const)
    return [...cancels, ...orders]
  }

  /**
   * Checks a message and takes it in.
   * @throws {@link OrderError} with the reason why not; the book is unchanged then.
   */
  apply(message: OrderMessage, now: UnixSeconds): BookChange {
    switch (message.kind) {
      case 'order':
        return this.#add(message.signed, now)
      case 'cancel':
        return this.#cancel(message.cancel, now)
    }
  }

  /** Removes what has expired by `now`, and returns the ids of the orders among it. */
  expire(now: UnixSeconds): readonly string[] {
    const expired = [...this.#orders.values()].filter((live) => live.signed.order.expiresAt <= now)
    for (const live of expired) this.#remove(live)
    for (const [key, cancel] of this.#cancels) if (cancel.expiresAt <= now) this.#cancels.delete(key)
    return expired.map((live) => live.id)
  }

  #add(signed: SignedOrder, now: UnixSeconds): BookChange {
    const id = toHex(checkOrder(signed, this.#rules, now))
    if (this.#orders.has(id)) return { kind: 'known' }
    if (this.#cancels.has(cancelKey(id, signed.order.makerKey))) {
      throw new OrderError('ORDER_CANCELLED', 'the maker has taken this order back')
    }
    if (this.#orders.size >= BOOK_LIMITS.maxOrders) {
      throw new OrderError(
        'ORDER_BOOK_FULL',
        `the book holds ${BOOK_LIMITS.maxOrders} orders and takes no more`
      )
    }
    const maker = toHex(signed.order.makerKey)
    const held = this.#perMaker.get(maker) ?? 0
    if (held >= BOOK_LIMITS.maxOrdersPerMaker) {
      throw new OrderError(
        'ORDER_MAKER_LIMIT',
        `a maker has at most ${BOOK_LIMITS.maxOrdersPerMaker} live orders`
      )
    }
    const live = { id, signed }
    this.#orders.set(id, live)
    this.#perMaker.set(maker, held + 1)
    return { kind: 'added', live }
  }

  #cancel(cancel: OrderCancel, now: UnixSeconds): BookChange {
    const id = toHex(cancel.orderId)
    const key = cancelKey(id, cancel.makerKey)
    if (this.#cancels.has(key)) return { kind: 'known' }
    if (cancel.expiresAt <= now)
      throw new OrderError('ORDER_EXPIRED', 'the cancelled order has expired anyway')
    if (cancel.expiresAt > now + ORDER_LIMITS.maxLifeSeconds + ORDER_LIMITS.maxClockSkewSeconds) {
      throw new OrderError('ORDER_LIFE', 'no order lives as long as this cancel says')
    }
    if (this.#cancels.size >= BOOK_LIMITS.maxCancels) {
      throw new OrderError(
        'ORDER_BOOK_FULL',
        `the book remembers ${BOOK_LIMITS.maxCancels} cancels and takes no more`
      )
    }
    checkCancelSignature(cancel)
    this.#cancels.set(key, cancel)
    const live = this.#orders.get(id)
    if (live === undefined || !equalBytes(live.signed.order.makerKey, cancel.makerKey))
      return { kind: 'remembered' }
    this.#remove(live)
    return { kind: 'removed', id, why: 'cancelled' }
  }

  #remove(live: LiveOrder): void {
    this.#orders.delete(live.id)
    const maker = toHex(live.signed.order.makerKey)
    const held = (this.#perMaker.get(maker) ?? 1) - 1
    if (held === 0) this.#perMaker.delete(maker)
    else this.#perMaker.set(maker, held)
  }
}

/** A cancel counts only for the key that signed it: a stranger cannot keep an order out. */
function cancelKey(id: string, makerKey: Uint8Array): string {
  return `${id}/${toHex(makerKey)}`
}
