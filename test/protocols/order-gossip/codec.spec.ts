import {
  decodeOrderMessage,
  encodeOrderMessage,
  ORDER_LIMITS
} from '../../../protocols/order-gossip/index.ts'
import { orderMessages } from '../arbitraries.ts'
import { testCodec } from '../codec.contract.ts'

testCodec('order-gossip: codec', {
  codec: { encode: encodeOrderMessage, decode: decodeOrderMessage },
  messages: orderMessages,
  maxBytes: ORDER_LIMITS.maxMessageBytes,
  vectors: { protocol: 'order-gossip', prefix: '' }
})
