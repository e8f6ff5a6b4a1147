import { expect } from 'chai'
import { unixSeconds } from '../../../src/base/units.ts'
import { MakerGate } from '../../../src/drivers/trade/maker-gate.ts'

const at = (seconds: number) => unixSeconds(1_800_000_000 + seconds)

describe('the gate of a maker', () => {
  it('engages an order while a trade on it begins, also where that fails', async () => {
    const gate = new MakerGate()
    let end: (value: string) => void = () => undefined
    const began = gate.engage('order', () => new Promise<string>((resolve) => (end = resolve)))
    expect(gate.isEngaged('order')).to.equal(true)
    expect(gate.isEngaged('other')).to.equal(false)
    end('done')
    expect(await began).to.equal('done')
    expect(gate.isEngaged('order')).to.equal(false)
    const failed = gate.engage('order', () => Promise.reject(new Error('no')))
    expect(await failed.catch((error: unknown) => error)).to.be.instanceOf(Error)
    expect(gate.isEngaged('order')).to.equal(false)
  })

  it('lets a peer wait for an hour after three negotiations that came to nothing', () => {
    const gate = new MakerGate()
    for (const second of [0, 10, 20]) {
      expect(gate.allows('peer', at(second))).to.equal(true)
      gate.strike('peer', at(second))
    }
    expect(gate.allows('peer', at(21))).to.equal(false)
    expect(gate.allows('other', at(21))).to.equal(true)
    expect(gate.allows('peer', at(3619))).to.equal(false)
    expect(gate.allows('peer', at(3620))).to.equal(true)
    expect(gate.allows('peer', at(3621))).to.equal(true)
  })

  it('remembers a thousand peers, the newest', () => {
    const gate = new MakerGate()
    for (const name of ['old', 'kept']) for (let count = 0; count < 3; count++) gate.strike(name, at(0))
    for (let count = 0; count < 999; count++) gate.strike(`peer ${count}`, at(1))
    expect(gate.allows('old', at(2))).to.equal(true)
    expect(gate.allows('kept', at(2))).to.equal(false)
  })
})
