export { decodeTradeRequest, decodeTradeResponse, encodeTradeRequest, encodeTradeResponse } from './codec.ts'
export { FrameError, type FrameErrorCode } from './frames.ts'
export {
  REFUSAL_CODES,
  TRADE_BYTE_RATE,
  TRADE_LIMITS,
  TRADE_PROTOCOL,
  TRADE_REQUEST_RATE
} from './protocol.ts'
export {
  TradeNegotiation,
  TradeServiceError,
  type TradeNegotiationInit,
  type TradeNetwork,
  type TradeServiceErrorCode
} from './service.ts'
export type {
  Accept,
  Confirm,
  Done,
  Locking,
  MakerPresignatures,
  PartyKeys,
  Propose,
  RefundAnswer,
  RefundRequest,
  RefusalCode,
  Refuse,
  Settle,
  SettleAnswer,
  SettlePartial,
  TakerPresignatures,
  TradeMessage,
  TradeRequest,
  TradeResponse,
  WireOutPoint
} from './types.ts'
