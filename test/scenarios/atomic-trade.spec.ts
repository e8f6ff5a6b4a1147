import { expect } from 'chai'
import { BOUGHT, FEES, SOLD, TradingFloor } from '../support/trading-floor.ts'

describe('an atomic trade', () => {
  it('swaps the coins of two traders and closes together by the key path', async () => {
    const floor = new TradingFloor()
    await floor.open()
    await floor.trade()
    await floor.settle()
    expect(floor.state(floor.alice)?.kind).to.equal('closed')
    expect(floor.state(floor.bob)?.kind).to.equal('closed')
    const { alice, bob } = floor.gains()
    expect(Number(alice.ltc)).to.be.within(Number(BOUGHT - FEES), Number(BOUGHT))
    expect(Number(bob.btc)).to.be.within(Number(SOLD - FEES), Number(SOLD))
    expect(Number(alice.btc)).to.be.within(Number(-SOLD - FEES), Number(-SOLD))
    expect(Number(bob.ltc)).to.be.within(Number(-BOUGHT - FEES), Number(-BOUGHT))
  })
})
