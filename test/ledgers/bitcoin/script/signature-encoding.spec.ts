import { expect } from 'chai'
import * as fc from 'fast-check'
import { concatBytes, fromHex, toHex, type Bytes } from '../../../../src/base/bytes.ts'
import { GROUP_ORDER } from '../../../../src/crypto/curve/operands.ts'
import { curve } from '../../../../src/crypto/curve/selected.ts'
import { isHighS, isStrictDer, parseLaxDer } from '../../../../src/ledgers/bitcoin/script/der.ts'
import type { ScriptFlag } from '../../../../src/ledgers/bitcoin/script/flags.ts'
import { verifyEcdsa } from '../../../../src/ledgers/bitcoin/script/signature-check.ts'
import {
  checkPublicKeyEncoding,
  checkSignatureEncoding
} from '../../../../src/ledgers/bitcoin/script/signature-encoding.ts'
import { coreVectors } from './core-vectors.ts'
import { key } from './spends.ts'

const DIGEST = new Uint8Array(32).fill(7)
const flags = (...names: ScriptFlag[]): ReadonlySet<ScriptFlag> => new Set(names)

const integer = (number: Uint8Array): Bytes => concatBytes(Uint8Array.of(0x02, number.length), number)
const sequence = (r: Uint8Array, s: Uint8Array): Bytes => {
  const body = concatBytes(integer(r), integer(s))
  return concatBytes(Uint8Array.of(0x30, body.length), body)
}

/** The shortest positive form of a number, as DER wants it. */
function positive(number: Uint8Array): Bytes {
  const start = number.findIndex((byte) => byte !== 0)
  const digits = number.subarray(start < 0 ? number.length - 1 : start)
  return digits[0]! >= 0x80 ? concatBytes(Uint8Array.of(0), digits) : concatBytes(digits)
}

function signatureOfAlice(): { r: Bytes; s: Bytes } {
  const signature = curve().ecdsaSign(DIGEST, key('alice'))
  return { r: signature.slice(0, 32), s: signature.slice(32) }
}

describe('signatures of ECDSA', () => {
  it('are well encoded where sig_canonical.json and sig_noncanonical.json of Bitcoin Core say so', () => {
    const isHex = (text: string): boolean => /^[0-9a-f]+$/i.test(text)
    const outcomes = (name: string): unknown[] =>
      coreVectors<string>(`bitcoind/${name}`)
        .filter(isHex)
        .map((hex) => checkSignatureEncoding(fromHex(hex), flags('STRICTENC')))
    expect(outcomes('sig_canonical.json')).to.deep.equal(Array.from({ length: 5 }, () => null))
    const refusals = outcomes('sig_noncanonical.json')
    expect(refusals).to.have.length(15)
    expect(refusals.filter((outcome) => outcome !== 'SIG_DER')).to.deep.equal(['SIG_HASHTYPE'])
  })

  it('give back their numbers, strictly or laxly written', () => {
    const number = fc.uint8Array({ minLength: 32, maxLength: 32 }).filter((bytes) => bytes[0]! < 0xff)
    fc.assert(
      fc.property(number, number, fc.nat(3), (r, s, padding) => {
        const zeros = new Uint8Array(padding)
        const strict = sequence(positive(r), positive(s))
        const padded = sequence(concatBytes(zeros, r), concatBytes(zeros, s))
        const longForm = concatBytes(
          Uint8Array.of(0x30, 0x82, 0xff, 0xff, 0x02, 0x82, 0x00, r.length),
          r,
          Uint8Array.of(0x02, 0x81, s.length),
          s,
          Uint8Array.of(0xde, 0xad)
        )
        expect(isStrictDer(strict)).to.equal(true)
        for (const form of [strict, padded, longForm]) {
          const numbers = parseLaxDer(form)
          expect(numbers === null ? null : [toHex(numbers.r), toHex(numbers.s)]).to.deep.equal([
            toHex(r),
            toHex(s)
          ])
        }
      })
    )
  })

  it('are no signatures when cut anywhere', () => {
    const { r, s } = signatureOfAlice()
    const whole = sequence(positive(r), positive(s))
    for (let length = 0; length < whole.length; length++) {
      expect(isStrictDer(whole.subarray(0, length)), `${length} bytes`).to.equal(false)
      expect(parseLaxDer(whole.subarray(0, length)), `${length} bytes`).to.equal(null)
    }
  })

  it('hold with a high S too, which only LOW_S refuses', () => {
    const { r, s } = signatureOfAlice()
    const high = sequence(positive(r), positive(curve().scalarNegate(s)))
    const publicKey = curve().publicKey(key('alice'))
    expect(isHighS(curve().scalarNegate(s))).to.equal(true)
    expect(verifyEcdsa(high, DIGEST, publicKey)).to.equal(true)
    const withType = concatBytes(high, Uint8Array.of(1))
    expect(checkSignatureEncoding(withType, flags('STRICTENC'))).to.equal(null)
    expect(checkSignatureEncoding(withType, flags('LOW_S'))).to.equal('SIG_HIGH_S')
  })

  it('with an S of the order or more are not high, and never hold', () => {
    const { r } = signatureOfAlice()
    const overflowing = sequence(positive(r), positive(GROUP_ORDER))
    const withType = concatBytes(overflowing, Uint8Array.of(1))
    expect(checkSignatureEncoding(withType, flags('LOW_S', 'STRICTENC'))).to.equal(null)
    expect(verifyEcdsa(overflowing, DIGEST, curve().publicKey(key('alice')))).to.equal(false)
  })

  it('hold under a compressed, an uncompressed and the right hybrid key', () => {
    const { r, s } = signatureOfAlice()
    const signature = sequence(positive(r), positive(s))
    const compressed = curve().publicKey(key('alice'))
    const plain = uncompressed(compressed)
    const isOdd = (plain[64]! & 1) === 1
    const right = concatBytes(Uint8Array.of(isOdd ? 7 : 6), plain.subarray(1))
    const wrong = concatBytes(Uint8Array.of(isOdd ? 6 : 7), plain.subarray(1))
    const keys = [
      compressed,
      plain,
      right,
      wrong,
      plain.subarray(0, 64),
      compressed.subarray(1),
      new Uint8Array(0)
    ]
    const verdicts = keys.map((bytes) => verifyEcdsa(signature, DIGEST, bytes))
    expect(verdicts).to.deep.equal([true, true, true, false, false, false, false])
  })
})

describe('the encoding of keys', () => {
  const keys = [33, 65, 65, 32].map((length, index) => new Uint8Array(length).fill([2, 4, 6, 2][index]!))
  const verdicts = (kind: 'BASE' | 'WITNESS_V0', ...names: ScriptFlag[]): unknown[] =>
    keys.map((bytes) => checkPublicKeyEncoding(bytes, flags(...names), { kind }))

  it('is judged by STRICTENC everywhere, by WITNESS_PUBKEYTYPE in SegWit v0', () => {
    expect(verdicts('BASE')).to.deep.equal([null, null, null, null])
    expect(verdicts('BASE', 'STRICTENC')).to.deep.equal([null, null, 'PUBKEYTYPE', 'PUBKEYTYPE'])
    expect(verdicts('BASE', 'WITNESS_PUBKEYTYPE')).to.deep.equal([null, null, null, null])
    const witness = Array.from({ length: 3 }, () => 'WITNESS_PUBKEYTYPE')
    expect(verdicts('WITNESS_V0', 'WITNESS_PUBKEYTYPE')).to.deep.equal([null, ...witness])
  })
})

/** The 65 bytes of a compressed point: y is a root of x^3 + 7, the one whose parity the first byte tells. */
function uncompressed(point: Uint8Array): Bytes {
  const prime = 2n ** 256n - 2n ** 32n - 977n
  const x = BigInt(`0x${toHex(point.subarray(1))}`)
  let root = 1n
  for (let base = (x ** 3n + 7n) % prime, exponent = (prime + 1n) / 4n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) root = (root * base) % prime
    base = (base * base) % prime
  }
  const y = Number(root & 1n) === (point[0]! & 1) ? root : prime - root
  return concatBytes(Uint8Array.of(4), point.subarray(1), fromHex(y.toString(16).padStart(64, '0')))
}
