import { toHex, type Bytes } from '../base/bytes.ts'
import { CodedError } from '../base/coded-error.ts'
import type { UnixSeconds } from '../base/units.ts'
import { curve } from '../crypto/curve/selected.ts'
import { isLedgerId, type LedgerId } from '../ledgers/ledger.ts'
import { orderCancelHash, orderId } from '../../protocols/order-gossip/signing.ts'
import type { Order, OrderCancel, OrderLeg, SignedOrder } from '../../protocols/order-gossip/types.ts'

/** Limits of an order; each is also the reader's rule in protocols/order-gossip/README.md. */
export const ORDER_LIMITS = {
  /** An order that lives longer would outlast what its maker still remembers. */
  maxLifeSeconds: 7 * 24 * 3600,
  /** Clocks of honest nodes differ by less than this. */
  maxClockSkewSeconds: 120,
  maxConfirmations: 100,
  maxAddresses: 4
} as const

/** Which rule an order or cancel breaks, or what bound of the book it meets. */
export type OrderFault =
  | 'ORDER_NETWORK_FOREIGN'
  | 'ORDER_LEDGER_UNKNOWN'
  | 'ORDER_LEDGERS_EQUAL'
  | 'ORDER_AMOUNT'
  | 'ORDER_CONFIRMATIONS'
  | 'ORDER_LIFE'
  | 'ORDER_EXPIRED'
  | 'ORDER_FROM_FUTURE'
  | 'ORDER_SIGNATURE'
  | 'ORDER_UNKNOWN'
  | 'ORDER_BOOK_FULL'
  | 'ORDER_MAKER_LIMIT'
  | 'ORDER_CANCELLED'

/** An order or cancel that is not taken into the book. */
export class OrderError extends CodedError<OrderFault> {
  /** `fault`: `user` where the order is one's own. */
  constructor(code: OrderFault, message: string, fault: 'peer' | 'user' = 'peer') {
    super(code, message, { fault })
  }
}

/** What a node must know to judge an order. */
export interface OrderRules {
  readonly network: string
  /** The network's ledgers, and the smallest amount that can be claimed on each. */
  readonly ledgers: ReadonlyMap<LedgerId, { readonly minimumAmount: bigint }>
}

function checkLeg(leg: OrderLeg, rules: OrderRules): void {
  const ledger = isLedgerId(leg.ledger) ? rules.ledgers.get(leg.ledger) : undefined
  if (ledger === undefined) {
    throw new OrderError('ORDER_LEDGER_UNKNOWN', `this network has no ledger ${JSON.stringify(leg.ledger)}`)
  }
  if (leg.amount < ledger.minimumAmount) {
    throw new OrderError(
      'ORDER_AMOUNT',
      `${leg.amount} smallest units of ${leg.ledger} are too little to trade: the fees of a claim ask for ${ledger.minimumAmount} or more`
    )
  }
  if (leg.confirmations < 1 || leg.confirmations > ORDER_LIMITS.maxConfirmations) {
    throw new OrderError('ORDER_CONFIRMATIONS', `confirmations must be 1 to ${ORDER_LIMITS.maxConfirmations}`)
  }
}

function checkLife(order: Order, now: UnixSeconds): void {
  const life = order.expiresAt - order.createdAt
  if (life <= 0 || life > ORDER_LIMITS.maxLifeSeconds) {
    throw new OrderError(
      'ORDER_LIFE',
      `an order lives 1 to ${ORDER_LIMITS.maxLifeSeconds} seconds, not ${life}`
    )
  }
  if (order.createdAt > now + ORDER_LIMITS.maxClockSkewSeconds) {
    throw new OrderError('ORDER_FROM_FUTURE', 'the order is dated in the future: check the clocks')
  }
  if (order.expiresAt <= now) throw new OrderError('ORDER_EXPIRED', 'the order has expired')
}

/**
 * Checks an order by itself, cheapest rule first, the signature last.
 * @returns the order id, 32 bytes.
 * @throws {@link OrderError}
 */
export function checkOrder(signed: SignedOrder, rules: OrderRules, now: UnixSeconds): Bytes {
  const { order, signature } = signed
  if (order.network !== rules.network) {
    throw new OrderError('ORDER_NETWORK_FOREIGN', `the order is of network ${JSON.stringify(order.network)}`)
  }
  checkLeg(order.sell, rules)
  checkLeg(order.buy, rules)
  if (order.sell.ledger === order.buy.ledger) {
    throw new OrderError('ORDER_LEDGERS_EQUAL', 'an order swaps coins of two different ledgers')
  }
  checkLife(order, now)
  const id = orderId(order)
  if (!curve().schnorrVerify(signature, id, order.makerKey)) {
    throw new OrderError('ORDER_SIGNATURE', 'the maker did not sign this order')
  }
  return id
}

/** @throws {@link OrderError} `ORDER_SIGNATURE` where the key in it did not sign the cancel. */
export function checkCancelSignature(cancel: OrderCancel): void {
  if (!curve().schnorrVerify(cancel.signature, orderCancelHash(cancel), cancel.makerKey)) {
    throw new OrderError('ORDER_SIGNATURE', 'the cancel is not signed by the key that it names')
  }
}

/** The order id as people see it: 64 hexadecimal digits. */
export function orderIdText(order: Order): string {
  return toHex(orderId(order))
}
