import { expect } from 'chai'
import { errorCode } from '../../../src/base/coded-error.ts'
import { BUCKETS } from '../../../src/ports/store.ts'
import { satsPerVbyte } from '../../../src/base/units.ts'
import { ladderRates } from '../../../src/exchange/escrow/fee-rates.ts'
import { isCancellable } from '../../../src/drivers/trade/trade-desk.ts'
import { spendFee } from '../../../src/exchange/escrow/spend.ts'
import { TradingFloor } from '../../support/trading-floor.ts'

async function codeOf(work: Promise<unknown>): Promise<string> {
  return await work.then(
    () => 'none',
    (error: unknown) => errorCode(error)
  )
}

describe('the trade desk', () => {
  it('takes no order that is unknown, its own, or on a ledger out of reach', async () => {
    const floor = new TradingFloor()
    await floor.open()
    await floor.offer()
    expect(await codeOf(floor.bob.trades.take('00'.repeat(32)))).to.equal('ORDER_UNKNOWN')
    expect(await codeOf(floor.alice.trades.take(floor.orderId))).to.equal('ORDER_OWN')
    floor.bob.ledger('ltc').reachable = false
    expect(await codeOf(floor.bob.trades.take(floor.orderId))).to.equal('LEDGER_UNAVAILABLE')
    expect(floor.bob.trades.trades()).to.deep.equal([])
  })

  it('knows no trade by another name, and cancels only what can be', async () => {
    const floor = new TradingFloor()
    await floor.open()
    await floor.trade()
    expect(await codeOf(floor.bob.trades.cancel('00'.repeat(32)))).to.equal('TRADE_UNKNOWN')
    await floor.until(() => floor.state(floor.bob)?.kind === 'locking')
    expect(await codeOf(floor.bob.trades.cancel(floor.tradeId))).to.equal('TRADE_NOT_CANCELLABLE')
    expect(isCancellable(floor.alice.trades.trade(floor.tradeId).record)).to.equal(true)
    await floor.alice.trades.cancel(floor.tradeId)
    expect(await codeOf(floor.alice.trades.cancel(floor.tradeId))).to.equal('TRADE_NOT_CANCELLABLE')
  })

  it('gives up where the wallet has not the coins, on either side', async () => {
    for (const name of ['alice', 'bob'] as const) {
      const floor = new TradingFloor()
      await floor.open()
      const { wallet } = floor[name]
      const ledger = name === 'alice' ? 'btc' : 'ltc'
      const fund = wallet.fund.bind(wallet)
      wallet.fund = (request) =>
        fund({ ...request, amount: (request.amount * 100n) as typeof request.amount })
      await floor.trade()
      await floor.settle(20, 100)
      expect(floor.state(floor[name])).to.include({ kind: 'abandoned', reason: 'FUNDS_MISSING' })
      expect(floor[ledger].transactions()).to.deep.equal([])
    }
  })

  it('trades an order again whose first taker went away', async () => {
    const floor = new TradingFloor()
    await floor.open()
    await floor.offer()
    const carol = await floor.newcomer('carol', { ltc: 200_000_000n })
    await carol.peer.synchroniseFrom(floor.alice.peer)
    await carol.trades.take(floor.orderId)
    carol.crash()
    await floor.clock.advance(900)
    floor.tradeId = await floor.bob.trades.take(floor.orderId)
    await floor.until(() => floor.state(floor.bob)?.kind === 'closed')
    expect(floor.outcome(floor.bob)).to.equal('swapped')
  })

  it('tells listeners of each transition once it is stored, until they leave', async () => {
    const floor = new TradingFloor()
    await floor.open()
    const seen: string[] = []
    const leave = floor.bob.trades.onChange((record) => seen.push(record.state.kind))
    await floor.trade()
    await floor.until(() => floor.state(floor.bob)?.kind === 'locking')
    leave()
    await floor.settle()
    expect(seen).to.deep.equal(['proposing', 'funding', 'confirming', 'presigning', 'waiting', 'locking'])
    const { timeline } = floor.bob.trades.trade(floor.tradeId).record
    expect(timeline.map((moment) => moment.state)).to.deep.equal([...seen, 'claiming', 'closed'])
  })

  it('stops in the middle of a trade and goes on after', async () => {
    const floor = new TradingFloor()
    await floor.open()
    await floor.trade()
    await floor.until(() => floor.state(floor.bob)?.kind === 'locking')
    await floor.bob.trades.stop()
    await floor.bob.orders.stop()
    floor.bob.crash()
    await floor.settle()
    expect(floor.outcome(floor.bob)).to.equal('swapped')
  })

  it('goes on with the other trades where one stored record is damaged, and keeps that record', async () => {
    const floor = new TradingFloor()
    await floor.open()
    await floor.trade()
    floor.bob.crash()
    const damaged = `${String.fromCharCode(BUCKETS.trades)}${'ab'.repeat(32)}`
    floor.bob.stored.set(damaged, Uint8Array.of(1, 0x7b))
    await floor.settle()
    expect(floor.state(floor.bob)?.kind).to.equal('closed')
    expect(floor.bob.stored.get(damaged)).to.deep.equal(Uint8Array.of(1, 0x7b))
  })
})

describe('the rates of a claim ladder', () => {
  const claim = { amount: 100_000_000n, scriptLength: 34 }

  it('rise from the estimate, from one satoshi per virtual byte on, to the ceiling', () => {
    expect(ladderRates(satsPerVbyte(2), satsPerVbyte(1000), claim)).to.deep.equal([
      2000, 4000, 10_000, 20_000, 40_000
    ])
    expect(ladderRates(satsPerVbyte(0.2), satsPerVbyte(1000), claim)[0]).to.equal(1000)
    expect(ladderRates(satsPerVbyte(2), satsPerVbyte(11), claim)).to.deep.equal([2000, 4000, 10_000])
    expect(ladderRates(satsPerVbyte(20), satsPerVbyte(11), claim)).to.deep.equal([20_000])
  })

  it('leave out what the other trader would refuse, as it eats the amount', () => {
    const small = { amount: 20_000n, scriptLength: 34 }
    const rates = ladderRates(satsPerVbyte(10), satsPerVbyte(1000), small)
    expect(rates).to.deep.equal([10_000, 20_000, 50_000])
    expect(spendFee('claim', 34, rates.at(-1) ?? 0) <= 10_000n).to.equal(true)
  })
})
