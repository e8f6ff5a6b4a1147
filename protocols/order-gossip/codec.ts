import type { Bytes } from '../../src/base/bytes.ts'
import { sats } from '../../src/base/units.ts'
import {
  bigintField,
  bytesField,
  codeField,
  codeOf,
  decodeRecord,
  encodeRecord,
  LEDGER_NAME,
  listField,
  NETWORK_NAME,
  numberField,
  presentField,
  textField,
  timeField,
  WireError
} from '../../src/base/wire.ts'
import { OrderMessageRecord, type LegRecord, type OrderCancelRecord, type OrderRecord } from './messages.ts'
import { ORDER_LIMITS, SETTLEMENTS } from './protocol.ts'
import type { Order, OrderCancel, OrderLeg, OrderMessage } from './types.ts'

const ADDRESS = /^\/[\x21-\x7e]{1,127}$/
const MAX_AMOUNT = (1n << 63n) - 1n

/**
 * A message of the topic as bytes.
 * @throws {@link WireError} where it breaks the bounds of the README.
 */
export function encodeOrderMessage(message: OrderMessage): Bytes {
  return encodeRecord(OrderMessageRecord, toRecord(message), toMessage)
}

/**
 * The message of a topic's data. Signatures are not checked here.
 * @throws {@link WireError} any of its codes.
 */
export function decodeOrderMessage(bytes: Uint8Array): OrderMessage {
  return toMessage(decodeRecord(OrderMessageRecord, bytes, ORDER_LIMITS.maxMessageBytes))
}

function toRecord(message: OrderMessage): OrderMessageRecord {
  switch (message.kind) {
    case 'order':
      return {
        order: { order: toOrderRecord(message.signed.order), signature: message.signed.signature }
      }
    case 'cancel':
      return { cancel: { ...message.cancel, expiresAt: BigInt(message.cancel.expiresAt) } }
  }
}

function toMessage(record: OrderMessageRecord): OrderMessage {
  if (record.order !== undefined) {
    const order = toOrder(presentField('order', record.order.order))
    return {
      kind: 'order',
      signed: { order, signature: bytesField('signature', record.order.signature, 64) }
    }
  }
  if (record.cancel !== undefined) return { kind: 'cancel', cancel: toCancel(record.cancel) }
  throw new WireError('KIND_UNKNOWN', 'body')
}

function toOrderRecord(order: Order): OrderRecord {
  return {
    ...order,
    addresses: [...order.addresses],
    settlement: codeOf(order.settlement, SETTLEMENTS),
    createdAt: BigInt(order.createdAt),
    expiresAt: BigInt(order.expiresAt)
  }
}

function toOrder(record: OrderRecord): Order {
  const sell = toLeg('sell', presentField('sell', record.sell))
  const buy = toLeg('buy', presentField('buy', record.buy))
  if (sell.ledger === buy.ledger) throw new WireError('FIELD_RANGE', 'buy.ledger')
  const createdAt = timeField('createdAt', record.createdAt)
  const expiresAt = timeField('expiresAt', record.expiresAt)
  numberField('expiresAt', expiresAt - createdAt, 1, ORDER_LIMITS.maxLifeSeconds)
  return {
    network: textField('network', record.network, NETWORK_NAME),
    makerKey: bytesField('makerKey', record.makerKey, 32),
    peer: bytesField('peer', record.peer, 2, 64),
    addresses: listField('addresses', record.addresses, 0, 4).map((address) =>
      textField('addresses', address, ADDRESS)
    ),
    sell,
    buy,
    settlement: codeField('settlement', record.settlement, SETTLEMENTS),
    createdAt,
    expiresAt,
    nonce: bytesField('nonce', record.nonce, 16)
  }
}

function toLeg(side: 'sell' | 'buy', record: LegRecord): OrderLeg {
  return {
    ledger: textField(`${side}.ledger`, record.ledger, LEDGER_NAME),
    amount: sats(bigintField(`${side}.amount`, record.amount, 1n, MAX_AMOUNT)),
    confirmations: numberField(`${side}.confirmations`, record.confirmations, 1, 100)
  }
}

function toCancel(record: OrderCancelRecord): OrderCancel {
  return {
    orderId: bytesField('orderId', record.orderId, 32),
    makerKey: bytesField('makerKey', record.makerKey, 32),
    expiresAt: timeField('expiresAt', record.expiresAt),
    signature: bytesField('signature', record.signature, 64)
  }
}
