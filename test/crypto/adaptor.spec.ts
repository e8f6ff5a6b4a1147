import { expect } from 'chai'
import * as fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { concatBytes, fromHex, toHex, type Bytes } from '../../src/base/bytes.ts'
import {
  AdaptorError,
  adaptorPointOf,
  adaptPresignature,
  extractSecret,
  presign,
  verifyPresignature
} from '../../src/crypto/adaptor.ts'
import { xOnly } from '../../src/crypto/curve/curve.ts'
import { GROUP_ORDER, toScalar } from '../../src/crypto/curve/operands.ts'
import { curve } from '../../src/crypto/curve/selected.ts'
import { vectorFile } from '../support/vectors.ts'
import { bytes32, privateKey, spoiling } from './arbitraries.ts'
import { describeBackends } from './backends.ts'
import { cell, csvRows } from './csv.ts'

interface FrozenRow {
  name: string
  privateKey: string
  publicKey: string
  message: string
  secret: string
  adaptorPoint: string
  auxiliary: string
  presignature: string
  signature: string
}

/** The code of the error that the call throws. */
function codeOf(call: () => unknown): string {
  try {
    call()
  } catch (error) {
    if (error instanceof AdaptorError) return error.code
    throw error
  }
  return 'no error'
}

/** All rows of a vector file but the comment row, which has no index. */
function rowsOf(context: Mocha.Context, name: string): ReturnType<typeof csvRows> {
  return csvRows(vectorFile(context, `dlc/schnorr-adaptor-${name}_vectors.csv`)).filter(
    (row) => cell(row, 'index') !== ''
  )
}

describeBackends('adaptor signatures', (backend) => {
  it('agree with the pre-signature vectors: two made, fifteen verified', function () {
    const rows = rowsOf(this, 'presig')
    expect(rows).to.have.length(15)
    let made = 0
    for (const row of rows) {
      const name = `row ${cell(row, 'index')}: ${cell(row, 'comment')}`
      const [message, key, adaptor, presignature] = ['message', 'public key', 'adaptor', 'pre-signature'].map(
        (column) => fromHex(cell(row, column))
      ) as [Bytes, Bytes, Bytes, Bytes]
      expect(verifyPresignature(presignature, message, key, adaptor), name).to.equal(
        cell(row, 'result') === 'TRUE'
      )
      if (cell(row, 'secret key') === '') continue
      const again = presign(
        fromHex(cell(row, 'secret key')),
        message,
        adaptor,
        fromHex(cell(row, 'aux_rand'))
      )
      expect(toHex(again), name).to.equal(toHex(presignature))
      made++
    }
    expect(made).to.equal(2)
  })

  it('agree with the vectors of completion', function () {
    const rows = rowsOf(this, 'adapt')
    expect(rows).to.have.length(5)
    for (const row of rows) {
      const name = `row ${cell(row, 'index')}: ${cell(row, 'comment')}`
      const [message, key, secret, presignature] = ['message', 'pubkey', 'secadaptor', 'pre-signature'].map(
        (column) => fromHex(cell(row, column))
      ) as [Bytes, Bytes, Bytes, Bytes]
      const signature = adaptPresignature(presignature, secret)
      expect(toHex(signature), name).to.equal(cell(row, 'BIP340 signature').toLowerCase())
      expect(backend.schnorrVerify(signature, message, key), name).to.equal(cell(row, 'result') === 'TRUE')
    }
  })

  it('agree with the vectors of extraction', function () {
    const rows = rowsOf(this, 'secadaptor')
    expect(rows).to.have.length(4)
    for (const row of rows) {
      const secret = extractSecret(
        fromHex(cell(row, 'pre-signature')),
        fromHex(cell(row, 'BIP340 signature'))
      )
      const equal = toHex(secret) === cell(row, 'secadaptor').toLowerCase()
      expect(equal, `row ${cell(row, 'index')}`).to.equal(cell(row, 'result') === 'TRUE')
    }
  })

  it('agree with our frozen vectors', () => {
    const { rows } = JSON.parse(readFileSync('test/crypto/vectors/adaptor.json', 'utf8')) as {
      rows: FrozenRow[]
    }
    expect(rows.length).to.be.greaterThan(7)
    expect(new Set(rows.map((row) => row.presignature.slice(0, 2)))).to.deep.equal(new Set(['02', '03']))
    for (const row of rows) {
      const [message, key, point] = [fromHex(row.message), fromHex(row.publicKey), fromHex(row.adaptorPoint)]
      const presignature = presign(fromHex(row.privateKey), message, point, fromHex(row.auxiliary))
      expect(toHex(presignature), row.name).to.equal(row.presignature)
      expect(verifyPresignature(presignature, message, key, point), row.name).to.equal(true)
      expect(toHex(adaptPresignature(presignature, fromHex(row.secret))), row.name).to.equal(row.signature)
      expect(toHex(extractSecret(presignature, fromHex(row.signature))), row.name).to.equal(row.secret)
    }
  })

  it('presign, verify, complete and extract for every key, point and message', () => {
    fc.assert(
      fc.property(privateKey, privateKey, bytes32, bytes32, (key, secret, message, auxiliary) => {
        const publicKey = xOnly(curve().publicKey(key))
        const point = curve().publicKey(secret)
        const presignature = presign(key, message, point, auxiliary)
        expect(verifyPresignature(presignature, message, publicKey, point)).to.equal(true)
        expect(backend.schnorrVerify(presignature.slice(1), message, publicKey)).to.equal(false)
        const signature = adaptPresignature(presignature, secret)
        expect(backend.schnorrVerify(signature, message, publicKey)).to.equal(true)
        expect(toHex(extractSecret(presignature, signature))).to.equal(toHex(secret))
        expect(adaptorPointOf(presignature, message, publicKey)).to.deep.equal(point)
      }),
      { numRuns: 20 }
    )
  })

  it('are refused after any change of a byte', () => {
    fc.assert(
      fc.property(privateKey, privateKey, bytes32, spoiling, (key, secret, message, spoil) => {
        const publicKey = xOnly(curve().publicKey(key))
        const point = curve().publicKey(secret)
        const presignature = presign(key, message, point, message)
        expect(verifyPresignature(spoil(presignature), message, publicKey, point)).to.equal(false)
        expect(verifyPresignature(presignature, spoil(message), publicKey, point)).to.equal(false)
        expect(verifyPresignature(presignature, message, spoil(publicKey), point)).to.equal(false)
        expect(verifyPresignature(presignature, message, publicKey, spoil(point))).to.equal(false)
      }),
      { numRuns: 15 }
    )
  })

  it('use another nonce for another point, message, key or auxiliary bytes', () => {
    const [one, two] = [toScalar(1n), toScalar(2n)]
    const point = curve().publicKey(one)
    /** R = R' - T, the bare nonce point: it must differ even where R' differs anyway. */
    const nonceOf = (key: Bytes, message: Bytes, adaptorPoint: Bytes, auxiliary: Bytes): string => {
      const shifted = presign(key, message, adaptorPoint, auxiliary).slice(0, 33)
      return toHex(curve().pointAdd(shifted, curve().pointNegate(adaptorPoint)) ?? new Uint8Array())
    }
    const nonces = [
      nonceOf(one, one, point, one),
      nonceOf(one, one, curve().publicKey(two), one),
      nonceOf(one, one, curve().pointNegate(point), one),
      nonceOf(one, two, point, one),
      nonceOf(two, one, point, one),
      nonceOf(one, one, point, two)
    ]
    expect(new Set(nonces).size).to.equal(nonces.length)
  })

  it('refuse malformed input with a code', () => {
    const key = toScalar(9n)
    const point = curve().publicKey(toScalar(4n))
    const presignature = presign(key, key, point, key)
    const tooLarge = concatBytes(presignature.subarray(0, 33), GROUP_ORDER)
    for (const malformed of [
      presignature.slice(1),
      tooLarge,
      concatBytes(Uint8Array.of(4), presignature.slice(1))
    ]) {
      expect(codeOf(() => adaptPresignature(malformed, key))).to.equal('PRESIGNATURE_MALFORMED')
      expect(codeOf(() => extractSecret(malformed, new Uint8Array(64)))).to.equal('PRESIGNATURE_MALFORMED')
      expect(verifyPresignature(malformed, key, xOnly(point), point)).to.equal(false)
    }
    for (const secret of [new Uint8Array(32), GROUP_ORDER, new Uint8Array(31)]) {
      expect(codeOf(() => adaptPresignature(presignature, secret))).to.equal('SECRET_MALFORMED')
    }
    const otherNonce = backend.schnorrSign(key, key, key)
    const outOfRange = concatBytes(presignature.slice(1, 33), GROUP_ORDER)
    for (const signature of [otherNonce, outOfRange, presignature.slice(1), new Uint8Array(63)]) {
      expect(codeOf(() => extractSecret(presignature, signature))).to.equal('SIGNATURE_MISMATCH')
    }
    expect(() => presign(new Uint8Array(32), key, point, key)).to.throw(RangeError)
    expect(() => presign(key, key.slice(1), point, key)).to.throw(RangeError)
    expect(() => presign(key, key, new Uint8Array(33), key)).to.throw(RangeError)
    expect(() => presign(key, key, point, key.slice(1))).to.throw(RangeError)
    expect(verifyPresignature(presignature, key.slice(1), xOnly(point), point)).to.equal(false)
    expect(verifyPresignature(presignature, key, point, point)).to.equal(false)
  })
})
