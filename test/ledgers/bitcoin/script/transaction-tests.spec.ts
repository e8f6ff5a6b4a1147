import { Transaction } from 'bitcoinjs-lib'
import { expect } from 'chai'
import { reverseBytes, toHex, type Bytes } from '../../../../src/base/bytes.ts'
import { sats, type Sats } from '../../../../src/base/units.ts'
import { checkTransaction } from '../../../../src/ledgers/bitcoin/script/transaction-rules.ts'
import { verifyTransaction } from '../../../../src/ledgers/bitcoin/script/verify.ts'
import { assemble } from './assembly.ts'
import { coreVectors, parseFlags } from './core-vectors.ts'

type Prevout = readonly [txid: string, index: number, script: string, amount?: number]
type Row = readonly [prevouts: readonly Prevout[], hex: string, flags: string]

const MAXIMUM_MONEY = sats(21_000_000n * 100_000_000n)

/** The output that an input of the row spends; the files give amounts only where they count. */
function spentBy(row: Row, input: Transaction['ins'][number]): { script: Bytes; amount: Sats } {
  const txid = toHex(reverseBytes(input.hash))
  const prevout = row[0].find(([hash, index]) => hash === txid && index >>> 0 === input.index)
  if (prevout === undefined) throw new Error(`the row tells nothing of ${txid}:${input.index}`)
  return { script: assemble(prevout[2]), amount: sats(prevout[3] ?? 0) }
}

function judge(row: Row): string {
  const transaction = Transaction.fromHex(row[1])
  const fault = checkTransaction(transaction, MAXIMUM_MONEY)
  if (fault !== null) return fault
  const spentOutputs = transaction.ins.map((input) => spentBy(row, input))
  return verifyTransaction({ transaction, spentOutputs, flags: parseFlags(row[2]) })?.failure ?? 'OK'
}

describe('transactions: tx_valid.json and tx_invalid.json of Bitcoin Core', () => {
  const valid = coreVectors<Row>('bitcoind/tx_valid.json')
  const invalid = coreVectors<Row>('bitcoind/tx_invalid.json')

  it('holds the vectors that are counted on', () => {
    expect([valid.length, invalid.length]).to.deep.equal([50, 39])
  })

  it('accepts every valid transaction', () => {
    const outcomes = valid.map(judge)
    expect(outcomes).to.deep.equal(valid.map(() => 'OK'))
  })

  it('refuses every invalid transaction, for its own reason', () => {
    const tally = new Map<string, number>()
    for (const outcome of invalid.map(judge)) tally.set(outcome, (tally.get(outcome) ?? 0) + 1)
    expect(Object.fromEntries(tally)).to.deep.equal({
      'bad-cb-length': 3,
      'bad-txns-inputs-duplicate': 1,
      'bad-txns-txouttotal-toolarge': 1,
      'bad-txns-vout-empty': 1,
      'bad-txns-vout-negative': 1,
      'bad-txns-vout-toolarge': 1,
      CHECKSIGVERIFY: 2,
      EVAL_FALSE: 2,
      INVALID_STACK_OPERATION: 5,
      NEGATIVE_LOCKTIME: 2,
      SIG_NULLDUMMY: 3,
      UNBALANCED_CONDITIONAL: 1,
      UNKNOWN_ERROR: 1,
      UNSATISFIED_LOCKTIME: 14,
      VERIFY: 1
    })
  })
})
