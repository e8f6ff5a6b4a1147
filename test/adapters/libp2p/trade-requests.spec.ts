import { expect } from 'chai'
import type { TradeRequest } from '../../../protocols/trade-negotiation/types.ts'
import type { Bytes } from '../../../src/base/bytes.ts'
import { filled, proposal, rejection, startNode, stopAll, stopNode, type TestNode } from './test-network.ts'

describe('peer network: trade requests', () => {
  afterEach(stopAll)

  it('brings a request to the handler and its answer back', async () => {
    const asked: { peer: Bytes; request: TradeRequest }[] = []
    const maker = await startNode({
      prepare: (network) =>
        network.onTradeRequest(async (peer, request) => {
          asked.push({ peer, request })
          return { kind: 'done', negotiationId: filled(32, 9) }
        })
    })
    const taker = await startNode()
    const { peer, addresses } = maker.network.self()
    const answer = await taker.network.sendTradeRequest(peer, addresses, proposal())
    expect(answer).to.deep.equal({ kind: 'done', negotiationId: filled(32, 9) })
    expect(asked).to.deep.equal([{ peer: taker.network.self().peer, request: proposal() }])
  })

  it('answers many requests in order over one connection, in both directions', async () => {
    const [one, two] = [await echo(), await echo()]
    const ask = async (from: TestNode, to: TestNode, index: number): Promise<number> => {
      const { peer, addresses } = to.network.self()
      const answer = await from.network.sendTradeRequest(peer, addresses, proposal(index))
      return answer.kind === 'done' ? (answer.negotiationId[0] ?? 0) : 0
    }
    const indices = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    const there = Promise.all(indices.map(async (index) => ask(one, two, index)))
    expect(await there).to.deep.equal(indices)
    expect(await Promise.all(indices.map(async (index) => ask(two, one, index)))).to.deep.equal(indices)
    expect(one.network.peers()).to.have.length(1)
  })

  it('goes on after the peer was restarted', async () => {
    const seed = 77
    const before = await echo({ seed })
    const taker = await startNode()
    const { peer, addresses } = before.network.self()
    await taker.network.sendTradeRequest(peer, addresses, proposal())
    await stopNode(before)
    await taker.event((event) => event.kind === 'disconnected')
    expect(await rejection(taker.network.sendTradeRequest(peer, addresses, proposal()))).to.include({
      code: 'PEER_UNREACHABLE'
    })
    await echo({ seed, listen: addresses })
    const answer = await taker.network.sendTradeRequest(peer, addresses, proposal(5))
    expect(answer).to.deep.equal({ kind: 'done', negotiationId: filled(32, 5) })
  })

  it('gives up when told to, and keeps the next answer apart from the late one', async () => {
    let release: () => void = () => undefined
    let calls = 0
    const maker = await startNode({
      prepare: (network) =>
        network.onTradeRequest(async () => {
          const call = ++calls
          if (call === 1) await new Promise<void>((resolve) => (release = resolve))
          return { kind: 'done', negotiationId: filled(32, call) }
        })
    })
    const taker = await startNode()
    const { peer, addresses } = maker.network.self()
    await taker.network.connect(maker.address())
    const signal = AbortSignal.timeout(100)
    expect(await rejection(taker.network.sendTradeRequest(peer, addresses, proposal(), signal))).to.include({
      code: 'PEER_TIMEOUT'
    })
    const second = taker.network.sendTradeRequest(peer, addresses, proposal())
    release()
    expect(await second).to.deep.equal({ kind: 'done', negotiationId: filled(32, 2) })
  })

  it('answers INTERNAL where the handler fails, and logs it', async () => {
    const maker = await startNode({
      prepare: (network) =>
        network.onTradeRequest(async () => {
          throw new Error('disk is full')
        })
    })
    const taker = await startNode()
    const { peer, addresses } = maker.network.self()
    const answer = await taker.network.sendTradeRequest(peer, addresses, proposal())
    expect(answer).to.deep.equal({ kind: 'refuse', code: 'INTERNAL', reason: '' })
    const failure = maker.log.lines.find(({ event }) => event === 'trade.request.failed')
    expect(failure).to.deep.include({ level: 'error' })
  })

  it('answers BUSY above the rate, then bans the flooder for a while', async () => {
    const maker = await echo()
    const taker = await startNode()
    const { peer, addresses } = maker.network.self()
    const answers: string[] = []
    let failure: Error | null = null
    for (let index = 0; index < 200 && failure === null; index++) {
      try {
        const answer = await taker.network.sendTradeRequest(peer, addresses, proposal())
        answers.push(answer.kind === 'refuse' ? answer.code : answer.kind)
      } catch (error) {
        failure = error as Error
      }
    }
    expect(answers.filter((answer) => answer === 'done').length).to.be.within(30, 33)
    expect(answers).to.include('BUSY')
    const ban = await maker.event((event) => event.kind === 'banned')
    expect(ban).to.include({ name: taker.network.self().name })
    await taker.event((event) => event.kind === 'disconnected')
    expect(await rejection(taker.network.connect(maker.address()))).to.include({ code: 'PEER_REFUSED' })
    expect(await rejection(maker.network.connect(taker.address()))).to.include({ code: 'PEER_BANNED' })
  })

  it('refuses what is no peer id and what is no address', async () => {
    const node = await startNode()
    const send = async (peer: Bytes, addresses: string[]): Promise<Error> =>
      rejection(node.network.sendTradeRequest(peer, addresses, proposal()))
    expect(await send(filled(38), [])).to.include({ code: 'PEER_ID_INVALID' })
    const stranger = await startNode()
    const { peer } = stranger.network.self()
    expect(await send(peer, [])).to.include({ code: 'PEER_UNREACHABLE' })
    expect(await send(peer, ['/dns4/example/udp/1', 'x'])).to.include({ code: 'ADDRESS_INVALID' })
  })

  it('does not send what is no valid request, and blames nobody', async () => {
    const maker = await echo()
    const taker = await startNode()
    const { peer, addresses } = maker.network.self()
    const error = await rejection(
      taker.network.sendTradeRequest(peer, addresses, { ...proposal(), nonce: filled(31) })
    )
    expect(error).to.include({ code: 'FIELD_LENGTH', fault: 'internal' })
    expect(taker.log.lines.filter(({ event }) => event === 'peer.offence')).to.deep.equal([])
  })
})

/** A node that answers `done` with the id of the order that it was asked for. */
async function echo(options: Parameters<typeof startNode>[0] = {}): Promise<TestNode> {
  return startNode({
    ...options,
    prepare: (network) =>
      network.onTradeRequest(async (_, request) => {
        const id = request.kind === 'propose' ? request.orderId : filled(32, 0)
        return { kind: 'done', negotiationId: id }
      })
  })
}
