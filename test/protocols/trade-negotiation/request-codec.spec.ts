import {
  decodeTradeRequest,
  encodeTradeRequest,
  TRADE_LIMITS
} from '../../../protocols/trade-negotiation/index.ts'
import { tradeRequests } from '../arbitraries.ts'
import { testCodec } from '../codec.contract.ts'

testCodec('trade-negotiation: request-codec', {
  codec: { encode: encodeTradeRequest, decode: decodeTradeRequest },
  messages: tradeRequests,
  maxBytes: TRADE_LIMITS.maxFrameBytes,
  vectors: { protocol: 'trade-negotiation', prefix: 'request ' }
})
