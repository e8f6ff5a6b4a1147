import { expect } from 'chai'
import type { Floors } from '../../../scripts/bench/floors.ts'
import { suites } from '../../../scripts/bench/registry.ts'
import { runSuite } from '../../../scripts/bench/run-suite.ts'
import type { Row, Suite } from '../../../scripts/bench/suite.ts'

const floors: Floors = { S: 100, R: 50, V: 10, curve: 'native' }
const measure = async (): Promise<Floors> => floors

/** A suite whose rows give these figures in turn, and which remembers that it was closed. */
function tiny(rows: readonly Row[]): { readonly suite: Suite; readonly closed: () => number } {
  let closed = 0
  const close = (): void => void closed++
  const suite = { name: 'tiny', about: 'nothing', open: () => ({ rows, skipped: ['the moon'], close }) }
  return { suite, closed: () => closed }
}

function row(name: string, figures: readonly number[], more: Partial<Row> = {}): Row {
  let next = 0
  return { name, unit: 'ms', slice: () => figures[next++ % figures.length] ?? Number.NaN, ...more }
}

describe('a benchmark suite', () => {
  it('is registered once under each name that the documentation gives', () => {
    expect(suites.map((suite) => suite.name)).to.deep.equal([
      'crypto',
      'transactions',
      'request-response',
      'rpc',
      'trade',
      'start',
      'wallet'
    ])
  })

  it('gives medians with their spread, against floors and against another row', async () => {
    const { suite, closed } = tiny([
      row('slow', [4, 2, 9, 3, 8], { floor: { S: 2, R: 4 } }),
      row('fast', [1, 1, 1, 1, 1], { reference: 'slow' })
    ])
    const result = await runSuite(suite, 5, measure)
    expect(result).to.deep.equal({
      name: 'tiny',
      floors,
      skipped: ['the moon'],
      rows: [
        { name: 'slow', unit: 'ms', median: 4, low: 2, high: 9, floor: '2 S + 4 R', timesFloor: 10 },
        { name: 'fast', unit: 'ms', median: 1, low: 1, high: 1, reference: 'slow', timesFaster: 4 }
      ]
    })
    expect(closed()).to.equal(1)
  })

  it('compares rates by the time of one operation, and counts with nothing', async () => {
    const { suite } = tiny([
      row('rate', [10_000], { unit: '1/s', floor: { R: 1 } }),
      row('count', [3], { unit: 'count', floor: { V: 1 } })
    ])
    const [rate, count] = (await runSuite(suite, 5, measure)).rows
    expect(rate?.timesFloor).to.equal(2)
    expect(count).to.deep.equal({ name: 'count', unit: 'count', median: 3, low: 3, high: 3 })
  })

  it('is closed where a slice fails', async () => {
    const fail = (): number => {
      throw new RangeError('broken')
    }
    const { suite, closed } = tiny([{ name: 'broken', unit: 'us', slice: fail }])
    const error = await runSuite(suite, 5, measure).catch((reason: unknown) => reason)
    expect(error).to.be.instanceOf(RangeError).with.property('message', 'broken')
    expect(closed()).to.equal(1)
  })
})
