import { copyBytes, concatBytes, type Bytes } from '../../base/bytes.ts'
import { sha256d } from '../../base/hash.ts'
import { sats, type Sats } from '../../base/units.ts'
import type { OutPoint } from '../ledger.ts'
import { ByteReader } from './byte-reader.ts'
import { toDisplayHash } from './display-hash.ts'

/** An input as a chain follower needs it: what it spends. */
export interface ParsedInput {
  readonly outpoint: OutPoint
  readonly sequence: number
}

/** An output: where its amount lies. */
export interface ParsedOutput {
  readonly script: Bytes
  readonly amount: Sats
}

/** A transaction read from a block or the mempool. */
export interface ParsedTransaction {
  /** Display order, 64 hexadecimal digits; Litecoin's MWEB parts are not in it. */
  readonly txid: string
  /** As it was serialised, with witnesses. */
  readonly raw: Bytes
  /** In weight units: bytes without witnesses count four, others one (BIP 141). */
  readonly weight: number
  readonly inputs: readonly ParsedInput[]
  readonly outputs: readonly ParsedOutput[]
  /** The block's first transaction: it spends nothing and pays what mining earned. */
  readonly isCoinbase: boolean
  /** Litecoin's HogEx, last of a block since MWEB: its outputs may carry peg-outs. */
  readonly isHogEx: boolean
}

/** No transaction of a block of at most 32 MB (see block.ts) can have more of either. */
const MAX_ITEMS = 800_000
const MAX_SCRIPT = 4_000_000
/** Amounts of one output on either chain: 21 million (Bitcoin) or 84 million (Litecoin) coins of 10^8. */
const MAX_AMOUNT = 84_000_000n * 100_000_000n

const WITNESS = 0x01
/** Litecoin's MWEB flag (LIP 3): the transaction carries an MWEB part, or is the HogEx, where that part is null. */
const MWEB = 0x08
const COINBASE_TXID = '0'.repeat(64)

/** Text that names an outpoint, fit as a map's key. */
export function outpointKey(outpoint: OutPoint): string {
  return `${outpoint.txid}:${outpoint.vout}`
}

/**
 * Reads one transaction of BIP 144's form, or Litecoin's with MWEB flags.
 * @throws SerialisationError where it is malformed; bytes after it are left to the caller.
 */
export function readTransaction(reader: ByteReader): ParsedTransaction {
  const start = reader.offset
  reader.int32()
  const flags = readFlags(reader)
  const body = reader.offset
  const inputs = readInputs(reader)
  const outputs = readOutputs(reader)
  const bodyEnd = reader.offset
  if ((flags & WITNESS) !== 0) skipWitnesses(reader, inputs.length)
  const isHogEx = (flags & MWEB) !== 0 && readMweb(reader)
  reader.uint32()
  const raw = copyBytes(reader.bytes.subarray(start, reader.offset))
  const base =
    flags === 0
      ? raw
      : concatBytes(raw.subarray(0, 4), reader.bytes.subarray(body, bodyEnd), raw.subarray(raw.length - 4))
  const isCoinbase = inputs.length === 1 && inputs[0]?.outpoint.txid === COINBASE_TXID
  const weight = 3 * base.length + raw.length
  return { txid: toDisplayHash(sha256d(base)), raw, weight, inputs, outputs, isCoinbase, isHogEx }
}

/**
 * Reads a transaction that stands alone.
 * @throws SerialisationError where it is malformed or bytes follow it.
 */
export function parseTransaction(bytes: Uint8Array): ParsedTransaction {
  const reader = new ByteReader(bytes, 'TRANSACTION_MALFORMED')
  const transaction = readTransaction(reader)
  if (reader.remaining > 0) reader.fail('bytes follow the transaction')
  return transaction
}

function readFlags(reader: ByteReader): number {
  if (reader.peek() !== 0 || reader.peek(1) === 0) return 0
  reader.uint8()
  const flags = reader.uint8()
  if ((flags & ~(WITNESS | MWEB)) !== 0) reader.fail('unknown transaction flags')
  return flags
}

function readInputs(reader: ByteReader): ParsedInput[] {
  const inputs: ParsedInput[] = []
  const count = reader.compactSize(MAX_ITEMS)
  for (let index = 0; index < count; index++) {
    const outpoint = { txid: reader.hash(), vout: reader.uint32() }
    reader.slice(reader.compactSize(MAX_SCRIPT))
    inputs.push({ outpoint, sequence: reader.uint32() })
  }
  return inputs
}

function readOutputs(reader: ByteReader): ParsedOutput[] {
  const outputs: ParsedOutput[] = []
  const count = reader.compactSize(MAX_ITEMS)
  for (let index = 0; index < count; index++) {
    const amount = reader.uint64()
    if (amount > MAX_AMOUNT) reader.fail('an amount is out of range')
    outputs.push({ amount: sats(amount), script: reader.copy(reader.compactSize(MAX_SCRIPT)) })
  }
  return outputs
}

function skipWitnesses(reader: ByteReader, inputs: number): void {
  for (let index = 0; index < inputs; index++) {
    const items = reader.compactSize(MAX_ITEMS)
    for (let item = 0; item < items; item++) reader.slice(reader.compactSize(MAX_SCRIPT))
  }
}

/**
 * The MWEB part: a null (0x00) in the HogEx of a block. A peg-in in the mempool carries its part here; it is not
 * ours to read, and lasts to the lock time at the end of the bytes.
 */
function readMweb(reader: ByteReader): boolean {
  if (reader.uint8() === 0) return true
  reader.slice(Math.max(0, reader.remaining - 4))
  return false
}
