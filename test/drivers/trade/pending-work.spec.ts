import { expect } from 'chai'
import { PendingWork } from '../../../src/drivers/trade/pending-work.ts'
import { rest, SimulatedClock } from '../../../src/testnet/simulation/simulated-clock.ts'

const PACE = {
  tickMilliseconds: 1000,
  retryMilliseconds: 1000,
  maxRetryMilliseconds: 8000,
  requestMilliseconds: 1000
}

describe('pending work', () => {
  it('runs one piece of a name at a time', async () => {
    const work = new PendingWork(new SimulatedClock(), PACE)
    const ends: ((done: boolean) => void)[] = []
    const piece = (): Promise<boolean> => new Promise((resolve) => ends.push(resolve))
    work.want('a', piece, () => undefined)
    work.want('a', piece, () => undefined)
    work.want('b', piece, () => undefined)
    expect(ends.length).to.equal(2)
    ends[0]?.(true)
    await rest()
    work.want('a', piece, () => undefined)
    expect(ends.length).to.equal(3)
    for (const end of ends) end(true)
    await work.settled()
  })

  it('comes back after failures with growing pauses, up to the longest', async () => {
    const clock = new SimulatedClock()
    const work = new PendingWork(clock, PACE)
    const began = clock.now()
    const tries: number[] = []
    const want = (): void =>
      work.want(
        'a',
        () => {
          tries.push(clock.now() - began)
          return tries.length % 2 === 0 ? Promise.resolve(false) : Promise.reject(new Error('no'))
        },
        want
      )
    want()
    await clock.advance(40)
    expect(tries).to.deep.equal([0, 1, 3, 7, 15, 23, 31, 39])
  })

  it('starts nothing while it waits, and at once after a reset', async () => {
    const clock = new SimulatedClock()
    const work = new PendingWork(clock, PACE)
    let tries = 0
    let again = 0
    const want = (): void =>
      work.want(
        'a',
        () => {
          tries += 1
          return Promise.resolve(false)
        },
        () => (again += 1)
      )
    want()
    await rest()
    want()
    expect(tries).to.equal(1)
    work.reset()
    want()
    expect(tries).to.equal(2)
    await work.settled()
    await clock.advance(100)
    expect(again).to.equal(0)
  })

  it('forgets failures once it is done', async () => {
    const clock = new SimulatedClock()
    const work = new PendingWork(clock, PACE)
    const results = [false, false, true, false]
    const tries: number[] = []
    const began = clock.now()
    const want = (): void =>
      work.want(
        'a',
        () => {
          tries.push(clock.now() - began)
          return Promise.resolve(results.shift() ?? true)
        },
        want
      )
    want()
    await clock.advance(10)
    want()
    await clock.advance(10)
    expect(tries).to.deep.equal([0, 1, 3, 10, 11])
  })
})
