import { Transaction } from 'bitcoinjs-lib'
import { copyBytes, equalBytes } from '../../base/bytes.ts'
import { SerialisationError } from './byte-reader.ts'

/**
 * One serialised transaction that fills `bytes` and is written as the daemons write it, with inputs and scripts.
 * Litecoin's MWEB forms are not read.
 * @throws SerialisationError `TRANSACTION_MALFORMED`.
 */
export function decodeTransaction(bytes: Uint8Array): Transaction {
  try {
    const transaction = Transaction.fromBuffer(copyBytes(bytes))
    if (transaction.ins.length > 0 && equalBytes(transaction.toBuffer(), bytes)) return transaction
  } catch {
    // The library's words name its internals.
  }
  throw new SerialisationError('TRANSACTION_MALFORMED', 'These bytes are no transaction.', { fault: 'user' })
}
