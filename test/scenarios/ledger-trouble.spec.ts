import { expect } from 'chai'
import { satsPerVbyte } from '../../src/base/units.ts'
import type { SimulatedTrader } from '../../src/testnet/simulation/simulated-trader.ts'
import { TradingFloor } from '../support/trading-floor.ts'

const HOUR = 3600

async function opened(): Promise<TradingFloor> {
  const floor = new TradingFloor()
  await floor.open()
  await floor.trade()
  return floor
}

const kindOf = (floor: TradingFloor, name: 'alice' | 'bob'): string =>
  floor.state(floor[name])?.kind ?? 'none'

function outcomes(floor: TradingFloor): string[] {
  return [floor.outcome(floor.alice), floor.outcome(floor.bob)]
}

/** Where this trader looks, no escrow on the ledger has the agreed script and amount. */
function bendView(floor: TradingFloor, name: 'alice' | 'bob', ledger: 'btc' | 'ltc'): void {
  const view = floor[name].ledger(ledger)
  const honest = view.observe.bind(view)
  view.observe = (expected) => {
    const seen = honest(expected)
    return seen === null || seen.funding === null
      ? seen
      : { ...seen, funding: { ...seen.funding, matches: false } }
  }
}

describe('trouble on a ledger', () => {
  it('ends the trade before the taker locks where escrow A is not as agreed', async () => {
    const floor = await opened()
    bendView(floor, 'bob', 'btc')
    await floor.until(() => floor.ended(floor.bob))
    expect(floor.state(floor.bob)).to.include({ kind: 'abandoned', reason: 'ESCROW_MISMATCH' })
    expect(floor.ltc.transactions()).to.deep.equal([])
    await floor.settle(100, HOUR / 2)
    expect(outcomes(floor)).to.deep.equal(['whole', 'whole'])
  })

  it('keeps the secret where escrow B is not as agreed, and both take their own back', async () => {
    const floor = await opened()
    bendView(floor, 'alice', 'ltc')
    await floor.settle(120, HOUR / 2)
    expect([kindOf(floor, 'alice'), kindOf(floor, 'bob')]).to.deep.equal(['refunded', 'refunded'])
    expect(outcomes(floor)).to.deep.equal(['whole', 'whole'])
  })

  it('of twenty times the fees between lock and claim is climbed on the ladder', async () => {
    const floor = new TradingFloor()
    const refused = { kind: 'refuse', code: 'BUSY', reason: '' } as const
    floor.peers.tamper = { response: (_from, it) => (it.kind === 'settleAnswer' ? refused : it) }
    await floor.open()
    await floor.trade()
    await floor.until(() => kindOf(floor, 'bob') === 'locking')
    for (const chain of [floor.btc, floor.ltc]) chain.rate = satsPerVbyte(40)
    await floor.until(() => kindOf(floor, 'alice') === 'claiming')
    const levels = new Set<string>()
    for (let count = 0; count < 20; count++) {
      await floor.clock.advance(600)
      for (const trader of [floor.alice, floor.bob]) {
        const state = floor.state(trader)
        if (state?.kind === 'claiming' && state.attempt.kind === 'published') {
          levels.add(`${trader.name} ${state.attempt.level}`)
        }
      }
    }
    expect([...levels].sort()).to.deep.equal(
      ['alice', 'bob'].flatMap((name) => [0, 1, 2, 3, 4].map((level) => `${name} ${level}`))
    )
    await floor.settle()
    expect([kindOf(floor, 'alice'), kindOf(floor, 'bob')]).to.deep.equal(['closed', 'closed'])
  })

  it('skips the first level of the ladder after a key path claim that does not confirm', async () => {
    const floor = await opened()
    await floor.until(() => kindOf(floor, 'alice') === 'claiming')
    const levels: number[] = []
    for (let count = 0; count < 6; count++) {
      const state = floor.state(floor.alice)
      if (state?.kind === 'claiming' && state.attempt.kind === 'published') levels.push(state.attempt.level)
      await floor.clock.advance(1000)
    }
    expect(levels[0]).to.equal(-1)
    expect(levels).to.include(1)
    expect(levels).to.not.include(0)
    await floor.settle()
    expect([kindOf(floor, 'alice'), kindOf(floor, 'bob')]).to.deep.equal(['closed', 'closed'])
  })

  const outages = (['alice', 'bob'] as const).flatMap((name) =>
    (['btc', 'ltc'] as const).flatMap((ledger) => [3, 24].map((hours) => ({ name, ledger, hours })))
  )
  for (const { name, ledger, hours } of outages) {
    it(`is outlived: ${name} cannot reach ${ledger} for ${hours} hours`, async () => {
      for (const kind of ['negotiating', 'locking', 'claiming']) {
        const floor = await opened()
        const trader: SimulatedTrader = floor[name]
        if (kind !== 'negotiating') await floor.until(() => kindOf(floor, name) === kind, 40, 60)
        trader.ledger(ledger).reachable = false
        for (let hour = 0; hour < hours; hour++) await floor.block(HOUR)
        trader.ledger(ledger).reachable = true
        await floor.settle(120, HOUR / 2)
        expect(
          outcomes(floor),
          `${kind}: ${kindOf(floor, 'alice')}, ${kindOf(floor, 'bob')}`
        ).to.be.deep.oneOf([
          ['swapped', 'swapped'],
          ['whole', 'whole']
        ])
      }
    })
  }

  for (const ahead of [7200, -3600]) {
    for (const ledger of ['btc', 'ltc'] as const) {
      it(`of a clock is outlived: ${ledger} is ${ahead} seconds ahead`, async () => {
        for (const kind of ['none', 'locking', 'claiming']) {
          const floor = new TradingFloor()
          await floor.open()
          if (kind === 'none') floor[ledger].ahead = ahead
          await floor.trade()
          if (kind !== 'none') await floor.until(() => kindOf(floor, 'bob') === kind, 40, 60)
          floor[ledger].ahead = ahead
          await floor.settle(120, HOUR / 2)
          expect(outcomes(floor), kind).to.be.deep.oneOf([
            ['swapped', 'swapped'],
            ['whole', 'whole']
          ])
        }
      })
    }
  }
})
