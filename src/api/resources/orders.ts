import * as v from 'valibot'
import { seconds, type Seconds } from '../../base/units.ts'
import type { OrderLegView, OrderView, PlaceOrderRequest, TakenOrder } from '../node-control.ts'
import { defineRoute, nothing } from '../route.ts'
import {
  amountSchema,
  confirmationsSchema,
  idSchema,
  ledgerIdSchema,
  positiveAmountSchema,
  switchSchema,
  timeSchema,
  type JsonOf,
  type WireSchema
} from '../values.ts'

/** An order may live this long at most (protocols/order-gossip): 7 days. */
export const MAX_ORDER_LIFE = seconds(7 * 24 * 60 * 60)
/** A shorter life would end before a counterparty could answer. */
export const MIN_ORDER_LIFE = seconds(60)

const orderLegSchema: WireSchema<OrderLegView> = v.object({
  ledger: ledgerIdSchema,
  amount: amountSchema,
  confirmations: confirmationsSchema
})

/** An order as the node knows it. */
export const orderSchema: WireSchema<OrderView> = v.object({
  id: idSchema,
  mine: v.boolean(),
  state: v.picklist(['live', 'taken', 'filled', 'cancelled', 'expired']),
  maker: v.string(),
  sell: orderLegSchema,
  buy: orderLegSchema,
  settlement: v.literal('atomic'),
  createdAt: timeSchema,
  expiresAt: timeSchema,
  tradeId: v.nullable(idSchema)
})

const lifeSchema: v.GenericSchema<number, Seconds> = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(MIN_ORDER_LIFE, 'an order lives 60 seconds at least'),
  v.maxValue(MAX_ORDER_LIFE, 'an order lives 7 days (604800 seconds) at most'),
  v.description('Seconds until the order is void, 60 to 604800'),
  v.transform(seconds)
)

type PlaceOrderJson = Omit<JsonOf<PlaceOrderRequest>, 'confirmations'> & {
  confirmations?: number | null | undefined
}

const placeOrderSchema: v.GenericSchema<PlaceOrderJson, PlaceOrderRequest> = v.pipe(
  v.strictObject({
    sellLedger: ledgerIdSchema,
    sellAmount: positiveAmountSchema,
    buyLedger: ledgerIdSchema,
    buyAmount: positiveAmountSchema,
    lifeSeconds: lifeSchema,
    confirmations: v.optional(v.nullable(confirmationsSchema), null)
  }),
  v.check((order) => order.sellLedger !== order.buyLedger, 'an order sells on one ledger and buys on another')
)

const takenSchema: WireSchema<TakenOrder> = v.object({ orderId: idSchema, tradeId: idSchema })
const oneOrder = v.strictObject({ id: idSchema })

/** GET /v1/orders */
export const listOrders = defineRoute({
  name: 'listOrders',
  method: 'get',
  path: '/v1/orders',
  summary: 'Live orders of the network, and own ones in every state; newest first',
  tag: 'orders',
  status: 200,
  params: nothing,
  query: v.strictObject({ mine: switchSchema, ledger: v.optional(ledgerIdSchema) }),
  body: nothing,
  answer: v.object({ orders: v.array(orderSchema) }),
  errors: ['LEDGER_UNKNOWN'],
  handle: async ({ node }, { query }) => ({
    orders: [...(await node.orders({ mine: query.mine, ledger: query.ledger ?? null }))]
  })
})

/** POST /v1/orders */
export const placeOrder = defineRoute({
  name: 'placeOrder',
  method: 'post',
  path: '/v1/orders',
  summary: 'Sign an order and spread it over the network',
  tag: 'orders',
  status: 201,
  params: nothing,
  query: nothing,
  body: placeOrderSchema,
  answer: orderSchema,
  errors: ['LEDGER_UNKNOWN', 'ORDER_INVALID', 'INSUFFICIENT_FUNDS', 'LEDGER_UNAVAILABLE'],
  handle: ({ node }, { body }) => node.placeOrder(body)
})

/** GET /v1/orders/{id} */
export const getOrder = defineRoute({
  name: 'getOrder',
  method: 'get',
  path: '/v1/orders/{id}',
  summary: 'One order',
  tag: 'orders',
  status: 200,
  params: oneOrder,
  query: nothing,
  body: nothing,
  answer: orderSchema,
  errors: ['ORDER_UNKNOWN'],
  handle: ({ node }, { params }) => node.order(params.id)
})

/** DELETE /v1/orders/{id} */
export const cancelOrder = defineRoute({
  name: 'cancelOrder',
  method: 'delete',
  path: '/v1/orders/{id}',
  summary: 'Take an own order back',
  tag: 'orders',
  status: 200,
  params: oneOrder,
  query: nothing,
  body: nothing,
  answer: orderSchema,
  errors: ['ORDER_UNKNOWN', 'ORDER_NOT_OWN', 'ORDER_NOT_LIVE'],
  handle: ({ node }, { params }) => node.cancelOrder(params.id)
})

/** POST /v1/orders/{id}/take */
export const takeOrder = defineRoute({
  name: 'takeOrder',
  method: 'post',
  path: '/v1/orders/{id}/take',
  summary: "Propose a trade to the order's maker",
  tag: 'orders',
  status: 201,
  params: oneOrder,
  query: nothing,
  body: nothing,
  answer: takenSchema,
  errors: ['ORDER_UNKNOWN', 'ORDER_OWN', 'TOO_MANY_TRADES', 'INSUFFICIENT_FUNDS', 'LEDGER_UNAVAILABLE'],
  handle: ({ node }, { params }) => node.takeOrder(params.id)
})
