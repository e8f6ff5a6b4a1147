import type { Libp2p, PeerId } from '@libp2p/interface'
import { decodeOrderMessage, encodeOrderMessage, OrderTopic } from '../../../protocols/order-gossip/index.ts'
import type { OrderTopicPubsub } from '../../../protocols/order-gossip/index.ts'
import type { OrderMessage } from '../../../protocols/order-gossip/types.ts'
import { OrderSync, OrderSyncError } from '../../../protocols/order-sync/index.ts'
import type { OrderSyncSource, OrderValidator, OrderVerdict, PeerName } from '../../ports/peer-network.ts'
import type { Clock, Log } from '../../ports/world.ts'
import type { Offence } from './penalties.ts'
import { toPeerError } from './peer-errors.ts'

/** What the exchange of orders needs of the node around it. */
export interface OrderExchangeComponents {
  readonly node: Pick<Libp2p, 'handle' | 'unhandle' | 'dialProtocol'>
  readonly pubsub: OrderTopicPubsub
  readonly clock: Clock
  readonly log: Log
  readonly admit: (peer: PeerId, signal: AbortSignal) => Promise<void>
  readonly isWelcome: (name: PeerName) => boolean
  readonly isBanned: (name: PeerName) => boolean
  readonly charge: (peer: PeerId, offence: Offence) => void
  /** A stream failed, or a peer misbehaved. */
  readonly onFailure: (peer: PeerId, error: unknown) => void
}

/** A peer that is busy is asked again after this. */
const RETRY_MILLISECONDS = 65_000

/** Orders of other nodes: gossip, and a first synchronisation with each new peer, one at a time. */
export class OrderExchange {
  readonly #components: OrderExchangeComponents
  readonly #topic: OrderTopic
  readonly #sync: OrderSync<OrderMessage>
  readonly #stopping = new AbortController()
  readonly #retries = new Map<PeerName, () => void>()
  #validator: OrderValidator | null = null
  #source: OrderSyncSource | null = null
  #queue: Promise<void> = Promise.resolve()

  constructor(network: string, components: OrderExchangeComponents) {
    this.#components = components
    const { onFailure, admit } = components
    this.#topic = new OrderTopic(components.pubsub, {
      network,
      validate: async (message, from) => this.#judgeGossip(message, from),
      onFailure
    })
    this.#sync = new OrderSync<OrderMessage>(components.node, {
      network,
      codec: { encode: encodeOrderMessage, decode: decodeOrderMessage },
      source: () => this.#source?.() ?? null,
      receive: async (messages, from) => this.#receive(messages, from),
      admit,
      onFailure
    })
  }

  /** Who judges orders; until there is one, no order is asked for. */
  setValidator(validator: OrderValidator): void {
    this.#validator = validator
  }

  /** What a peer that asks is given; until there is one, it is refused. */
  setSource(source: OrderSyncSource): void {
    this.#source = source
  }

  /** Handles the protocol; to be called before the node starts, so that no peer finds it missing. */
  async start(): Promise<void> {
    await this.#sync.start()
  }

  /** Joins the topic; gossip can only do so once the node runs. */
  join(): void {
    this.#topic.start()
  }

  /** Ends retries and flows that are under way; fulfils once none is left. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    for (const cancel of this.#retries.values()) cancel()
    await this.#sync.stop()
    await this.#queue
  }

  /** Gossips a message; gives the number of peers that it was sent to. @throws WireError */
  async publish(message: OrderMessage): Promise<number> {
    return this.#topic.publish(message)
  }

  /** Asks a new peer for its live orders, after those who came before. */
  welcome(peer: PeerId): void {
    if (this.#validator === null) return
    this.#queue = this.#queue.then(async () => this.#fetch(peer))
  }

  async #fetch(peer: PeerId): Promise<void> {
    const name = peer.toString()
    if (this.#stopping.signal.aborted || !this.#components.isWelcome(name)) return
    try {
      const count = await this.#sync.fetch(peer, { signal: this.#stopping.signal })
      this.#components.log.debug('orders.synced', { peer: name, count })
    } catch (error) {
      if (this.#stopping.signal.aborted) return
      if (error instanceof OrderSyncError && error.details['reason'] === 'BUSY') this.#retry(peer)
      else this.#components.onFailure(peer, error)
    }
  }

  #retry(peer: PeerId): void {
    const name = peer.toString()
    this.#retries.get(name)?.()
    const cancel = this.#components.clock.after(RETRY_MILLISECONDS, () => {
      this.#retries.delete(name)
      this.welcome(peer)
    })
    this.#retries.set(name, cancel)
  }

  async #judgeGossip(message: OrderMessage, from: PeerId): Promise<OrderVerdict> {
    if (this.#components.isBanned(from.toString())) return 'ignore'
    const [verdict = 'ignore'] = await this.#judge([message], from)
    return verdict
  }

  async #receive(messages: readonly OrderMessage[], from: PeerId): Promise<void> {
    await this.#judge(messages, from)
    if (this.#components.isBanned(from.toString())) throw toPeerError(null, 'PEER_BANNED')
  }

  async #judge(messages: readonly OrderMessage[], from: PeerId): Promise<readonly OrderVerdict[]> {
    if (this.#validator === null) return []
    const verdicts = await this.#validator(messages, from.toString())
    for (const verdict of verdicts) {
      if (verdict === 'reject') this.#components.charge(from, 'rejected')
    }
    return verdicts
  }
}
