import { concatBytes, type Bytes } from '../../base/bytes.ts'
import { CodedError } from '../../base/coded-error.ts'
import { unixSeconds, type UnixSeconds } from '../../base/units.ts'
import type { PeerName } from '../../ports/peer-network.ts'
import type { Store, StoreChange } from '../../ports/store.ts'

/** A peer that was connected and welcome once, and where. */
export interface KnownPeer {
  readonly name: PeerName
  /** TCP multiaddrs without the peer id, 1 to 4. */
  readonly addresses: readonly string[]
  readonly lastSeen: UnixSeconds
}

/** A stored record that cannot be read. */
export class KnownPeerError extends CodedError<'PEER_RECORD_INVALID'> {}

/** First byte of a record. */
const VERSION = 1
const MAX_ADDRESSES = 4
const MAX_ADDRESS_LENGTH = 128
/** More than are ever dialled: enough to come back after a long absence. */
const MAX_PEERS = 256
/** A peer that was not seen for this long is forgotten. */
const FORGET_SECONDS = 30 * 24 * 3600
/** A peer that stays as it was is written again after this long. */
const REFRESH_SECONDS = 3600

/** The peers of the bucket `peers`, kept in memory too; key is the peer's name. */
export class KnownPeers {
  readonly #store: Store
  readonly #peers = new Map<PeerName, KnownPeer>()

  constructor(store: Store) {
    this.#store = store
  }

  /** Reads the bucket and forgets what is old, unreadable or beyond the limit. */
  async load(now: UnixSeconds): Promise<readonly KnownPeer[]> {
    const stale: StoreChange[] = []
    const found: KnownPeer[] = []
    for await (const [name, record] of this.#store.entries('peers')) {
      const peer = readable(name, record)
      if (peer === null || peer.lastSeen + FORGET_SECONDS < now) stale.push(forget(name))
      else found.push(peer)
    }
    found.sort((left, right) => right.lastSeen - left.lastSeen)
    for (const peer of found.splice(MAX_PEERS)) stale.push(forget(peer.name))
    for (const peer of found) this.#peers.set(peer.name, peer)
    if (stale.length > 0) await this.#store.commit(stale)
    return found
  }

  /** Where the peer was reached last, newest first; empty where it is not known. */
  addresses(name: PeerName): readonly string[] {
    return this.#peers.get(name)?.addresses ?? []
  }

  /** Remembers a peer that is connected and welcome. New addresses go first. */
  async remember(name: PeerName, addresses: readonly string[], now: UnixSeconds): Promise<void> {
    const before = this.#peers.get(name)
    const usable = addresses.filter((address) => address.length <= MAX_ADDRESS_LENGTH)
    const merged = [...new Set([...usable, ...(before?.addresses ?? [])])].slice(0, MAX_ADDRESSES)
    if (merged.length === 0) return
    const same = before !== undefined && before.addresses.join() === merged.join()
    if (same && now - before.lastSeen < REFRESH_SECONDS) return
    const peer = { name, addresses: merged, lastSeen: now }
    const changes: StoreChange[] = [
      { kind: 'put', bucket: 'peers', key: name, value: encodeKnownPeer(peer) },
      ...this.#makeRoom(name)
    ]
    this.#peers.set(name, peer)
    await this.#store.commit(changes)
  }

  #makeRoom(name: PeerName): readonly StoreChange[] {
    if (this.#peers.has(name) || this.#peers.size < MAX_PEERS) return []
    const [oldest] = [...this.#peers.values()].sort((left, right) => left.lastSeen - right.lastSeen)
    if (oldest === undefined) return []
    this.#peers.delete(oldest.name)
    return [forget(oldest.name)]
  }
}

/**
 * Record of a known peer: version 1 | lastSeen as 8 bytes, big-endian | number of addresses, 1 byte | for each: length,
 * 1 byte, and ASCII.
 */
export function encodeKnownPeer(peer: KnownPeer): Bytes {
  const head = new Uint8Array(10)
  const view = new DataView(head.buffer)
  view.setUint8(0, VERSION)
  view.setBigUint64(1, BigInt(peer.lastSeen))
  view.setUint8(9, peer.addresses.length)
  const addresses = peer.addresses.map((address) => {
    const text = new TextEncoder().encode(address)
    return concatBytes(Uint8Array.of(text.length), text)
  })
  return concatBytes(head, ...addresses)
}

/** @throws {@link KnownPeerError} `PEER_RECORD_INVALID`. */
export function decodeKnownPeer(name: PeerName, record: Bytes): KnownPeer {
  if (record.length < 10 || record[0] !== VERSION) throw invalid(name)
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength)
  const lastSeen = view.getBigUint64(1)
  if (lastSeen > BigInt(Number.MAX_SAFE_INTEGER)) throw invalid(name)
  const addresses: string[] = []
  let offset = 10
  for (let left = view.getUint8(9); left > 0; left--) {
    const length = record[offset] ?? 0
    const text = record.subarray(offset + 1, offset + 1 + length)
    if (length === 0 || length > MAX_ADDRESS_LENGTH || text.length < length) throw invalid(name)
    addresses.push(new TextDecoder().decode(text))
    offset += 1 + length
  }
  if (offset !== record.length || addresses.length === 0 || addresses.length > MAX_ADDRESSES) {
    throw invalid(name)
  }
  return { name, addresses, lastSeen: unixSeconds(Number(lastSeen)) }
}

function readable(name: PeerName, record: Bytes): KnownPeer | null {
  try {
    return decodeKnownPeer(name, record)
  } catch (error) {
    // A list of old acquaintances is no reason not to start.
    if (error instanceof KnownPeerError) return null
    throw error
  }
}

function forget(name: PeerName): StoreChange {
  return { kind: 'delete', bucket: 'peers', key: name }
}

function invalid(name: PeerName): KnownPeerError {
  return new KnownPeerError('PEER_RECORD_INVALID', 'a stored peer cannot be read', {
    fault: 'internal',
    details: { name }
  })
}
