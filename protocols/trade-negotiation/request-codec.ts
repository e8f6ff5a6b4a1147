import type { Bytes } from '../../src/base/bytes.ts'
import {
  bytesField,
  decodeRecord,
  encodeRecord,
  NETWORK_NAME,
  textField,
  WireError
} from '../../src/base/wire.ts'
import {
  feeRateField,
  negotiationIdField,
  presignaturesField,
  publicNonceField,
  toOutPoint,
  toPartyKeys,
  toPartyKeysRecord,
  witnessProgramField
} from './fields.ts'
import {
  TradeRequestRecord,
  type ConfirmRecord,
  type PresignaturesRecord,
  type ProposeRecord,
  type RefundRequestRecord,
  type SettlePartialRecord,
  type SettleRecord
} from './messages.ts'
import { TRADE_LIMITS } from './protocol.ts'
import type {
  Confirm,
  Propose,
  RefundRequest,
  Settle,
  SettlePartial,
  TakerPresignatures,
  TradeRequest
} from './types.ts'

/**
 * A request as bytes.
 * @throws WireError where it breaks the bounds of the README.
 */
export function encodeTradeRequest(request: TradeRequest): Bytes {
  return encodeRecord(TradeRequestRecord, toRecord(request), toRequest)
}

/**
 * The request of a whole frame. Signatures and points are not checked here.
 * @throws WireError any of its codes.
 */
export function decodeTradeRequest(bytes: Uint8Array): TradeRequest {
  return toRequest(decodeRecord(TradeRequestRecord, bytes, TRADE_LIMITS.maxFrameBytes))
}

function toRecord(request: TradeRequest): TradeRequestRecord {
  switch (request.kind) {
    case 'propose':
      return { propose: { ...request, keys: toPartyKeysRecord(request.keys) } }
    case 'confirm':
      return { confirm: request }
    case 'takerPresignatures':
      return {
        takerPresignatures: {
          negotiationId: request.negotiationId,
          presignatures: [...request.presignatures]
        }
      }
    case 'settle':
      return { settle: request }
    case 'settlePartial':
      return { settlePartial: request }
    case 'refundRequest':
      return { refundRequest: request }
  }
}

function toRequest(record: TradeRequestRecord): TradeRequest {
  if (record.propose !== undefined) return toPropose(record.propose)
  if (record.confirm !== undefined) return toConfirm(record.confirm)
  if (record.takerPresignatures !== undefined) return toTakerPresignatures(record.takerPresignatures)
  if (record.settle !== undefined) return toSettle(record.settle)
  if (record.settlePartial !== undefined) return toSettlePartial(record.settlePartial)
  if (record.refundRequest !== undefined) return toRefundRequest(record.refundRequest)
  throw new WireError('KIND_UNKNOWN', 'body')
}

function toPropose(record: ProposeRecord): Propose {
  return {
    kind: 'propose',
    network: textField('network', record.network, NETWORK_NAME),
    orderId: bytesField('orderId', record.orderId, 32),
    nonce: bytesField('nonce', record.nonce, 32),
    takerKey: bytesField('takerKey', record.takerKey, 32),
    keys: toPartyKeys(record.keys),
    signature: bytesField('signature', record.signature, 64)
  }
}

function toConfirm(record: ConfirmRecord): Confirm {
  return {
    kind: 'confirm',
    negotiationId: negotiationIdField(record),
    fundingB: toOutPoint('fundingB', record.fundingB),
    tradeId: bytesField('tradeId', record.tradeId, 32)
  }
}

function toTakerPresignatures(record: PresignaturesRecord): TakerPresignatures {
  return {
    kind: 'takerPresignatures',
    negotiationId: negotiationIdField(record),
    presignatures: presignaturesField(record.presignatures)
  }
}

function toSettle(record: SettleRecord): Settle {
  return {
    kind: 'settle',
    negotiationId: negotiationIdField(record),
    secret: bytesField('secret', record.secret, 32),
    nonceA: publicNonceField('nonceA', record.nonceA),
    nonceB: publicNonceField('nonceB', record.nonceB),
    feeRateB: feeRateField('feeRateB', record.feeRateB)
  }
}

function toSettlePartial(record: SettlePartialRecord): SettlePartial {
  return {
    kind: 'settlePartial',
    negotiationId: negotiationIdField(record),
    partialA: bytesField('partialA', record.partialA, 32)
  }
}

function toRefundRequest(record: RefundRequestRecord): RefundRequest {
  return {
    kind: 'refundRequest',
    negotiationId: negotiationIdField(record),
    nonceA: publicNonceField('nonceA', record.nonceA),
    script: witnessProgramField('script', record.script),
    feeRate: feeRateField('feeRate', record.feeRate)
  }
}
