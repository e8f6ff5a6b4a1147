import { Transaction } from 'bitcoinjs-lib'
import { expect } from 'chai'
import { sats } from '../../../../src/base/units.ts'
import {
  checkTransaction,
  type TransactionFault
} from '../../../../src/ledgers/bitcoin/script/transaction-rules.ts'

const MAXIMUM = sats(1000)
const NULL_INDEX = 0xffffffff

function sound(): Transaction {
  const transaction = new Transaction()
  transaction.addInput(new Uint8Array(32).fill(1), 0)
  transaction.addOutput(Uint8Array.of(0x51), 600n)
  return transaction
}

describe('a transaction by itself', () => {
  it('is sound with inputs and outputs up to all the money there is', () => {
    const transaction = sound()
    transaction.addOutput(Uint8Array.of(0x51), 400n)
    expect(checkTransaction(transaction, MAXIMUM)).to.equal(null)
  })

  it('may be a coinbase of 2 to 100 script bytes', () => {
    const outcomes = [1, 2, 100, 101].map((length) => {
      const transaction = sound()
      transaction.ins.length = 0
      transaction.addInput(new Uint8Array(32), NULL_INDEX, 0, new Uint8Array(length))
      return checkTransaction(transaction, MAXIMUM)
    })
    expect(outcomes).to.deep.equal(['bad-cb-length', null, null, 'bad-cb-length'])
  })

  const faults: [fault: TransactionFault, change: (transaction: Transaction) => unknown][] = [
    ['bad-txns-vin-empty', (transaction) => transaction.ins.pop()],
    ['bad-txns-vout-empty', (transaction) => transaction.outs.pop()],
    ['bad-txns-oversize', (transaction) => transaction.setInputScript(0, new Uint8Array(1_000_000))],
    ['bad-txns-vout-negative', (transaction) => (transaction.outs[0]!.value = -1n)],
    ['bad-txns-vout-toolarge', (transaction) => (transaction.outs[0]!.value = 1001n)],
    ['bad-txns-txouttotal-toolarge', (transaction) => transaction.addOutput(Uint8Array.of(0x51), 401n)],
    ['bad-txns-inputs-duplicate', (transaction) => transaction.addInput(transaction.ins[0]!.hash, 0)],
    ['bad-txns-prevout-null', (transaction) => transaction.addInput(new Uint8Array(32), NULL_INDEX)]
  ]
  for (const [fault, change] of faults) {
    it(`is refused with ${fault}`, () => {
      const transaction = sound()
      change(transaction)
      expect(checkTransaction(transaction, MAXIMUM)).to.equal(fault)
    })
  }
})
