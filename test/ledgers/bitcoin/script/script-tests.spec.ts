import { Transaction } from 'bitcoinjs-lib'
import { expect } from 'chai'
import { fromHex } from '../../../../src/base/bytes.ts'
import { sats } from '../../../../src/base/units.ts'
import { verifyInput } from '../../../../src/ledgers/bitcoin/script/verify.ts'
import { assemble } from './assembly.ts'
import { coreVectors, parseFlags } from './core-vectors.ts'

type PlainRow = [scriptSig: string, scriptPubKey: string, flags: string, expected: string, comment?: string]
type Row = PlainRow | [witness: (string | number)[], ...rest: PlainRow]

const COINBASE_SCRIPT = Uint8Array.of(0, 0)

/** What the row's scripts say, in the two transactions that script_tests.json describes in its first lines. */
function judge(row: Row): string {
  const [witness, plain] = Array.isArray(row[0]) ? [row[0], row.slice(1)] : [[], row]
  const [scriptSig, scriptPubKey, flags] = plain as PlainRow
  const amount = sats(Math.round(Number(witness.at(-1) ?? 0) * 1e8))
  const script = assemble(scriptPubKey)
  const credit = new Transaction()
  credit.addInput(new Uint8Array(32), 0xffffffff, 0xffffffff, COINBASE_SCRIPT)
  credit.addOutput(script, amount)
  const transaction = new Transaction()
  transaction.addInput(credit.getHash(), 0, 0xffffffff, assemble(scriptSig))
  transaction.addOutput(new Uint8Array(0), amount)
  transaction.setWitness(
    0,
    witness.slice(0, -1).map((item) => fromHex(String(item)))
  )
  const spentOutputs = [{ script, amount }]
  return verifyInput({ transaction, inputIndex: 0, spentOutputs, flags: parseFlags(flags) }) ?? 'OK'
}

/**
 * The package's file is of 2016. Bitcoin Core has changed these rows since, as its files of 2018 and later show:
 * a witness script that does not leave exactly one item ends with an error of its own, and the opcodes of BIP 65
 * and BIP 112 are never "upgradable", also where their flag is off.
 */
const CHANGED_SINCE: ReadonlyMap<number, string> = new Map([
  ...[700, 701].map((row) => [row, 'OK'] as const),
  ...[1136, 1137, 1141, 1145, 1146, 1147, 1150].map((row) => [row, 'CLEANSTACK'] as const),
  ...[1160, 1161, 1165, 1169, 1170, 1171, 1174].map((row) => [row, 'CLEANSTACK'] as const)
])

describe('scripts: script_tests.json of Bitcoin Core', () => {
  const rows = coreVectors<Row>('bitcoind/script_tests.json')

  it('holds the vectors that are counted on', () => {
    expect(rows).to.have.length(1189)
  })

  it('ends each script with exactly the error that Core names', () => {
    const differences = rows.flatMap((row, index) => {
      const expected = CHANGED_SINCE.get(index) ?? (Array.isArray(row[0]) ? row[4] : row[3])
      const actual = judge(row)
      return actual === expected ? [] : [`${index}: ${actual} for ${JSON.stringify(row)}`]
    })
    expect(differences).to.deep.equal([])
  })
})
