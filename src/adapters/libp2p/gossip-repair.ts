import type { Connection, PeerId } from '@libp2p/interface'
import { errorCode } from '../../base/coded-error.ts'
import type { PeerName } from '../../ports/peer-network.ts'
import type { Clock, Log, Random } from '../../ports/world.ts'
import type { BourseLibp2p } from './libp2p-node.ts'

/** What the repair needs of the node around it. */
export interface GossipRepairComponents {
  readonly node: Pick<BourseLibp2p, 'peerId' | 'getConnections' | 'services'>
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** The topic that every welcome peer is expected to gossip. */
  readonly topic: string
  /** The welcome peers. */
  readonly peers: () => readonly PeerId[]
  /** Gossip with the peer stands again; what was published in between did not arrive. */
  readonly onRestored: (peer: PeerId) => void
}

interface Suspect {
  /** Checks in a row that found no gossip with the peer. */
  misses: number
  repairs: number
}

/** Gossip stands within two round trips of the welcome: one that takes longer than this is not on its way. */
const CHECK_MILLISECONDS = 2_000
/** The peer of the smaller id repairs first, the other one only where that did not help: never both at once. */
const FIRST_MISSES = 2
const SECOND_MISSES = 4
/** A peer that does not gossip after so many repairs does not want to, or cannot. */
const MAX_REPAIRS = 5
const IDENTIFY_TIMEOUT_MILLISECONDS = 10_000

/**
 * Finds welcome peers without gossip, and brings it back. Gossipsub keeps one outbound stream to a peer, on one of
 * its connections, and forgets the peer where reading from it fails; it opens the stream anew only when the peer
 * is identified. After two nodes dialled each other at once, the end of one connection thus leaves them connected
 * without gossip. The cure is to identify the peer again over a connection that lives, in stubborn cases after a
 * reset of the gossip streams, so that both sides forget them. Other streams, of trades above all, stay open.
 */
export class GossipRepair {
  readonly #components: GossipRepairComponents
  readonly #suspects = new Map<PeerName, Suspect>()
  readonly #stopping = new AbortController()
  #cancel: () => void = () => undefined

  constructor(components: GossipRepairComponents) {
    this.#components = components
  }

  /** Schedules the next check. */
  start(): void {
    const [jitter = 0] = this.#components.random.bytes(1)
    this.#cancel = this.#components.clock.after(CHECK_MILLISECONDS * (0.75 + jitter / 512), () => {
      void this.#round()
    })
  }

  /** Ends checks and repairs. */
  stop(): void {
    this.#stopping.abort()
    this.#cancel()
  }

  /** A connection ended. Where another one to the same peer lives, its gossip may have to move there. */
  connectionClosed(peer: PeerId): void {
    const name = peer.toString()
    if (this.#liveConnections(peer).length === 0) {
      this.#suspects.delete(name)
      return
    }
    if (!this.#suspects.has(name)) this.#suspects.set(name, { misses: 0, repairs: 0 })
    if (!this.#hasOutboundStream(peer)) void this.#identify(peer)
  }

  async #round(): Promise<void> {
    await Promise.all(this.#components.peers().map(async (peer) => this.#check(peer)))
    if (!this.#stopping.signal.aborted) this.start()
  }

  async #check(peer: PeerId): Promise<void> {
    const name = peer.toString()
    const suspect = this.#suspects.get(name) ?? { misses: 0, repairs: 0 }
    if (this.#hasGossip(peer)) {
      if (this.#suspects.delete(name)) this.#restored(peer, suspect)
      return
    }
    suspect.misses++
    this.#suspects.set(name, suspect)
    const isFirst = this.#components.node.peerId.toString() < name
    const patience = isFirst ? FIRST_MISSES : SECOND_MISSES
    if (suspect.misses < patience || suspect.repairs >= MAX_REPAIRS) return
    suspect.misses = 0
    suspect.repairs++
    this.#resetStreams(peer)
    await this.#identify(peer)
  }

  #restored(peer: PeerId, { repairs }: Suspect): void {
    this.#components.log.info('peer.gossip-repaired', { peer: peer.toString(), repairs })
    this.#components.onRestored(peer)
  }

  #hasGossip(peer: PeerId): boolean {
    const { node, topic } = this.#components
    return (
      this.#hasOutboundStream(peer) &&
      node.services.pubsub.getSubscribers(topic).some((other) => other.equals(peer))
    )
  }

  #hasOutboundStream(peer: PeerId): boolean {
    const { protocols } = this.#components.node.services.pubsub
    return this.#liveConnections(peer).some(({ streams }) =>
      streams.some(
        ({ direction, protocol, writeStatus }) =>
          direction === 'outbound' && writeStatus === 'writable' && protocols.includes(protocol)
      )
    )
  }

  /** Makes both sides forget what they know of each other's gossip. */
  #resetStreams(peer: PeerId): void {
    const { protocols } = this.#components.node.services.pubsub
    for (const { streams } of this.#liveConnections(peer)) {
      for (const stream of streams) {
        if (protocols.includes(stream.protocol)) stream.abort(new Error('gossip restarts'))
      }
    }
  }

  /** Identify's event makes gossipsub open its stream, which carries the own subscriptions. */
  async #identify(peer: PeerId): Promise<void> {
    const [connection] = this.#liveConnections(peer)
    if (connection === undefined || this.#stopping.signal.aborted) return
    const timeout = AbortSignal.timeout(IDENTIFY_TIMEOUT_MILLISECONDS)
    try {
      await this.#components.node.services.identify.identify(connection, {
        signal: AbortSignal.any([timeout, this.#stopping.signal])
      })
    } catch (error) {
      // The next check finds gossip missing still.
      this.#components.log.debug('peer.identify.failed', { peer: peer.toString(), code: errorCode(error) })
    }
  }

  #liveConnections(peer: PeerId): readonly Connection[] {
    return this.#components.node.getConnections(peer).filter(({ status }) => status === 'open')
  }
}
