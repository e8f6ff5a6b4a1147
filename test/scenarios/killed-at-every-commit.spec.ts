import { expect } from 'chai'
import { commitsOf, dieAt, type TraderName } from '../support/deaths.ts'
import type { KillPlan, SimulatedTrader } from '../../src/testnet/simulation/simulated-trader.ts'
import { fairness, TradingFloor } from '../support/trading-floor.ts'

/** A trade in which a process may die at any time; bob takes the order again where nothing was stored. */
async function tradeThroughDeaths(plans: Partial<Record<TraderName, KillPlan>>): Promise<TradingFloor> {
  const floor = new TradingFloor()
  await floor.open()
  await floor.offer()
  floor.alice.killPlan = plans.alice ?? (() => null)
  floor.bob.killPlan = plans.bob ?? (() => null)
  await floor.bob.trades.take(floor.orderId).catch(() => undefined)
  await floor.clock.advance(1)
  await floor.revive()
  if (floor.bob.trades.trades().length === 0) {
    await floor.bob.peer.synchroniseFrom(floor.alice.peer)
    await floor.bob.trades.take(floor.orderId)
  }
  await floor.settle(300, 200)
  return floor
}

function kinds(floor: TradingFloor): string {
  const kind = (trader: SimulatedTrader): string => floor.state(trader)?.kind ?? 'none'
  return `${kind(floor.alice)} and ${kind(floor.bob)}`
}

describe('a trade whose processes are killed at a commit', () => {
  const MOST = 14

  for (const name of ['alice', 'bob'] as const) {
    it(`has no more commits of ${name} than these stories cover`, async () => {
      expect(await commitsOf(name)).to.be.within(6, MOST)
    })
    for (const moment of ['before', 'after'] as const) {
      it(`ends well where ${name} dies ${moment} any commit`, async () => {
        const commits = await commitsOf(name)
        for (let commit = 0; commit < commits; commit++) {
          const floor = await tradeThroughDeaths({ [name]: dieAt(commit, moment) })
          const story = `${name} ${moment} commit ${commit}: ${kinds(floor)}`
          expect(fairness(floor), story).to.equal('swapped and swapped')
        }
      })
    }
  }

  it('ends well where both die', async () => {
    for (let commit = 0; commit < 8; commit++) {
      const moment = commit % 2 === 0 ? 'before' : 'after'
      const floor = await tradeThroughDeaths({ alice: dieAt(commit, 'after'), bob: dieAt(commit, moment) })
      const story = `both at commit ${commit}: ${kinds(floor)}`
      expect(fairness(floor), story).to.equal('swapped and swapped')
    }
  })
})
