import { expect } from 'chai'
import fc from 'fast-check'
import {
  compareBytes,
  concatBytes,
  copyBytes,
  equalBytes,
  fromHex,
  reverseBytes,
  toHex
} from '../../src/base/bytes.ts'

const bytes = fc.uint8Array({ maxLength: 64 })

describe('bytes', () => {
  it('go to hexadecimal and back, of either case', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(equalBytes(fromHex(toHex(value)), value)).to.equal(true)
        expect(equalBytes(fromHex(toHex(value).toUpperCase()), value)).to.equal(true)
      })
    )
  })

  it('come of no text that is not hexadecimal', () => {
    for (const text of ['0', 'zz', '0x00', ' 00', '00 ', '0g', '00\n'])
      expect(() => fromHex(text), text).to.throw(RangeError)
    expect(fromHex('').length).to.equal(0)
  })

  it('are shown where they are a view of a larger buffer', () => {
    expect(toHex(Uint8Array.of(1, 2, 3, 4).subarray(1, 3))).to.equal('0203')
  })

  it('are copied, joined and turned without touching the source', () => {
    const source = Uint8Array.of(1, 2, 3)
    const copies = [copyBytes(source), concatBytes(source), reverseBytes(source)]
    source[0] = 9
    expect(copies.map(toHex)).to.deep.equal(['010203', '010203', '030201'])
    expect(toHex(concatBytes(Uint8Array.of(1), new Uint8Array(), Uint8Array.of(2, 3)))).to.equal('010203')
    expect(copyBytes(Buffer.from([5])).constructor).to.equal(Uint8Array)
  })

  it('sort byte by byte, the shorter first', () => {
    fc.assert(
      fc.property(bytes, bytes, (left, right) => {
        const texts = toHex(left) < toHex(right) ? -1 : toHex(left) > toHex(right) ? 1 : 0
        expect(Math.sign(compareBytes(left, right))).to.equal(texts)
        expect(equalBytes(left, right)).to.equal(texts === 0)
      })
    )
  })
})
