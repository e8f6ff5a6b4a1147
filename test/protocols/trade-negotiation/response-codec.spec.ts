import {
  decodeTradeResponse,
  encodeTradeResponse,
  TRADE_LIMITS
} from '../../../protocols/trade-negotiation/index.ts'
import { tradeResponses } from '../arbitraries.ts'
import { testCodec } from '../codec.contract.ts'

testCodec('trade-negotiation: response-codec', {
  codec: { encode: encodeTradeResponse, decode: decodeTradeResponse },
  messages: tradeResponses,
  maxBytes: TRADE_LIMITS.maxFrameBytes,
  vectors: { protocol: 'trade-negotiation', prefix: 'response ' }
})
