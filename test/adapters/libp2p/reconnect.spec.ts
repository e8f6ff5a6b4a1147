import { expect } from 'chai'
import {
  decodeKnownPeer,
  encodeKnownPeer,
  KnownPeerError,
  KnownPeers
} from '../../../src/adapters/libp2p/known-peers.ts'
import { Penalties } from '../../../src/adapters/libp2p/penalties.ts'
import { fromHex, toHex } from '../../../src/base/bytes.ts'
import { unixSeconds } from '../../../src/base/units.ts'
import type { PeerEvent } from '../../../src/ports/peer-network.ts'
import { eventually, filled, memoryStore, startNode, stopAll, stopNode } from './test-network.ts'

const isStatus = (event: PeerEvent): boolean => event.kind === 'status'

describe('peer network: connections that come back', () => {
  afterEach(stopAll)

  it('reaches a bootstrap peer that comes up later', async () => {
    const seed = 90
    const first = await startNode({ seed })
    const address = first.address()
    const listen = [...first.network.self().addresses]
    await stopNode(first)
    const node = await startNode({ bootstrap: [address] })
    await eventually('two failed dials', () => dials(node.log.lines) >= 2)
    expect(node.network.peers()).to.deep.equal([])
    await startNode({ seed, listen })
    await node.event(isStatus)
  })

  it('connects again after a bootstrap peer was restarted, more than once', async () => {
    const seed = 91
    let peer = await startNode({ seed })
    const listen = [...peer.network.self().addresses]
    const node = await startNode({ bootstrap: [peer.address()] })
    await node.event(isStatus)
    for (let turn = 2; turn <= 3; turn++) {
      await stopNode(peer)
      peer = await startNode({ seed, listen })
      await eventually(`connection ${turn}`, () => node.events.filter(isStatus).length >= turn)
    }
  })

  it('dials a known peer after its own restart, without a bootstrap list', async () => {
    const store = memoryStore()
    const peer = await startNode()
    const before = await startNode({ store })
    await before.network.connect(peer.address())
    await eventually('a record', () => peer.network.peers().length === 1)
    await stopNode(before)
    await peer.event((event) => event.kind === 'disconnected')
    const after = await startNode({ store })
    const event = await after.event(isStatus)
    expect(event).to.include({ name: peer.network.self().name })
  })

  it('remembers where a peer that dialled us can be reached', async () => {
    const store = memoryStore()
    const dialler = await startNode()
    const node = await startNode({ store })
    await dialler.network.connect(node.address())
    let addresses: readonly string[] = []
    await eventually('a record', () => {
      void new KnownPeers(store).load(unixSeconds(0)).then((known) => (addresses = known[0]?.addresses ?? []))
      return addresses.length > 0
    })
    expect(addresses).to.deep.equal(dialler.network.self().addresses)
  })
})

describe('known peers', () => {
  const record = '01000000000000000502032f6162022f63'
  const peer = { name: 'x', addresses: ['/ab', '/c'], lastSeen: unixSeconds(5) }

  it('have the stored form of version 1', () => {
    expect(toHex(encodeKnownPeer(peer))).to.equal(record)
    expect(decodeKnownPeer('x', fromHex(record))).to.deep.equal(peer)
  })

  for (const [name, hex] of [
    ['another version', `02${record.slice(2)}`],
    ['a cut record', record.slice(0, -2)],
    ['a longer record', `${record}00`],
    ['no address', `01${'00'.repeat(8)}00`],
    ['five addresses', `01${'00'.repeat(8)}05${'012f'.repeat(5)}`],
    ['an empty record', '']
  ] as const) {
    it(`refuse ${name}`, () => {
      expect(() => decodeKnownPeer('x', fromHex(hex)))
        .to.throw(KnownPeerError)
        .with.property('code', 'PEER_RECORD_INVALID')
    })
  }

  it('are forgotten when unreadable or not seen for 30 days', async () => {
    const store = memoryStore()
    const now = unixSeconds(100 * 24 * 3600)
    const put = (key: string, value: Uint8Array<ArrayBuffer>) =>
      ({ kind: 'put', bucket: 'peers', key, value }) as const
    const fresh = { name: 'fresh', addresses: ['/a'], lastSeen: unixSeconds(now - 29 * 24 * 3600) }
    await store.commit([
      put('broken', filled(3)),
      put('fresh', encodeKnownPeer(fresh)),
      put('old', encodeKnownPeer({ ...fresh, lastSeen: unixSeconds(now - 31 * 24 * 3600) }))
    ])
    expect(await new KnownPeers(store).load(now)).to.deep.equal([fresh])
    expect(await store.get('peers', 'broken')).to.equal(undefined)
    expect(await store.get('peers', 'old')).to.equal(undefined)
  })
})

describe('penalties', () => {
  const at = (seconds: number) => unixSeconds(1_000_000 + seconds)

  it('ban at a hundred points, for as long as said', () => {
    const penalties = new Penalties(60)
    for (let count = 0; count < 3; count++) expect(penalties.charge('x', 'malformed', at(0))).to.equal(null)
    expect(penalties.charge('x', 'malformed', at(0))).to.equal(at(60))
    expect(penalties.isBanned('x', at(59))).to.equal(true)
    expect(penalties.isBanned('x', at(60))).to.equal(false)
    expect(penalties.isBanned('y', at(0))).to.equal(false)
  })

  it('fade by ten points a minute', () => {
    const penalties = new Penalties(60)
    for (let minute = 0; minute < 60; minute++) {
      expect(penalties.charge('x', 'flood', at(60 * minute))).to.equal(null)
    }
    for (let minute = 60; minute < 64; minute++) penalties.charge('x', 'malformed', at(60 * minute))
    expect(penalties.charge('x', 'malformed', at(60 * 64)), '25 in, 10 out each minute').to.equal(null)
  })
})

function dials(lines: readonly { readonly event: string }[]): number {
  return lines.filter(({ event }) => event === 'peer.unreached').length
}
