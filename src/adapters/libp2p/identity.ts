import { generateKeyPairFromSeed, publicKeyFromRaw } from '@libp2p/crypto/keys'
import type { Ed25519PrivateKey, PeerId } from '@libp2p/interface'
import { peerIdFromPublicKey, peerIdFromString } from '@libp2p/peer-id'
import { multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import { copyBytes, equalBytes, type Bytes } from '../../base/bytes.ts'
import { PeerNetworkError } from '../../ports/peer-network.ts'

/** Identity multihash of an Ed25519 public key in protobuf: code 0, 36 bytes, type 1, 32 bytes of key. */
const ED25519_PREFIX = Uint8Array.of(0x00, 0x24, 0x08, 0x01, 0x12, 0x20)

/** @throws {@link PeerNetworkError} `SEED_LENGTH`. */
export async function identityFromSeed(seed: Bytes): Promise<Ed25519PrivateKey> {
  if (seed.length !== 32) {
    throw new PeerNetworkError('SEED_LENGTH', 'the identity seed must have 32 bytes', { fault: 'internal' })
  }
  return generateKeyPairFromSeed('Ed25519', seed)
}

/** Multihash of a peer id: what orders carry. */
export function peerToBytes(peer: PeerId): Bytes {
  return copyBytes(peer.toMultihash().bytes)
}

/**
 * The peer id of a multihash. Nodes of this kind have Ed25519 identities, whose id contains the key.
 * @throws {@link PeerNetworkError} `PEER_ID_INVALID` for anything else.
 */
export function peerFromBytes(bytes: Uint8Array): PeerId {
  const { length } = ED25519_PREFIX
  if (bytes.length === length + 32 && equalBytes(bytes.subarray(0, length), ED25519_PREFIX)) {
    try {
      return peerIdFromPublicKey(publicKeyFromRaw(bytes.slice(length)))
    } catch (error) {
      throw invalidPeer(error)
    }
  }
  throw invalidPeer()
}

function invalidPeer(cause?: unknown): PeerNetworkError {
  return new PeerNetworkError('PEER_ID_INVALID', 'not the peer id of a node', { fault: 'peer', cause })
}

/** A multiaddr over TCP, without the peer id that it may end in; null where it is none. */
export function tcpAddress(text: string): Multiaddr | null {
  const parsed = parse(text)
  if (parsed === null) return null
  const [host, port, peer, ...rest] = parsed.getComponents()
  const isTcp = HOSTS.has(host?.name ?? '') && port?.name === 'tcp'
  if (!isTcp || rest.length > 0 || (peer !== undefined && peer.name !== 'p2p')) return null
  return peer === undefined ? parsed : parsed.decapsulateCode(P2P_CODE)
}

const HOSTS = new Set(['ip4', 'ip6', 'dns', 'dns4', 'dns6'])
/** Multicodec of `p2p` in a multiaddr. */
const P2P_CODE = 421

/**
 * Peer and address of a multiaddr that ends in `/p2p/<peer id>`.
 * @throws {@link PeerNetworkError} `ADDRESS_INVALID`.
 */
export function peerAddress(text: string): { readonly peer: PeerId; readonly address: Multiaddr } {
  const address = tcpAddress(text)
  const name = parse(text)
    ?.getComponents()
    .find((component) => component.name === 'p2p')?.value
  try {
    if (address !== null && name !== undefined) {
      return { peer: peerFromBytes(peerToBytes(peerIdFromString(name))), address }
    }
  } catch {
    // Said below, as for any other text that is no address.
  }
  throw new PeerNetworkError(
    'ADDRESS_INVALID',
    'not a peer address: /ip4/<address>/tcp/<port>/p2p/<peer id> is expected',
    { fault: 'user', details: { address: text.slice(0, 128) } }
  )
}

/** @throws {@link PeerNetworkError} `ADDRESS_INVALID` where the text is no TCP multiaddr. */
export function requireTcpAddress(text: string): string {
  if (tcpAddress(text) !== null) return text
  throw new PeerNetworkError('ADDRESS_INVALID', 'not an address: /ip4/<address>/tcp/<port> is expected', {
    fault: 'user',
    details: { address: text.slice(0, 128) }
  })
}

function parse(text: string): Multiaddr | null {
  try {
    return multiaddr(text)
  } catch {
    return null
  }
}
