import '../../../src/base/node20.ts'
import { noise } from '@chainsafe/libp2p-noise'
import { yamux } from '@chainsafe/libp2p-yamux'
import { identify } from '@libp2p/identify'
import type { Libp2p, Stream } from '@libp2p/interface'
import { tcp } from '@libp2p/tcp'
import { lpStream } from '@libp2p/utils'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { decodeStatusMessage, encodeStatusMessage, STATUS_PROTOCOL } from '../../../protocols/status/index.ts'
import { statusOf } from './test-network.ts'

/** A bare libp2p node whose streams a test writes by hand. */
export interface HostilePeer {
  readonly node: Libp2p
  /** Connects, and goes through an honest status exchange. */
  greet(address: string): Promise<void>
  /** Connects without a word. */
  connect(address: string): Promise<void>
  open(address: string, protocol: string): Promise<Stream>
  stop(): Promise<void>
}

const running = new Set<HostilePeer>()

export async function startHostilePeer(): Promise<HostilePeer> {
  const node = await createLibp2p({
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionMonitor: { enabled: false },
    services: { identify: identify() }
  })
  const peer: HostilePeer = {
    node,
    greet: async (address) => {
      const stream = await node.dialProtocol(multiaddr(address), STATUS_PROTOCOL)
      const framed = lpStream(stream, { maxDataLength: 4096 })
      await framed.write(encodeStatusMessage({ kind: 'status', status: statusOf() }))
      decodeStatusMessage((await framed.read()).subarray())
      await framed.write(encodeStatusMessage({ kind: 'welcome' }))
      await stream.close()
    },
    connect: async (address) => {
      await node.dial(multiaddr(address))
    },
    open: async (address, protocol) => node.dialProtocol(multiaddr(address), protocol),
    stop: async () => {
      running.delete(peer)
      await node.stop()
    }
  }
  running.add(peer)
  return peer
}

/** Stops what a test left running. */
export async function stopHostilePeers(): Promise<void> {
  await Promise.all([...running].map(async (peer) => peer.stop()))
}

/** Fulfils with how the stream ended: closed in order, or reset by the other side. */
export async function ended(stream: Stream): Promise<'closed' | 'reset'> {
  if (stream.status === 'open' || stream.status === 'closing') {
    await new Promise<void>((resolve) => stream.addEventListener('close', () => resolve(), { once: true }))
  }
  return stream.status === 'reset' ? 'reset' : 'closed'
}
