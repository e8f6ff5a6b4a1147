import '../../base/node20.ts'
import { noise } from '@chainsafe/libp2p-noise'
import { yamux } from '@chainsafe/libp2p-yamux'
import { gossipsub, type GossipSub, type GossipsubOpts } from '@libp2p/gossipsub'
import { createTopicScoreParams } from '@libp2p/gossipsub/score'
import { identify, type Identify } from '@libp2p/identify'
import type { ComponentLogger, Ed25519PrivateKey, Libp2p, PeerId } from '@libp2p/interface'
import { mdns } from '@libp2p/mdns'
import { ping, type Ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { createLibp2p } from 'libp2p'
import { ORDER_LIMITS, orderMessageId, orderTopicName } from '../../../protocols/order-gossip/index.ts'
import { joinWrites } from './joined-writes.ts'
import type { PeerNetworkLimits, PeerNetworkOptions } from './options.ts'

/** libp2p with the services that this node runs. */
export type BourseLibp2p = Libp2p<{
  readonly pubsub: GossipSub
  readonly ping: Ping
  readonly identify: Identify
}>

/** One yamux receive window, and so the most that a stream holds unread: enough for 2.5 MB/s at 100 ms. */
const STREAM_WINDOW = 256 * 1024
/** Streams of one connection: our four protocols, gossip, identify and ping need fewer than 20. */
const MAX_STREAMS = 64
/** Peers above the limit of the node that may connect only to hear that it is full. */
const SPARE_CONNECTIONS = 8
/** Control messages ride in the same RPC as data. */
const MAX_RPC_BYTES = 64 * 1024
/** A message seen this long ago is not passed on again; orders live longer, but their judge knows them. */
const SEEN_MILLISECONDS = 120_000

/** What a libp2p node is made with. */
export interface Libp2pNodeInit {
  readonly identity: Ed25519PrivateKey
  readonly options: PeerNetworkOptions
  readonly limits: PeerNetworkLimits
  readonly logger: ComponentLogger
  /** Whether the peer is banned: it is not dialled. */
  readonly isBanned: (peer: PeerId) => boolean
}

/** A libp2p node that is not started yet. */
export async function createLibp2pNode(init: Libp2pNodeInit): Promise<BourseLibp2p> {
  const { options, limits } = init
  return createLibp2p({
    start: false,
    privateKey: init.identity,
    logger: init.logger,
    nodeInfo: { userAgent: options.status().agent },
    addresses: { listen: [...options.listen], announce: [...(options.announce ?? [])] },
    transports: [tcp({ backlog: 128 })],
    connectionEncrypters: [joinWrites(noise())],
    streamMuxers: [
      yamux({
        maxInboundStreams: MAX_STREAMS,
        maxOutboundStreams: MAX_STREAMS,
        streamOptions: {
          initialStreamWindowSize: STREAM_WINDOW,
          maxStreamWindowSize: STREAM_WINDOW,
          maxWriteBufferLength: 4 * STREAM_WINDOW,
          maxReadBufferLength: 2 * STREAM_WINDOW
        }
      })
    ],
    connectionManager: {
      maxConnections: limits.maxPeers + SPARE_CONNECTIONS,
      inboundConnectionThreshold: limits.inboundConnectionsPerSecond,
      maxIncomingPendingConnections: 2 * limits.inboundConnectionsPerSecond,
      maxParallelDials: 8,
      maxPeerAddrsToDial: 8,
      dialTimeout: limits.connectMilliseconds,
      // Redial has its own list, and never gives up on the peers of the configuration.
      reconnectRetries: 0
    },
    connectionMonitor: { enabled: false },
    connectionGater: { denyDialPeer: init.isBanned, denyDialMultiaddr: () => false },
    peerDiscovery: options.lanDiscovery === true ? [mdns({ serviceTag: `bourse-${options.network}` })] : [],
    services: {
      identify: identify(),
      ping: ping({ maxInboundStreams: 2 }),
      pubsub: gossipsub(gossipOptions(options.network))
    }
  })
}

function gossipOptions(network: string): Partial<GossipsubOpts> {
  const topic = orderTopicName(network)
  return {
    // Orders are signed objects: an envelope signature would cost 230 us a message and say nothing more.
    globalSignaturePolicy: 'StrictNoSign',
    emitSelf: false,
    doPX: false,
    floodPublish: true,
    allowPublishToZeroTopicPeers: true,
    ignoreDuplicatePublishError: true,
    allowedTopics: [topic],
    seenTTL: SEEN_MILLISECONDS,
    maxInboundDataLength: MAX_RPC_BYTES,
    maxOutboundBufferSize: 64 * MAX_RPC_BYTES,
    maxTopicBytesPerPeer: 8 * 1024,
    decodeRpcLimits: {
      maxSubscriptions: 8,
      maxMessages: Math.floor(MAX_RPC_BYTES / ORDER_LIMITS.maxMessageBytes),
      maxIhaveMessageIDs: 1024,
      maxIwantMessageIDs: 1024,
      maxIdontwantMessageIDs: 512,
      maxControlMessages: 1024,
      maxPeerInfos: 0
    },
    msgIdFn: ({ data }) => orderMessageId(data),
    // Drops duplicates before any other work; 16 bytes are enough within two minutes.
    fastMsgIdFn: ({ data }) =>
      Buffer.from(orderMessageId(data ?? new Uint8Array()).subarray(0, 16)).toString('latin1'),
    scoreParams: {
      // Many nodes of one machine are a test network, not an attack.
      IPColocationFactorWhitelist: new Set(['127.0.0.1', '::1']),
      topics: {
        // Orders are rare: time in the mesh and deliveries say nothing. Only what is invalid counts.
        [topic]: createTopicScoreParams({
          topicWeight: 1,
          timeInMeshWeight: 0,
          firstMessageDeliveriesWeight: 0,
          meshMessageDeliveriesWeight: 0,
          meshFailurePenaltyWeight: 0,
          invalidMessageDeliveriesWeight: -10,
          invalidMessageDeliveriesDecay: 0.9
        })
      }
    }
  }
}
