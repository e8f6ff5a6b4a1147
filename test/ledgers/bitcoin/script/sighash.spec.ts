import { Transaction } from 'bitcoinjs-lib'
import { expect } from 'chai'
import { fromHex, reverseBytes, toHex } from '../../../../src/base/bytes.ts'
import { sats } from '../../../../src/base/units.ts'
import { CONSENSUS_FLAGS } from '../../../../src/ledgers/bitcoin/script/flags.ts'
import { legacySighash } from '../../../../src/ledgers/bitcoin/script/sighash-legacy.ts'
import { SighashMidstates } from '../../../../src/ledgers/bitcoin/script/sighash-midstates.ts'
import { coreVectors } from './core-vectors.ts'

type Row = readonly [tx: string, script: string, inputIndex: number, hashType: number, digest: string]

function digest([hex, script, inputIndex, hashType]: Row): string {
  const transaction = Transaction.fromHex(hex)
  const context = {
    transaction,
    inputIndex,
    input: transaction.ins[inputIndex]!,
    spentOutput: { script: new Uint8Array(0), amount: sats(0) },
    flags: CONSENSUS_FLAGS,
    midstates: new SighashMidstates(transaction, [])
  }
  return toHex(reverseBytes(legacySighash(context, fromHex(script), hashType)))
}

describe('legacy signature hash: sighash.json of Bitcoin Core', () => {
  const rows = coreVectors<Row>('sighash.json')

  it('gives the digest of every row', () => {
    expect(rows).to.have.length(500)
    expect(rows.map(digest)).to.deep.equal(rows.map(([, , , , expected]) => expected))
  })
})
