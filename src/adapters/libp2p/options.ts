import type { Bytes } from '../../base/bytes.ts'
import type { Store } from '../../ports/store.ts'
import type { Clock, Log, Random } from '../../ports/world.ts'
import type { NodeStatus } from '../../../protocols/status/types.ts'

/** What the network uses of the rest of the node. */
export interface PeerNetworkComponents {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

/** How the node takes part in its network. Addresses are multiaddrs. */
export interface PeerNetworkOptions {
  /** Name of the Bourse network. */
  readonly network: string
  /** 32 secret bytes from the wallet seed: the Ed25519 identity (RFC 8032). */
  readonly identitySeed: Bytes
  /** Where to listen, such as `/ip4/0.0.0.0/tcp/9735`; none for a node that only dials. */
  readonly listen: readonly string[]
  /** What to tell others instead of the listen addresses, for a node behind a router. */
  readonly announce?: readonly string[]
  /** Peers to stay connected to, each ending in `/p2p/<peer id>`. */
  readonly bootstrap?: readonly string[]
  /** Finds nodes on the local network by multicast DNS. */
  readonly lanDiscovery?: boolean
  /** This node's status at the moment; its network is `network`. */
  readonly status: () => NodeStatus
  /** Bounds other than the defaults. */
  readonly limits?: Partial<PeerNetworkLimits>
  /** What of libp2p's own log goes to the node's log, at level debug: errors unless given. */
  readonly libp2pLog?: 'off' | 'errors' | 'all'
}

/** What strangers can make the node do, and how hard it tries to find company. */
export interface PeerNetworkLimits {
  /** Connected peers. Gossip needs about 12; more cost memory and duplicates. */
  readonly maxPeers: number
  /** New inbound connections a second from one host: a handshake costs about 6 ms of CPU. */
  readonly inboundConnectionsPerSecond: number
  /** Known peers are dialled while fewer peers than this are connected. */
  readonly wantedPeers: number
  /** Wait before the first redial; it doubles with each failure. */
  readonly redialFirstMilliseconds: number
  /** The longest wait between two redials. */
  readonly redialMaxMilliseconds: number
  /** Time to reach a peer: dial, handshake and status exchange. */
  readonly connectMilliseconds: number
  /** Time between two pings of a peer; they also find dead connections. */
  readonly pingMilliseconds: number
  /** How long a peer that broke rules is not talked to. */
  readonly banSeconds: number
}

/** Right for a node of one person: a few dozen peers, dead connections found within a minute. */
export const DEFAULT_LIMITS: PeerNetworkLimits = {
  maxPeers: 64,
  inboundConnectionsPerSecond: 20,
  wantedPeers: 12,
  redialFirstMilliseconds: 1_000,
  redialMaxMilliseconds: 60_000,
  connectMilliseconds: 15_000,
  pingMilliseconds: 30_000,
  banSeconds: 3_600
}
