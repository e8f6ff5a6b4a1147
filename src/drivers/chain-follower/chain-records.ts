import { concatBytes, copyBytes, type Bytes } from '../../base/bytes.ts'
import { blockHeight, sats, unixSeconds, type BlockHeight } from '../../base/units.ts'
import { parseBlockHeader, type BlockHeader } from '../../ledgers/bitcoin/block-header.ts'
import { parseTransaction } from '../../ledgers/bitcoin/parsed-transaction.ts'
import type { ConfirmedTransaction } from './relevant-transactions.ts'
import { RecordError } from './record-error.ts'
import type { WatchedOutput } from './watched-outputs.ts'

const VERSION = 1
const PENDING = 0x01

function open(name: string, record: Bytes, least: number): DataView {
  if (record[0] !== VERSION || record.length < least) {
    throw new RecordError('RECORD_UNKNOWN', `The data folder holds a ${name} record of an unknown form.`, {
      fault: 'internal',
      details: { version: record[0] ?? -1, length: record.length }
    })
  }
  return new DataView(record.buffer, record.byteOffset, record.byteLength)
}

/** Version 1: u8 version, the 80-byte header. */
export function encodeHeader(header: BlockHeader): Bytes {
  return concatBytes(Uint8Array.of(VERSION), header.raw)
}

/** @throws RecordError `RECORD_UNKNOWN`. */
export function decodeHeader(record: Bytes): BlockHeader {
  open('header', record, 81)
  return parseBlockHeader(record.subarray(1))
}

/** Version 1: u8 version, u32 height of the first block that was ever scanned for the wallet (little-endian). */
export function encodeBirthday(height: BlockHeight): Bytes {
  const record = new Uint8Array(5)
  record[0] = VERSION
  new DataView(record.buffer).setUint32(1, height, true)
  return record
}

/** @throws RecordError `RECORD_UNKNOWN`. */
export function decodeBirthday(record: Bytes): BlockHeight {
  return blockHeight(open('birthday', record, 5).getUint32(1, true))
}

/** Version 1: u8 version, u32 height, u32 index in the block, u32 block time (little-endian), the transaction. */
export function encodeTransaction(entry: ConfirmedTransaction): Bytes {
  const head = new Uint8Array(13)
  head[0] = VERSION
  const view = new DataView(head.buffer)
  view.setUint32(1, entry.position.height, true)
  view.setUint32(5, entry.position.index, true)
  view.setUint32(9, entry.position.time, true)
  return concatBytes(head, entry.transaction.raw)
}

/** @throws RecordError `RECORD_UNKNOWN`, SerialisationError. */
export function decodeTransaction(record: Bytes): ConfirmedTransaction {
  const view = open('transaction', record, 13)
  return {
    transaction: parseTransaction(record.subarray(13)),
    position: {
      height: blockHeight(view.getUint32(1, true)),
      index: view.getUint32(5, true),
      time: unixSeconds(view.getUint32(9, true))
    }
  }
}

/** Version 1: u8 version, u8 flags (1: older blocks are still to be searched), u32 since, u64 amount, script. */
export function encodeWatch(watch: WatchedOutput): Bytes {
  const head = new Uint8Array(14)
  head[0] = VERSION
  head[1] = watch.isPending ? PENDING : 0
  const view = new DataView(head.buffer)
  view.setUint32(2, watch.since, true)
  view.setBigUint64(6, watch.output.amount, true)
  return concatBytes(head, watch.output.script)
}

/** `key` is the outpoint as outpointKey writes it. @throws RecordError `RECORD_UNKNOWN`. */
export function decodeWatch(key: string, record: Bytes): WatchedOutput {
  const view = open('watch', record, 14)
  const [txid = '', vout = ''] = key.split(':')
  return {
    output: {
      outpoint: { txid, vout: Number(vout) },
      amount: sats(view.getBigUint64(6, true)),
      script: copyBytes(record.subarray(14))
    },
    since: blockHeight(view.getUint32(2, true)),
    isPending: view.getUint8(1) === PENDING
  }
}
