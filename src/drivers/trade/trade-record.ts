import { concatBytes, toHex, type Bytes } from '../../base/bytes.ts'
import { CodedError } from '../../base/coded-error.ts'
import { decodeTaggedJson, encodeTaggedJson } from '../../base/tagged-json.ts'
import type { UnixSeconds } from '../../base/units.ts'
import type { Role } from '../../exchange/terms.ts'
import type { TradeState } from '../../exchange/trade/states.ts'

/** One transition, for people. */
export interface TradeMoment {
  readonly at: UnixSeconds
  readonly state: string
}

/** A trade as it is stored: its state is all that is needed to go on. */
export type TradeRecord = TradeState & {
  readonly timeline: readonly TradeMoment[]
}

/** A stored record that this code cannot read. */
export class TradeRecordError extends CodedError<'TRADE_RECORD_DAMAGED' | 'TRADE_RECORD_TOO_NEW'> {}

const VERSION = 1

/** Version byte 1, then tagged JSON. */
export function encodeTradeRecord(record: TradeRecord): Bytes {
  return concatBytes(Uint8Array.of(VERSION), new TextEncoder().encode(encodeTaggedJson(record)))
}

/** @throws {@link TradeRecordError} */
export function decodeTradeRecord(bytes: Bytes): TradeRecord {
  if ((bytes[0] ?? 0) > VERSION) {
    throw new TradeRecordError(
      'TRADE_RECORD_TOO_NEW',
      `a trade is stored in form ${bytes[0]}: upgrade this node`,
      {
        fault: 'user'
      }
    )
  }
  try {
    if (bytes[0] !== VERSION) throw new TypeError('no version')
    const record = decodeTaggedJson(new TextDecoder().decode(bytes.subarray(1))) as TradeRecord
    if (record.role !== 'maker' && record.role !== 'taker') throw new TypeError('no role')
    if (typeof record.state.kind !== 'string' || !Array.isArray(record.timeline))
      throw new TypeError('no state')
    return record
  } catch (cause) {
    throw new TradeRecordError(
      'TRADE_RECORD_DAMAGED',
      'a stored trade cannot be read: restore the data folder',
      {
        fault: 'internal',
        cause
      }
    )
  }
}

/** Under which the wallet keeps a trade's coins and addresses. */
export function reference(record: TradeRecord): string {
  return tradeReference(record.role, record.state.deal.negotiationId)
}

/** Wallet reference of a trade: role and negotiation id. */
export function tradeReference(role: Role, negotiationId: Uint8Array): string {
  return `trade-${role}-${toHex(negotiationId)}`
}
