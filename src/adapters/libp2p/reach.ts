import type { Libp2p, PeerId } from '@libp2p/interface'
import { PeerNetworkError, type PeerName } from '../../ports/peer-network.ts'
import type { Contacts } from './contacts.ts'
import { peerError, toPeerError } from './peer-errors.ts'
import type { PeerTable } from './peer-table.ts'

/** What reaching a peer needs. */
export interface ReachComponents {
  readonly node: Pick<Libp2p, 'dial'>
  readonly table: PeerTable
  readonly contacts: Contacts
  readonly isBanned: (name: PeerName) => boolean
  /** Time for dial, handshake and status exchange. */
  readonly connectMilliseconds: number
}

/** Makes sure that a peer is connected and welcome. */
export class Reach {
  readonly #components: ReachComponents

  constructor(components: ReachComponents) {
    this.#components = components
  }

  /**
   * Connects where needed, and waits for the status exchange.
   * @throws {@link PeerNetworkError} as PeerNetwork's `connect` and `sendTradeRequest` say.
   */
  async peer(peer: PeerId, addresses: readonly string[], signal?: AbortSignal): Promise<void> {
    const { table, isBanned, connectMilliseconds } = this.#components
    const name = peer.toString()
    if (isBanned(name)) throw peerError('PEER_BANNED')
    if (table.isWelcome(name)) return
    const done = new AbortController()
    const signals = [AbortSignal.timeout(connectMilliseconds), done.signal, ...(signal ? [signal] : [])]
    const limit = AbortSignal.any(signals)
    // Waits from before the dial, as the exchange may end with it; not looked at where the dial fails.
    const welcome = table.welcome(name, limit)
    welcome.catch(() => undefined)
    try {
      if (table.connectionOf(name) === null) await this.#dial(peer, addresses, limit)
      await welcome
    } catch (error) {
      throw toPeerError(error, 'PEER_UNREACHABLE')
    } finally {
      done.abort()
    }
  }

  async #dial(peer: PeerId, addresses: readonly string[], signal: AbortSignal): Promise<void> {
    const targets = this.#components.contacts.multiaddrs(peer, addresses)
    if (targets.length > 0) await this.#components.node.dial(targets, { signal })
    else if (addresses.length === 0) throw peerError('PEER_UNREACHABLE')
    else {
      throw new PeerNetworkError('ADDRESS_INVALID', 'no address of the peer can be dialled', {
        fault: 'peer'
      })
    }
  }
}
