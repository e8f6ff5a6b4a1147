import { expect } from 'chai'
import fc from 'fast-check'
import { decodeFrameLength, FrameLengthError } from '../../src/base/frame-length.ts'

const prefix = (...bytes: number[]) => ({
  byteLength: bytes.length,
  get: (index: number) => bytes[index] ?? 0
})

describe('frame length', () => {
  it('reads every length of up to 3 bytes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 21 - 1 }), (length) => {
        const bytes: number[] = []
        let rest = length
        for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
        bytes.push(rest)
        expect(decodeFrameLength(prefix(...bytes))).to.equal(length)
      })
    )
  })

  it('asks for one more byte while the number goes on', () => {
    expect(() => decodeFrameLength(prefix(0x80))).to.throw(RangeError)
    expect(() => decodeFrameLength(prefix(0xff, 0xff))).to.throw(RangeError)
  })

  it('refuses a third byte that goes on, and padding', () => {
    expect(() => decodeFrameLength(prefix(0xff, 0xff, 0xff))).to.throw(FrameLengthError, '3 bytes')
    expect(() => decodeFrameLength(prefix(0x81, 0x00))).to.throw(FrameLengthError, 'padded')
    expect(decodeFrameLength(prefix(0x00))).to.equal(0)
  })
})
