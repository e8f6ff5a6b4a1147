import { shortCoinsText } from '../ledgers/bitcoin/coins-text.ts'
import {
  ControlError,
  type BalanceView,
  type ControlErrorCode,
  type LedgerView,
  type NodeControl,
  type NodeEvent,
  type NodeStatus,
  type OrderView,
  type PeerView,
  type TransactionView
} from '../api/node-control.ts'
import { toHex, type Bytes } from '../base/bytes.ts'
import { sats, seconds, unixSeconds, type UnixSeconds } from '../base/units.ts'
import type { OrderDesk } from '../drivers/orders/order-desk.ts'
import type { HistoryEntry } from '../drivers/wallet/history.ts'
import { isEnded } from '../exchange/trade/states.ts'
import type { TradeDesk } from '../drivers/trade/trade-desk.ts'
import type { LedgerId } from '../ledgers/ledger.ts'
import type { PeerNetwork, PeerView as NetworkPeer } from '../ports/peer-network.ts'
import type { Clock } from '../ports/world.ts'
import type { NodeConfig } from './config.ts'
import type { LedgerStack } from './ledger-stack.ts'
import { allOrders, type OrderViewContext } from './order-view.ts'
import { RULE_SET_VERSION } from './rule-set.ts'
import { WalletController } from './wallet-controller.ts'
import { tradeStep, tradeView, type TradeViewContext } from './trade-view.ts'

/** The parts of a running node that its control speaks for. */
export interface ControlledNode {
  readonly config: NodeConfig
  readonly version: string
  readonly codeHash: Bytes
  readonly clock: Clock
  readonly network: PeerNetwork
  readonly stacks: readonly LedgerStack[]
  readonly orders: OrderDesk
  readonly trades: TradeDesk
  readonly startedAt: UnixSeconds
  /** Text of an encrypted backup file. */
  readonly makeBackup: () => Promise<string>
  /** Begins a clean stop. */
  readonly stop: () => void
}

/** What the local API, the page and the command line can do with this node. */
export class NodeController implements NodeControl {
  readonly wallet: WalletController
  readonly #node: ControlledNode
  readonly #orderContext: OrderViewContext
  readonly #tradeContext: TradeViewContext

  constructor(node: ControlledNode) {
    this.#node = node
    this.wallet = new WalletController(node.stacks, node.makeBackup)
    this.#orderContext = { orders: node.orders, trades: node.trades }
    this.#tradeContext = {
      chainOf: (ledger) => node.stacks.find((stack) => stack.config.id === ledger)?.config.chain,
      phrasing: { amount: amountText, time: timeText }
    }
  }

  async status(): Promise<NodeStatus> {
    const { config, version, codeHash, clock, network, stacks, orders, trades, startedAt } = this.#node
    const self = network.self()
    return {
      version,
      codeHash: toHex(codeHash),
      ruleSet: RULE_SET_VERSION,
      network: config.network,
      peerId: self.name,
      addresses: self.addresses.map((address) => `${address}/p2p/${self.name}`),
      startedAt,
      uptime: seconds(Math.max(0, clock.now() - startedAt)),
      ledgers: stacks.map(ledgerView),
      peers: network.peers().length,
      ordersLive: orders.live().length,
      tradesOpen: trades.trades().filter((runner) => !isEnded(runner.record.state)).length
    }
  }

  async peers(): Promise<readonly PeerView[]> {
    return this.#node.network.peers().map(peerView)
  }

  async connectPeer(address: string): Promise<PeerView> {
    const name = await this.#node.network.connect(address)
    const peer = this.#node.network.peers().find((candidate) => candidate.name === name)
    if (peer === undefined) throw refusal('PEER_UNKNOWN', 'the peer went away at once: try again')
    return peerView(peer)
  }

  async disconnectPeer(peerId: string): Promise<void> {
    if (await this.#node.network.disconnect(peerId)) return
    throw refusal('PEER_UNKNOWN', 'no such peer is connected: see `bourse peers`')
  }

  async balances(): Promise<readonly BalanceView[]> {
    return this.#node.stacks.map(balanceView)
  }

  async balance(ledger: LedgerId): Promise<BalanceView> {
    return balanceView(this.#stack(ledger))
  }

  async newAddress(ledger: LedgerId, type: 'p2wpkh' | 'p2tr') {
    const address = await this.#stack(ledger).wallet.newAddress(type === 'p2tr' ? 86 : 84)
    return { ledger, type, address }
  }

  async send(request: Parameters<NodeControl['send']>[0]) {
    const { ledger, address, feeRate, reference } = request
    const sent = await this.#stack(ledger).wallet.send({
      reference,
      address,
      amount: request.amount === 'all' ? 'everything' : request.amount,
      ...(feeRate === null ? {} : { feeRate })
    })
    return { ledger, txid: sent.txid, amount: sent.amount, fee: sent.fee, reference }
  }

  async transactions(ledger: LedgerId): Promise<readonly TransactionView[]> {
    const { wallet } = this.#stack(ledger)
    const now = this.#node.clock.now()
    return wallet.history().map((entry) => transactionView(ledger, entry, now))
  }

  async placeOrder(request: Parameters<NodeControl['placeOrder']>[0]): Promise<OrderView> {
    const leg = (id: LedgerId, amount: typeof request.sellAmount) => ({
      ledger: id,
      amount,
      confirmations: request.confirmations ?? this.#stack(id).config.confirmations
    })
    this.#requireReady(request.buyLedger)
    this.#requireFunds(request.sellLedger, request.sellAmount)
    const live = await this.#node.orders.place({
      sell: leg(request.sellLedger, request.sellAmount),
      buy: leg(request.buyLedger, request.buyAmount),
      lifeSeconds: request.lifeSeconds
    })
    return await this.order(live.id)
  }

  async orders(filter: Parameters<NodeControl['orders']>[0]): Promise<readonly OrderView[]> {
    return allOrders(this.#orderContext).filter(
      (order) =>
        (!filter.mine || order.mine) &&
        (filter.ledger === null || order.sell.ledger === filter.ledger || order.buy.ledger === filter.ledger)
    )
  }

  async order(id: string): Promise<OrderView> {
    const order = allOrders(this.#orderContext).find((candidate) => candidate.id === id)
    if (order === undefined) throw refusal('ORDER_UNKNOWN', 'no order with this id: see `bourse order list`')
    return order
  }

  async cancelOrder(id: string): Promise<OrderView> {
    const order = await this.order(id)
    if (!order.mine) throw refusal('ORDER_NOT_OWN', 'only the node that placed an order can cancel it')
    if (order.state !== 'live')
      throw refusal('ORDER_NOT_LIVE', `the order is ${order.state}: nothing to cancel`)
    await this.#node.orders.withdraw(id, 'cancelled')
    return await this.order(id)
  }

  async takeOrder(id: string) {
    const live = this.#node.orders.order(id)
    // A trade that cannot be carried out here would only tie the maker up until it gives up.
    if (live !== undefined && !this.#node.orders.isOwn(live.signed.order)) {
      const { sell, buy } = live.signed.order
      this.#requireReady(sell.ledger)
      this.#requireFunds(buy.ledger, buy.amount)
    }
    return { orderId: id, tradeId: await this.#node.trades.take(id) }
  }

  async trades(filter: Parameters<NodeControl['trades']>[0]) {
    return this.#node.trades
      .trades()
      .filter((runner) => !filter.open || !isEnded(runner.record.state))
      .map((runner) => tradeView(runner, this.#tradeContext))
      .toReversed()
  }

  async trade(id: string) {
    return tradeView(this.#node.trades.trade(id), this.#tradeContext)
  }

  async cancelTrade(id: string) {
    await this.#node.trades.cancel(id)
    return await this.trade(id)
  }

  onEvent(listener: (event: NodeEvent) => void): () => void {
    const { orders, trades, network, stacks } = this.#node
    const ends = [
      orders.onChange((event) => {
        const order = allOrders(this.#orderContext).find((candidate) => candidate.id === event.id)
        if (order !== undefined) listener({ kind: 'order', order })
      }),
      trades.onChange((record, from) => {
        const moment = record.timeline.at(-1)
        if (moment === undefined) return
        const tradeId = toHex(record.state.deal.negotiationId)
        listener({ kind: 'trade', tradeId, from, step: tradeStep(moment, record.state) })
      }),
      network.onPeerEvent((event) => {
        if (event.kind !== 'status' && event.kind !== 'disconnected') return
        const connected = event.kind === 'status'
        listener({ kind: 'peer', peerId: event.name, connected, peers: network.peers().length })
      }),
      ...stacks.map((stack) => this.#onLedger(stack, listener))
    ]
    return () => ends.forEach((end) => end())
  }

  async stop(): Promise<void> {
    this.#node.stop()
  }

  /** Ledger events where something that people see has changed. */
  #onLedger(stack: LedgerStack, listener: (event: NodeEvent) => void): () => void {
    let shown = ''
    return stack.follower.onChange(() => {
      const ledger = ledgerView(stack)
      const now = JSON.stringify(ledger)
      if (now !== shown) listener({ kind: 'ledger', ledger })
      shown = now
      listener({ kind: 'wallet', ledger: stack.config.id })
    })
  }

  /** @throws ControlError `LEDGER_UNAVAILABLE` where nobody can say what is on the ledger right now. */
  #requireReady(id: LedgerId): void {
    const { state } = this.#stack(id).follower.status()
    if (state === 'ready') return
    throw new ControlError(
      'LEDGER_UNAVAILABLE',
      `ledger ${id} is ${state}, not ready: see what it lacks with \`bourse status\``,
      { fault: 'daemon', details: { ledger: id, state } }
    )
  }

  /** @throws ControlError `LEDGER_UNAVAILABLE`, `INSUFFICIENT_FUNDS`: an order that nobody can trade is none. */
  #requireFunds(id: LedgerId, amount: bigint): void {
    this.#requireReady(id)
    const available = this.#stack(id).wallet.balance().confirmed
    if (available > amount) return
    throw new ControlError(
      'INSUFFICIENT_FUNDS',
      `the wallet can spend ${amountText(id, available)} now, which does not cover ${amountText(id, amount)} and the fee`,
      { fault: 'user', details: { ledger: id, available, amount } }
    )
  }

  #stack(id: LedgerId): LedgerStack {
    const stack = this.#node.stacks.find((candidate) => candidate.config.id === id)
    if (stack === undefined)
      throw refusal('LEDGER_UNKNOWN', `this node has no ledger ${id}: see \`bourse status\``)
    return stack
  }
}

function refusal(code: ControlErrorCode, message: string): ControlError {
  return new ControlError(code, message, { fault: 'user' })
}

function ledgerView(stack: LedgerStack): LedgerView {
  const { state, reason, height } = stack.follower.status()
  const { chain, id } = stack.config
  return {
    id,
    chain: chain.name,
    symbol: chain.symbol,
    state,
    reason: reason === '' ? null : reason,
    height,
    medianTime: stack.follower.tip()?.medianTime ?? null
  }
}

function balanceView(stack: LedgerStack): BalanceView {
  const { confirmed, pending, immature, locked } = stack.wallet.balance()
  const { chain, id } = stack.config
  return {
    ledger: id,
    symbol: chain.symbol,
    available: confirmed,
    pending: sats(pending + immature),
    reserved: locked
  }
}

function peerView(peer: NetworkPeer): PeerView {
  return {
    peerId: peer.name,
    address: peer.address,
    direction: peer.direction,
    connectedAt: peer.connectedAt,
    agent: peer.status?.agent ?? null,
    latencyMilliseconds: peer.latencyMilliseconds
  }
}

function transactionView(ledger: LedgerId, entry: HistoryEntry, now: UnixSeconds): TransactionView {
  const { received, spent, purpose } = entry
  const fee = purpose?.fee ?? null
  const outgoing = spent > received
  const moved = outgoing ? spent - received - (fee ?? 0n) : received - spent
  return {
    ledger,
    txid: entry.txid,
    direction: !outgoing ? 'in' : moved > 0n ? 'out' : 'internal',
    amount: sats(moved > 0n ? moved : 0n),
    fee,
    confirmations: entry.confirmations,
    time: entry.time ?? now,
    label: entry.label ?? (purpose === null ? null : labelOf(purpose.reference))
  }
}

/** What people call a payment: trades name theirs by their whole id. */
function labelOf(reference: string): string {
  const trade = /^trade-(?:maker|taker)-([0-9a-f]{12})[0-9a-f]{52}$/.exec(reference)?.[1]
  return trade === undefined ? reference : `trade ${trade} escrow`
}

/** `0.05 btc`: all decimals that matter, never in scientific form. */
function amountText(ledger: string, amount: bigint): string {
  return `${shortCoinsText(amount)} ${ledger}`
}

function timeText(at: UnixSeconds): string {
  return `${new Date(unixSeconds(at) * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
