import type { PeerId } from '@libp2p/interface'
import type { PeerName } from '../../ports/peer-network.ts'
import type { Clock } from '../../ports/world.ts'

/** Whom to ping, how, and who wants to know. */
export interface PingLoopComponents {
  readonly clock: Clock
  readonly peers: () => readonly PeerId[]
  /** One round trip, in milliseconds. */
  readonly ping: (peer: PeerId, signal: AbortSignal) => Promise<number>
  readonly onLatency: (peer: PeerId, milliseconds: number) => void
  /** The peer did not answer: its connection is dead. One that does not know ping did answer. */
  readonly onSilence: (peer: PeerId) => void
}

/** A healthy connection answers within seconds, even over a bad line. */
const PING_TIMEOUT_MILLISECONDS = 15_000

/** Measures every peer's latency now and then, and finds connections that died without a word. */
export class PingLoop {
  readonly #components: PingLoopComponents
  readonly #interval: number
  readonly #underway = new Set<PeerName>()
  #cancel: () => void = () => undefined
  #stopped = false

  constructor(components: PingLoopComponents, intervalMilliseconds: number) {
    this.#components = components
    this.#interval = intervalMilliseconds
  }

  /** Schedules the next round. */
  start(): void {
    this.#cancel = this.#components.clock.after(this.#interval, () => void this.#round())
  }

  /** Ends the rounds; what is under way reports no silence any more. */
  stop(): void {
    this.#stopped = true
    this.#cancel()
  }

  /**
   * Pings one peer at once, and reports its latency or its silence. A peer that is pinged already is left alone:
   * libp2p refuses a second ping stream, and that refusal is no silence of the peer.
   */
  async measure(peer: PeerId): Promise<void> {
    const name = peer.toString()
    if (this.#underway.has(name)) return
    this.#underway.add(name)
    try {
      const signal = AbortSignal.timeout(PING_TIMEOUT_MILLISECONDS)
      this.#components.onLatency(peer, await this.#components.ping(peer, signal))
    } catch (error) {
      const isAlive = error instanceof Error && error.name === 'UnsupportedProtocolError'
      if (!this.#stopped && !isAlive) this.#components.onSilence(peer)
    } finally {
      this.#underway.delete(name)
    }
  }

  async #round(): Promise<void> {
    await Promise.all(this.#components.peers().map(async (peer) => this.measure(peer)))
    if (!this.#stopped) this.start()
  }
}
