import { expect } from 'chai'
import fc from 'fast-check'
import { decodeTaggedJson, encodeTaggedJson } from '../../src/base/tagged-json.ts'

const leaf = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Uint8Array.from(bytes))
)
const key = fc.stringMatching(/^[a-z][a-zA-Z]{0,8}$/)
const value = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(key, tie('node'), { maxKeys: 4, noNullPrototype: true })
  )
})).node

describe('tagged JSON', () => {
  it('gives back bytes, large integers and all else', () => {
    fc.assert(
      fc.property(value, (given) => {
        expect(decodeTaggedJson(encodeTaggedJson(given))).to.deep.equal(given)
      })
    )
  })

  it('has one form, which stays', () => {
    expect(encodeTaggedJson({ a: Uint8Array.of(0, 255), b: 21n, c: [1, null] })).to.equal(
      '{"a":{"$bytes":"00ff"},"b":{"$int":"21"},"c":[1,null]}'
    )
    expect(encodeTaggedJson({ a: Buffer.from([1]) })).to.equal(encodeTaggedJson({ a: Uint8Array.of(1) }))
  })

  it('refuses what no tag holds', () => {
    for (const text of [
      '{"$int":"x"}',
      '{"$int":"1.5"}',
      `{"$int":"${'9'.repeat(41)}"}`,
      '{"$int":""}',
      '{"$bytes":"0"}',
      '{"$bytes":"zz"}'
    ]) {
      expect(() => decodeTaggedJson(text), text).to.throw(RangeError)
    }
    expect(() => decodeTaggedJson('{')).to.throw(SyntaxError)
  })
})
