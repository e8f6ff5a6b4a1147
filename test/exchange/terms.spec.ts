import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { toHex } from '../../src/base/bytes.ts'
import { sats, unixSeconds } from '../../src/base/units.ts'
import { fromWireOutPoint, toWireOutPoint, tradeId, type TradeTerms } from '../../src/exchange/terms.ts'
import { escrowOf } from '../../src/exchange/escrow/escrow.ts'
import { claimLadder } from '../../src/exchange/escrow/claim-ladder.ts'
import { decodeTaggedJson, encodeTaggedJson } from '../../src/base/tagged-json.ts'
import { named, program, sampleTerms } from '../support/sample-terms.ts'

const VECTORS = 'test/exchange/vectors/terms.json'

/** Every leaf of the terms changed by itself. */
function* changed(terms: TradeTerms): Generator<readonly [field: string, terms: TradeTerms]> {
  const turn = (value: unknown): unknown => {
    if (typeof value === 'bigint') return sats(value + 1n)
    if (typeof value === 'number') return value + 1
    if (typeof value === 'string') return /^[0-9a-f]{64}$/.test(value) ? toHex(named(value)) : `${value}x`
    if (value instanceof Uint8Array) return Uint8Array.from(value, (byte, at) => (at === 5 ? byte ^ 1 : byte))
    throw new TypeError(`no leaf: ${String(value)}`)
  }
  function* walk(value: unknown, path: string): Generator<readonly [string, unknown]> {
    if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) {
      for (const key of Object.keys(value)) {
        for (const [field, inner] of walk((value as Record<string, unknown>)[key], `${path}.${key}`)) {
          const copy: unknown = Array.isArray(value) ? [...(value as unknown[])] : { ...value }
          ;(copy as Record<string, unknown>)[key] = inner
          yield [field, copy]
        }
      }
      return
    }
    yield [path, turn(value)]
  }
  for (const [field, other] of walk(terms, 'terms')) yield [field, other as TradeTerms]
}

describe('the terms of a trade', () => {
  it('have the frozen ids, escrows and claims', () => {
    const vectors = decodeTaggedJson(readFileSync(VECTORS, 'utf8')) as readonly {
      terms: TradeTerms
      tradeId: string
      escrows: Record<'A' | 'B', string>
      claims: Record<'A' | 'B', string[]>
    }[]
    expect(vectors.length).to.equal(2)
    for (const vector of vectors) {
      expect(toHex(tradeId(vector.terms))).to.equal(vector.tradeId)
      for (const leg of ['A', 'B'] as const) {
        expect(toHex(escrowOf(vector.terms, leg).outputScript)).to.equal(vector.escrows[leg])
        expect(claimLadder(vector.terms, leg).claims.map((claim) => claim.txid)).to.deep.equal(
          vector.claims[leg]
        )
      }
    }
  })

  it('differ in their id by every field', () => {
    const terms = sampleTerms()
    const ids = new Map([[toHex(tradeId(terms)), 'none']])
    let fields = 0
    for (const [field, other] of changed(terms)) {
      const id = toHex(tradeId(other))
      expect(ids.get(id), `${field} does not change the id`).to.equal(undefined)
      ids.set(id, field)
      fields += 1
    }
    expect(fields).to.be.greaterThan(30)
    const shorter = { ...terms, maker: { ...terms.maker, claimFeeRates: [1000] } }
    expect(ids.has(toHex(tradeId(shorter)))).to.equal(false)
    const swapped = { ...terms, maker: terms.taker, taker: terms.maker }
    expect(ids.has(toHex(tradeId(swapped)))).to.equal(false)
  })

  it('survive storage', () => {
    const terms = sampleTerms()
    const again = decodeTaggedJson(encodeTaggedJson(terms)) as TradeTerms
    expect(again).to.deep.equal(terms)
    expect(toHex(tradeId(again))).to.equal(toHex(tradeId(terms)))
  })

  it('refuse what has no encoding', () => {
    const terms = sampleTerms()
    const { legs } = terms
    expect(() => tradeId({ ...terms, claimDeadline: unixSeconds(0), orderId: new Uint8Array(31) })).to.throw(
      RangeError
    )
    const short = { ...legs.A, funding: { txid: '00', vout: 0 } }
    expect(() => tradeId({ ...terms, legs: { ...legs, A: short } })).to.throw(RangeError)
    expect(() => toWireOutPoint({ txid: 'zz', vout: 0 })).to.throw(RangeError)
    const outpoint = { txid: toHex(program('x').subarray(2)), vout: 3 }
    expect(fromWireOutPoint(toWireOutPoint(outpoint))).to.deep.equal(outpoint)
  })
})
