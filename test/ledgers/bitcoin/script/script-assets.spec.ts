import { Transaction } from 'bitcoinjs-lib'
import { expect } from 'chai'
import { fromHex } from '../../../../src/base/bytes.ts'
import { sats } from '../../../../src/base/units.ts'
import { verifyInput } from '../../../../src/ledgers/bitcoin/script/verify.ts'
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

function judge(row: Row, { scriptSig, witness }: Unlocking): string {
  const transaction = Transaction.fromHex(row.tx)
  transaction.setInputScript(row.index, fromHex(scriptSig))
  transaction.setWitness(row.index, witness.map(fromHex))
  const spentOutputs = row.prevouts.map(parseOutput)
  return (
    verifyInput({ transaction, inputIndex: row.index, spentOutputs, flags: parseFlags(row.flags) }) ?? 'OK'
  )
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
      const outcome = row.success === undefined ? 'OK' : judge(row, row.success)
      return outcome === 'OK' ? [] : [`${index} ${row.comment}: ${outcome}`]
    })
    expect(refused).to.deep.equal([])
  })

  it('refuses every broken witness', () => {
    const accepted = rows.flatMap((row, index) =>
      row.failure !== undefined && judge(row, row.failure) === 'OK' ? [`${index} ${row.comment}`] : []
    )
    expect(accepted).to.deep.equal([])
  })
})
