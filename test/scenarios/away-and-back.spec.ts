import { expect } from 'chai'
import { commitsOf, dieAt, type TraderName } from '../support/deaths.ts'
import { TradingFloor } from '../support/trading-floor.ts'

const HOUR = 3600

/** The trader dies at a commit and comes back `hours` after the trade began. */
async function awayFor(
  name: TraderName,
  commit: number,
  absence: { moment: 'before' | 'after'; hours: number }
): Promise<TradingFloor> {
  const floor = new TradingFloor()
  await floor.open()
  await floor.offer()
  const { clock } = floor
  const began = clock.now()
  floor[name].killPlan = dieAt(commit, absence.moment)
  await floor.bob.trades.take(floor.orderId).catch(() => undefined)
  floor.gone.add(floor[name])
  await floor.until(() => !floor[name].isRunning, 40, 300)
  while (clock.now() < began + absence.hours * HOUR) await floor.block(HOUR)
  floor.gone.delete(floor[name])
  await floor.settle(80, HOUR)
  return floor
}

describe('a trader who is away for long and comes back', () => {
  // The taker's lock ends after 10 hours, the maker's after 22: the policy of the simulation.
  const absences = [
    { hours: 11, moment: 'after' },
    { hours: 23, moment: 'after' }
  ] as const
  for (const { hours, moment } of absences) {
    for (const name of ['alice', 'bob'] as const) {
      it(`finds nobody robbed: ${name} dies ${moment} any commit, back after ${hours} hours`, async () => {
        const commits = await commitsOf(name)
        for (let commit = 0; commit < commits; commit++) {
          const floor = await awayFor(name, commit, { moment, hours })
          const ends = [floor.state(floor.alice)?.kind, floor.state(floor.bob)?.kind].join(' and ')
          const story = `${name} commit ${commit}: ${ends}`
          const other = name === 'alice' ? floor.bob : floor.alice
          expect(floor.outcome(other), story).to.be.oneOf(['whole', 'swapped'])
          expect(floor.outcome(floor[name]), story).to.be.oneOf(['whole', 'swapped'])
        }
      })
    }
  }
})
