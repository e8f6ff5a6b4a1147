import type { PeerId } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { UnixSeconds } from '../../base/units.ts'
import type { PeerName } from '../../ports/peer-network.ts'
import { tcpAddress } from './identity.ts'
import type { KnownPeers } from './known-peers.ts'

/** Addresses kept for one peer from one origin. */
const MAX_ADDRESSES = 4
/** Peers whose addresses were heard of but that were never connected; the longest known one makes room. */
const MAX_HINTS = 256

/** Where peers can be reached: by configuration, discovery, their own word, and from earlier days. */
export class Contacts {
  readonly #known: KnownPeers
  readonly #configured = new Map<PeerName, readonly string[]>()
  readonly #hints = new Map<PeerName, readonly string[]>()

  constructor(known: KnownPeers) {
    this.#known = known
  }

  /** An address of the configuration: never forgotten. */
  configure(name: PeerName, address: Multiaddr): void {
    this.#configured.set(name, [...(this.#configured.get(name) ?? []), address.toString()])
  }

  /** Addresses that a peer gives for itself, or that were discovered. */
  hint(name: PeerName, addresses: readonly Multiaddr[]): void {
    const texts = plainAddresses(addresses)
    if (texts.length === 0) return
    const oldest = this.#hints.keys().next()
    if (this.#hints.size >= MAX_HINTS && oldest.done !== true) this.#hints.delete(oldest.value)
    this.#hints.set(name, texts)
  }

  /** Writes down a peer that is connected and welcome; `dialled` is the address that led to it, if any. */
  async remember(name: PeerName, dialled: Multiaddr | null, now: UnixSeconds): Promise<void> {
    const led = dialled === null ? [] : plainAddresses([dialled])
    await this.#known.remember(name, [...led, ...(this.#hints.get(name) ?? [])], now)
  }

  /** What to dial for a peer, each address once and ending in its id; `others` come last. */
  multiaddrs(peer: PeerId, others: readonly string[]): Multiaddr[] {
    const name = peer.toString()
    const texts = [
      ...(this.#configured.get(name) ?? []),
      ...this.#known.addresses(name),
      ...(this.#hints.get(name) ?? []),
      ...others.slice(0, MAX_ADDRESSES)
    ]
    const addresses = new Map<string, Multiaddr>()
    for (const text of texts) {
      const address = tcpAddress(text)?.encapsulate(`/p2p/${name}`)
      if (address !== undefined) addresses.set(address.toString(), address)
    }
    return [...addresses.values()]
  }
}

function plainAddresses(addresses: readonly Multiaddr[]): readonly string[] {
  const texts = addresses.map((address) => tcpAddress(address.toString())?.toString())
  return texts.filter((text) => text !== undefined).slice(0, MAX_ADDRESSES)
}
