import type { Transaction } from 'bitcoinjs-lib'
import { toHex } from '../../../base/bytes.ts'
import type { Sats } from '../../../base/units.ts'
import { encodeOutPoint } from './transaction-encoding.ts'

/** Why a transaction is none by itself: the reject reasons of Bitcoin Core (tx_check.cpp). */
export type TransactionFault =
  | 'bad-txns-vin-empty'
  | 'bad-txns-vout-empty'
  | 'bad-txns-oversize'
  | 'bad-txns-vout-negative'
  | 'bad-txns-vout-toolarge'
  | 'bad-txns-txouttotal-toolarge'
  | 'bad-txns-inputs-duplicate'
  | 'bad-cb-length'
  | 'bad-txns-prevout-null'

// A block of 4,000,000 weight units, where a byte outside the witnesses weighs 4 (BIP 141).
const MAXIMUM_STRIPPED_SIZE = 1_000_000
const NULL_INDEX = 0xffffffff

/**
 * What must hold of a transaction whatever it spends: null, or the first fault in the order of Bitcoin Core.
 * @param maximumMoney more than this never exists on the chain: 21 million coins on Bitcoin, 84 million on Litecoin.
 */
export function checkTransaction(transaction: Transaction, maximumMoney: Sats): TransactionFault | null {
  const { ins, outs } = transaction
  if (ins.length === 0) return 'bad-txns-vin-empty'
  if (outs.length === 0) return 'bad-txns-vout-empty'
  if (transaction.byteLength(false) > MAXIMUM_STRIPPED_SIZE) return 'bad-txns-oversize'
  return checkAmounts(transaction, maximumMoney) ?? checkInputs(transaction)
}

function checkAmounts({ outs }: Transaction, maximumMoney: Sats): TransactionFault | null {
  let total = 0n
  for (const { value } of outs) {
    if (value < 0n) return 'bad-txns-vout-negative'
    if (value > maximumMoney) return 'bad-txns-vout-toolarge'
    total += value
    if (total > maximumMoney) return 'bad-txns-txouttotal-toolarge'
  }
  return null
}

function checkInputs({ ins }: Transaction): TransactionFault | null {
  const outPoints = new Set(ins.map((input) => toHex(encodeOutPoint(input))))
  if (outPoints.size < ins.length) return 'bad-txns-inputs-duplicate'
  const hasNull = ins.some(isNull)
  if (hasNull && ins.length > 1) return 'bad-txns-prevout-null'
  const length = ins[0]?.script.length ?? 0
  return hasNull && (length < 2 || length > 100) ? 'bad-cb-length' : null
}

function isNull({ hash, index }: Transaction['ins'][number]): boolean {
  return index === NULL_INDEX && hash.every((byte) => byte === 0)
}
