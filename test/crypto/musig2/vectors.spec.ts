import { expect } from 'chai'
import { fromHex, toHex, type Bytes } from '../../../src/base/bytes.ts'
import { xOnly } from '../../../src/crypto/curve/curve.ts'
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
  sortKeys,
  startSession,
  type AggregateKey
} from '../../../src/crypto/musig2/index.ts'
import { SecretNonce } from '../../../src/crypto/musig2/nonce.ts'
import { vectorFile } from '../../support/vectors.ts'
import { describeBackends } from '../backends.ts'

interface ExpectedError {
  type: 'invalid_contribution' | 'value'
  signer?: number | null
  contrib?: string
  message?: string
}

/** The keys and values of all files; every file has some of them. */
interface VectorCase {
  comment?: string
  error: ExpectedError
  key_indices: number[]
  nonce_indices: number[]
  pnonce_indices: number[]
  psig_indices: number[]
  tweak_indices?: number[]
  is_xonly?: boolean[]
  aggnonce: string
  aggnonce_index: number
  msg_index: number
  secnonce_index: number
  signer_index: number
  sig: string
  expected: string
}

interface VectorFile {
  sk: string
  pubkeys: string[]
  sorted_pubkeys: string[]
  pnonces: string[]
  aggnonces: string[]
  aggnonce: string
  secnonces: string[]
  secnonce: string
  tweaks: string[]
  psigs: string[]
  msg: string
  msgs: string[]
  valid_test_cases: VectorCase[]
  error_test_cases: VectorCase[]
  sign_error_test_cases: VectorCase[]
  verify_fail_test_cases: VectorCase[]
  verify_error_test_cases: VectorCase[]
}

function load(context: Mocha.Context, name: string): VectorFile {
  return JSON.parse(vectorFile(context, `musig2/${name}_vectors.json`)) as VectorFile
}

function pick(values: readonly string[], indices: readonly number[]): Bytes[] {
  return indices.map((index) => at(values, index))
}

function at(values: readonly string[], index: number): Bytes {
  const value = values[index]
  if (value === undefined) throw new Error(`the vector file has no value ${index}`)
  return fromHex(value)
}

function keyOf(file: VectorFile, row: VectorCase): AggregateKey {
  const tweaks = pick(file.tweaks ?? [], row.tweak_indices ?? [])
  return tweaks.reduce(
    (key, tweak, index) => applyTweak(key, tweak, row.is_xonly?.[index] === true ? 'xOnly' : 'plain'),
    keyAgg(pick(file.pubkeys, row.key_indices))
  )
}

const secretNonceOf = (text: string): SecretNonce => {
  const bytes = fromHex(text)
  return new SecretNonce(bytes.subarray(0, 32), bytes.subarray(32, 64), bytes.subarray(64))
}

const CONTRIBUTION_CODES: Readonly<Record<string, string>> = {
  pubkey: 'PUBLIC_KEY_INVALID',
  pubnonce: 'PUBLIC_NONCE_INVALID',
  aggnonce: 'AGGREGATE_NONCE_INVALID',
  psig: 'PARTIAL_SIGNATURE_INVALID'
}
const VALUE_CODES: Readonly<Record<string, string>> = {
  'The tweak must be less than n.': 'TWEAK_OUT_OF_RANGE',
  'The result of tweaking cannot be infinity.': 'KEY_AT_INFINITY',
  "The signer's pubkey must be included in the list of pubkeys.": 'SIGNER_UNKNOWN',
  // A wiped nonce cannot become an object at all.
  'first secnonce value is out of range.': 'RangeError'
}

/** Asserts that the call fails as the vector says: with the code, and with the index of the culprit. */
function expectFailure(row: VectorCase, call: () => unknown): void {
  const { type, signer, contrib = '', message = '' } = row.error
  let thrown: unknown
  try {
    call()
  } catch (error) {
    thrown = error
  }
  if (thrown instanceof RangeError) {
    expect('RangeError', row.comment).to.equal(VALUE_CODES[message])
    return
  }
  if (!(thrown instanceof Musig2Error)) throw new Error(`${row.comment}: no refusal`, { cause: thrown })
  expect(thrown.code, row.comment).to.equal(
    type === 'value' ? VALUE_CODES[message] : CONTRIBUTION_CODES[contrib]
  )
  expect(thrown.details['signer'] ?? null, row.comment).to.equal(signer ?? null)
}

describeBackends('MuSig2 and the vectors of BIP 327', (backend) => {
  it('sort keys', function () {
    const { pubkeys, sorted_pubkeys } = load(this, 'key_sort')
    expect(sortKeys(pubkeys.map(fromHex)).map(toHex)).to.deep.equal(
      sorted_pubkeys.map((key) => key.toLowerCase())
    )
  })

  it('aggregate keys', function () {
    const file = load(this, 'key_agg')
    expect(file.valid_test_cases).to.have.length(4)
    for (const row of file.valid_test_cases) {
      expect(toHex(xOnly(keyOf(file, row).point))).to.equal(row.expected.toLowerCase())
    }
    expect(file.error_test_cases).to.have.length(5)
    for (const row of file.error_test_cases) expectFailure(row, () => keyOf(file, row))
  })

  it('generate nonces', function () {
    type NonceRow = Record<'rand_' | 'pk' | 'expected_secnonce' | 'expected_pubnonce', string> &
      Record<'sk' | 'aggpk' | 'msg' | 'extra_in', string | null>
    const { test_cases } = JSON.parse(vectorFile(this, 'musig2/nonce_gen_vectors.json')) as {
      test_cases: NonceRow[]
    }
    expect(test_cases).to.have.length(4)
    for (const row of test_cases) {
      const { secretNonce, publicNonce } = nonceGen({
        random: fromHex(row['rand_']),
        publicKey: fromHex(row.pk),
        ...(row.sk === null ? {} : { privateKey: fromHex(row.sk) }),
        ...(row.aggpk === null ? {} : { aggregateKey: fromHex(row.aggpk) }),
        ...(row.msg === null ? {} : { message: fromHex(row.msg) }),
        ...(row.extra_in === null ? {} : { extra: fromHex(row.extra_in) })
      })
      expect(toHex(publicNonce)).to.equal(row.expected_pubnonce.toLowerCase())
      const secrets = secretNonce.spend((first, second) => toHex(first) + toHex(second))
      expect(secrets + toHex(secretNonce.publicKey)).to.equal(row.expected_secnonce.toLowerCase())
    }
  })

  it('aggregate nonces', function () {
    const file = load(this, 'nonce_agg')
    expect(file.valid_test_cases).to.have.length(2)
    for (const row of file.valid_test_cases) {
      expect(toHex(nonceAgg(pick(file.pnonces, row.pnonce_indices)))).to.equal(row.expected.toLowerCase())
    }
    expect(file.error_test_cases).to.have.length(3)
    for (const row of file.error_test_cases) {
      expectFailure(row, () => nonceAgg(pick(file.pnonces, row.pnonce_indices)))
    }
  })

  it('sign and verify parts', function () {
    const file = load(this, 'sign_verify')
    const secret = file.secnonces[0] ?? ''
    const key = fromHex(file.sk)
    expect(file.valid_test_cases).to.have.length(6)
    for (const row of file.valid_test_cases) {
      const nonces = pick(file.pnonces, row.nonce_indices)
      expect(toHex(nonceAgg(nonces)), row.comment).to.equal(toHex(at(file.aggnonces, row.aggnonce_index)))
      const session = startSession(keyOf(file, row), nonceAgg(nonces), at(file.msgs, row.msg_index))
      const partialSignature = partialSign(session, secretNonceOf(secret), key)
      expect(toHex(partialSignature), row.comment).to.equal(row.expected.toLowerCase())
      const publicNonce = at(file.pnonces, row.nonce_indices[row.signer_index] ?? -1)
      expect(partialVerify(session, { signer: row.signer_index, publicNonce, partialSignature })).to.equal(
        true
      )
    }
    expect(file.sign_error_test_cases).to.have.length(6)
    for (const row of file.sign_error_test_cases) {
      expectFailure(row, () => {
        const aggregateNonce = at(file.aggnonces, row.aggnonce_index)
        const session = startSession(keyOf(file, row), aggregateNonce, at(file.msgs, row.msg_index))
        return partialSign(session, secretNonceOf(file.secnonces[row.secnonce_index] ?? ''), key)
      })
    }
  })

  it('refuse wrong parts', function () {
    const file = load(this, 'sign_verify')
    const verify = (row: VectorCase): boolean => {
      const nonces = pick(file.pnonces, row.nonce_indices)
      const session = startSession(keyOf(file, row), nonceAgg(nonces), at(file.msgs, row.msg_index))
      const publicNonce = nonces[row.signer_index] ?? new Uint8Array()
      return partialVerify(session, {
        signer: row.signer_index,
        publicNonce,
        partialSignature: fromHex(row.sig)
      })
    }
    expect(file.verify_fail_test_cases).to.have.length(3)
    for (const row of file.verify_fail_test_cases) expect(verify(row), row.comment).to.equal(false)
    expect(file.verify_error_test_cases).to.have.length(2)
    for (const row of file.verify_error_test_cases) expectFailure(row, () => verify(row))
  })

  it('sign under tweaked keys', function () {
    const file = load(this, 'tweak')
    const nonces = (row: VectorCase): Bytes => nonceAgg(pick(file.pnonces, row.nonce_indices))
    expect(file.valid_test_cases).to.have.length(5)
    for (const row of file.valid_test_cases) {
      const session = startSession(keyOf(file, row), nonces(row), fromHex(file.msg))
      const partialSignature = partialSign(session, secretNonceOf(file.secnonce), fromHex(file.sk))
      expect(toHex(partialSignature), row.comment).to.equal(row.expected.toLowerCase())
      const publicNonce = at(file.pnonces, row.nonce_indices[row.signer_index] ?? -1)
      expect(partialVerify(session, { signer: row.signer_index, publicNonce, partialSignature })).to.equal(
        true
      )
    }
    expect(file.error_test_cases).to.have.length(1)
    for (const row of file.error_test_cases) expectFailure(row, () => keyOf(file, row))
  })

  it('aggregate parts to signatures', function () {
    const file = load(this, 'sig_agg')
    const aggregate = (row: VectorCase): [AggregateKey, Bytes] => {
      const key = keyOf(file, row)
      const aggregateNonce = nonceAgg(pick(file.pnonces, row.nonce_indices))
      expect(toHex(aggregateNonce)).to.equal(row.aggnonce.toLowerCase())
      const session = startSession(key, aggregateNonce, fromHex(file.msg))
      return [key, partialSigAgg(session, pick(file.psigs, row.psig_indices))]
    }
    expect(file.valid_test_cases).to.have.length(4)
    for (const row of file.valid_test_cases) {
      const [key, signature] = aggregate(row)
      expect(toHex(signature)).to.equal(row.expected.toLowerCase())
      expect(backend.schnorrVerify(signature, fromHex(file.msg), xOnly(key.point))).to.equal(true)
      expect(curve()).to.equal(backend)
    }
    expect(file.error_test_cases).to.have.length(1)
    for (const row of file.error_test_cases) expectFailure(row, () => aggregate(row))
  })
})
