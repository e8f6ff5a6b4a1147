import type { Bytes } from '../../src/base/bytes.ts'
import {
  bytesField,
  codeField,
  codeOf,
  decodeRecord,
  encodeRecord,
  textField,
  timeField,
  WireError
} from '../../src/base/wire.ts'
import {
  feeRateField,
  negotiationIdField,
  presignaturesField,
  publicNonceField,
  toOutPoint,
  toPartyKeys,
  toPartyKeysRecord
} from './fields.ts'
import {
  TradeResponseRecord,
  type AcceptRecord,
  type PresignaturesRecord,
  type RefundAnswerRecord,
  type RefuseRecord,
  type SettleAnswerRecord
} from './messages.ts'
import { REFUSAL_CODES, TRADE_LIMITS } from './protocol.ts'
import type {
  Accept,
  MakerPresignatures,
  RefundAnswer,
  Refuse,
  SettleAnswer,
  TradeResponse
} from './types.ts'

/** Up to 200 characters, none of them a control character or half a surrogate pair. */
const REASON = /^[^\p{Cc}\p{Cs}]{0,200}$/u

/**
 * A response as bytes.
 * @throws WireError where it breaks the bounds of the README.
 */
export function encodeTradeResponse(response: TradeResponse): Bytes {
  return encodeRecord(TradeResponseRecord, toRecord(response), toResponse)
}

/**
 * The response of a whole frame. Signatures and points are not checked here.
 * @throws WireError any of its codes.
 */
export function decodeTradeResponse(bytes: Uint8Array): TradeResponse {
  return toResponse(decodeRecord(TradeResponseRecord, bytes, TRADE_LIMITS.maxFrameBytes))
}

function toRecord(response: TradeResponse): TradeResponseRecord {
  switch (response.kind) {
    case 'accept':
      return { accept: toAcceptRecord(response) }
    case 'makerPresignatures':
      return {
        makerPresignatures: {
          negotiationId: response.negotiationId,
          presignatures: [...response.presignatures]
        }
      }
    case 'locking':
      return { locking: response }
    case 'settleAnswer':
      return { settleAnswer: response }
    case 'refundAnswer':
      return { refundAnswer: response }
    case 'done':
      return { done: response }
    case 'refuse':
      return { refuse: { code: codeOf(response.code, REFUSAL_CODES), reason: response.reason } }
  }
}

function toResponse(record: TradeResponseRecord): TradeResponse {
  if (record.accept !== undefined) return toAccept(record.accept)
  if (record.makerPresignatures !== undefined) return toMakerPresignatures(record.makerPresignatures)
  if (record.locking !== undefined) {
    return { kind: 'locking', negotiationId: negotiationIdField(record.locking) }
  }
  if (record.settleAnswer !== undefined) return toSettleAnswer(record.settleAnswer)
  if (record.refundAnswer !== undefined) return toRefundAnswer(record.refundAnswer)
  if (record.done !== undefined) return { kind: 'done', negotiationId: negotiationIdField(record.done) }
  if (record.refuse !== undefined) return toRefuse(record.refuse)
  throw new WireError('KIND_UNKNOWN', 'body')
}

function toAcceptRecord(accept: Accept): AcceptRecord {
  return {
    ...accept,
    keys: toPartyKeysRecord(accept.keys),
    refundTimeA: BigInt(accept.refundTimeA),
    refundTimeB: BigInt(accept.refundTimeB),
    claimDeadline: BigInt(accept.claimDeadline)
  }
}

function toAccept(record: AcceptRecord): Accept {
  return {
    kind: 'accept',
    negotiationId: negotiationIdField(record),
    keys: toPartyKeys(record.keys),
    adaptorPoint: bytesField('adaptorPoint', record.adaptorPoint, 33),
    adaptorProof: bytesField('adaptorProof', record.adaptorProof, 64),
    refundTimeA: timeField('refundTimeA', record.refundTimeA),
    refundTimeB: timeField('refundTimeB', record.refundTimeB),
    claimDeadline: timeField('claimDeadline', record.claimDeadline),
    fundingA: toOutPoint('fundingA', record.fundingA),
    signature: bytesField('signature', record.signature, 64)
  }
}

function toMakerPresignatures(record: PresignaturesRecord): MakerPresignatures {
  return {
    kind: 'makerPresignatures',
    negotiationId: negotiationIdField(record),
    presignatures: presignaturesField(record.presignatures)
  }
}

function toSettleAnswer(record: SettleAnswerRecord): SettleAnswer {
  return {
    kind: 'settleAnswer',
    negotiationId: negotiationIdField(record),
    nonceA: publicNonceField('nonceA', record.nonceA),
    nonceB: publicNonceField('nonceB', record.nonceB),
    partialB: bytesField('partialB', record.partialB, 32),
    feeRateA: feeRateField('feeRateA', record.feeRateA)
  }
}

function toRefundAnswer(record: RefundAnswerRecord): RefundAnswer {
  return {
    kind: 'refundAnswer',
    negotiationId: negotiationIdField(record),
    nonceA: publicNonceField('nonceA', record.nonceA),
    partialA: bytesField('partialA', record.partialA, 32)
  }
}

function toRefuse(record: RefuseRecord): Refuse {
  return {
    kind: 'refuse',
    code: codeField('refuse.code', record.code, REFUSAL_CODES),
    reason: textField('refuse.reason', record.reason, REASON)
  }
}
