import { expect } from 'chai'
import * as fc from 'fast-check'
import { fromHex, toHex, type Bytes } from '../../../src/base/bytes.ts'
import { xOnly, type Curve } from '../../../src/crypto/curve/curve.ts'
import { nobleCurve } from '../../../src/crypto/curve/noble.ts'
import { GROUP_ORDER, isZero, ORDER, toScalar } from '../../../src/crypto/curve/operands.ts'
import { bytes, bytes32, privateKey, spoiling } from '../arbitraries.ts'
import { backends } from '../backends.ts'

const FIELD = fromHex('fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f')
const G = nobleCurve.publicKey(toScalar(1n))

/** Results of one call in all backends as text, with errors by their kind, so that they can be compared. */
function outcomes(call: (curve: Curve) => unknown): readonly string[] {
  return backends.map((curve) => {
    try {
      const result = call(curve)
      return result instanceof Uint8Array ? toHex(result) : String(result)
    } catch (error) {
      return error instanceof RangeError ? 'RangeError' : `another error: ${String(error)}`
    }
  })
}

/** Asserts that all backends agree, on one of the documented kinds of answer, and gives it. */
function agreed(call: (curve: Curve) => unknown): string {
  const answers = outcomes(call)
  const [first = ''] = answers
  expect(answers).to.deep.equal(answers.map(() => first))
  expect(first).to.not.include('another error')
  return first
}

const edgeScalars = [
  new Uint8Array(32),
  toScalar(1n),
  toScalar(2n),
  toScalar(ORDER - 1n),
  GROUP_ORDER,
  toScalar(ORDER + 1n),
  toScalar(ORDER / 2n),
  toScalar(ORDER / 2n + 1n),
  FIELD,
  new Uint8Array(32).fill(255)
]
const scalar = fc.oneof(
  { weight: 3, arbitrary: bytes32 },
  { weight: 2, arbitrary: fc.constantFrom(...edgeScalars) },
  { weight: 1, arbitrary: fc.constantFrom(0, 31, 33).chain(bytes) }
)
const validPoint = fc.oneof(
  { weight: 3, arbitrary: privateKey.map((key) => nobleCurve.publicKey(key)) },
  { weight: 1, arbitrary: fc.constantFrom(G, nobleCurve.pointNegate(G)) }
)
const withFirst = (first: number, rest: Uint8Array): Bytes => Uint8Array.of(first, ...rest)
const oddPoints = [
  withFirst(2, FIELD), // x = p: not canonical for x = 0
  withFirst(2, toScalar(BigInt('0x' + toHex(FIELD)) + 1n)), // x = p + 1, not canonical for x = 1, which is on the curve
  withFirst(2, toScalar(1n)),
  withFirst(2, toScalar(5n)), // 5^3 + 7 is no square
  withFirst(3, toScalar(5n)),
  withFirst(2, toScalar(ORDER)),
  withFirst(2, toScalar(ORDER + 2n)), // an x of n or more
  withFirst(0, toScalar(1n)),
  withFirst(4, toScalar(1n)),
  withFirst(6, G.subarray(1)),
  new Uint8Array(33),
  new Uint8Array(33).fill(255),
  new Uint8Array(0),
  G.slice(0, 32),
  withFirst(
    4,
    fromHex(
      '79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8'
    )
  )
]
const point = fc.oneof(
  { weight: 3, arbitrary: validPoint },
  { weight: 1, arbitrary: fc.constantFrom(...oddPoints) },
  { weight: 1, arbitrary: bytes(33) },
  { weight: 1, arbitrary: bytes32.map((x) => withFirst(2, x)) }
)
/** Each property runs in three backends, one of them at a millisecond an operation. */
const runs = { numRuns: 60 }

describe('the three curves agree', () => {
  it('are all there on this machine', function () {
    if (!backends.some((curve) => curve.backend === 'native')) this.skip()
    expect(backends.map((curve) => curve.backend)).to.deep.equal(['native', 'wasm', 'noble'])
  })

  it('on which bytes are keys and points', () => {
    fc.assert(
      fc.property(scalar, point, (candidate, encoded) => {
        agreed((curve) => curve.isPrivateKey(candidate))
        agreed((curve) => curve.isXOnlyPoint(candidate))
        agreed((curve) => curve.isPoint(encoded))
        agreed((curve) => curve.isXOnlyPoint(encoded.slice(1)))
      }),
      { numRuns: 300 }
    )
    for (const encoded of oddPoints) agreed((curve) => curve.isPoint(encoded))
    for (const candidate of edgeScalars) {
      agreed((curve) => curve.isPrivateKey(candidate))
      agreed((curve) => curve.isXOnlyPoint(candidate))
    }
    expect(agreed((curve) => curve.isPrivateKey(toScalar(ORDER - 1n)))).to.equal('true')
    expect(agreed((curve) => curve.isPrivateKey(GROUP_ORDER))).to.equal('false')
    expect(agreed((curve) => curve.isPrivateKey(new Uint8Array(32)))).to.equal('false')
    expect(agreed((curve) => curve.isPoint(withFirst(2, FIELD)))).to.equal('false')
    expect(agreed((curve) => curve.isXOnlyPoint(toScalar(1n)))).to.equal('true')
  })

  it('on public keys', () => {
    fc.assert(
      fc.property(scalar, (key) => {
        const result = agreed((curve) => curve.publicKey(key))
        expect(result === 'RangeError').to.equal(!nobleCurve.isPrivateKey(key))
      }),
      runs
    )
  })

  it('on scalar arithmetic, with zero as input and result', () => {
    fc.assert(
      fc.property(scalar, scalar, (left, right) => {
        agreed((curve) => curve.scalarAdd(left, right))
        agreed((curve) => curve.scalarMultiply(left, right))
        agreed((curve) => curve.scalarNegate(left))
      }),
      { numRuns: 500 }
    )
    for (const left of edgeScalars) {
      for (const right of edgeScalars) {
        agreed((curve) => curve.scalarAdd(left, right))
        agreed((curve) => curve.scalarMultiply(left, right))
      }
      agreed((curve) => curve.scalarNegate(left))
    }
    const zero = toHex(new Uint8Array(32))
    expect(agreed((curve) => curve.scalarAdd(toScalar(ORDER - 1n), toScalar(1n)))).to.equal(zero)
    expect(agreed((curve) => curve.scalarMultiply(toScalar(7n), new Uint8Array(32)))).to.equal(zero)
    expect(agreed((curve) => curve.scalarNegate(new Uint8Array(32)))).to.equal(zero)
    expect(agreed((curve) => curve.scalarAdd(GROUP_ORDER, toScalar(1n)))).to.equal('RangeError')
  })

  it('leave their input unchanged', () => {
    fc.assert(
      fc.property(privateKey, privateKey, validPoint, (left, right, encoded) => {
        const before = [left, right, encoded].map(toHex)
        for (const curve of backends) {
          curve.scalarAdd(left, right)
          curve.scalarMultiply(left, right)
          curve.scalarNegate(left)
          curve.pointNegate(encoded)
          curve.schnorrSign(left, right, left)
          curve.ecdsaSign(left, right)
        }
        expect([left, right, encoded].map(toHex)).to.deep.equal(before)
      }),
      { numRuns: 10 }
    )
  })

  it('on point arithmetic, with infinity as null', () => {
    fc.assert(
      fc.property(point, point, scalar, scalar, (left, right, factor, base) => {
        agreed((curve) => curve.pointAdd(left, right))
        agreed((curve) => curve.pointNegate(left))
        agreed((curve) => curve.pointAddScalar(left, factor))
        agreed((curve) => curve.pointMultiply(left, factor))
        agreed((curve) => curve.linearCombination(left, factor, base))
      }),
      runs
    )
    for (const encoded of [...oddPoints, G]) {
      agreed((curve) => curve.pointAdd(encoded, G))
      agreed((curve) => curve.pointNegate(encoded))
      for (const factor of edgeScalars) {
        agreed((curve) => curve.pointAddScalar(encoded, factor))
        agreed((curve) => curve.pointMultiply(encoded, factor))
        agreed((curve) => curve.linearCombination(encoded, factor, factor))
      }
    }
  }).timeout(60_000)

  it('give null exactly for infinity', () => {
    fc.assert(
      fc.property(privateKey, privateKey, (key, factor) => {
        const encoded = nobleCurve.publicKey(key)
        const negated = nobleCurve.scalarNegate(key)
        expect(agreed((curve) => curve.pointAdd(encoded, curve.pointNegate(encoded)))).to.equal('null')
        expect(agreed((curve) => curve.pointAddScalar(encoded, negated))).to.equal('null')
        expect(agreed((curve) => curve.pointMultiply(encoded, new Uint8Array(32)))).to.equal('null')
        const base = nobleCurve.scalarNegate(nobleCurve.scalarMultiply(factor, key))
        expect(agreed((curve) => curve.linearCombination(encoded, factor, base))).to.equal('null')
        expect(agreed((curve) => curve.pointAdd(encoded, encoded))).to.equal(
          agreed((curve) => curve.pointMultiply(encoded, toScalar(2n)))
        )
      }),
      { numRuns: 15 }
    )
    const zero = new Uint8Array(32)
    expect(agreed((curve) => curve.linearCombination(G, zero, zero))).to.equal('null')
    expect(agreed((curve) => curve.linearCombination(G, zero, toScalar(1n)))).to.equal(toHex(G))
    expect(agreed((curve) => curve.linearCombination(G, toScalar(1n), zero))).to.equal(toHex(G))
  })

  it('on a combination over a point whose x is n or more', () => {
    const high = [0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n]
      .map((step) => withFirst(3, toScalar(ORDER + step)))
      .filter((encoded) => nobleCurve.isPoint(encoded))
    expect(high.length).to.be.greaterThan(0)
    for (const encoded of high) {
      expect(agreed((curve) => curve.linearCombination(encoded, toScalar(5n), toScalar(9n)))).to.match(
        /^0[23]/
      )
    }
  })

  it('on ECDSA signatures, also of digests of n and more', () => {
    fc.assert(
      fc.property(scalar, scalar, (digest, key) => {
        agreed((curve) => curve.ecdsaSign(digest, key))
      }),
      runs
    )
    for (const digest of edgeScalars) {
      const signature = agreed((curve) => curve.ecdsaSign(digest, toScalar(3n)))
      const publicKey = nobleCurve.publicKey(toScalar(3n))
      expect(agreed((curve) => curve.ecdsaVerify(fromHex(signature), digest, publicKey))).to.equal('true')
    }
  })

  it('on ECDSA verification: spoiled, high S, uncompressed and hybrid keys', () => {
    fc.assert(
      fc.property(bytes32, privateKey, spoiling, (digest, key, spoil) => {
        // A digest of zero verifies under the negated key as well.
        fc.pre(!isZero(digest))
        const signature = nobleCurve.ecdsaSign(digest, key)
        const publicKey = nobleCurve.publicKey(key)
        expect(agreed((curve) => curve.ecdsaVerify(signature, digest, publicKey))).to.equal('true')
        expect(agreed((curve) => curve.ecdsaVerify(spoil(signature), digest, publicKey))).to.equal('false')
        expect(agreed((curve) => curve.ecdsaVerify(signature, spoil(digest), publicKey))).to.equal('false')
        expect(agreed((curve) => curve.ecdsaVerify(signature, digest, spoil(publicKey)))).to.equal('false')
        const high = signature.slice()
        high.set(nobleCurve.scalarNegate(signature.subarray(32)), 32)
        expect(agreed((curve) => curve.ecdsaVerify(high, digest, publicKey))).to.equal('false')
      }),
      { numRuns: 20 }
    )
    const digest = new Uint8Array(32).fill(1)
    const signature = nobleCurve.ecdsaSign(digest, toScalar(1n))
    const uncompressed = oddPoints.at(-1) ?? G
    const hybrid = withFirst(6, uncompressed.subarray(1))
    expect(agreed((curve) => curve.ecdsaVerify(signature, digest, uncompressed))).to.equal('true')
    expect(agreed((curve) => curve.ecdsaVerify(signature, digest, hybrid))).to.equal('false')
    expect(agreed((curve) => curve.ecdsaVerify(signature, digest, xOnly(G)))).to.equal('false')
  })

  it('on ECDSA verification of edge values of r and s', () => {
    for (const r of edgeScalars) {
      for (const s of edgeScalars) {
        agreed((curve) => curve.ecdsaVerify(Uint8Array.of(...r, ...s), toScalar(1n), G))
      }
    }
    agreed((curve) => curve.ecdsaVerify(new Uint8Array(63), toScalar(1n), G))
    agreed((curve) => curve.ecdsaVerify(new Uint8Array(64), new Uint8Array(31), G))
  })

  it('on BIP 340 signatures', () => {
    fc.assert(
      fc.property(scalar, scalar, scalar, (message, key, auxiliary) => {
        const result = agreed((curve) => curve.schnorrSign(message, key, auxiliary))
        const sound = message.length === 32 && auxiliary.length === 32 && nobleCurve.isPrivateKey(key)
        expect(result === 'RangeError').to.equal(!sound)
      }),
      runs
    )
  }).timeout(60_000)

  it('on BIP 340 verification: valid and spoiled', () => {
    fc.assert(
      fc.property(bytes32, privateKey, spoiling, (message, key, spoil) => {
        const signature = nobleCurve.schnorrSign(message, key, message)
        const publicKey = xOnly(nobleCurve.publicKey(key))
        expect(agreed((curve) => curve.schnorrVerify(signature, message, publicKey))).to.equal('true')
        expect(agreed((curve) => curve.schnorrVerify(spoil(signature), message, publicKey))).to.equal('false')
        expect(agreed((curve) => curve.schnorrVerify(signature, spoil(message), publicKey))).to.equal('false')
        expect(agreed((curve) => curve.schnorrVerify(signature, message, spoil(publicKey)))).to.equal('false')
      }),
      { numRuns: 25 }
    )
  })

  it('on BIP 340 verification of edge values', () => {
    const message = toScalar(1n)
    const keys = [...edgeScalars, xOnly(G), toScalar(5n)]
    for (const nonceX of [...edgeScalars, xOnly(G)]) {
      for (const response of edgeScalars) {
        for (const key of keys) {
          agreed((curve) => curve.schnorrVerify(Uint8Array.of(...nonceX, ...response), message, key))
        }
      }
    }
    expect(agreed((curve) => curve.schnorrVerify(new Uint8Array(63), message, xOnly(G)))).to.equal('false')
    expect(agreed((curve) => curve.schnorrVerify(new Uint8Array(64), new Uint8Array(31), xOnly(G)))).to.equal(
      'false'
    )
    expect(agreed((curve) => curve.schnorrVerify(new Uint8Array(64), message, G))).to.equal('false')
  }).timeout(60_000)
})
