import { toHex, type Bytes } from '../../base/bytes.ts'
import type {
  OrderSyncSource,
  OrderValidator,
  PeerNetwork,
  SelfView,
  TradeRequestHandler
} from '../../ports/peer-network.ts'
import { PeerNetworkError } from '../../ports/peer-network.ts'
import type { OrderMessage } from '../../../protocols/order-gossip/types.ts'
import type { TradeRequest, TradeResponse } from '../../../protocols/trade-negotiation/types.ts'

/** What drivers use of the peer network. */
export type DriverNetwork = Pick<
  PeerNetwork,
  'self' | 'publishOrder' | 'onOrderMessages' | 'orderSyncSource' | 'sendTradeRequest' | 'onTradeRequest'
>

/**
 * Sees every trade message on its way and may change it, or lose it by throwing; that is how a dishonest or
 * silent peer is played.
 */
export interface Tamper {
  readonly request?: (from: string, request: TradeRequest) => TradeRequest
  readonly response?: (from: string, response: TradeResponse) => TradeResponse
}

/** A network of nodes in one process: every node reaches every other at once, unless it is offline. */
export class SimulatedPeers {
  readonly #nodes = new Map<string, SimulatedPeer>()
  tamper: Tamper = {}

  /** Adds a node under a name, or gives it back to a restarted one. */
  join(name: string): SimulatedPeer {
    const node = new SimulatedPeer(name, this)
    this.#nodes.set(toHex(node.self().peer), node)
    return node
  }

  /** The node with this peer id where it is reachable. */
  find(peer: Bytes): SimulatedPeer {
    const node = this.#nodes.get(toHex(peer))
    if (node === undefined || !node.online) {
      throw new PeerNetworkError('PEER_UNREACHABLE', 'the peer is offline', { fault: 'peer' })
    }
    return node
  }

  /** All others that are online. */
  others(of: SimulatedPeer): readonly SimulatedPeer[] {
    return [...this.#nodes.values()].filter((node) => node !== of && node.online)
  }
}

/** One node's place in {@link SimulatedPeers}. */
export class SimulatedPeer implements DriverNetwork {
  readonly name: string
  readonly #peers: SimulatedPeers
  readonly #pending = new Set<() => void>()
  #online = true
  #validator: OrderValidator | null = null
  #source: OrderSyncSource | null = null
  #handler: TradeRequestHandler | null = null

  constructor(name: string, peers: SimulatedPeers) {
    this.name = name
    this.#peers = peers
  }

  /** Whether others reach it. */
  get online(): boolean {
    return this.#online
  }

  /** Goes offline for good: who waits for an answer learns that the connection closed. */
  disconnect(): void {
    this.#online = false
    for (const close of this.#pending) close()
    this.#pending.clear()
  }

  self(): SelfView {
    const peer = new TextEncoder().encode(`peer ${this.name}`)
    return { peer, name: this.name, addresses: [] }
  }

  onOrderMessages(validator: OrderValidator): void {
    this.#validator = validator
  }

  orderSyncSource(source: OrderSyncSource): void {
    this.#source = source
  }

  onTradeRequest(handler: TradeRequestHandler): void {
    this.#handler = handler
  }

  async publishOrder(message: OrderMessage): Promise<number> {
    const others = this.#peers.others(this)
    for (const other of others) await other.#validator?.([message], this.name)
    return others.length
  }

  /** Takes over the order book of another node, as a new connection would. */
  async synchroniseFrom(other: SimulatedPeer): Promise<void> {
    if (other.#source === null || this.#validator === null) return
    for await (const message of other.#source()) await this.#validator([message], other.name)
  }

  /** What the handler answers, unless this node goes offline before. */
  #answer(handle: () => Promise<TradeResponse> | undefined): Promise<TradeResponse> {
    return new Promise((resolve, reject) => {
      const close = (): void =>
        reject(new PeerNetworkError('PEER_CLOSED', 'the peer went away', { fault: 'peer' }))
      this.#pending.add(close)
      const answered = handle() ?? Promise.reject(new Error('no handler'))
      answered.then(resolve, reject).finally(() => this.#pending.delete(close))
    })
  }

  async sendTradeRequest(
    peer: Bytes,
    _addresses: readonly string[],
    request: TradeRequest
  ): Promise<TradeResponse> {
    const { tamper } = this.#peers
    if (!this.online)
      throw new PeerNetworkError('PEER_UNREACHABLE', 'this node is offline', { fault: 'peer' })
    const node = this.#peers.find(peer)
    if (node.#handler === null) throw new PeerNetworkError('PEER_REFUSED', 'no handler', { fault: 'peer' })
    const sent = tamper.request?.(this.name, request) ?? request
    const response = await node.#answer(() => node.#handler?.(this.self().peer, sent))
    return tamper.response?.(node.name, response) ?? response
  }
}
