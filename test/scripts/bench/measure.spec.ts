import { expect } from 'chai'
import { floorMicroseconds, measureFloors } from '../../../scripts/bench/floors.ts'
import { median, percentile, perOperation } from '../../../scripts/bench/measure.ts'
import { figure, tableLines } from '../../../scripts/bench/table.ts'

describe('the benchmark runner', () => {
  it('takes medians and percentiles of unsorted values', () => {
    expect(median([9, 1, 5])).to.equal(5)
    expect(median([4, 1, 3, 2])).to.equal(2.5)
    expect(percentile([30, 10, 20], 0)).to.equal(10)
    expect(percentile([30, 10, 20], 1)).to.equal(30)
    expect(percentile([0, 100], 0.99)).to.equal(99)
    expect(Number.isNaN(median([]))).to.equal(true)
  })

  it('calls the operation as often as it divides by', () => {
    const seen: number[] = []
    expect(perOperation(3, (index) => seen.push(index))).to.be.at.least(0)
    expect(seen).to.deep.equal([0, 1, 2])
  })

  it('aligns its table, numbers to the right', () => {
    expect(
      tableLines([
        ['', 'time'],
        ['a', '1'],
        ['long', '1000']
      ])
    ).to.deep.equal(['      time', '----  ----', 'a        1', 'long  1000'])
    expect([1234.5, 12.345, 0.01234, Number.NaN].map(figure)).to.deep.equal(['1235', '12.3', '0.0123', '-'])
  })

  it('measures the floors of this machine', async () => {
    const floors = await measureFloors()
    for (const name of ['S', 'R', 'V'] as const) expect(floors[name], name).to.be.within(0.1, 1e6)
    expect(floorMicroseconds({ S: 2, V: 3 }, { S: 100, R: 50, V: 10, curve: 'native' })).to.equal(230)
  })
})
