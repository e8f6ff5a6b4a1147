import type { Connection, PeerId } from '@libp2p/interface'
import type { CodedError } from '../../base/coded-error.ts'
import type { UnixSeconds } from '../../base/units.ts'
import type { PeerEvent, PeerName, PeerView } from '../../ports/peer-network.ts'
import type { NodeStatus } from '../../../protocols/status/types.ts'
import { peerToBytes } from './identity.ts'
import { peerError } from './peer-errors.ts'

interface Entry {
  readonly peer: PeerId
  readonly connectedAt: UnixSeconds
  connection: Connection
  latencyMilliseconds: number | null
  status: NodeStatus | null
}

interface Waiter {
  readonly name: PeerName
  readonly settle: (error: CodedError | null) => void
}

/** The connected peers: what is known of each, and who waits for its status exchange to end. */
export class PeerTable {
  readonly #entries = new Map<PeerName, Entry>()
  readonly #waiters = new Set<Waiter>()
  readonly #listeners = new Set<(event: PeerEvent) => void>()

  /** Connected peers, welcome or not yet. */
  get size(): number {
    return this.#entries.size
  }

  /** A connection was opened; of several to one peer the newest counts. */
  connected(connection: Connection, now: UnixSeconds): void {
    const name = connection.remotePeer.toString()
    const known = this.#entries.get(name)
    if (known !== undefined) {
      known.connection = connection
      return
    }
    const entry = { peer: connection.remotePeer, connectedAt: now, connection }
    this.#entries.set(name, { ...entry, latencyMilliseconds: null, status: null })
    this.emit({ kind: 'connected', name })
  }

  /** The status exchange went well: who waits for it goes on. */
  welcomed(name: PeerName, status: NodeStatus): void {
    const entry = this.#entries.get(name)
    if (entry === undefined) return
    entry.status = status
    this.#settle(name, null)
    this.emit({ kind: 'status', name, status })
  }

  /** The status exchange of one connection failed; another one to the same peer may have gone well. */
  refused(name: PeerName, error: CodedError): void {
    if (this.isWelcome(name)) return
    this.#settle(name, error)
    this.emit({ kind: 'refused', name, code: error.code })
  }

  /** The last connection is gone: who waits learns `PEER_CLOSED`. */
  disconnected(name: PeerName): void {
    if (!this.#entries.delete(name)) return
    this.#settle(name, peerError('PEER_CLOSED'))
    this.emit({ kind: 'disconnected', name })
  }

  /** Notes a round trip, in milliseconds. */
  measured(name: PeerName, milliseconds: number): void {
    const entry = this.#entries.get(name)
    if (entry !== undefined) entry.latencyMilliseconds = Math.round(milliseconds)
  }

  /** Whether the status exchange with the peer went well. */
  isWelcome(name: PeerName): boolean {
    return (this.#entries.get(name)?.status ?? null) !== null
  }

  /** The connection to the peer, or null where there is none. */
  connectionOf(name: PeerName): Connection | null {
    return this.#entries.get(name)?.connection ?? null
  }

  /** The welcome peers. */
  peerIds(): readonly PeerId[] {
    return [...this.#entries.values()].filter(({ status }) => status !== null).map(({ peer }) => peer)
  }

  /** All connected peers, for people. */
  views(): readonly PeerView[] {
    return [...this.#entries].map(([name, entry]) => ({
      peer: peerToBytes(entry.peer),
      name,
      address: entry.connection.remoteAddr.toString(),
      direction: entry.connection.direction,
      connectedAt: entry.connectedAt,
      latencyMilliseconds: entry.latencyMilliseconds,
      status: entry.status
    }))
  }

  /**
   * Fulfils once the status exchange with the peer went well, at once where it did already.
   * @throws PeerNetworkError why it failed; `PEER_TIMEOUT` where `signal` aborts first.
   */
  async welcome(name: PeerName, signal: AbortSignal): Promise<void> {
    if (this.isWelcome(name)) return
    if (signal.aborted) throw peerError('PEER_TIMEOUT', signal.reason)
    await new Promise<void>((resolve, reject) => {
      const onAbort = (): void => waiter.settle(peerError('PEER_TIMEOUT', signal.reason))
      const waiter: Waiter = {
        name,
        settle: (error) => {
          this.#waiters.delete(waiter)
          signal.removeEventListener('abort', onAbort)
          if (error === null) resolve()
          else reject(error)
        }
      }
      this.#waiters.add(waiter)
      signal.addEventListener('abort', onAbort)
    })
  }

  /** Tells all listeners. */
  emit(event: PeerEvent): void {
    for (const listener of this.#listeners) listener(event)
  }

  /** Calls `listener` at each event from now on; the returned function ends that. */
  onEvent(listener: (event: PeerEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #settle(name: PeerName, error: CodedError | null): void {
    for (const waiter of this.#waiters) {
      if (waiter.name === name) waiter.settle(error)
    }
  }
}
