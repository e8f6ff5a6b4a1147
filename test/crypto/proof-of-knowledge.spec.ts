import { expect } from 'chai'
import * as fc from 'fast-check'
import { toHex } from '../../src/base/bytes.ts'
import { xOnly } from '../../src/crypto/curve/curve.ts'
import { toScalar } from '../../src/crypto/curve/operands.ts'
import { curve } from '../../src/crypto/curve/selected.ts'
import { proveKnowledge, verifyKnowledge } from '../../src/crypto/proof-of-knowledge.ts'
import { bytes32, privateKey, spoiling } from './arbitraries.ts'
import { describeBackends } from './backends.ts'

describeBackends('proofs of knowledge', () => {
  it('hold in their context only, and for the point itself only', () => {
    fc.assert(
      fc.property(privateKey, bytes32, bytes32, spoiling, (secret, context, auxiliary, spoil) => {
        const point = curve().publicKey(secret)
        const proof = proveKnowledge(secret, context, auxiliary)
        expect(verifyKnowledge(point, context, proof)).to.equal(true)
        expect(verifyKnowledge(curve().pointNegate(point), context, proof)).to.equal(false)
        expect(verifyKnowledge(point, spoil(context), proof)).to.equal(false)
        expect(verifyKnowledge(point, context, spoil(proof))).to.equal(false)
      }),
      { numRuns: 15 }
    )
  })

  it('hold for points of either parity', () => {
    const context = new Uint8Array(32).fill(8)
    const points = [toScalar(3n), toScalar(6n)].map((secret) => {
      const point = curve().publicKey(secret)
      expect(verifyKnowledge(point, context, proveKnowledge(secret, context, context))).to.equal(true)
      return point[0]
    })
    expect(points).to.deep.equal([2, 3])
  })

  it('are frozen for an even and an odd point', () => {
    const zero = new Uint8Array(32)
    expect(toHex(proveKnowledge(toScalar(3n), zero, zero))).to.equal(
      '575329e04626681587b6dd0bf34f79e9e70653f9157c5044daa3c52f17243919f0e0a5f904c2ffc1ec3c01c05ee27dfca8d401f27cdf9388a916769b4a07a74e'
    )
    expect(toHex(proveKnowledge(toScalar(6n), zero, zero))).to.equal(
      '20bb07fb5548f748b6cea0c1a0fca4eb3ce417cb5901f99e933b25c55c08929d9e9ba2f6f9073baae95c4db9f8f0c483f7c125a16c84ccf6fa5824689f270880'
    )
  })

  it('refuse malformed input', () => {
    const key = toScalar(3n)
    const point = curve().publicKey(key)
    const proof = proveKnowledge(key, key, key)
    expect(verifyKnowledge(xOnly(point), key, proof)).to.equal(false)
    expect(verifyKnowledge(new Uint8Array(33), key, proof)).to.equal(false)
    expect(verifyKnowledge(point, key.slice(1), proof)).to.equal(false)
    expect(verifyKnowledge(point, key, proof.slice(1))).to.equal(false)
    expect(() => proveKnowledge(key, key.slice(1), key)).to.throw(RangeError)
    expect(() => proveKnowledge(new Uint8Array(32), key, key)).to.throw(RangeError)
  })
})
