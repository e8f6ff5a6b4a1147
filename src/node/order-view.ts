import type { OrderState, OrderView } from '../api/node-control.ts'
import type { OrderDesk, OwnOrder } from '../drivers/orders/order-desk.ts'
import type { TradeDesk } from '../drivers/trade/trade-desk.ts'
import type { LiveOrder } from '../exchange/order-book.ts'
import { orderIdText } from '../exchange/order.ts'
import { peerName } from './peer-name.ts'

/** Where orders and the trades on them are found. */
export interface OrderViewContext {
  readonly orders: OrderDesk
  readonly trades: TradeDesk
}

/** Live orders and own ones in every state, newest first. */
export function allOrders(context: OrderViewContext): readonly OrderView[] {
  const own = context.orders.own()
  const ownIds = new Set(own.map((order) => order.id))
  const others = context.orders.live().filter((live) => !ownIds.has(live.id))
  return [
    ...own.map((order) => ownOrderView(order, context)),
    ...others.map((live) => liveOrderView(live, context))
  ].sort((left, right) => right.createdAt - left.createdAt || (left.id < right.id ? -1 : 1))
}

/** A trade that this node has on an order and that was not given up. */
function tradeOn(id: string, trades: TradeDesk): { id: string; closed: boolean } | null {
  const found = trades
    .trades()
    .filter((runner) => runner.record.state.kind !== 'abandoned')
    .find((runner) => orderIdText(runner.record.state.deal.order) === id)
  return found === undefined ? null : { id: found.id, closed: found.record.state.kind === 'closed' }
}

function ownOrderView(own: OwnOrder, context: OrderViewContext): OrderView {
  const trade = tradeOn(own.id, context.trades)
  const state: OrderState = trade === null ? own.state : trade.closed ? 'filled' : 'taken'
  return view(own, { mine: true, state, tradeId: trade?.id ?? null })
}

/** A live order of somebody else. */
export function liveOrderView(live: LiveOrder, context: OrderViewContext): OrderView {
  const trade = tradeOn(live.id, context.trades)
  return view(live, { mine: false, state: 'live', tradeId: trade?.id ?? null })
}

function view(live: LiveOrder, known: Pick<OrderView, 'mine' | 'state' | 'tradeId'>): OrderView {
  const { order } = live.signed
  return {
    id: live.id,
    ...known,
    maker: peerName(order.peer),
    sell: order.sell,
    buy: order.buy,
    settlement: order.settlement,
    createdAt: order.createdAt,
    expiresAt: order.expiresAt
  }
}
