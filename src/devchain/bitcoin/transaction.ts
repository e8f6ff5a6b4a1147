import type { Transaction } from 'bitcoinjs-lib'
import { copyBytes, type Bytes } from '../../base/bytes.ts'
import { sha256d } from '../../base/hash.ts'
import { outpointKey } from '../../ledgers/bitcoin/parsed-transaction.ts'
import { virtualSize } from '../../ledgers/bitcoin/transaction-size.ts'
import { decodeTransaction } from '../../ledgers/bitcoin/decode-transaction.ts'
import type { OutPoint } from '../../ledgers/ledger.ts'
import { RejectedError } from './errors.ts'
import { toDisplayHash } from '../../ledgers/bitcoin/display-hash.ts'

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
    wtxid: toDisplayHash(sha256d(bytes)),
    weight,
    virtualSize: virtualSize(weight)
  }
}

/** @throws {@link RejectedError} `TX decode failed`. */
export function parseChainTransaction(bytes: Uint8Array): ChainTransaction {
  try {
    return chainTransaction(decodeTransaction(bytes))
  } catch {
    throw new RejectedError('TX decode failed')
  }
}

/** Key in our maps of the output that an input spends: {@link outpointKey} of the hash in hash order and the index. */
export function spentOutpointKey(hash: Uint8Array, index: number): string {
  return outpointKey({ txid: toDisplayHash(hash), vout: index })
}

/** The output that a key of {@link outpointKey} names. */
export function outpointOfKey(key: string): OutPoint {
  const [txid = '', vout = ''] = key.split(':')
  return { txid, vout: Number(vout) }
}
