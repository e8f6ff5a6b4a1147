export { decodeOrderSyncFrame, encodeOrderSyncFrame } from './codec.ts'
export {
  ORDER_SYNC_LIMITS,
  ORDER_SYNC_PROTOCOL,
  ORDER_SYNC_RATE,
  ORDER_SYNC_REFUSAL_CODES
} from './protocol.ts'
export {
  OrderSync,
  OrderSyncError,
  type OrderSyncErrorCode,
  type OrderSyncInit,
  type OrderSyncNetwork
} from './service.ts'
export type { OrderSyncFrame, OrderSyncRefusalCode } from './types.ts'
