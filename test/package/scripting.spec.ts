import { expect } from 'chai'
import {
  ApiClient,
  CodedError,
  getTrade,
  listOrders,
  placeOrder,
  readApiFiles,
  takeOrder,
  type TradeView
} from 'bourse'
import {
  createSimulatedWorld,
  passBlocks,
  rest,
  runTrade,
  SimulatedTrader,
  startTestnet,
  type Testnet
} from 'bourse/testnet'
import { sats } from '../../src/base/units.ts'

const leg = (ledger: string, amount: bigint) => ({ ledger, amount: sats(amount), confirmations: 2 })

describe('the package by its name', () => {
  describe('bourse and bourse/testnet', function () {
    this.timeout(120_000)
    let testnet: Testnet
    before(async () => {
      testnet = await startTestnet({ nodes: 2 })
    })
    after(() => testnet?.stop())

    it('runs a trade, and reads it over the API by the files of the data folder', async () => {
      const lines: string[] = []
      const report = await runTrade(testnet, (line) => lines.push(line))
      expect(report.state).to.equal('closed')
      expect(lines.length).to.be.greaterThan(10)
      const client = new ApiClient(await readApiFiles(testnet.nodes[0]!.dataFolder))
      const { orders } = await client.call(listOrders)
      expect(orders.map((order) => order.state)).to.deep.equal(['filled'])
      const trade: TradeView = await client.call(getTrade, { params: { id: report.trade } })
      expect(trade).to.include({ role: 'maker', phase: 'closed', open: false })
    })

    it('follows the events of an order', async () => {
      const [maker, taker] = testnet.nodes
      const stop = AbortSignal.timeout(30_000)
      const client = new ApiClient(await readApiFiles(taker!.dataFolder))
      const events = client.events({ lastEventId: 'none', signal: stop })
      // The first is a reset, as nothing is known of the past.
      expect((await events.next()).value).to.include({ event: null })
      const body = {
        sellLedger: 'btc',
        sellAmount: '1000000',
        buyLedger: 'ltc',
        buyAmount: '2000000',
        lifeSeconds: 600,
        confirmations: null
      }
      const placed = await maker!.client.call(placeOrder, { body })
      for await (const { event } of events) {
        if (event?.kind !== 'order') continue
        expect(event.order).to.include({ id: placed.id, mine: false, state: 'live' })
        break
      }
    })

    it('refuses an order that the wallet cannot pay for, at once', async () => {
      const [maker] = testnet.nodes
      const body = {
        sellLedger: 'ltc',
        sellAmount: '100000000000',
        buyLedger: 'btc',
        buyAmount: '2000000',
        lifeSeconds: 600,
        confirmations: null
      }
      const refused = await maker!.client.call(placeOrder, { body }).catch((error: unknown) => error)
      expect(refused)
        .to.be.instanceOf(CodedError)
        .and.to.include({ code: 'INSUFFICIENT_FUNDS', fault: 'user' })
      const unknown = await maker!.client
        .call(takeOrder, { params: { id: 'ab'.repeat(32) } })
        .catch((error: unknown) => error)
      expect(unknown).to.include({ code: 'ORDER_UNKNOWN' })
    })
  })

  it('plays a dishonest maker in a simulation: nobody loses a coin', async () => {
    const world = createSimulatedWorld(['btc', 'ltc'])
    const maker = new SimulatedTrader('maker', world)
    const taker = new SimulatedTrader('taker', world)
    maker.wallet.mint('btc', 10_000_000n)
    taker.wallet.mint('ltc', 200_000_000n)
    await maker.start()
    await taker.start()
    world.peers.tamper = {
      response: (_from, answer) =>
        answer.kind === 'makerPresignatures'
          ? { ...answer, presignatures: answer.presignatures.map((one) => one.toReversed()) }
          : answer
    }
    const order = await maker.orders.place({
      sell: leg('btc', 5_000_000n),
      buy: leg('ltc', 80_000_000n),
      lifeSeconds: 3600
    })
    const trade = await taker.trades.take(order.id)
    await rest()
    await passBlocks(world, 10)
    expect(taker.trades.trade(trade).record.state).to.include({
      kind: 'abandoned',
      reason: 'PRESIGNATURE_INVALID'
    })
    expect(taker.wallet.balance('ltc')).to.equal(200_000_000n)
  })
})
