import {
  Session as ReferenceSession,
  keyAggExport,
  keyAggregate,
  nonceAggregate
} from '@scure/btc-signer/musig2.js'
import { expect } from 'chai'
import * as fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { fromHex, toHex, type Bytes } from '../../../src/base/bytes.ts'
import { taggedHash } from '../../../src/base/hash.ts'
import { xOnly } from '../../../src/crypto/curve/curve.ts'
import { GROUP_ORDER, toScalar } from '../../../src/crypto/curve/operands.ts'
import { curve } from '../../../src/crypto/curve/selected.ts'
import {
  applyTweak,
  keyAgg,
  Musig2Error,
  nonceAgg,
  nonceGen,
  partialSigAgg,
  partialSign,
  partialVerify,
  startSession,
  type AggregateKey
} from '../../../src/crypto/musig2/index.ts'
import { bytes32, privateKey } from '../arbitraries.ts'
import { describeBackends } from '../backends.ts'

interface Tweak {
  kind: 'plain' | 'xOnly'
  tweak: string
}

interface FrozenRow {
  name: string
  privateKeys: string[]
  randoms: string[]
  tweaks: Tweak[]
  message: string
  aggregatePoint: string
  publicNonces: string[]
  aggregateNonce: string
  partialSignatures: string[]
  signature: string
}

const tweak = fc.record({
  kind: fc.constantFrom('plain' as const, 'xOnly' as const),
  tweak: privateKey.map(toHex)
})

function tweaked(key: AggregateKey, tweaks: readonly Tweak[]): AggregateKey {
  return tweaks.reduce((result, { kind, tweak }) => applyTweak(result, fromHex(tweak), kind), key)
}

/** The code of the error that the call throws. */
function codeOf(call: () => unknown): string {
  try {
    call()
  } catch (error) {
    if (error instanceof Musig2Error) return error.code
    throw error
  }
  return 'no error'
}

/** A whole signing by all keys, every part verified. */
function signTogether(
  privateKeys: readonly Bytes[],
  randoms: readonly Bytes[],
  tweaks: readonly Tweak[],
  message: Bytes
) {
  const publicKeys = privateKeys.map((key) => curve().publicKey(key))
  const key = tweaked(keyAgg(publicKeys), tweaks)
  const nonces = privateKeys.map((secret, signer) =>
    nonceGen({
      random: randoms[signer] ?? new Uint8Array(),
      publicKey: publicKeys[signer] ?? new Uint8Array(),
      privateKey: secret,
      aggregateKey: xOnly(key.point),
      message
    })
  )
  const publicNonces = nonces.map((nonce) => nonce.publicNonce)
  const aggregateNonce = nonceAgg(publicNonces)
  const session = startSession(key, aggregateNonce, message)
  const partialSignatures = nonces.map(({ secretNonce, publicNonce }, signer) => {
    const partialSignature = partialSign(session, secretNonce, privateKeys[signer] ?? new Uint8Array())
    expect(partialVerify(session, { signer, publicNonce, partialSignature })).to.equal(true)
    return partialSignature
  })
  const signature = partialSigAgg(session, partialSignatures)
  return { publicKeys, key, publicNonces, aggregateNonce, session, partialSignatures, signature }
}

describeBackends('MuSig2 signing', (backend) => {
  it('gives our frozen vectors', () => {
    const { rows } = JSON.parse(readFileSync('test/crypto/vectors/musig2.json', 'utf8')) as {
      rows: FrozenRow[]
    }
    expect(rows).to.have.length(8)
    for (const row of rows) {
      const result = signTogether(
        row.privateKeys.map(fromHex),
        row.randoms.map(fromHex),
        row.tweaks,
        fromHex(row.message)
      )
      expect(toHex(result.key.point), row.name).to.equal(row.aggregatePoint)
      expect(result.publicNonces.map(toHex), row.name).to.deep.equal(row.publicNonces)
      expect(toHex(result.aggregateNonce), row.name).to.equal(row.aggregateNonce)
      expect(result.partialSignatures.map(toHex), row.name).to.deep.equal(row.partialSignatures)
      expect(toHex(result.signature), row.name).to.equal(row.signature)
    }
  })

  it('agrees with @scure/btc-signer for any keys, tweaks and message, and verifies as BIP 340', () => {
    const keys = fc.array(privateKey, { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(keys, fc.array(tweak, { maxLength: 3 }), bytes32, (privateKeys, tweaks, message) => {
        const randoms = privateKeys.map((key) => taggedHash('test/random', key, message))
        const ours = signTogether(privateKeys, randoms, tweaks, message)
        const tweakBytes = tweaks.map(({ tweak }) => fromHex(tweak))
        const kinds = tweaks.map(({ kind }) => kind === 'xOnly')
        const context = keyAggregate([...ours.publicKeys], tweakBytes, kinds)
        expect(toHex(keyAggExport(context))).to.equal(toHex(xOnly(ours.key.point)))
        expect(toHex(nonceAggregate([...ours.publicNonces]))).to.equal(toHex(ours.aggregateNonce))
        const reference = new ReferenceSession(
          ours.aggregateNonce,
          [...ours.publicKeys],
          message,
          tweakBytes,
          kinds
        )
        ours.partialSignatures.forEach((part, signer) => {
          expect(reference.partialSigVerify(part, [...ours.publicNonces], signer)).to.equal(true)
        })
        expect(toHex(reference.partialSigAgg([...ours.partialSignatures]))).to.equal(toHex(ours.signature))
        expect(backend.schnorrVerify(ours.signature, message, xOnly(ours.key.point))).to.equal(true)
      }),
      { numRuns: 8 }
    )
  }).timeout(60_000)

  it('finds the signer whose part was changed', () => {
    const privateKeys = [toScalar(11n), toScalar(12n), toScalar(13n)]
    const message = new Uint8Array(32).fill(4)
    const { session, publicNonces, partialSignatures, key } = signTogether(
      privateKeys,
      privateKeys,
      [],
      message
    )
    const changed = partialSignatures.map((part) => part.slice())
    changed[1] = curve().scalarAdd(changed[1] ?? new Uint8Array(), toScalar(1n))
    const verdicts = changed.map((partialSignature, signer) =>
      partialVerify(session, {
        signer,
        publicNonce: publicNonces[signer] ?? new Uint8Array(),
        partialSignature
      })
    )
    expect(verdicts).to.deep.equal([true, false, true])
    expect(backend.schnorrVerify(partialSigAgg(session, changed), message, xOnly(key.point))).to.equal(false)
  })

  it('signs, and shows the culprit, where a signer makes the aggregate nonce infinite', () => {
    const [honest, dishonest] = [toScalar(21n), toScalar(22n)]
    const publicKeys = [honest, dishonest].map((key) => curve().publicKey(key))
    const own = nonceGen({ random: honest, publicKey: publicKeys[0] ?? new Uint8Array() })
    const negated = Uint8Array.of(...own.publicNonce)
    for (const half of [0, 33]) negated[half] = negated[half] === 2 ? 3 : 2
    const aggregateNonce = nonceAgg([own.publicNonce, negated])
    expect(aggregateNonce.every((byte) => byte === 0)).to.equal(true)
    const session = startSession(keyAgg(publicKeys), aggregateNonce, honest)
    const partialSignature = partialSign(session, own.secretNonce, honest)
    expect(partialVerify(session, { signer: 0, publicNonce: own.publicNonce, partialSignature })).to.equal(
      true
    )
    expect(partialVerify(session, { signer: 1, publicNonce: negated, partialSignature })).to.equal(false)
  })

  it('refuses what the caller got wrong, each with its code', () => {
    const [one, two] = [toScalar(31n), toScalar(32n)]
    const [first, second] = [curve().publicKey(one), curve().publicKey(two)]
    const key = keyAgg([first, second])
    const nonce = (publicKey: Bytes) => nonceGen({ random: one, publicKey })
    const session = startSession(key, nonceAgg([nonce(first).publicNonce, nonce(second).publicNonce]), one)
    const stranger = curve().publicKey(toScalar(33n))
    expect(codeOf(() => keyAgg([]))).to.equal('NO_SIGNERS')
    expect(codeOf(() => nonceAgg([]))).to.equal('NO_SIGNERS')
    expect(codeOf(() => applyTweak(key, GROUP_ORDER, 'xOnly'))).to.equal('TWEAK_OUT_OF_RANGE')
    expect(codeOf(() => applyTweak(key, new Uint8Array(31), 'plain'))).to.equal('TWEAK_OUT_OF_RANGE')
    expect(codeOf(() => startSession(key, new Uint8Array(65), one))).to.equal('AGGREGATE_NONCE_INVALID')
    expect(codeOf(() => partialSign(session, nonce(stranger).secretNonce, toScalar(33n)))).to.equal(
      'SIGNER_UNKNOWN'
    )
    expect(codeOf(() => partialSign(session, nonce(first).secretNonce, two))).to.equal('SECRET_NONCE_FOREIGN')
    expect(codeOf(() => partialSigAgg(session, [one]))).to.equal('WRONG_COUNT')
    const contribution = { signer: 2, publicNonce: nonce(first).publicNonce, partialSignature: one }
    expect(codeOf(() => partialVerify(session, contribution))).to.equal('SIGNER_UNKNOWN')
    expect(() => nonceGen({ random: one.slice(1), publicKey: first })).to.throw(RangeError)
    expect(() => nonceGen({ random: one, publicKey: xOnly(first) })).to.throw(RangeError)
    expect(() => nonceGen({ random: one, publicKey: first, privateKey: GROUP_ORDER })).to.throw(RangeError)
  })
})

describe('a secret nonce', () => {
  const key = toScalar(41n)
  const publicKey = curve().publicKey(key)
  const start = () => {
    const { secretNonce, publicNonce } = nonceGen({ random: key, publicKey })
    return { secretNonce, session: startSession(keyAgg([publicKey]), nonceAgg([publicNonce]), key) }
  }

  it('signs once', () => {
    const { secretNonce, session } = start()
    partialSign(session, secretNonce, key)
    expect(codeOf(() => partialSign(session, secretNonce, key))).to.equal('SECRET_NONCE_USED')
  })

  it('is used up by a signing that fails', () => {
    const { secretNonce, session } = start()
    expect(codeOf(() => partialSign(session, secretNonce, toScalar(42n)))).to.equal('SECRET_NONCE_FOREIGN')
    expect(codeOf(() => partialSign(session, secretNonce, key))).to.equal('SECRET_NONCE_USED')
  })

  it('wipes its scalars', () => {
    const { secretNonce } = start()
    const kept: Bytes[] = []
    secretNonce.spend((first, second) => kept.push(first, second))
    expect(kept).to.have.length(2)
    expect(kept.every((scalar) => scalar.every((byte) => byte === 0))).to.equal(true)
  })

  it('cannot be written down', () => {
    const { secretNonce } = start()
    expect(codeOf(() => JSON.stringify({ secretNonce }))).to.equal('SECRET_NONCE_SERIALISED')
    expect(Object.keys(structuredClone(secretNonce))).to.deep.equal(['publicKey'])
    const scalars = secretNonce.spend((first, second) => [...first.slice(), ...second.slice()])
    const shown = inspect(start().secretNonce, { depth: 9, showHidden: true, maxArrayLength: null })
    expect(shown).to.not.include(scalars.slice(0, 8).join(', '))
    expect(shown).to.include('publicKey')
  })
})
