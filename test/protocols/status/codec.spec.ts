import { decodeStatusMessage, encodeStatusMessage, STATUS_LIMITS } from '../../../protocols/status/index.ts'
import { statusMessages } from '../arbitraries.ts'
import { testCodec } from '../codec.contract.ts'

testCodec('status: codec', {
  codec: { encode: encodeStatusMessage, decode: decodeStatusMessage },
  messages: statusMessages,
  maxBytes: STATUS_LIMITS.maxFrameBytes,
  vectors: { protocol: 'status', prefix: '' }
})
