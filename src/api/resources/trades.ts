import * as v from 'valibot'
import type { TradeLegView, TradeStep, TradeView } from '../node-control.ts'
import { defineRoute, nothing } from '../route.ts'
import {
  amountSchema,
  countSchema,
  idSchema,
  ledgerIdSchema,
  switchSchema,
  timeSchema,
  type WireSchema
} from '../values.ts'

const phaseSchema = v.picklist([
  'negotiating',
  'locking',
  'claiming',
  'closed',
  'refunding',
  'refunded',
  'abandoned',
  'lost'
])

/** One transition of a trade. */
export const tradeStepSchema: WireSchema<TradeStep> = v.object({
  at: timeSchema,
  state: v.string(),
  phase: phaseSchema,
  words: v.string()
})

const tradeLegSchema: WireSchema<TradeLegView> = v.object({
  ledger: ledgerIdSchema,
  amount: amountSchema,
  escrowAddress: v.nullable(v.string()),
  fundingTxid: v.nullable(v.string()),
  claimTxid: v.nullable(v.string()),
  refundTxid: v.nullable(v.string()),
  confirmations: countSchema,
  confirmationsNeeded: countSchema,
  refundTime: v.nullable(timeSchema)
})

/** A trade as the node sees it. */
export const tradeSchema: WireSchema<TradeView> = v.object({
  id: idSchema,
  orderId: idSchema,
  role: v.picklist(['maker', 'taker']),
  state: v.string(),
  phase: phaseSchema,
  open: v.boolean(),
  cancellable: v.boolean(),
  words: v.object({ coins: v.string(), next: v.string(), worstCase: v.string() }),
  timeline: v.array(tradeStepSchema),
  pays: tradeLegSchema,
  receives: tradeLegSchema,
  counterparty: v.string(),
  createdAt: timeSchema,
  updatedAt: timeSchema
})

const oneTrade = v.strictObject({ id: idSchema })

/** GET /v1/trades */
export const listTrades = defineRoute({
  name: 'listTrades',
  method: 'get',
  path: '/v1/trades',
  summary: 'Trades of this node, newest first',
  tag: 'trades',
  status: 200,
  params: nothing,
  query: v.strictObject({ open: switchSchema }),
  body: nothing,
  answer: v.object({ trades: v.array(tradeSchema) }),
  errors: [],
  handle: async ({ node }, { query }) => ({ trades: [...(await node.trades(query))] })
})

/** GET /v1/trades/{id} */
export const getTrade = defineRoute({
  name: 'getTrade',
  method: 'get',
  path: '/v1/trades/{id}',
  summary: 'One trade: where the coins are, what comes next, what it can cost at worst',
  tag: 'trades',
  status: 200,
  params: oneTrade,
  query: nothing,
  body: nothing,
  answer: tradeSchema,
  errors: ['TRADE_UNKNOWN'],
  handle: ({ node }, { params }) => node.trade(params.id)
})

/** POST /v1/trades/{id}/cancel */
export const cancelTrade = defineRoute({
  name: 'cancelTrade',
  method: 'post',
  path: '/v1/trades/{id}/cancel',
  summary: 'Give up a trade in which no own coin is locked yet',
  tag: 'trades',
  status: 200,
  params: oneTrade,
  query: nothing,
  body: nothing,
  answer: tradeSchema,
  errors: ['TRADE_UNKNOWN', 'TRADE_NOT_CANCELLABLE'],
  handle: ({ node }, { params }) => node.cancelTrade(params.id)
})
