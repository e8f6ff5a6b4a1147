import { expect } from 'chai'
import { toHex } from '../../src/base/bytes.ts'
import { fixedBytes, list, sizedBytes, sizedText, u16, u32, u64 } from '../../src/base/encoding.ts'

describe('the encoding of what is signed', () => {
  it('writes integers big-endian', () => {
    expect(toHex(u16(258))).to.equal('0102')
    expect(toHex(u32(0x01020304))).to.equal('01020304')
    expect(toHex(u64(2n ** 64n - 1n))).to.equal('ff'.repeat(8))
    expect(toHex(u64(7))).to.equal('0000000000000007')
  })

  it('refuses integers that do not fit', () => {
    for (const act of [
      () => u16(65_536),
      () => u16(-1),
      () => u32(2 ** 32),
      () => u64(2n ** 64n),
      () => u64(-1),
      () => u16(0.5),
      () => u64(Number.NaN)
    ]) {
      expect(act).to.throw(RangeError)
    }
  })

  it('puts a length before what has none of its own', () => {
    expect(toHex(sizedBytes(Uint8Array.of(7)))).to.equal('000107')
    expect(toHex(sizedText('é'))).to.equal('0002c3a9')
    expect(toHex(list([1, 2], u16))).to.equal('000200010002')
    expect(toHex(list([], u16))).to.equal('0000')
    expect(toHex(list(['a', 'b'], sizedText))).to.not.equal(toHex(list(['ab'], sizedText)))
    expect(() => sizedBytes(new Uint8Array(65_536))).to.throw(RangeError)
  })

  it('takes bytes of the given length only', () => {
    expect(toHex(fixedBytes(Uint8Array.of(1, 2), 2))).to.equal('0102')
    expect(() => fixedBytes(new Uint8Array(3), 2)).to.throw(RangeError)
  })
})
