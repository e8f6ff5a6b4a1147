export { decodeStatusMessage, encodeStatusMessage } from './codec.ts'
export { incompatibility } from './compatibility.ts'
export { STATUS_LIMITS, STATUS_PROTOCOL, STATUS_REFUSAL_CODES } from './protocol.ts'
export {
  StatusError,
  StatusExchange,
  type StatusErrorCode,
  type StatusInit,
  type StatusNetwork
} from './service.ts'
export type { LedgerStatus, NodeStatus, StatusMessage, StatusRefusalCode } from './types.ts'
