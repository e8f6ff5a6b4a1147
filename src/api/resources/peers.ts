import * as v from 'valibot'
import type { PeerView } from '../node-control.ts'
import { defineRoute, nothing } from '../route.ts'
import { peerIdSchema, timeSchema, type WireSchema } from '../values.ts'

/** A connected peer. */
export const peerSchema: WireSchema<PeerView> = v.object({
  peerId: v.string(),
  address: v.string(),
  direction: v.picklist(['inbound', 'outbound']),
  connectedAt: timeSchema,
  agent: v.nullable(v.string()),
  latencyMilliseconds: v.nullable(v.number())
})

/** GET /v1/peers */
export const listPeers = defineRoute({
  name: 'listPeers',
  method: 'get',
  path: '/v1/peers',
  summary: 'Connected peers',
  tag: 'peers',
  status: 200,
  params: nothing,
  query: nothing,
  body: nothing,
  answer: v.object({ peers: v.array(peerSchema) }),
  errors: [],
  handle: async ({ node }) => ({ peers: [...(await node.peers())] })
})

/** POST /v1/peers */
export const connectPeer = defineRoute({
  name: 'connectPeer',
  method: 'post',
  path: '/v1/peers',
  summary: 'Dial a peer',
  tag: 'peers',
  status: 201,
  params: nothing,
  query: nothing,
  body: v.strictObject({
    address: v.pipe(
      v.string(),
      v.startsWith('/', 'not a multiaddr: it begins with /, such as /ip4/192.0.2.1/tcp/7770/p2p/12D3KooW...'),
      v.maxLength(512),
      v.description('Multiaddr that ends in /p2p/PEER-ID')
    )
  }),
  answer: peerSchema,
  errors: ['ADDRESS_INVALID', 'PEER_UNREACHABLE', 'PEER_OTHER_NETWORK'],
  handle: ({ node }, { body }) => node.connectPeer(body.address)
})

/** DELETE /v1/peers/{peerId} */
export const disconnectPeer = defineRoute({
  name: 'disconnectPeer',
  method: 'delete',
  path: '/v1/peers/{peerId}',
  summary: 'Close the connection to a peer',
  tag: 'peers',
  status: 200,
  params: v.strictObject({ peerId: peerIdSchema }),
  query: nothing,
  body: nothing,
  answer: v.object({ peerId: v.string(), disconnected: v.literal(true) }),
  errors: ['PEER_UNKNOWN'],
  handle: async ({ node }, { params }) => {
    await node.disconnectPeer(params.peerId)
    return { peerId: params.peerId, disconnected: true } as const
  }
})
