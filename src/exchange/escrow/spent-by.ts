import { Transaction } from 'bitcoinjs-lib'
import { equalBytes, type Bytes } from '../../base/bytes.ts'

/** Whether a serialised transaction has an output to this script. */
export function paysTo(transaction: Bytes, script: Bytes): boolean {
  return Transaction.fromBuffer(transaction).outs.some((output) => equalBytes(output.script, script))
}

/** Transaction id of a serialised transaction, display order. */
export function transactionId(transaction: Bytes): string {
  return Transaction.fromBuffer(transaction).getId()
}

/** Lock time of a serialised transaction: 0, a block height, or UNIX time from 500,000,000 on. */
export function lockTimeOf(transaction: Bytes): number {
  return Transaction.fromBuffer(transaction).locktime
}
