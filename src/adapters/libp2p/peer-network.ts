import '../../base/node20.ts'
import type { Connection, IdentifyResult, PeerId, PeerInfo } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import type { Bytes } from '../../base/bytes.ts'
import type { UnixSeconds } from '../../base/units.ts'
import {
  PeerNetworkError,
  type OrderSyncSource,
  type OrderValidator,
  type PeerEvent,
  type PeerName,
  type PeerNetwork,
  type PeerView,
  type SelfView,
  type TradeRequestHandler
} from '../../ports/peer-network.ts'
import { orderTopicName } from '../../../protocols/order-gossip/index.ts'
import type { OrderMessage } from '../../../protocols/order-gossip/types.ts'
import { incompatibility, StatusExchange } from '../../../protocols/status/index.ts'
import type { NodeStatus, StatusRefusalCode } from '../../../protocols/status/types.ts'
import { TradeNegotiation } from '../../../protocols/trade-negotiation/index.ts'
import type { TradeRequest, TradeResponse } from '../../../protocols/trade-negotiation/types.ts'
import { Conduct } from './conduct.ts'
import { Contacts } from './contacts.ts'
import { peerAddress, peerFromBytes, peerToBytes } from './identity.ts'
import { KnownPeers } from './known-peers.ts'
import { GossipRepair } from './gossip-repair.ts'
import type { BourseLibp2p } from './libp2p-node.ts'
import { listenError } from './listen-error.ts'
import { type PeerNetworkComponents, type PeerNetworkLimits, type PeerNetworkOptions } from './options.ts'
import { OrderExchange } from './order-exchange.ts'
import { toPeerError } from './peer-errors.ts'
import { PeerTable } from './peer-table.ts'
import { PingLoop } from './ping-loop.ts'
import { Reach } from './reach.ts'
import { Redial } from './redial.ts'

/** The options with every limit settled. */
export type PeerNetworkSettings = Omit<PeerNetworkOptions, 'limits'> & {
  readonly limits: PeerNetworkLimits
}

/** {@link PeerNetwork} over a libp2p node; made by createPeerNetwork. */
export class Libp2pPeerNetwork implements PeerNetwork {
  readonly #components: PeerNetworkComponents
  readonly #options: PeerNetworkSettings
  readonly #node: BourseLibp2p
  readonly #table = new PeerTable()
  readonly #known: KnownPeers
  readonly #contacts: Contacts
  readonly #conduct: Conduct
  readonly #status: StatusExchange
  readonly #trade: TradeNegotiation
  readonly #orders: OrderExchange
  readonly #pings: PingLoop
  readonly #gossip: GossipRepair
  readonly #redial: Redial
  readonly #reach: Reach
  #handler: TradeRequestHandler | null = null
  #running = false

  constructor(components: PeerNetworkComponents, options: PeerNetworkSettings, node: BourseLibp2p) {
    const { clock, log } = components
    const { limits } = options
    this.#components = components
    this.#options = options
    this.#node = node
    this.#known = new KnownPeers(components.store)
    this.#contacts = new Contacts(this.#known)
    this.#conduct = new Conduct(
      { clock, log, onBan: (peer, until) => void this.#drop(peer, until) },
      limits.banSeconds
    )
    this.#reach = new Reach({
      node,
      table: this.#table,
      contacts: this.#contacts,
      isBanned: (name) => this.isBanned(name),
      connectMilliseconds: limits.connectMilliseconds
    })
    const admit = async (peer: PeerId, signal: AbortSignal): Promise<void> =>
      this.#table.welcome(peer.toString(), signal)
    const onFailure = (peer: PeerId, error: unknown): void => this.#conduct.report(peer, error)
    this.#status = new StatusExchange(node, {
      own: options.status,
      judge: (peer, status) => this.#judge(peer, status),
      onWelcome: (connection, status) => this.#onWelcome(connection, status),
      onFailure: (connection, error) => this.#onRefused(connection, error)
    })
    this.#trade = new TradeNegotiation(node, {
      handler: async (peer, request) => this.#handle(peer, request),
      admit,
      onFailure
    })
    this.#orders = this.#createOrders(admit, onFailure)
    this.#pings = new PingLoop(
      {
        clock,
        peers: () => this.#table.peerIds(),
        ping: async (peer, signal) => node.services.ping.ping(peer, { signal }),
        onLatency: (peer, milliseconds) => this.#table.measured(peer.toString(), milliseconds),
        onSilence: (peer) => this.#abort(peer, 'no pong')
      },
      limits.pingMilliseconds
    )
    this.#gossip = new GossipRepair({
      ...components,
      node,
      topic: orderTopicName(options.network),
      peers: () => this.#table.peerIds(),
      onRestored: (peer) => this.#orders.welcome(peer)
    })
    this.#redial = this.#createRedial()
  }

  async start(): Promise<void> {
    const node = this.#node
    const known = await this.#known.load(this.#components.clock.now())
    // Before the status exchange listens, so that its peers are in the table.
    node.addEventListener('connection:open', this.#onConnection)
    node.addEventListener('connection:close', this.#onConnectionClose)
    node.addEventListener('peer:disconnect', this.#onDisconnect)
    node.addEventListener('peer:identify', this.#onIdentify)
    node.addEventListener('peer:discovery', this.#onDiscovery)
    await Promise.all([this.#status.start(), this.#trade.start(), this.#orders.start()])
    try {
      await node.start()
    } catch (error) {
      throw listenError(error)
    }
    this.#running = true
    this.#orders.join()
    this.#pings.start()
    this.#gossip.start()
    for (const text of this.#options.bootstrap ?? []) {
      const { peer, address } = peerAddress(text)
      this.#contacts.configure(peer.toString(), address)
      if (!peer.equals(node.peerId)) this.#redial.keep(peer.toString(), 'always')
    }
    for (const { name } of known) this.#redial.keep(name, 'known')
  }

  async stop(): Promise<void> {
    this.#running = false
    this.#redial.stop()
    this.#pings.stop()
    this.#gossip.stop()
    await this.#orders.stop()
    await this.#trade.stop()
    await this.#status.stop()
    await this.#node.stop()
  }

  self(): SelfView {
    this.#requireRunning()
    const addresses = this.#node.getMultiaddrs().map((address) => address.decapsulate('/p2p').toString())
    return { peer: peerToBytes(this.#node.peerId), name: this.#node.peerId.toString(), addresses }
  }

  peers(): readonly PeerView[] {
    return this.#table.views()
  }

  onPeerEvent(listener: (event: PeerEvent) => void): () => void {
    return this.#table.onEvent(listener)
  }

  isBanned(name: PeerName): boolean {
    return this.#conduct.isBanned(name)
  }

  async disconnect(name: PeerName): Promise<boolean> {
    const connection = this.#table.connectionOf(name)
    this.#redial.forget(name)
    if (connection === null) return false
    await this.#node.hangUp(connection.remotePeer)
    return true
  }

  async connect(address: string): Promise<PeerName> {
    this.#requireRunning()
    const { peer } = peerAddress(address)
    await this.#reach.peer(peer, [address])
    return peer.toString()
  }

  async sendTradeRequest(
    peer: Bytes,
    addresses: readonly string[],
    request: TradeRequest,
    signal?: AbortSignal
  ): Promise<TradeResponse> {
    this.#requireRunning()
    const id = peerFromBytes(peer)
    await this.#reach.peer(id, addresses, signal)
    try {
      return await this.#trade.request(id, request, signal ? { signal } : {})
    } catch (error) {
      this.#conduct.report(id, error)
      throw toPeerError(error, 'PEER_CLOSED')
    }
  }

  onTradeRequest(handler: TradeRequestHandler): void {
    this.#handler = handler
  }

  async publishOrder(message: OrderMessage): Promise<number> {
    this.#requireRunning()
    return this.#orders.publish(message)
  }

  onOrderMessages(validator: OrderValidator): void {
    this.#orders.setValidator(validator)
  }

  orderSyncSource(source: OrderSyncSource): void {
    this.#orders.setSource(source)
  }

  async #handle(peer: PeerId, request: TradeRequest): Promise<TradeResponse> {
    if (this.#handler !== null) return this.#handler(peerToBytes(peer), request)
    return { kind: 'refuse', code: 'BUSY', reason: 'this node does not trade' }
  }

  #judge(peer: PeerId, status: NodeStatus): StatusRefusalCode | null {
    const name = peer.toString()
    if (this.isBanned(name)) return 'BANNED'
    const isInbound = this.#table.connectionOf(name)?.direction === 'inbound'
    if (isInbound && this.#table.size > this.#options.limits.maxPeers) return 'FULL'
    return incompatibility(this.#options.status(), status)
  }

  #createOrders(
    admit: (peer: PeerId, signal: AbortSignal) => Promise<void>,
    onFailure: (peer: PeerId, error: unknown) => void
  ): OrderExchange {
    return new OrderExchange(this.#options.network, {
      node: this.#node,
      pubsub: this.#node.services.pubsub,
      ...this.#components,
      admit,
      isWelcome: (name) => this.#table.isWelcome(name),
      isBanned: (name) => this.isBanned(name),
      charge: (peer, offence) => this.#conduct.charge(peer, offence),
      onFailure
    })
  }

  #createRedial(): Redial {
    const { limits } = this.#options
    return new Redial(
      {
        ...this.#components,
        dial: async (name) => this.#reach.peer(peerIdFromString(name), []),
        isConnected: (name) => this.#table.connectionOf(name) !== null,
        isLonely: () => this.#table.size < limits.wantedPeers
      },
      { firstMilliseconds: limits.redialFirstMilliseconds, maxMilliseconds: limits.redialMaxMilliseconds }
    )
  }

  readonly #onConnection = (event: CustomEvent<Connection>): void => {
    this.#table.connected(event.detail, this.#components.clock.now())
  }

  readonly #onConnectionClose = (event: CustomEvent<Connection>): void => {
    const { remotePeer } = event.detail
    const survivor = this.#node.getConnections(remotePeer).findLast(({ status }) => status === 'open')
    if (survivor !== undefined) this.#table.connected(survivor, this.#components.clock.now())
    this.#gossip.connectionClosed(remotePeer)
  }

  readonly #onDisconnect = (event: CustomEvent<PeerId>): void => {
    const name = event.detail.toString()
    this.#table.disconnected(name)
    this.#redial.disconnected(name)
  }

  readonly #onIdentify = (event: CustomEvent<IdentifyResult>): void => {
    const name = event.detail.peerId.toString()
    this.#contacts.hint(name, event.detail.listenAddrs)
    if (this.#table.isWelcome(name)) this.#remember(event.detail.connection)
  }

  readonly #onDiscovery = (event: CustomEvent<PeerInfo>): void => {
    const { id, multiaddrs } = event.detail
    if (id.equals(this.#node.peerId)) return
    this.#contacts.hint(id.toString(), multiaddrs)
    this.#redial.keep(id.toString(), 'known')
  }

  #onWelcome(connection: Connection, status: NodeStatus): void {
    const { remotePeer } = connection
    this.#components.log.debug('peer.welcome', { peer: remotePeer.toString(), agent: status.agent })
    this.#table.welcomed(remotePeer.toString(), status)
    this.#remember(connection)
    void this.#pings.measure(remotePeer)
    this.#orders.welcome(remotePeer)
  }

  #onRefused(connection: Connection, error: unknown): void {
    const { remotePeer } = connection
    this.#conduct.report(remotePeer, error)
    this.#table.refused(remotePeer.toString(), toPeerError(error, 'PEER_CLOSED'))
  }

  #remember(connection: Connection): void {
    const dialled = connection.direction === 'outbound' ? connection.remoteAddr : null
    const name = connection.remotePeer.toString()
    this.#contacts.remember(name, dialled, this.#components.clock.now()).catch((error: unknown) => {
      this.#components.log.warn('peers.store.failed', { reason: String(error) })
    })
  }

  async #drop(peer: PeerId, until: UnixSeconds): Promise<void> {
    this.#table.emit({ kind: 'banned', name: peer.toString(), until })
    try {
      await this.#node.hangUp(peer)
    } catch {
      this.#abort(peer, 'banned')
    }
  }

  #abort(peer: PeerId, reason: string): void {
    for (const connection of this.#node.getConnections(peer)) connection.abort(new Error(reason))
  }

  #requireRunning(): void {
    if (this.#running) return
    throw new PeerNetworkError('NETWORK_STOPPED', 'the network is not running', { fault: 'internal' })
  }
}
