import { expect } from 'chai'
import { CodedError, errorCode } from '../../src/base/coded-error.ts'
import { assertNever } from '../../src/base/machine.ts'
import { blockHeight, blocks, sats, satsPerVbyte, seconds, unixSeconds } from '../../src/base/units.ts'

describe('units', () => {
  it('hold amounts from 0 to 2^63-1', () => {
    expect(sats(0)).to.equal(0n)
    expect(sats(2n ** 63n - 1n)).to.equal(2n ** 63n - 1n)
    for (const wrong of [-1, 2n ** 63n, 0.5, Number.NaN]) expect(() => sats(wrong)).to.throw(RangeError)
  })

  it('hold fee rates that are finite and not negative', () => {
    expect(satsPerVbyte(0.25)).to.equal(0.25)
    for (const wrong of [-0.1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => satsPerVbyte(wrong)).to.throw(RangeError)
  })

  it('hold whole numbers of blocks and seconds', () => {
    for (const unit of [blockHeight, blocks, unixSeconds, seconds]) {
      expect(unit(5)).to.equal(5)
      for (const wrong of [-1, 1.5, 2 ** 53, Number.NaN]) expect(() => unit(wrong)).to.throw(RangeError)
    }
  })
})

describe('an expected failure', () => {
  class OwnError extends CodedError<'OWN'> {}

  it('has a code, a line for people, a fault and details', () => {
    const cause = new Error('below')
    const error = new OwnError('OWN', 'one line', { fault: 'peer', details: { field: 'x' }, cause })
    expect(error).to.include({ code: 'OWN', message: 'one line', fault: 'peer', name: 'OwnError', cause })
    expect(error.details).to.deep.equal({ field: 'x' })
    expect(errorCode(error)).to.equal('OWN')
    expect('cause' in new OwnError('OWN', 'x', { fault: 'user' })).to.equal(false)
  })

  it('is told from any other', () => {
    for (const other of [new Error('x'), null, undefined, 'OWN', { code: 'OWN' }])
      expect(errorCode(other)).to.equal('UNKNOWN')
    expect(() => assertNever('surprise' as never)).to.throw(TypeError, /surprise/)
  })
})
