import { expect } from 'chai'
import { checkCurve } from '../../../src/crypto/curve/fixed-vectors.ts'
import { chooseCurve, firstCurve } from '../../../src/crypto/curve/choose.ts'
import { CurveError } from '../../../src/crypto/curve/curve-error.ts'
import type { Curve } from '../../../src/crypto/curve/curve.ts'
import { nobleCurve } from '../../../src/crypto/curve/noble.ts'
import { curve, useCurve } from '../../../src/crypto/curve/selected.ts'
import { backends } from '../backends.ts'

/** A clock whose successive readings are these, so that the test decides who is fast. */
function readings(...values: readonly number[]): () => number {
  const rest = [...values]
  return () => rest.shift() ?? 0
}

const wrong: readonly [string, Partial<Curve>][] = [
  ['signs otherwise', { schnorrSign: () => new Uint8Array(64) }],
  ['refuses a valid signature', { schnorrVerify: () => false }],
  ['accepts everything', { schnorrVerify: () => true }]
]

/** The code of the error that the call throws. */
function codeOf(call: () => unknown): string {
  try {
    call()
  } catch (error) {
    if (error instanceof CurveError) return error.code
    throw error
  }
  return 'no error'
}

describe('the choice of a curve', () => {
  afterEach(() => useCurve(firstCurve()))

  it('takes the compiled backend that is faster by the clock given', function () {
    if (backends.length < 3) this.skip()
    const nativeFaster = chooseCurve(readings(0, 8, 100, 900))
    expect(nativeFaster.curve.backend).to.equal('native')
    expect(nativeFaster.trials).to.deep.equal([
      { backend: 'native', outcome: { kind: 'timed', verification: 1 } },
      { backend: 'wasm', outcome: { kind: 'timed', verification: 100 } },
      { backend: 'noble', outcome: { kind: 'untimed' } }
    ])
    expect(chooseCurve(readings(0, 800, 900, 908)).curve.backend).to.equal('wasm')
  })

  it('finds a right backend with a real clock', () => {
    checkCurve(chooseCurve(() => performance.now()).curve)
  })

  it('without a clock is the first of native, WASM and JavaScript that is there', () => {
    expect(firstCurve()).to.equal(backends[0])
    expect(curve()).to.equal(backends[0])
  })

  for (const [what, methods] of wrong) {
    it(`refuses a backend that ${what}, and keeps the selection`, () => {
      const before = curve()
      expect(codeOf(() => useCurve({ ...nobleCurve, ...methods }))).to.equal('CURVE_WRONG')
      expect(curve()).to.equal(before)
    })
  }

  it('is what the process uses from then on', () => {
    useCurve(nobleCurve)
    expect(curve()).to.equal(nobleCurve)
  })
})
