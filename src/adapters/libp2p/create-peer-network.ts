import type { PeerName, PeerNetwork } from '../../ports/peer-network.ts'
import { componentLog } from './component-log.ts'
import { identityFromSeed, peerAddress, requireTcpAddress } from './identity.ts'
import { createLibp2pNode } from './libp2p-node.ts'
import { DEFAULT_LIMITS, type PeerNetworkComponents, type PeerNetworkOptions } from './options.ts'
import { Libp2pPeerNetwork } from './peer-network.ts'

/**
 * A node's peers over libp2p: TCP, Noise, yamux, identify, ping, gossipsub and the protocols of this project.
 * @throws PeerNetworkError `SEED_LENGTH`, `ADDRESS_INVALID` for a listen, announce or bootstrap address.
 */
export async function createPeerNetwork(
  components: PeerNetworkComponents,
  options: PeerNetworkOptions
): Promise<PeerNetwork> {
  for (const address of [...options.listen, ...(options.announce ?? [])]) requireTcpAddress(address)
  for (const address of options.bootstrap ?? []) peerAddress(address)
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const bans: { isBanned: (name: PeerName) => boolean } = { isBanned: () => false }
  const node = await createLibp2pNode({
    identity: await identityFromSeed(options.identitySeed),
    options,
    limits,
    logger: componentLog(components.log, options.libp2pLog ?? 'errors'),
    isBanned: (peer) => bans.isBanned(peer.toString())
  })
  const network = new Libp2pPeerNetwork(components, { ...options, limits }, node)
  bans.isBanned = (name): boolean => network.isBanned(name)
  return network
}
