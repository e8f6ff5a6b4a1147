import { Transaction } from 'bitcoinjs-lib'
import { expect } from 'chai'
import { fromHex } from '../../../../src/base/bytes.ts'
import { sats } from '../../../../src/base/units.ts'
import {
  CONSENSUS_FLAGS,
  verifyInput,
  type ScriptFlags
} from '../../../../src/ledgers/bitcoin/script/verify.ts'
import { coreVectors, parseFlags } from './core-vectors.ts'

interface Unlocking {
  readonly scriptSig: string
  readonly witness: readonly string[]
}

interface Row {
  readonly tx: string
  readonly prevouts: readonly string[]
  readonly index: number
  readonly flags: string
  readonly comment: string
  readonly success?: Unlocking
  readonly failure?: Unlocking
}

function parseOutput(hex: string): { script: Uint8Array<ArrayBuffer>; amount: ReturnType<typeof sats> } {
  const bytes = fromHex(hex)
  const [output] = Transaction.fromBuffer(
    Uint8Array.from([
      1,
      0,
      0,
      0,
      1,
      ...new Uint8Array(32),
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      1,
      ...bytes,
      0,
      0,
      0,
      0
    ])
  ).outs
  return { script: Uint8Array.from(output!.script), amount: sats(output!.value) }
}

function judge(row: Row, { scriptSig, witness }: Unlocking, flags: ScriptFlags): string {
  const transaction = Transaction.fromHex(row.tx)
  transaction.setInputScript(row.index, fromHex(scriptSig))
  transaction.setWitness(row.index, witness.map(fromHex))
  const spentOutputs = row.prevouts.map(parseOutput)
  return verifyInput({ transaction, inputIndex: row.index, spentOutputs, flags }) ?? 'OK'
}

describe('scripts: script_assets_test.json of Bitcoin Core', () => {
  const rows = coreVectors<Row>('bitcoind/script_assets_test.json')

  it('holds the vectors that are counted on', () => {
    expect(rows).to.have.length(2243)
    expect(rows.filter(({ success }) => success !== undefined)).to.have.length(2243)
    expect(rows.filter(({ failure }) => failure !== undefined)).to.have.length(1492)
  })

  it('lets every valid witness spend', () => {
    const refused = rows.flatMap((row, index) => {
      const outcome = row.success === undefined ? 'OK' : judge(row, row.success, parseFlags(row.flags))
      return outcome === 'OK' ? [] : [`${index} ${row.comment}: ${outcome}`]
    })
    expect(refused).to.deep.equal([])
  })

  it('lets every valid witness spend also where fewer rules are known', () => {
    const softer = ['', 'P2SH', 'P2SH,WITNESS', 'P2SH,WITNESS,NULLDUMMY,CHECKLOCKTIMEVERIFY'].map(parseFlags)
    const refused = rows.flatMap((row, index) =>
      softer
        .map((flags) => (row.success === undefined ? 'OK' : judge(row, row.success, flags)))
        .filter((outcome) => outcome !== 'OK')
        .map((outcome) => `${index} ${row.comment}: ${outcome}`)
    )
    expect(refused).to.deep.equal([])
  })

  it('refuses every broken witness, by the flags of its row and by all of consensus', () => {
    const accepted = rows.flatMap((row, index) => {
      const { failure } = row
      const flags = [parseFlags(row.flags), CONSENSUS_FLAGS]
      const passes = failure !== undefined && flags.some((set) => judge(row, failure, set) === 'OK')
      return passes ? [`${index} ${row.comment}`] : []
    })
    expect(accepted).to.deep.equal([])
  })
})
