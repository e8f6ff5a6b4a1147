import { expect } from 'chai'
import { ApiClient } from '../../src/api/client.ts'
import { EventLog } from '../../src/api/event-log.ts'
import type { StreamedEvent } from '../../src/api/event-reader.ts'
import type { NodeEvent } from '../../src/api/node-control.ts'
import { sats, seconds } from '../../src/base/units.ts'
import { startApi, type ApiFixture } from '../support/api-fixture.ts'

const wallet = (ledger: string): NodeEvent => ({ kind: 'wallet', ledger })

describe('api events', () => {
  let api: ApiFixture
  let client: ApiClient
  let abort: AbortController
  beforeEach(async () => {
    api = await startApi()
    client = new ApiClient({ url: api.server.url, pid: 1, token: api.token })
    abort = new AbortController()
  })
  afterEach(async () => {
    abort.abort()
    await api.close()
  })

  const follow = (lastEventId: string | null): AsyncGenerator<StreamedEvent> =>
    client.events({ lastEventId, signal: abort.signal })
  const take = async (stream: AsyncGenerator<StreamedEvent>, count: number): Promise<StreamedEvent[]> => {
    const taken: StreamedEvent[] = []
    while (taken.length < count) taken.push((await stream.next()).value as StreamedEvent)
    return taken
  }
  /** A position in the stream to begin at. */
  const firstId = async (): Promise<string> => {
    const [reset] = await take(follow('other-0'), 1)
    expect(reset).to.include({ event: null })
    return reset?.id ?? ''
  }

  it('sends every kind of event as the node told it', async () => {
    const stream = follow(await firstId())
    const order = api.node.addOrder(
      {
        sellLedger: 'btc',
        sellAmount: sats(9_007_199_254_740_993n),
        buyLedger: 'ltc',
        buyAmount: sats(1),
        lifeSeconds: seconds(60),
        confirmations: 1
      },
      false
    )
    const ledger = api.node.ledgers()[1]!
    api.node.emit({ kind: 'ledger', ledger })
    api.node.emit(wallet('btc'))
    const { tradeId } = await api.node.takeOrder(order.id)
    await api.node.disconnectPeer((await api.node.peers())[0]!.peerId)
    const events = (await take(stream, 6)).map((streamed) => streamed.event)
    expect(events.map((event) => event?.kind)).to.deep.equal([
      'order',
      'ledger',
      'wallet',
      'order',
      'trade',
      'peer'
    ])
    expect(events[0]).to.deep.equal({ kind: 'order', order })
    expect(events[1]).to.deep.equal({ kind: 'ledger', ledger })
    expect(events[4]).to.deep.include({ tradeId, from: null })
  })

  it('resumes after the last event that a client saw', async () => {
    const before = follow(await firstId())
    for (const ledger of ['one', 'two', 'three']) api.node.emit(wallet(ledger))
    const [one] = await take(before, 1)
    const again = await take(follow(one!.id), 2)
    expect(again.map(({ event }) => event)).to.deep.equal([wallet('two'), wallet('three')])
    api.node.emit(wallet('four'))
    const [four] = await take(follow(again[1]!.id), 1)
    expect(four?.event).to.deep.equal(wallet('four'))
  })

  it('says reset where the past is not known', async () => {
    const id = await firstId()
    const run = id.split('-')[0]
    for (const unknown of [`${run}-5`, 'ffff-0', 'nonsense', `${run}--1`]) {
      const [first] = await take(follow(unknown), 1)
      expect(first, unknown).to.deep.equal({ id, event: null })
    }
  })

  it('beats like a heart in the form of the standard', async () => {
    const response = await api.request('/v1/events')
    expect(response.headers.get('content-type')).to.equal('text/event-stream')
    const reader = response.body!.getReader()
    const { value } = await reader.read()
    expect(new TextDecoder().decode(value)).to.match(/^retry: 1000\n: /)
    await reader.cancel()
  })

  it('bounds the number of streams: TOO_MANY_STREAMS', async () => {
    const open = await Promise.all(Array.from({ length: 32 }, () => api.request('/v1/events')))
    const refused = await api.request('/v1/events')
    expect(refused.status).to.equal(503)
    expect(await refused.json()).to.include({ code: 'TOO_MANY_STREAMS' })
    for (const response of open) await response.body?.cancel()
  })

  it('ends all streams and lets go of the node when it stops', async () => {
    const stream = follow(await firstId())
    api.node.emit(wallet('btc'))
    await take(stream, 1)
    await api.server.stop()
    expect(await stream.next()).to.deep.equal({ value: undefined, done: true })
    expect(api.node.listenerCount).to.equal(0)
  })
})

describe('event log', () => {
  it('forgets the oldest of more than a thousand', () => {
    const log = new EventLog('run')
    for (let count = 0; count < 1500; count += 1) log.append(wallet('btc'))
    expect(log.lastId).to.equal('run-1500')
    expect(log.since('run-499')).to.equal(null)
    expect(log.since('run-500')).to.have.length(1000)
    expect(log.since('run-1500')).to.deep.equal([])
    expect(log.since('run-1501')).to.equal(null)
  })
})
