import type { Bytes } from '../../src/base/bytes.ts'
import {
  bytesField,
  codeField,
  codeOf,
  decodeRecord,
  encodeRecord,
  NETWORK_NAME,
  numberField,
  textField,
  WireError
} from '../../src/base/wire.ts'
import { SyncFrame } from './messages.ts'
import { ORDER_SYNC_LIMITS, ORDER_SYNC_REFUSAL_CODES } from './protocol.ts'
import type { OrderSyncFrame } from './types.ts'

/**
 * A frame of the protocol as bytes.
 * @throws {@link WireError} where it breaks the bounds of the README.
 */
export function encodeOrderSyncFrame(frame: OrderSyncFrame): Bytes {
  return encodeRecord(SyncFrame, toRecord(frame), toFrame)
}

/**
 * The content of a whole frame. The message inside is not looked into.
 * @throws {@link WireError} any of its codes.
 */
export function decodeOrderSyncFrame(bytes: Uint8Array): OrderSyncFrame {
  return toFrame(decodeRecord(SyncFrame, bytes, ORDER_SYNC_LIMITS.maxFrameBytes))
}

function toRecord(frame: OrderSyncFrame): SyncFrame {
  switch (frame.kind) {
    case 'request':
      return { request: { network: frame.network, maxMessages: frame.maxMessages } }
    case 'message':
      return { message: frame.message }
    case 'end':
      return { end: { count: frame.count } }
    case 'refuse':
      return { refuse: { code: codeOf(frame.code, ORDER_SYNC_REFUSAL_CODES) } }
  }
}

function toFrame(record: SyncFrame): OrderSyncFrame {
  const { maxMessageBytes, maxMessages } = ORDER_SYNC_LIMITS
  if (record.request !== undefined) {
    const network = textField('network', record.request.network, NETWORK_NAME)
    const asked = numberField('maxMessages', record.request.maxMessages, 1, maxMessages)
    return { kind: 'request', network, maxMessages: asked }
  }
  if (record.message !== undefined) {
    return { kind: 'message', message: bytesField('message', record.message, 1, maxMessageBytes) }
  }
  if (record.end !== undefined) {
    return { kind: 'end', count: numberField('count', record.end.count, 0, maxMessages) }
  }
  if (record.refuse !== undefined) {
    return { kind: 'refuse', code: codeField('code', record.refuse.code, ORDER_SYNC_REFUSAL_CODES) }
  }
  throw new WireError('KIND_UNKNOWN', 'body')
}
