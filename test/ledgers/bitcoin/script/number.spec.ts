import { expect } from 'chai'
import * as fc from 'fast-check'
import { fromHex, toHex } from '../../../../src/base/bytes.ts'
import { decodeNumber, encodeNumber, isTrue } from '../../../../src/ledgers/bitcoin/script/number.ts'

const STRICT = { maximumLength: 5, minimal: true } as const

describe('script numbers', () => {
  it('have the bytes that Core gives them', () => {
    const numbers = [0, 1, -1, 127, 128, -127, -128, 255, 256, -255, 32767, 32768, 0x7fffffff, -0x80000000]
    expect(numbers.map((value) => toHex(encodeNumber(value)))).to.deep.equal([
      '',
      '01',
      '81',
      '7f',
      '8000',
      'ff',
      '8080',
      'ff00',
      '0001',
      'ff80',
      'ff7f',
      '008000',
      'ffffff7f',
      '0000008080'
    ])
  })

  it('come back from their bytes', () => {
    const any = fc.integer({ min: -(2 ** 39) + 1, max: 2 ** 39 - 1 })
    fc.assert(
      fc.property(any, (value) => {
        expect(decodeNumber(encodeNumber(value), STRICT)).to.equal(value)
      })
    )
  })

  it('are refused when too long', () => {
    expect(decodeNumber(fromHex('0000000001'), { maximumLength: 4, minimal: false })).to.equal(null)
    expect(decodeNumber(fromHex('0000000001'), { maximumLength: 5, minimal: false })).to.equal(2 ** 32)
    expect(decodeNumber(fromHex('000000000001'), { maximumLength: 5, minimal: false })).to.equal(null)
  })

  it('are refused when a shorter form exists and MINIMALDATA asks for it', () => {
    for (const hex of ['00', '80', '0100', '0180', '000000']) {
      const bytes = fromHex(hex)
      expect(decodeNumber(bytes, STRICT), hex).to.equal(null)
      expect(decodeNumber(bytes, { maximumLength: 4, minimal: false }), hex).to.be.a('number')
    }
  })

  it('are the only minimal bytes of their value', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4 }), (bytes) => {
        const value = decodeNumber(bytes, STRICT)
        if (value !== null) expect(toHex(encodeNumber(value))).to.equal(toHex(bytes))
      })
    )
  })

  it('count as true unless zero of either sign and any length', () => {
    const truths = ['', '00', '80', '0080', '0000', '01', '81', '8000', '800080'].map((hex) =>
      isTrue(fromHex(hex))
    )
    expect(truths).to.deep.equal([false, false, false, false, false, true, true, true, true])
  })
})
