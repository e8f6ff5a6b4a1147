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

/** One signed transaction of a payment. */
export interface SpendVersion {
  readonly fee: Sats
  readonly createdAt: UnixSeconds
  readonly transaction: ParsedTransaction
}

/** A transaction that the wallet signed, and the use it was signed for. */
export interface SpendRecord extends SpendVersion {
  readonly kind: SpendKind
  readonly state: SpendState
  /** Index of the output that was paid, in every version. */
  readonly vout: number
  /** The amount was not given: all coins less the fee were paid. */
  readonly isSweep: boolean
  /**
   * Other signed transactions of the same payment (BIP 125), newest first: those that this one replaces, and those that
   * a daemon refused. They spend a common coin, so one of them at most is mined, and it is the payment.
   */
  readonly alternates: readonly SpendVersion[]
}

/** All signed transactions of the payment, the one that is meant to be mined first. */
export function versionsOf(spend: SpendRecord): readonly SpendVersion[] {
  return [spend, ...spend.alternates]
}

/** What can carry a label, in BIP 329's words: a transaction, or an address. */
export type LabelType = 'tx' | 'addr'

/** A person's words on something (BIP 329). */
export interface WalletLabel {
  readonly type: LabelType
  /** Transaction id, or the address. */
  readonly ref: string
  /** 1 to 255 characters, none of them a control character; empty takes the label away. */
  readonly label: string
}

const VERSION = 1
const SPEND_VERSION = 2
const SWEEP = 0x01
const KINDS: readonly SpendKind[] = ['fund', 'send']
const STATES: readonly SpendState[] = ['stored', 'published', 'rejected']
const SPEND_HEAD = 8
const FIRST_SPEND_HEAD = 19

function unknownRecord(name: string, record: Bytes): WalletError {
  return new WalletError('RECORD_UNKNOWN', `The data folder holds a ${name} record of an unknown form.`, {
    fault: 'internal',
    details: { version: record[0] ?? -1, length: record.length }
  })
}

/** Head of one version: u64 fee, u32 creation time, u32 length of the transaction that follows. */
const VERSION_HEAD = 16

function encodeVersion({ fee, createdAt, transaction }: SpendVersion): Bytes {
  const head = new Uint8Array(VERSION_HEAD)
  const view = new DataView(head.buffer)
  view.setBigUint64(0, fee, true)
  view.setUint32(8, createdAt, true)
  view.setUint32(12, transaction.raw.length, true)
  return concatBytes(head, transaction.raw)
}

/**
 * Version 2, integers little-endian: u8 version, u8 kind (0 fund, 1 send), u8 state (0 stored, 1 published,
 * 2 rejected), u8 flags (1: sweep), u32 vout, then the payment's versions to the end, the meant one first: u64 fee,
 * u32 creation time, u32 length, the transaction.
 */
export function encodeSpend(spend: SpendRecord): Bytes {
  const head = new Uint8Array(SPEND_HEAD)
  head.set([SPEND_VERSION, KINDS.indexOf(spend.kind), STATES.indexOf(spend.state), spend.isSweep ? SWEEP : 0])
  new DataView(head.buffer).setUint32(4, spend.vout, true)
  return concatBytes(head, ...versionsOf(spend).map(encodeVersion))
}

/** Reads version 2 and version 1. @throws WalletError `RECORD_UNKNOWN`. */
export function decodeSpend(record: Bytes): SpendRecord {
  const kind = KINDS[record[1] ?? KINDS.length]
  const state = STATES[record[2] ?? STATES.length]
  if (kind === undefined || state === undefined) throw unknownRecord('spend', record)
  if (record[0] === VERSION) return { kind, state, ...decodeFirstSpend(record) }
  const isWhole = record[0] === SPEND_VERSION && record.length > SPEND_HEAD
  const [current, ...alternates] = isWhole ? decodeVersions(record) : []
  if (current === undefined) throw unknownRecord('spend', record)
  const vout = new DataView(record.buffer, record.byteOffset).getUint32(4, true)
  return { kind, state, vout, isSweep: record[3] === SWEEP, ...current, alternates }
}

function decodeVersions(record: Bytes): readonly SpendVersion[] {
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength)
  const versions: SpendVersion[] = []
  let offset = SPEND_HEAD
  while (offset < record.length) {
    const start = offset + VERSION_HEAD
    if (start > record.length) throw unknownRecord('spend', record)
    const end = start + view.getUint32(offset + 12, true)
    if (end > record.length) throw unknownRecord('spend', record)
    versions.push({
      fee: sats(view.getBigUint64(offset, true)),
      createdAt: unixSeconds(view.getUint32(offset + 8, true)),
      transaction: parseTransaction(copyBytes(record.subarray(start, end)))
    })
    offset = end
  }
  return versions
}

/**
 * Version 1, integers little-endian: u8 version, u8 kind, u8 state, u32 vout, u64 fee, u32 creation time, the
 * transaction; it knew neither sweeps nor replacements.
 */
function decodeFirstSpend(record: Bytes): Omit<SpendRecord, 'kind' | 'state'> {
  if (record.length <= FIRST_SPEND_HEAD) throw unknownRecord('spend', record)
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength)
  return {
    vout: view.getUint32(3, true),
    fee: sats(view.getBigUint64(7, true)),
    createdAt: unixSeconds(view.getUint32(15, true)),
    transaction: parseTransaction(copyBytes(record.subarray(FIRST_SPEND_HEAD))),
    isSweep: false,
    alternates: []
  }
}

/** Version 1: u8 version. The key says which coin it is. */
export function encodeHandLock(): Bytes {
  return Uint8Array.of(VERSION)
}

/** @throws WalletError `RECORD_UNKNOWN`. */
export function decodeHandLock(record: Bytes): void {
  if (record[0] !== VERSION || record.length !== 1) throw unknownRecord('lock', record)
}

/** Version 1: u8 version, the label in UTF-8. */
export function encodeLabel(label: string): Bytes {
  return concatBytes(Uint8Array.of(VERSION), new TextEncoder().encode(label))
}

/** @throws WalletError `RECORD_UNKNOWN`. */
export function decodeLabel(record: Bytes): string {
  if (record[0] !== VERSION || record.length < 2) throw unknownRecord('label', record)
  return new TextDecoder().decode(record.subarray(1))
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
