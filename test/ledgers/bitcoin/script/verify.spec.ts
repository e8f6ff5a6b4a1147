import { expect } from 'chai'
import { concatBytes } from '../../../../src/base/bytes.ts'
import { sha256, taggedHash } from '../../../../src/base/hash.ts'
import { sats } from '../../../../src/base/units.ts'
import { curve } from '../../../../src/crypto/curve/selected.ts'
import { SIGHASH } from '../../../../src/ledgers/bitcoin/script/sighash-type.ts'
import {
  CONSENSUS_FLAGS,
  scriptFailureText,
  SighashMidstates,
  STANDARD_FLAGS,
  verifyInput,
  verifyTransaction,
  type ScriptFailure
} from '../../../../src/ledgers/bitcoin/script/verify.ts'
import { assemble } from './assembly.ts'
import * as spends from './spends.ts'
import { VALID_SPENDS, type Spend } from './spends.ts'

const standard = (spend: Spend): ScriptFailure | null => verifyInput({ ...spend, flags: STANDARD_FLAGS })
const consensus = (spend: Spend): ScriptFailure | null => verifyInput({ ...spend, flags: CONSENSUS_FLAGS })
const ANYONECANPAY_TYPES = [SIGHASH.ALL, SIGHASH.NONE, SIGHASH.SINGLE].map(
  (type) => type | SIGHASH.ANYONECANPAY
)

describe('an input that may spend', () => {
  for (const [name, make] of Object.entries(VALID_SPENDS)) {
    it(`${name}: by policy and by consensus`, () => {
      expect(standard(make())).to.equal(null)
      expect(consensus(make())).to.equal(null)
    })
  }

  for (const [name, make] of Object.entries({
    p2pkh: spends.p2pkh,
    p2wpkh: spends.p2wpkh,
    'p2tr key path': spends.p2trKeyPath,
    'p2tr leaf': spends.leafTwoOfTwo
  })) {
    it(`${name}: with every hash type, as bitcoinjs-lib hashes it`, () => {
      const types = [SIGHASH.ALL, SIGHASH.NONE, SIGHASH.SINGLE, ...ANYONECANPAY_TYPES]
      const outcomes = types.map((hashType) => standard(make({ hashType })))
      expect(outcomes).to.deep.equal(types.map(() => null))
    })
  }

  it('with the midstates of its transaction as without', () => {
    const spend = spends.p2trKeyPath()
    const midstates = new SighashMidstates(spend.transaction, spend.spentOutputs)
    expect(standard({ ...spend, midstates })).to.equal(null)
  })
})

describe('an input that may not spend', () => {
  const cases: [name: string, spend: () => Spend, failure: ScriptFailure][] = [
    ['p2wpkh over another amount', () => spends.p2wpkh({ signedAmount: sats(1) }), 'NULLFAIL'],
    ['htlc with a wrong preimage', () => spends.htlcClaim(sha256(spends.PREIMAGE)), 'EQUALVERIFY'],
    ['htlc refund before its height', () => spends.htlcRefund({ locktime: 499 }), 'UNSATISFIED_LOCKTIME'],
    [
      'htlc refund with a final sequence',
      () => spends.htlcRefund({ locktime: 500, sequence: 0xffffffff }),
      'UNSATISFIED_LOCKTIME'
    ],
    ['htlc refund by a time', () => spends.htlcRefund({ locktime: 1_600_000_000 }), 'UNSATISFIED_LOCKTIME'],
    ['csv one block early', () => spends.csv({ sequence: spends.DELAY - 1 }), 'UNSATISFIED_LOCKTIME'],
    ['csv in version 1', () => spends.csv({ sequence: spends.DELAY, version: 1 }), 'UNSATISFIED_LOCKTIME'],
    ['csv counted in time', () => spends.csv({ sequence: 0x00400000 | 99 }), 'UNSATISFIED_LOCKTIME'],
    ['csv switched off', () => spends.csv({ sequence: 0x80000000 + 99 }), 'UNSATISFIED_LOCKTIME'],
    ['leaf refund before its height', () => spends.leafRefund({ locktime: 499 }), 'UNSATISFIED_LOCKTIME'],
    ['a negative lock', () => spends.p2wsh('-1 CHECKLOCKTIMEVERIFY', () => []), 'NEGATIVE_LOCKTIME'],
    ['CHECKSIGADD with one signature', () => spends.leafTwoOfThree(['bob']), 'EVAL_FALSE'],
    ['CHECKSIGADD with three', () => spends.leafTwoOfThree(['alice', 'bob', 'carol']), 'EVAL_FALSE'],
    [
      'CHECKMULTISIG in a leaf',
      () => spends.p2trLeaf('0 0 CHECKMULTISIG', () => []),
      'TAPSCRIPT_CHECKMULTISIG'
    ],
    ['a lax condition in a leaf', laxCondition, 'TAPSCRIPT_MINIMALIF'],
    ['a leaf that wants too many signatures', tooManySignatures, 'TAPSCRIPT_VALIDATION_WEIGHT'],
    ['a spoiled key path signature', spoiledKeyPath, 'SCHNORR_SIG'],
    ['a signature of 63 bytes', () => withSignature((signature) => signature.slice(1)), 'SCHNORR_SIG_SIZE'],
    [
      'hash type 00 written out',
      () => withSignature((signature) => Uint8Array.of(...signature, 0)),
      'SCHNORR_SIG_HASHTYPE'
    ],
    [
      'an undefined hash type',
      () => withSignature((signature) => Uint8Array.of(...signature, 4)),
      'SCHNORR_SIG_HASHTYPE'
    ],
    ['a control block cut short', cutControlBlock, 'TAPROOT_WRONG_CONTROL_SIZE'],
    ['an empty witness', () => withWitness(spends.p2trKeyPath(), []), 'WITNESS_PROGRAM_WITNESS_EMPTY'],
    ['a witness of a key hash cut short', () => withWitness(spends.p2wpkh(), []), 'WITNESS_PROGRAM_MISMATCH'],
    [
      'a witness where none belongs',
      () => withWitness(spends.p2pkh(), [Uint8Array.of(1)]),
      'WITNESS_UNEXPECTED'
    ],
    ['OP_SUCCESS by policy', () => spends.p2trLeaf('RESERVED', () => []), 'DISCOURAGE_OP_SUCCESS']
  ]
  for (const [name, make, failure] of cases) {
    it(`${name}: ${failure}`, () => {
      expect(standard(make())).to.equal(failure)
    })
  }

  it('SIGHASH_SINGLE without its output is no signature in Taproot', () => {
    const spend = spends.p2trKeyPath({ hashType: SIGHASH.SINGLE })
    spend.transaction.outs.length = 0
    expect(standard(spend)).to.equal('SCHNORR_SIG_HASHTYPE')
  })
})

describe('what policy refuses and consensus lets through', () => {
  const cases: [name: string, spend: () => Spend, failure: ScriptFailure][] = [
    ['OP_SUCCESS', () => spends.p2trLeaf('RESERVED', () => []), 'DISCOURAGE_OP_SUCCESS'],
    [
      'a key of an unknown type',
      () => spends.p2trLeaf('1 CHECKSIG', () => [Uint8Array.of(1)]),
      'DISCOURAGE_UPGRADABLE_PUBKEYTYPE'
    ],
    ['a reserved NOP', () => spends.p2wsh('NOP4 1', () => []), 'DISCOURAGE_UPGRADABLE_NOPS'],
    ['a lax condition in SegWit v0', () => spends.p2wsh('IF 1 ENDIF', () => [Uint8Array.of(2)]), 'MINIMALIF'],
    [
      'a witness program of version 2',
      () => toProgram('2 0x02 0x0102'),
      'DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM'
    ],
    ['a leaf of another version', otherLeafVersion, 'DISCOURAGE_UPGRADABLE_TAPROOT_VERSION'],
    ['a long push', () => spends.p2wsh('0x4c 0x01 0x07', () => []), 'MINIMALDATA']
  ]
  for (const [name, make, failure] of cases) {
    it(`${name}: ${failure}`, () => {
      expect(standard(make())).to.equal(failure)
      expect(consensus(make())).to.equal(null)
    })
  }
})

describe('pay to anchor', () => {
  it('may be spent by anyone, by policy too', () => {
    expect(standard(toProgram('1 0x02 0x4e73'))).to.equal(null)
  })
})

describe('a transaction', () => {
  it('is refused at its first input that may not spend', () => {
    const { transaction, spentOutputs } = spends.p2wpkh()
    const outcome = verifyTransaction({ transaction, spentOutputs, flags: STANDARD_FLAGS })
    expect(outcome).to.deep.equal({ inputIndex: 1, failure: 'WITNESS_PROGRAM_MISMATCH' })
  })

  it('needs one spent output for each input, and its own midstates', () => {
    const spend = spends.p2wpkh()
    const midstates = new SighashMidstates(spends.p2wpkh().transaction, spend.spentOutputs)
    expect(() => standard({ ...spend, spentOutputs: spend.spentOutputs.slice(1) })).to.throw(
      RangeError,
      'one each'
    )
    expect(() => standard({ ...spend, inputIndex: 2 })).to.throw(RangeError, 'input 2 of 2')
    const others = new SighashMidstates(spend.transaction, [...spend.spentOutputs])
    expect(() => standard({ ...spend, midstates })).to.throw(RangeError, 'another transaction')
    expect(() => standard({ ...spend, midstates: others })).to.throw(RangeError, 'other spent outputs')
  })
})

describe('the words for a refusal', () => {
  it('are those that the daemons print', () => {
    const texts = (['SCHNORR_SIG', 'UNSATISFIED_LOCKTIME', 'NEGATIVE_LOCKTIME', 'EVAL_FALSE'] as const).map(
      scriptFailureText
    )
    expect(texts).to.deep.equal([
      'Invalid Schnorr signature',
      'Locktime requirement not satisfied',
      'Negative locktime',
      'Script evaluated without error but finished with a false/empty top stack element'
    ])
  })
})

function withWitness(spend: Spend, witness: Uint8Array[]): Spend {
  spend.transaction.setWitness(0, witness)
  return spend
}

function withSignature(change: (signature: Uint8Array) => Uint8Array): Spend {
  const spend = spends.p2trKeyPath()
  return withWitness(spend, spend.transaction.ins[0]!.witness.map(change))
}

function spoiledKeyPath(): Spend {
  return withSignature((signature) => signature.map((byte, index) => (index === 40 ? byte ^ 1 : byte)))
}

function cutControlBlock(): Spend {
  const spend = spends.leafRefund()
  const { witness } = spend.transaction.ins[0]!
  return withWitness(spend, [...witness.slice(0, -1), witness.at(-1)!.slice(0, -1)])
}

function laxCondition(): Spend {
  return spends.p2trLeaf('IF 1 ENDIF', () => [Uint8Array.of(2)])
}

/** A spend with an empty witness of an output script. */
function toProgram(words: string): Spend {
  const spend = withWitness(spends.p2wpkh(), [])
  const [spent, other] = spend.spentOutputs
  return { ...spend, spentOutputs: [{ ...spent!, script: assemble(words) }, other!] }
}

/** A leaf that only a later fork gives a meaning, alone under an internal key. */
function otherLeafVersion(): Spend {
  const version = 0xc2
  const internalKey = spends.xKey('alice')
  const leafHash = taggedHash('TapLeaf', Uint8Array.of(version, 1, 0x6a))
  const tweak = taggedHash('TapTweak', internalKey, leafHash)
  const output = curve().pointAddScalar(concatBytes(Uint8Array.of(2), internalKey), tweak)!
  const control = concatBytes(Uint8Array.of(version | (output[0]! & 1)), internalKey)
  return withWitness(toProgram(`1 ${spends.pushed(output.subarray(1))}`), [Uint8Array.of(0x6a), control])
}

/** Every signature takes 50 of the budget, but the same bytes are checked again and again. */
function tooManySignatures(): Spend {
  const checks = Array.from({ length: 8 }, () => '2DUP CHECKSIGVERIFY').join(' ')
  return spends.p2trLeaf(`${spends.pushed(spends.xKey('alice'))} ${checks} CHECKSIG`, (sign) => [
    sign('alice')
  ])
}
