import { expect } from 'chai'
import { sats } from '../../src/base/units.ts'
import { rest } from '../../src/testnet/simulation/simulated-clock.ts'
import type { SimulatedTrader } from '../../src/testnet/simulation/simulated-trader.ts'
import { BOUGHT, FEES, SOLD, TradingFloor } from '../support/trading-floor.ts'

describe('many trades', () => {
  it('on one order: exactly one of two takers trades', async () => {
    const floor = new TradingFloor()
    await floor.open()
    const carol = await floor.newcomer('carol', { ltc: 200_000_000n })
    await floor.offer()
    const ids = await Promise.all([floor.bob.trades.take(floor.orderId), carol.trades.take(floor.orderId)])
    floor.tradeId = ids[0]
    await floor.settle(20, 150)
    const kinds = [floor.bob, carol].map((trader) => trader.trades.trades()[0]?.record.state.kind)
    expect([...kinds].sort()).to.deep.equal(['abandoned', 'closed'])
    expect(floor.alice.trades.trades().map((trade) => trade.record.state.kind)).to.deep.equal(['closed'])
    expect(floor.outcome(floor.alice)).to.equal('swapped')
    expect([...floor.bob.wallet.reserved(), ...carol.wallet.reserved()].length).to.equal(1)
  })

  it('at once: twenty close, and no coin comes or goes but fees', async () => {
    const TRADES = 20
    const floor = new TradingFloor()
    const coins = Array.from({ length: TRADES })
    const wallets: SimulatedTrader[] = [floor.alice, floor.bob]
    for (const _ of coins) floor.alice.wallet.mint('btc', 6_000_000n)
    for (const _ of coins) floor.bob.wallet.mint('ltc', 90_000_000n)
    const total = (ledger: 'btc' | 'ltc'): bigint =>
      wallets.reduce((sum, trader) => sum + trader.wallet.balance(ledger), 0n)
    const before = { btc: total('btc'), ltc: total('ltc') }
    await floor.open()
    const taken: Promise<string>[] = []
    for (const _ of coins) {
      const live = await floor.alice.orders.place({
        sell: { ledger: 'btc', amount: sats(SOLD), confirmations: 2 },
        buy: { ledger: 'ltc', amount: sats(BOUGHT), confirmations: 3 },
        lifeSeconds: 3600
      })
      taken.push(floor.bob.trades.take(live.id))
    }
    await Promise.all(taken)
    await rest()
    const allClosed = (): boolean =>
      wallets.every((trader) => trader.trades.trades().every((trade) => trade.record.state.kind === 'closed'))
    await floor.until(allClosed, 30, 150)
    const fees = FEES * BigInt(TRADES)
    for (const ledger of ['btc', 'ltc'] as const) {
      expect(Number(before[ledger] - total(ledger)), ledger).to.be.within(1, Number(fees))
    }
    expect(Number(floor.gains().alice.ltc)).to.be.within(
      Number(BOUGHT * BigInt(TRADES) - fees),
      Number(BOUGHT) * TRADES
    )
    const scripts = floor.alice.trades
      .trades()
      .flatMap(({ record: { state } }) => [
        state.deal.keys.escrowKeyA,
        state.deal.keys.escrowKeyB,
        state.deal.keys.claimScript
      ])
      .map((bytes) => Buffer.from(bytes).toString('hex'))
    expect(new Set(scripts).size, 'keys and addresses differ from trade to trade').to.equal(3 * TRADES)
    expect(floor.bob.orders.live()).to.deep.equal([])
  })
})
