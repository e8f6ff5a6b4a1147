import { Transaction } from 'bitcoinjs-lib'
import { copyBytes, equalBytes, toHex, type Bytes } from '../../base/bytes.ts'
import { sha256d } from '../../base/hash.ts'
import type { OutPoint } from '../../ledgers/ledger.ts'
import { RejectedError } from './errors.ts'
import { bytesToDisplay } from './header.ts'

/** BIP 141: "Transaction weight is defined as Base transaction size * 3 + Total transaction size". */
const WITNESS_SCALE = 4

/** A transaction with what is asked of it again and again; treat as unchangeable. */
export interface ChainTransaction {
  readonly transaction: Transaction
  /** Serialised with witnesses. */
  readonly bytes: Bytes
  /** Id without witnesses, display order. */
  readonly txid: string
  /** Hash with witnesses, display order; of a coinbase too, which the witness tree counts as zero. */
  readonly wtxid: string
  readonly weight: number
  /** Virtual size in vbytes: weight / 4, rounded up. */
  readonly virtualSize: number
}

/** Facts of a transaction built here. */
export function chainTransaction(transaction: Transaction): ChainTransaction {
  const bytes = copyBytes(transaction.toBuffer())
  const weight = transaction.weight()
  return {
    transaction,
    bytes,
    txid: transaction.getId(),
    wtxid: bytesToDisplay(sha256d(bytes)),
    weight,
    virtualSize: Math.ceil(weight / WITNESS_SCALE)
  }
}

/**
 * Parses one serialised transaction that fills `bytes` and is encoded as the daemons encode it.
 * @throws {@link RejectedError} `TX decode failed`.
 */
export function decodeTransaction(bytes: Uint8Array): ChainTransaction {
  try {
    const decoded = chainTransaction(Transaction.fromBuffer(copyBytes(bytes)))
    if (decoded.transaction.ins.length > 0 && equalBytes(decoded.bytes, bytes)) return decoded
  } catch {
    // The library's words name its internals; the daemons' word for all of them follows.
  }
  throw new RejectedError('TX decode failed')
}

/** Key of an output in our maps: the hash in hash order and the index. */
export function outPointKey(hash: Uint8Array, index: number): string {
  return `${toHex(hash)}:${index}`
}

/** {@link outPointKey} of an output named as people name it. */
export function keyOfOutPoint(outpoint: OutPoint): string {
  const hash = Buffer.from(outpoint.txid, 'hex').reverse()
  return outPointKey(hash, outpoint.vout)
}

/** The output that a key of {@link outPointKey} names. */
export function outPointOfKey(key: string): OutPoint {
  const [hash = '', index = ''] = key.split(':')
  return { txid: bytesToDisplay(Buffer.from(hash, 'hex')), vout: Number(index) }
}
