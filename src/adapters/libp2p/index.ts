export { type PeerNetworkComponents, type PeerNetworkLimits, type PeerNetworkOptions } from './options.ts'
export { peerFromBytes } from './identity.ts'
export { createPeerNetwork } from './create-peer-network.ts'
