export { decodeTradeRequest, encodeTradeRequest } from './request-codec.ts'
export { decodeTradeResponse, encodeTradeResponse } from './response-codec.ts'
