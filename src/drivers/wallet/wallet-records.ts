import { concatBytes, copyBytes, type Bytes } from '../../base/bytes.ts'
import { sats, unixSeconds, type Sats, type UnixSeconds } from '../../base/units.ts'
import type { KeyPath, WalletBranch, WalletPurpose } from '../../ledgers/bitcoin/keys.ts'
import { parseTransaction, type ParsedTransaction } from '../../ledgers/bitcoin/parsed-transaction.ts'
import { WalletError } from './wallet-error.ts'

/** `fund`: made for a trade, which publishes it; `send`: published by the wallet itself. */
export type SpendKind = 'fund' | 'send'

/**
 * `stored`: signed and stored, nobody else may have seen it; `published`: it was on the ledger or went to a daemon;
 * `rejected`: the daemon refused it, and its coins stay locked until it is released.
 */
export type SpendState = 'stored' | 'published' | 'rejected'

/** A transaction that the wallet signed, and the use it was signed for. */
export interface SpendRecord {
  readonly kind: SpendKind
  readonly state: SpendState
  /** Index of the output that was paid. */
  readonly vout: number
  readonly fee: Sats
  readonly createdAt: UnixSeconds
  readonly transaction: ParsedTransaction
}

const VERSION = 1
const KINDS: readonly SpendKind[] = ['fund', 'send']
const STATES: readonly SpendState[] = ['stored', 'published', 'rejected']
const SPEND_HEAD = 19

function unknownRecord(name: string, record: Bytes): WalletError {
  return new WalletError('RECORD_UNKNOWN', `The data folder holds a ${name} record of an unknown form.`, {
    fault: 'internal',
    details: { version: record[0] ?? -1, length: record.length }
  })
}

/**
 * Version 1, integers little-endian: u8 version, u8 kind (0 fund, 1 send), u8 state (0 stored, 1 published,
 * 2 rejected), u32 vout, u64 fee, u32 creation time, the transaction.
 */
export function encodeSpend(spend: SpendRecord): Bytes {
  const head = new Uint8Array(SPEND_HEAD)
  const view = new DataView(head.buffer)
  view.setUint8(0, VERSION)
  view.setUint8(1, KINDS.indexOf(spend.kind))
  view.setUint8(2, STATES.indexOf(spend.state))
  view.setUint32(3, spend.vout, true)
  view.setBigUint64(7, spend.fee, true)
  view.setUint32(15, spend.createdAt, true)
  return concatBytes(head, spend.transaction.raw)
}

/** @throws WalletError `RECORD_UNKNOWN`. */
export function decodeSpend(record: Bytes): SpendRecord {
  const kind = KINDS[record[1] ?? KINDS.length]
  const state = STATES[record[2] ?? STATES.length]
  if (record[0] !== VERSION || record.length <= SPEND_HEAD || kind === undefined || state === undefined) {
    throw unknownRecord('spend', record)
  }
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength)
  return {
    kind,
    state,
    vout: view.getUint32(3, true),
    fee: sats(view.getBigUint64(7, true)),
    createdAt: unixSeconds(view.getUint32(15, true)),
    transaction: parseTransaction(copyBytes(record.subarray(SPEND_HEAD)))
  }
}

/** Version 1: u8 version, u32 next index of a branch, little-endian. */
export function encodeNextIndex(index: number): Bytes {
  const record = new Uint8Array(5)
  record[0] = VERSION
  new DataView(record.buffer).setUint32(1, index, true)
  return record
}

/** @throws WalletError `RECORD_UNKNOWN`. */
export function decodeNextIndex(record: Bytes): number {
  if (record[0] !== VERSION || record.length !== 5) throw unknownRecord('next index', record)
  return new DataView(record.buffer, record.byteOffset).getUint32(1, true)
}

/** Version 1: u8 version, u8 purpose, u8 branch, u32 index, little-endian. */
export function encodeKeyPath(path: KeyPath): Bytes {
  const record = new Uint8Array(7)
  record.set([VERSION, path.purpose, path.branch])
  new DataView(record.buffer).setUint32(3, path.index, true)
  return record
}

/** @throws WalletError `RECORD_UNKNOWN`. */
export function decodeKeyPath(record: Bytes): KeyPath {
  const [version, purpose, branch] = record
  if (version !== VERSION || record.length !== 7 || !isPurpose(purpose) || !isBranch(branch)) {
    throw unknownRecord('key path', record)
  }
  return { purpose, branch, index: new DataView(record.buffer, record.byteOffset).getUint32(3, true) }
}

function isPurpose(value: number | undefined): value is WalletPurpose {
  return value === 84 || value === 86
}

function isBranch(value: number | undefined): value is WalletBranch {
  return value === 0 || value === 1
}
