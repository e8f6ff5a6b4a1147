import { CodedError } from '../../src/base/coded-error.ts'
import { blockHeight, sats, seconds, unixSeconds, type Sats } from '../../src/base/units.ts'
import {
  ControlError,
  type AddressType,
  type AddressView,
  type BalanceView,
  type LedgerView,
  type NodeControl,
  type NodeEvent,
  type NodeStatus,
  type OrderFilter,
  type OrderView,
  type PeerView,
  type PlaceOrderRequest,
  type SendRequest,
  type TakenOrder,
  type TradeFilter,
  type TradePhase,
  type TradeView,
  type TransactionView
} from '../../src/api/node-control.ts'
import type { PaymentView } from '../../src/api/wallet-control.ts'
import { FakeWallet } from './fake-wallet.ts'

const NOW = 1_900_000_000

/** Peer ids of the fake network. */
export const OWN_PEER = '12D3KooWGRUaGMHVYTL8YBYBVV3uP7kRnHsYvEoaJnZzYz1wVqCi'
export const OTHER_PEER = '12D3KooWHFrmLWTTDD4NodngtRMEVYgxrsDMp4F9iSwYntZ9WjHa'

const STEPS: readonly [state: string, phase: TradePhase, words: string][] = [
  ['proposed', 'negotiating', 'The trade was proposed to the maker.'],
  ['makerLocking', 'locking', 'The maker is paying its escrow.'],
  ['takerLocking', 'locking', 'Your escrow is on its way.'],
  ['claiming', 'claiming', 'Your claim is on its way.'],
  ['closed', 'closed', 'Both sides have their coins.']
]

/** A node made of plain values: orders and trades move when the test says so. */
export class FakeNode implements NodeControl {
  readonly wallet = new FakeWallet()
  stopped = false
  readonly sent: SendRequest[] = []
  private readonly listeners = new Set<(event: NodeEvent) => void>()
  private readonly orderBook: OrderView[] = []
  private readonly tradeList: TradeView[] = []
  private peerList: PeerView[] = [peer(OTHER_PEER)]
  private counter = 0
  private available: Record<string, bigint> = { btc: 150_000_000n, ltc: 2_000_000_000n }

  get listenerCount(): number {
    return this.listeners.size
  }

  emit(event: NodeEvent): void {
    for (const listener of this.listeners) listener(event)
  }

  async status(): Promise<NodeStatus> {
    return {
      version: '0.1.0',
      codeHash: 'c0'.repeat(32),
      ruleSet: 1,
      network: 'local',
      peerId: OWN_PEER,
      addresses: ['/ip4/127.0.0.1/tcp/7770'],
      startedAt: unixSeconds(NOW - 3600),
      uptime: seconds(3600),
      ledgers: this.ledgers(),
      peers: this.peerList.length,
      ordersLive: this.orderBook.filter((order) => order.state === 'live').length,
      tradesOpen: this.tradeList.filter((trade) => trade.open).length
    }
  }

  ledgers(): LedgerView[] {
    return [
      ledgerView('btc', 'bitcoin-regtest', 'rBTC'),
      {
        ...ledgerView('ltc', 'litecoin-regtest', 'rLTC'),
        state: 'unreachable',
        reason: 'nothing answers at http://127.0.0.1:19443; start litecoind or correct ledgers.ltc.rpc_url'
      }
    ]
  }

  async peers(): Promise<readonly PeerView[]> {
    return this.peerList
  }

  async connectPeer(address: string): Promise<PeerView> {
    const id = address.split('/p2p/')[1]
    if (id === undefined) {
      throw new CodedError('ADDRESS_INVALID', 'the address does not end in /p2p/PEER-ID', { fault: 'user' })
    }
    if (address.includes('192.0.2.')) {
      throw new CodedError('PEER_UNREACHABLE', 'nobody answers at this address', { fault: 'peer' })
    }
    const connected = { ...peer(id), address }
    this.peerList = [...this.peerList, connected]
    this.emit({ kind: 'peer', peerId: id, connected: true, peers: this.peerList.length })
    return connected
  }

  async disconnectPeer(peerId: string): Promise<void> {
    if (!this.peerList.some((known) => known.peerId === peerId)) {
      throw new ControlError('PEER_UNKNOWN', 'no such peer is connected', { fault: 'user' })
    }
    this.peerList = this.peerList.filter((known) => known.peerId !== peerId)
    this.emit({ kind: 'peer', peerId, connected: false, peers: this.peerList.length })
  }

  async balances(): Promise<readonly BalanceView[]> {
    return [await this.balance('btc'), await this.balance('ltc')]
  }

  async balance(ledger: string): Promise<BalanceView> {
    this.checkLedger(ledger)
    return {
      ledger,
      symbol: ledger === 'btc' ? 'rBTC' : 'rLTC',
      available: sats(this.available[ledger] ?? 0n),
      pending: sats(ledger === 'btc' ? 25_000_001n : 0n),
      reserved: sats(0)
    }
  }

  async newAddress(ledger: string, type: AddressType): Promise<AddressView> {
    this.checkLedger(ledger)
    this.counter += 1
    return { ledger, type, address: `bcrt1${type === 'p2tr' ? 'p' : 'q'}address${this.counter}` }
  }

  async send(request: SendRequest): Promise<PaymentView> {
    this.checkLedger(request.ledger)
    if (request.ledger === 'ltc') {
      throw new CodedError('LEDGER_UNAVAILABLE', 'ltc is unreachable', { fault: 'daemon' })
    }
    const amount = request.amount === 'all' ? sats(149_999_000n) : request.amount
    this.checkFunds(request.ledger, amount)
    this.sent.push(request)
    const { ledger, reference } = request
    return { ledger, txid: 'aa'.repeat(32), amount, fee: sats(1000), reference }
  }

  async transactions(ledger: string): Promise<readonly TransactionView[]> {
    this.checkLedger(ledger)
    if (ledger === 'ltc') return []
    const time = unixSeconds(NOW - 600)
    return [
      {
        ledger,
        txid: 'ab'.repeat(32),
        direction: 'in',
        amount: sats(25_000_001n),
        fee: null,
        confirmations: 0,
        time,
        label: null
      },
      {
        ledger,
        txid: 'cd'.repeat(32),
        direction: 'out',
        amount: sats(1_000_000n),
        fee: sats(141),
        confirmations: 6,
        time,
        label: 'rent'
      }
    ]
  }

  async placeOrder(request: PlaceOrderRequest): Promise<OrderView> {
    this.checkLedger(request.sellLedger)
    this.checkLedger(request.buyLedger)
    this.checkFunds(request.sellLedger, request.sellAmount)
    return this.addOrder(request, true)
  }

  /** An order of somebody else, or an own one, appears. */
  addOrder(request: PlaceOrderRequest, mine: boolean): OrderView {
    const { sellLedger, sellAmount, buyLedger, buyAmount } = request
    const confirmations = request.confirmations ?? 3
    this.counter += 1
    const order: OrderView = {
      id: this.counter.toString(16).padStart(2, '0').repeat(32),
      mine,
      state: 'live',
      maker: mine ? OWN_PEER : OTHER_PEER,
      sell: { ledger: sellLedger, amount: sellAmount, confirmations },
      buy: { ledger: buyLedger, amount: buyAmount, confirmations },
      settlement: 'atomic',
      createdAt: unixSeconds(NOW),
      expiresAt: unixSeconds(NOW + request.lifeSeconds),
      tradeId: null
    }
    this.orderBook.unshift(order)
    this.emit({ kind: 'order', order })
    return order
  }

  async orders(filter: OrderFilter): Promise<readonly OrderView[]> {
    const { mine, ledger } = filter
    if (ledger !== null) this.checkLedger(ledger)
    return this.orderBook
      .filter((order) => !mine || order.mine)
      .filter((order) => ledger === null || order.sell.ledger === ledger || order.buy.ledger === ledger)
  }

  async order(id: string): Promise<OrderView> {
    const found = this.orderBook.find((order) => order.id === id)
    if (found) return found
    throw new ControlError('ORDER_UNKNOWN', 'this node knows no such order', { fault: 'user' })
  }

  async cancelOrder(id: string): Promise<OrderView> {
    const order = await this.order(id)
    if (!order.mine) throw new ControlError('ORDER_NOT_OWN', 'the order is not yours', { fault: 'user' })
    this.checkLive(order)
    return this.changeOrder({ ...order, state: 'cancelled' })
  }

  async takeOrder(id: string): Promise<TakenOrder> {
    const order = await this.order(id)
    if (order.mine) throw new ControlError('ORDER_OWN', 'the order is your own', { fault: 'user' })
    this.checkLive(order)
    const tradeId = id.slice(2) + 'ee'
    const leg = { fundingTxid: null, claimTxid: null, refundTxid: null, confirmations: 0 }
    this.changeOrder({ ...order, state: 'taken', tradeId })
    this.tradeList.unshift({
      id: tradeId,
      orderId: id,
      role: 'taker',
      state: 'none',
      phase: 'negotiating',
      open: true,
      cancellable: true,
      words: {
        coins: 'All coins are still in your wallet.',
        next: 'The maker answers, usually within seconds.',
        worstCase: 'Nothing: no coin has moved.'
      },
      timeline: [],
      pays: {
        ...leg,
        ledger: order.buy.ledger,
        amount: order.buy.amount,
        escrowAddress: null,
        confirmationsNeeded: order.buy.confirmations,
        refundTime: unixSeconds(NOW + 36_000)
      },
      receives: {
        ...leg,
        ledger: order.sell.ledger,
        amount: order.sell.amount,
        escrowAddress: null,
        confirmationsNeeded: order.sell.confirmations,
        refundTime: unixSeconds(NOW + 72_000)
      },
      counterparty: order.maker,
      createdAt: unixSeconds(NOW),
      updatedAt: unixSeconds(NOW)
    })
    this.advanceTrade(tradeId)
    return { orderId: id, tradeId }
  }

  /** Moves the trade one step on; false where it is closed. */
  advanceTrade(id: string): boolean {
    const trade = this.findTrade(id)
    const entry = STEPS[trade.timeline.length]
    if (!entry || !trade.open) return false
    const [state, phase, words] = entry
    const at = unixSeconds(NOW + trade.timeline.length * 60)
    const step = { at, state, phase, words }
    const funded = phase === 'locking' || phase === 'claiming' || phase === 'closed'
    const open = phase !== 'closed'
    const progress = {
      escrowAddress: funded ? 'bcrt1pescrow' : null,
      fundingTxid: funded ? 'f0'.repeat(32) : null,
      confirmations: funded ? 2 : 0
    }
    this.replaceTrade({
      ...trade,
      state,
      phase,
      open,
      cancellable: state === 'proposed',
      timeline: [...trade.timeline, step],
      pays: { ...trade.pays, ...progress },
      receives: { ...trade.receives, ...progress, claimTxid: open ? null : 'c1'.repeat(32) },
      updatedAt: at
    })
    this.emit({ kind: 'trade', tradeId: id, from: trade.timeline.at(-1)?.state ?? null, step })
    return open
  }

  async trades(filter: TradeFilter): Promise<readonly TradeView[]> {
    return this.tradeList.filter((trade) => !filter.open || trade.open)
  }

  async trade(id: string): Promise<TradeView> {
    return this.findTrade(id)
  }

  async cancelTrade(id: string): Promise<TradeView> {
    const trade = this.findTrade(id)
    if (!trade.cancellable) {
      throw new ControlError('TRADE_NOT_CANCELLABLE', 'coins are locked already: the trade ends by itself', {
        fault: 'user'
      })
    }
    const step = {
      at: unixSeconds(NOW),
      state: 'abandoned',
      phase: 'abandoned' as const,
      words: 'You gave it up.'
    }
    const ended = {
      ...trade,
      state: 'abandoned',
      phase: step.phase,
      open: false,
      cancellable: false,
      timeline: [...trade.timeline, step]
    }
    this.replaceTrade(ended)
    this.emit({ kind: 'trade', tradeId: id, from: trade.state, step })
    return ended
  }

  onEvent(listener: (event: NodeEvent) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  async stop(): Promise<void> {
    this.stopped = true
  }

  private findTrade(id: string): TradeView {
    const found = this.tradeList.find((trade) => trade.id === id)
    if (found) return found
    throw new ControlError('TRADE_UNKNOWN', 'this node knows no such trade', { fault: 'user' })
  }

  private replaceTrade(trade: TradeView): void {
    this.tradeList[this.tradeList.findIndex((known) => known.id === trade.id)] = trade
  }

  private changeOrder(order: OrderView): OrderView {
    this.orderBook[this.orderBook.findIndex((known) => known.id === order.id)] = order
    this.emit({ kind: 'order', order })
    return order
  }

  private checkLive(order: OrderView): void {
    if (order.state === 'live') return
    throw new ControlError('ORDER_NOT_LIVE', `the order is ${order.state}`, { fault: 'user' })
  }

  private checkLedger(ledger: string): void {
    if (ledger in this.available) return
    throw new ControlError('LEDGER_UNKNOWN', `this network has no ledger ${ledger}`, {
      fault: 'user',
      details: { ledger, known: Object.keys(this.available).join(', ') }
    })
  }

  private checkFunds(ledger: string, amount: Sats): void {
    const available = this.available[ledger] ?? 0n
    if (amount <= available) return
    throw new CodedError('INSUFFICIENT_FUNDS', `the wallet has too little on ${ledger}`, {
      fault: 'user',
      details: { available, needed: amount }
    })
  }
}

function ledgerView(id: string, chain: string, symbol: string): LedgerView {
  const medianTime = unixSeconds(NOW - 300)
  return { id, chain, symbol, state: 'ready', reason: null, height: blockHeight(217), medianTime }
}

function peer(peerId: string): PeerView {
  return {
    peerId,
    address: `/ip4/127.0.0.1/tcp/7771/p2p/${peerId}`,
    direction: 'outbound',
    connectedAt: unixSeconds(NOW - 1800),
    agent: 'bourse/0.1.0',
    latencyMilliseconds: 1.5
  }
}
