import {
  decodeOrderSyncFrame,
  encodeOrderSyncFrame,
  ORDER_SYNC_LIMITS
} from '../../../protocols/order-sync/index.ts'
import { orderSyncFrames } from '../arbitraries.ts'
import { testCodec } from '../codec.contract.ts'

testCodec('order-sync: codec', {
  codec: { encode: encodeOrderSyncFrame, decode: decodeOrderSyncFrame },
  messages: orderSyncFrames,
  maxBytes: ORDER_SYNC_LIMITS.maxFrameBytes,
  vectors: { protocol: 'order-sync', prefix: '' }
})
