export {
  DEFAULT_LIMITS,
  type PeerNetworkComponents,
  type PeerNetworkLimits,
  type PeerNetworkOptions
} from './options.ts'
export { peerFromBytes } from './identity.ts'
export { createPeerNetwork } from './peer-network.ts'
