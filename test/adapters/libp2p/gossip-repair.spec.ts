import { expect } from 'chai'
import type { Connection, PeerId } from '@libp2p/interface'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { componentLog } from '../../../src/adapters/libp2p/component-log.ts'
import { identityFromSeed } from '../../../src/adapters/libp2p/identity.ts'
import { createLibp2pNode, type BourseLibp2p } from '../../../src/adapters/libp2p/libp2p-node.ts'
import { DEFAULT_LIMITS } from '../../../src/adapters/libp2p/options.ts'
import { Libp2pPeerNetwork } from '../../../src/adapters/libp2p/peer-network.ts'
import { PingLoop } from '../../../src/adapters/libp2p/ping-loop.ts'
import type { Clock } from '../../../src/ports/world.ts'
import { orderTopicName } from '../../../protocols/order-gossip/index.ts'
import {
  eventually,
  filled,
  memoryStore,
  orderMessage,
  recordingLog,
  statusOf,
  systemClock,
  systemRandom,
  within,
  type LogLine
} from './test-network.ts'

/** A node of which the test can end single connections. */
interface OpenNode {
  readonly node: BourseLibp2p
  readonly network: Libp2pPeerNetwork
  readonly lines: readonly LogLine[]
  readonly received: unknown[]
}

const TOPIC = orderTopicName('test')
/** Waits are 20 times as short. */
const hastyClock: Clock = {
  now: () => systemClock.now(),
  after: (milliseconds, wake) => systemClock.after(milliseconds / 20, wake)
}

describe('peer network: gossip of peers that dialled each other at once', () => {
  let nodes: OpenNode[] = []

  afterEach(async () => {
    await Promise.all(nodes.map(async ({ network }) => network.stop()))
    nodes = []
  })

  async function pair(): Promise<readonly [OpenNode, OpenNode]> {
    const first = await open(200)
    const second = await open(201)
    nodes = [first, second]
    await Promise.all([first.network.connect(address(second)), second.network.connect(address(first))])
    await eventually('two connections and gossip', () => {
      return nodes.every(({ node }) => node.getConnections().length === 2) && gossips(first, second)
    })
    return [first, second]
  }

  for (const how of ['close', 'abort'] as const) {
    for (const direction of ['inbound', 'outbound'] as const) {
      for (const side of [0, 1] as const) {
        it(`survives ${how} of the ${direction} connection of node ${side}`, async () => {
          const [first, second] = await pair()
          const { node } = side === 0 ? first : second
          const extra = node.getConnections().find((connection) => connection.direction === direction)
          await end(extra, how)
          await eventually('one connection each', () =>
            nodes.every((one) => one.node.getConnections().length === 1)
          )
          await eventually('gossip', () => gossips(first, second))
          await eventually('a line in both logs', () =>
            nodes.every(({ lines }) => lines.some(({ event }) => event === 'peer.gossip-repaired'))
          )
          expect(await first.network.publishOrder(orderMessage(1))).to.equal(1)
          expect(await second.network.publishOrder(orderMessage(2))).to.equal(1)
          await eventually('both orders', () => nodes.every(({ received }) => received.length === 1))
          expect(first.received).to.deep.equal([orderMessage(2)])
          expect(second.received).to.deep.equal([orderMessage(1)])
        })
      }
    }
  }

  it('restores gossip whose streams broke while the connections live, and leaves these alone', async () => {
    const [first, second] = await pair()
    const connections = first.node.getConnections().map(({ id }) => id)
    for (const connection of first.node.getConnections()) {
      for (const stream of connection.streams) {
        if (stream.protocol.startsWith('/meshsub/')) stream.abort(new Error('broken'))
      }
    }
    await eventually('the loss of gossip', () => !gossips(first, second))
    await eventually('gossip', () => gossips(first, second))
    expect(first.node.getConnections().map(({ id }) => id)).to.deep.equal(connections)
    await eventually('a line in a log', () =>
      nodes.some(({ lines }) => lines.some(({ event }) => event === 'peer.gossip-repaired'))
    )
  })
})

describe('ping loop', () => {
  it('does not ping a peer that it is pinging, and takes no peer for silent on that ground', async () => {
    let pong: (milliseconds: number) => void = () => undefined
    let pings = 0
    const silent: PeerId[] = []
    const latencies: number[] = []
    const peer = peerIdFromPrivateKey(await identityFromSeed(filled(32, 9)))
    const loop = new PingLoop(
      {
        clock: systemClock,
        peers: () => [peer],
        ping: async () => {
          pings++
          return new Promise((resolve) => (pong = resolve))
        },
        onLatency: (_, milliseconds) => latencies.push(milliseconds),
        onSilence: (name) => silent.push(name)
      },
      30_000
    )
    const measured = Promise.all([loop.measure(peer), loop.measure(peer)])
    pong(7)
    await within('the pong', measured)
    expect({ pings, silent, latencies }).to.deep.equal({ pings: 1, silent: [], latencies: [7] })
    const again = loop.measure(peer)
    pong(8)
    await within('the second pong', again)
    expect(latencies).to.deep.equal([7, 8])
  })
})

async function open(seed: number): Promise<OpenNode> {
  const log = recordingLog()
  const status = statusOf()
  const limits = { ...DEFAULT_LIMITS, inboundConnectionsPerSecond: 100 }
  const options = {
    network: status.network,
    identitySeed: filled(32, seed),
    listen: ['/ip4/127.0.0.1/tcp/0'],
    status: () => status,
    limits
  }
  const identity = await identityFromSeed(options.identitySeed)
  const logger = componentLog(log, 'off')
  const node = await createLibp2pNode({ identity, options, limits, logger, isBanned: () => false })
  const components = { store: memoryStore(), clock: hastyClock, random: systemRandom, log }
  const network = new Libp2pPeerNetwork(components, options, node)
  const received: unknown[] = []
  network.onOrderMessages(async (messages) => {
    received.push(...messages)
    return messages.map(() => 'accept' as const)
  })
  network.orderSyncSource(() => [])
  await network.start()
  return { node, network, lines: log.lines, received }
}

function address({ network }: OpenNode): string {
  return `${network.self().addresses[0]}/p2p/${network.self().name}`
}

/** Whether each is subscribed in the eyes of the other, and has a stream to it. */
function gossips(first: OpenNode, second: OpenNode): boolean {
  return [first, second].every(({ node }) => {
    const streams = node.getConnections().flatMap((connection) => connection.streams)
    const isOut = streams.some(
      ({ direction, protocol, writeStatus }) =>
        direction === 'outbound' && protocol.startsWith('/meshsub/') && writeStatus === 'writable'
    )
    return isOut && node.services.pubsub.getSubscribers(TOPIC).length === 1
  })
}

async function end(connection: Connection | undefined, how: 'close' | 'abort'): Promise<void> {
  if (connection === undefined) throw new Error('no such connection')
  if (how === 'abort') connection.abort(new Error('ended by the test'))
  else await connection.close()
}
