import { createRequire } from 'node:module'
import { expect } from 'chai'
import * as fc from 'fast-check'
import { SIGHASH } from '../../../../src/ledgers/bitcoin/script/sighash-type.ts'
import { CONSENSUS_FLAGS, verifyInput } from '../../../../src/ledgers/bitcoin/script/verify.ts'
import { anyMutation, mutate } from './mutation.ts'
import * as spends from './spends.ts'
import { VALID_SPENDS, type Spend, type SpendOptions } from './spends.ts'

interface JudgedTransaction {
  readonly inputs: readonly {
    readonly script: unknown
    readonly prevTxId: Buffer
    readonly outputIndex: number
  }[]
  associateInputs(outputs: readonly unknown[]): void
}

interface Interpreter {
  verify(...parts: unknown[]): boolean
}

/** What is called of bitcore-lib, which has no types of its own. */
interface SecondJudge {
  readonly Script: {
    new (bytes: Buffer): unknown
    Interpreter: { new (): Interpreter } & Record<string, number>
  }
  readonly Transaction: {
    new (hex: string): JudgedTransaction
    readonly UnspentOutput: new (parts: object) => unknown
  }
}

// It refuses to be loaded twice in a process, so always by require, which keeps it.
const judge = createRequire(import.meta.url)('bitcore-lib') as SecondJudge

const flags = [...CONSENSUS_FLAGS].reduce(
  (bits, flag) => bits | judge.Script.Interpreter[`SCRIPT_VERIFY_${flag}`]!,
  0
)

function secondVerdict({ transaction, spentOutputs }: Spend): boolean {
  const judged = new judge.Transaction(transaction.toHex())
  const scripts = spentOutputs.map(({ script }) => new judge.Script(Buffer.from(script)))
  judged.associateInputs(
    spentOutputs.map(({ amount }, index) => {
      const { prevTxId, outputIndex } = judged.inputs[index]!
      const txid = prevTxId.toString('hex')
      return new judge.Transaction.UnspentOutput({
        txid,
        outputIndex,
        script: scripts[index],
        satoshis: Number(amount)
      })
    })
  )
  const { script, witness } = transaction.ins[0]!
  const items = witness.map((item) => Buffer.from(item))
  const scriptSig = new judge.Script(Buffer.from(script))
  const amount = Number(spentOutputs[0]!.amount)
  return new judge.Script.Interpreter().verify(scriptSig, scripts[0], judged, 0, flags, items, amount)
}

const ownVerdict = (spend: Spend): boolean => verifyInput({ ...spend, flags: CONSENSUS_FLAGS }) === null

const LEAVES = [
  spends.leafTwoOfTwo,
  spends.leafRefund,
  (options: SpendOptions) => spends.leafTwoOfThree(['alice', 'bob'], options)
]
const OTHERS = [
  spends.p2wpkh,
  spends.multisig,
  (options: SpendOptions) => spends.htlcClaim(spends.PREIMAGE, options),
  spends.htlcRefund,
  spends.csv,
  spends.p2trKeyPath
]

// bitcore-lib refuses this type in leaves, which Core's vector "sighash/hashtype" accepts.
const NONE_ANYONECANPAY = SIGHASH.NONE | SIGHASH.ANYONECANPAY

const anyOptions = fc.record({
  version: fc.constantFrom(1, 2, 3),
  locktime: fc.constantFrom(0, spends.REFUND_HEIGHT - 1, spends.REFUND_HEIGHT, 1_600_000_000),
  sequence: fc.constantFrom(0, spends.DELAY - 1, spends.DELAY, 0x00400000 | 9, 0x80000009, 0xffffffff),
  hashType: fc.constantFrom(SIGHASH.ALL, SIGHASH.NONE, SIGHASH.SINGLE, 0x81, NONE_ANYONECANPAY, 0x83)
})

/** Spends with a right signature, whose locks may not have been reached. */
const anySpend = fc.oneof(
  fc.tuple(fc.constantFrom(...OTHERS), anyOptions),
  fc.tuple(
    fc.constantFrom(...LEAVES),
    anyOptions.filter(({ hashType }) => hashType !== NONE_ANYONECANPAY)
  )
)

describe('bitcore-lib as second judge', () => {
  it('says the same of every valid spend', () => {
    const verdicts = Object.entries(VALID_SPENDS).map(([name, make]) => [name, secondVerdict(make())])
    expect(verdicts).to.deep.equal(Object.keys(VALID_SPENDS).map((name) => [name, true]))
  })

  it('says the same of signed spends with any locks and hash types', () => {
    fc.assert(
      fc.property(anySpend, ([make, options]) => {
        const spend = make(options)
        expect(ownVerdict(spend)).to.equal(secondVerdict(spend))
      }),
      { numRuns: 60 }
    )
  })

  it('says the same of a spend with one change', () => {
    const changed = fc
      .constantFrom(...Object.values(VALID_SPENDS))
      .map((make) => make())
      .chain((spend) => anyMutation(spend).map((mutation) => mutate(spend, mutation)))
    fc.assert(
      fc.property(changed, (spend) => {
        expect(ownVerdict(spend)).to.equal(secondVerdict(spend))
      }),
      { numRuns: 60 }
    )
  })
})
