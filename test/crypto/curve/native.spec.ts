import { expect } from 'chai'
import { adaptPresignature, extractSecret, presign } from '../../../src/crypto/adaptor.ts'
import { firstCurve } from '../../../src/crypto/curve/choose.ts'
import type { Curve } from '../../../src/crypto/curve/curve.ts'
import { nativeCurve } from '../../../src/crypto/curve/native.ts'
import { nobleCurve } from '../../../src/crypto/curve/noble.ts'
import { toScalar } from '../../../src/crypto/curve/operands.ts'
import { useCurve } from '../../../src/crypto/curve/selected.ts'
import { keyAgg, nonceAgg, nonceGen, partialSign, startSession } from '../../../src/crypto/musig2/index.ts'
import { proveKnowledge } from '../../../src/crypto/proof-of-knowledge.ts'
import { backendOrNull } from '../backends.ts'

const [key, other] = [toScalar(0xabcdef0123456789n), toScalar(0x123456789abcdefn)]

/** How often the call converts something to a bigint. */
function conversions(call: () => unknown): number {
  const { BigInt } = globalThis
  let count = 0
  globalThis.BigInt = ((value: string) => {
    count++
    return BigInt(value)
  }) as unknown as BigIntConstructor
  try {
    call()
  } finally {
    globalThis.BigInt = BigInt
  }
  return count
}

/** Everything that touches a secret. */
const secretCalls: readonly [string, (curve: Curve) => unknown][] = [
  ['publicKey', (curve) => curve.publicKey(key)],
  ['scalarAdd', (curve) => curve.scalarAdd(key, other)],
  ['scalarMultiply', (curve) => curve.scalarMultiply(key, other)],
  ['scalarNegate', (curve) => curve.scalarNegate(key)],
  ['ecdsaSign', (curve) => curve.ecdsaSign(other, key)],
  ['schnorrSign', (curve) => curve.schnorrSign(other, key, other)],
  ['presign', (curve) => presign(key, other, curve.publicKey(other), other)],
  [
    'adaptPresignature and extractSecret',
    (curve) => {
      const presignature = presign(key, other, curve.publicKey(other), other)
      return extractSecret(presignature, adaptPresignature(presignature, other))
    }
  ],
  [
    'MuSig2',
    (curve) => {
      const publicKey = curve.publicKey(key)
      const { secretNonce, publicNonce } = nonceGen({ random: other, publicKey, privateKey: key })
      return partialSign(startSession(keyAgg([publicKey]), nonceAgg([publicNonce]), other), secretNonce, key)
    }
  ],
  ['proveKnowledge', () => proveKnowledge(key, other, other)]
]

describe('the native curve', () => {
  let native: Curve | null = null
  before(function () {
    native = backendOrNull(nativeCurve)
    if (native === null) this.skip()
    useCurve(native)
  })
  after(() => useCurve(firstCurve()))

  for (const [name, call] of secretCalls) {
    it(`keeps secrets out of JavaScript numbers: ${name}`, () => {
      const curve = native
      if (curve === null) throw new Error('skipped above')
      expect(conversions(() => call(curve))).to.equal(0)
    })
  }

  it('would show a conversion: the JavaScript backend does convert', () => {
    expect(conversions(() => nobleCurve.scalarMultiply(key, other))).to.be.greaterThan(0)
  })
})
