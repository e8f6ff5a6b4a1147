import type { Stream } from '@libp2p/interface'
import { lpStream } from '@libp2p/utils'
import { expect } from 'chai'
import {
  decodeOrderSyncFrame,
  encodeOrderSyncFrame,
  ORDER_SYNC_PROTOCOL
} from '../../../protocols/order-sync/index.ts'
import { encodeStatusMessage, STATUS_PROTOCOL } from '../../../protocols/status/index.ts'
import {
  decodeTradeResponse,
  encodeTradeRequest,
  TRADE_LIMITS,
  TRADE_PROTOCOL
} from '../../../protocols/trade-negotiation/index.ts'
import { peerToBytes } from '../../../src/adapters/libp2p/identity.ts'
import { ended, startHostilePeer, stopHostilePeers } from './hostile-peer.ts'
import {
  eventually,
  filled,
  orderMessage,
  proposal,
  rejection,
  startNode,
  statusOf,
  stopAll,
  within,
  type TestNode
} from './test-network.ts'

describe('peer network: hostile peers', () => {
  afterEach(async () => {
    await stopHostilePeers()
    await stopAll()
  })

  const faults: readonly [name: string, bytes: Uint8Array][] = [
    ['a frame above the limit', Uint8Array.of(0x81, 0x08)],
    ['a length of four bytes', Uint8Array.of(0xff, 0xff, 0xff, 0x7f)],
    ['a length that never ends', filled(4096, 0x80)],
    ['a padded length', Uint8Array.of(0x81, 0x00, 0x00)],
    ['an empty frame', Uint8Array.of(0x00)],
    ['a frame of noise', Uint8Array.of(0x03, 0xff, 0xff, 0xff)]
  ]
  for (const [name, bytes] of faults) {
    it(`resets a trade stream with ${name}, and counts it`, async () => {
      const node = await startNode()
      const peer = await startHostilePeer()
      await peer.greet(node.address())
      const stream = await peer.open(node.address(), TRADE_PROTOCOL)
      stream.send(bytes)
      expect(await within('a reset', ended(stream))).to.equal('reset')
      await eventually('an offence', () => offences(node).length > 0)
      expect(offences(node)).to.deep.equal(['malformed'])
    })
  }

  it('counts a peer that closes in the middle of a frame as gone, not as hostile', async () => {
    const node = await startNode()
    const peer = await startHostilePeer()
    await peer.greet(node.address())
    const stream = await peer.open(node.address(), TRADE_PROTOCOL)
    stream.send(Uint8Array.of(0x20, 0x0a))
    await stream.close()
    expect(await within('the end', ended(stream))).to.equal('closed')
    expect(offences(node)).to.deep.equal([])
  })

  it('gives up a pipelined flood of requests', async () => {
    const node = await startNode({
      prepare: (network) => network.onTradeRequest(async () => new Promise(() => undefined))
    })
    const peer = await startHostilePeer()
    await peer.greet(node.address())
    const stream = await peer.open(node.address(), TRADE_PROTOCOL)
    const frame = encodeTradeRequest(proposal())
    const framed = lpStream(stream, { maxDataLength: 4096 })
    const count = Math.ceil((2 * TRADE_LIMITS.maxBufferBytes) / frame.length)
    await framed.writeV(Array.from({ length: count }, () => frame))
    expect(await within('a reset', ended(stream))).to.equal('reset')
  })

  it('resets more streams than a peer needs', async () => {
    const node = await startNode()
    const peer = await startHostilePeer()
    await peer.greet(node.address())
    const streams: Stream[] = []
    for (let index = 0; index < TRADE_LIMITS.maxStreams + 3; index++) {
      streams.push(await peer.open(node.address(), TRADE_PROTOCOL))
    }
    await eventually('resets', () => streams.filter(({ status }) => status === 'reset').length === 3)
    expect(streams.filter(({ status }) => status === 'open')).to.have.length(TRADE_LIMITS.maxStreams)
  })

  it('serves nothing before the status exchange', async () => {
    let asked = 0
    const node = await startNode({
      prepare: (network) =>
        network.onTradeRequest(async () => {
          asked++
          return { kind: 'done', negotiationId: filled(32) }
        })
    })
    const peer = await startHostilePeer()
    const stream = await peer.open(node.address(), TRADE_PROTOCOL)
    const framed = lpStream(stream, { maxDataLength: 4096 })
    await framed.write(encodeTradeRequest(proposal()))
    await eventually('the connection', () => node.network.peers().length === 1)
    expect(asked).to.equal(0)
    await peer.greet(node.address())
    const answer = decodeTradeResponse((await within('the answer', framed.read())).subarray())
    expect(answer).to.deep.equal({ kind: 'done', negotiationId: filled(32) })
  })

  it('disconnects a peer whose status is no message', async () => {
    const node = await startNode()
    const peer = await startHostilePeer()
    const stream = await peer.open(node.address(), STATUS_PROTOCOL)
    stream.send(Uint8Array.of(0x02, 0x22, 0x00))
    expect(await node.event((event) => event.kind === 'refused')).to.include({ code: 'PEER_MALFORMED' })
    await node.event((event) => event.kind === 'disconnected')
  })

  it('disconnects a peer that sends two statuses', async () => {
    const node = await startNode()
    const peer = await startHostilePeer()
    const stream = await peer.open(node.address(), STATUS_PROTOCOL)
    const framed = lpStream(stream, { maxDataLength: 4096 })
    const status = encodeStatusMessage({ kind: 'status', status: statusOf() })
    await framed.writeV([status, status])
    await node.event((event) => event.kind === 'refused')
    await node.event((event) => event.kind === 'disconnected')
    expect(offences(node)).to.deep.equal(['malformed'])
  })

  it('bans a peer whose answers are no messages', async () => {
    const peer = await startHostilePeer()
    await peer.node.handle(TRADE_PROTOCOL, async (stream) => {
      stream.send(Uint8Array.of(0x02, 0xff, 0xff))
    })
    const node = await startNode()
    await peer.greet(node.address())
    await node.event((event) => event.kind === 'status')
    const ask = async (): Promise<Error> =>
      rejection(node.network.sendTradeRequest(peerToBytes(peer.node.peerId), [], proposal()))
    for (let attempt = 0; attempt < 4; attempt++) expect(await ask()).to.include({ code: 'PEER_MALFORMED' })
    expect(await ask()).to.include({ code: 'PEER_BANNED' })
    await node.event((event) => event.kind === 'disconnected')
  })

  it('says PEER_CLOSED where the peer closes before it answers, PEER_REFUSED where it speaks no trade', async () => {
    const peer = await startHostilePeer()
    const node = await startNode()
    await peer.greet(node.address())
    await node.event((event) => event.kind === 'status')
    const ask = async (): Promise<Error> =>
      rejection(node.network.sendTradeRequest(peerToBytes(peer.node.peerId), [], proposal()))
    expect(await ask()).to.include({ code: 'PEER_REFUSED' })
    await peer.node.handle(TRADE_PROTOCOL, async (stream) => stream.close())
    expect(await ask()).to.include({ code: 'PEER_CLOSED' })
    expect(offences(node)).to.deep.equal([])
  })

  it('hands out orders to those of its network only, and three times at once at most', async () => {
    const node = await startNode({
      prepare: (network) => network.orderSyncSource(() => [orderMessage(1)])
    })
    const peer = await startHostilePeer()
    await peer.greet(node.address())
    const ask = async (network: string): Promise<string> => {
      const stream = await peer.open(node.address(), ORDER_SYNC_PROTOCOL)
      const framed = lpStream(stream, { maxDataLength: 4096 })
      await framed.write(encodeOrderSyncFrame({ kind: 'request', network, maxMessages: 5 }))
      const frame = decodeOrderSyncFrame((await within('a frame', framed.read())).subarray())
      await stream.close()
      await within('the end', ended(stream))
      return frame.kind === 'refuse' ? frame.code : frame.kind
    }
    expect(await ask('other')).to.equal('OTHER_NETWORK')
    for (let turn = 0; turn < 3; turn++) expect(await ask('test')).to.equal('message')
    expect(await ask('test')).to.equal('BUSY')
    expect(offences(node)).to.deep.equal(['flood'])
  })

  it('takes no cut or endless flow of orders for a whole one', async () => {
    const peer = await startHostilePeer()
    await peer.node.handle(ORDER_SYNC_PROTOCOL, async (stream) => {
      const framed = lpStream(stream, { maxDataLength: 4096 })
      await framed.read()
      await framed.write(encodeOrderSyncFrame({ kind: 'end', count: 5 }))
      await stream.close()
    })
    const node = await startNode({ prepare: (network) => network.onOrderMessages(async () => []) })
    await peer.greet(node.address())
    await eventually('an offence', () => offences(node).length > 0)
    expect(offences(node)).to.deep.equal(['malformed'])
  })
})

function offences(node: TestNode): readonly unknown[] {
  return node.log.lines
    .filter(({ event }) => event === 'peer.offence')
    .map(({ fields }) => (fields as { offence: unknown }).offence)
}
