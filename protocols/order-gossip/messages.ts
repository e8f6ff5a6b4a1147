// Generated from messages.proto by scripts/generate-protos.mjs; do not edit.
// @ts-nocheck
import { decodeMessage, encodeMessage, MaxLengthError, message, streamMessage } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface LegRecord {
  ledger: string
  amount: bigint
  confirmations: number
}

export namespace LegRecord {
  let _codec: Codec<LegRecord>

  export const codec = (): Codec<LegRecord> => {
    if (_codec == null) {
      _codec = message<LegRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.ledger != null && obj.ledger !== '')) {
          w.uint32(10)
          w.string(obj.ledger)
        }

        if ((obj.amount != null && obj.amount !== 0n)) {
          w.uint32(17)
          w.fixed64(obj.amount)
        }

        if ((obj.confirmations != null && obj.confirmations !== 0)) {
          w.uint32(24)
          w.uint32(obj.confirmations)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          ledger: '',
          amount: 0n,
          confirmations: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ledger = reader.string()
              break
            }
            case 2: {
              obj.amount = reader.fixed64()
              break
            }
            case 3: {
              obj.confirmations = reader.uint32()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.ledger`,
                value: reader.string()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.amount`,
                value: reader.fixed64()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.confirmations`,
                value: reader.uint32()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface LegRecordLedgerFieldEvent {
    field: '$.ledger'
    value: string
  }

  export interface LegRecordAmountFieldEvent {
    field: '$.amount'
    value: bigint
  }

  export interface LegRecordConfirmationsFieldEvent {
    field: '$.confirmations'
    value: number
  }

  export function encode (obj: Partial<LegRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, LegRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LegRecord>): LegRecord {
    return decodeMessage(buf, LegRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LegRecord>): Generator<LegRecordLedgerFieldEvent | LegRecordAmountFieldEvent | LegRecordConfirmationsFieldEvent> {
    return streamMessage(buf, LegRecord.codec(), opts)
  }
}

export interface OrderRecord {
  network: string
  makerKey: Uint8Array<ArrayBuffer>
  peer: Uint8Array<ArrayBuffer>
  addresses: string[]
  sell?: LegRecord
  buy?: LegRecord
  settlement: number
  createdAt: bigint
  expiresAt: bigint
  nonce: Uint8Array<ArrayBuffer>
}

export namespace OrderRecord {
  let _codec: Codec<OrderRecord>

  export const codec = (): Codec<OrderRecord> => {
    if (_codec == null) {
      _codec = message<OrderRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.network != null && obj.network !== '')) {
          w.uint32(10)
          w.string(obj.network)
        }

        if ((obj.makerKey != null && obj.makerKey.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.makerKey)
        }

        if ((obj.peer != null && obj.peer.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.peer)
        }

        if (obj.addresses != null && obj.addresses.length > 0) {
          for (const value of obj.addresses) {
            w.uint32(34)
            w.string(value)
          }
        }

        if (obj.sell != null) {
          w.uint32(42)
          LegRecord.codec().encode(obj.sell, w)
        }

        if (obj.buy != null) {
          w.uint32(50)
          LegRecord.codec().encode(obj.buy, w)
        }

        if ((obj.settlement != null && obj.settlement !== 0)) {
          w.uint32(56)
          w.uint32(obj.settlement)
        }

        if ((obj.createdAt != null && obj.createdAt !== 0n)) {
          w.uint32(65)
          w.fixed64(obj.createdAt)
        }

        if ((obj.expiresAt != null && obj.expiresAt !== 0n)) {
          w.uint32(73)
          w.fixed64(obj.expiresAt)
        }

        if ((obj.nonce != null && obj.nonce.byteLength > 0)) {
          w.uint32(82)
          w.bytes(obj.nonce)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          network: '',
          makerKey: uint8ArrayAlloc(0),
          peer: uint8ArrayAlloc(0),
          addresses: [],
          settlement: 0,
          createdAt: 0n,
          expiresAt: 0n,
          nonce: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.network = reader.string()
              break
            }
            case 2: {
              obj.makerKey = reader.bytes()
              break
            }
            case 3: {
              obj.peer = reader.bytes()
              break
            }
            case 4: {
              if (opts.limits?.addresses != null && obj.addresses.length === opts.limits.addresses) {
                throw new MaxLengthError('Decode error - repeated field "addresses" had too many elements')
              }

              if (obj.addresses.length === 4) {
                throw new MaxLengthError('Decode error - repeated field "addresses" had too many elements')
              }

              obj.addresses.push(reader.string())
              break
            }
            case 5: {
              obj.sell = LegRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.sell
              })
              break
            }
            case 6: {
              obj.buy = LegRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.buy
              })
              break
            }
            case 7: {
              obj.settlement = reader.uint32()
              break
            }
            case 8: {
              obj.createdAt = reader.fixed64()
              break
            }
            case 9: {
              obj.expiresAt = reader.fixed64()
              break
            }
            case 10: {
              obj.nonce = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          addresses: 4
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.network`,
                value: reader.string()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.makerKey`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.peer`,
                value: reader.bytes()
              }
              break
            }
            case 4: {
              if (opts.limits?.addresses != null && obj.addresses === opts.limits.addresses) {
                throw new MaxLengthError('Streaming decode error - repeated field "addresses" had too many elements')
              }

              if (obj.addresses === 4) {
                throw new MaxLengthError('Streaming decode error - repeated field "addresses" had too many elements')
              }

              yield {
                field: `${prefix}.addresses[]`,
                index: obj.addresses,
                value: reader.string()
              }

              obj.addresses++

              break
            }
            case 5: {
              yield * LegRecord.codec().stream(reader, reader.uint32(), `${prefix}.sell`, {
                limits: opts.limits?.sell
              })

              break
            }
            case 6: {
              yield * LegRecord.codec().stream(reader, reader.uint32(), `${prefix}.buy`, {
                limits: opts.limits?.buy
              })

              break
            }
            case 7: {
              yield {
                field: `${prefix}.settlement`,
                value: reader.uint32()
              }
              break
            }
            case 8: {
              yield {
                field: `${prefix}.createdAt`,
                value: reader.fixed64()
              }
              break
            }
            case 9: {
              yield {
                field: `${prefix}.expiresAt`,
                value: reader.fixed64()
              }
              break
            }
            case 10: {
              yield {
                field: `${prefix}.nonce`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface OrderRecordNetworkFieldEvent {
    field: '$.network'
    value: string
  }

  export interface OrderRecordMakerKeyFieldEvent {
    field: '$.makerKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface OrderRecordPeerFieldEvent {
    field: '$.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface OrderRecordAddressesFieldEvent {
    field: '$.addresses[]'
    index: number
    value: string
  }

  export interface OrderRecordSellLedgerFieldEvent {
    field: '$.sell.ledger'
    value: string
  }

  export interface OrderRecordSellAmountFieldEvent {
    field: '$.sell.amount'
    value: bigint
  }

  export interface OrderRecordSellConfirmationsFieldEvent {
    field: '$.sell.confirmations'
    value: number
  }

  export interface OrderRecordBuyLedgerFieldEvent {
    field: '$.buy.ledger'
    value: string
  }

  export interface OrderRecordBuyAmountFieldEvent {
    field: '$.buy.amount'
    value: bigint
  }

  export interface OrderRecordBuyConfirmationsFieldEvent {
    field: '$.buy.confirmations'
    value: number
  }

  export interface OrderRecordSettlementFieldEvent {
    field: '$.settlement'
    value: number
  }

  export interface OrderRecordCreatedAtFieldEvent {
    field: '$.createdAt'
    value: bigint
  }

  export interface OrderRecordExpiresAtFieldEvent {
    field: '$.expiresAt'
    value: bigint
  }

  export interface OrderRecordNonceFieldEvent {
    field: '$.nonce'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<OrderRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, OrderRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<OrderRecord>): OrderRecord {
    return decodeMessage(buf, OrderRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<OrderRecord>): Generator<OrderRecordNetworkFieldEvent | OrderRecordMakerKeyFieldEvent | OrderRecordPeerFieldEvent | OrderRecordAddressesFieldEvent | OrderRecordSellLedgerFieldEvent | OrderRecordSellAmountFieldEvent | OrderRecordSellConfirmationsFieldEvent | OrderRecordBuyLedgerFieldEvent | OrderRecordBuyAmountFieldEvent | OrderRecordBuyConfirmationsFieldEvent | OrderRecordSettlementFieldEvent | OrderRecordCreatedAtFieldEvent | OrderRecordExpiresAtFieldEvent | OrderRecordNonceFieldEvent> {
    return streamMessage(buf, OrderRecord.codec(), opts)
  }
}

export interface SignedOrderRecord {
  order?: OrderRecord
  signature: Uint8Array<ArrayBuffer>
}

export namespace SignedOrderRecord {
  let _codec: Codec<SignedOrderRecord>

  export const codec = (): Codec<SignedOrderRecord> => {
    if (_codec == null) {
      _codec = message<SignedOrderRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.order != null) {
          w.uint32(10)
          OrderRecord.codec().encode(obj.order, w)
        }

        if ((obj.signature != null && obj.signature.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.signature)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          signature: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.order = OrderRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.order
              })
              break
            }
            case 2: {
              obj.signature = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * OrderRecord.codec().stream(reader, reader.uint32(), `${prefix}.order`, {
                limits: opts.limits?.order
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.signature`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface SignedOrderRecordOrderNetworkFieldEvent {
    field: '$.order.network'
    value: string
  }

  export interface SignedOrderRecordOrderMakerKeyFieldEvent {
    field: '$.order.makerKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface SignedOrderRecordOrderPeerFieldEvent {
    field: '$.order.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface SignedOrderRecordOrderAddressesFieldEvent {
    field: '$.order.addresses[]'
    index: number
    value: string
  }

  export interface SignedOrderRecordOrderSellLedgerFieldEvent {
    field: '$.order.sell.ledger'
    value: string
  }

  export interface SignedOrderRecordOrderSellAmountFieldEvent {
    field: '$.order.sell.amount'
    value: bigint
  }

  export interface SignedOrderRecordOrderSellConfirmationsFieldEvent {
    field: '$.order.sell.confirmations'
    value: number
  }

  export interface SignedOrderRecordOrderBuyLedgerFieldEvent {
    field: '$.order.buy.ledger'
    value: string
  }

  export interface SignedOrderRecordOrderBuyAmountFieldEvent {
    field: '$.order.buy.amount'
    value: bigint
  }

  export interface SignedOrderRecordOrderBuyConfirmationsFieldEvent {
    field: '$.order.buy.confirmations'
    value: number
  }

  export interface SignedOrderRecordOrderSettlementFieldEvent {
    field: '$.order.settlement'
    value: number
  }

  export interface SignedOrderRecordOrderCreatedAtFieldEvent {
    field: '$.order.createdAt'
    value: bigint
  }

  export interface SignedOrderRecordOrderExpiresAtFieldEvent {
    field: '$.order.expiresAt'
    value: bigint
  }

  export interface SignedOrderRecordOrderNonceFieldEvent {
    field: '$.order.nonce'
    value: Uint8Array<ArrayBuffer>
  }

  export interface SignedOrderRecordSignatureFieldEvent {
    field: '$.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<SignedOrderRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, SignedOrderRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SignedOrderRecord>): SignedOrderRecord {
    return decodeMessage(buf, SignedOrderRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SignedOrderRecord>): Generator<SignedOrderRecordOrderNetworkFieldEvent | SignedOrderRecordOrderMakerKeyFieldEvent | SignedOrderRecordOrderPeerFieldEvent | SignedOrderRecordOrderAddressesFieldEvent | SignedOrderRecordOrderSellLedgerFieldEvent | SignedOrderRecordOrderSellAmountFieldEvent | SignedOrderRecordOrderSellConfirmationsFieldEvent | SignedOrderRecordOrderBuyLedgerFieldEvent | SignedOrderRecordOrderBuyAmountFieldEvent | SignedOrderRecordOrderBuyConfirmationsFieldEvent | SignedOrderRecordOrderSettlementFieldEvent | SignedOrderRecordOrderCreatedAtFieldEvent | SignedOrderRecordOrderExpiresAtFieldEvent | SignedOrderRecordOrderNonceFieldEvent | SignedOrderRecordSignatureFieldEvent> {
    return streamMessage(buf, SignedOrderRecord.codec(), opts)
  }
}

export interface OrderCancelRecord {
  orderId: Uint8Array<ArrayBuffer>
  makerKey: Uint8Array<ArrayBuffer>
  expiresAt: bigint
  signature: Uint8Array<ArrayBuffer>
}

export namespace OrderCancelRecord {
  let _codec: Codec<OrderCancelRecord>

  export const codec = (): Codec<OrderCancelRecord> => {
    if (_codec == null) {
      _codec = message<OrderCancelRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.orderId != null && obj.orderId.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.orderId)
        }

        if ((obj.makerKey != null && obj.makerKey.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.makerKey)
        }

        if ((obj.expiresAt != null && obj.expiresAt !== 0n)) {
          w.uint32(25)
          w.fixed64(obj.expiresAt)
        }

        if ((obj.signature != null && obj.signature.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.signature)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          orderId: uint8ArrayAlloc(0),
          makerKey: uint8ArrayAlloc(0),
          expiresAt: 0n,
          signature: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.orderId = reader.bytes()
              break
            }
            case 2: {
              obj.makerKey = reader.bytes()
              break
            }
            case 3: {
              obj.expiresAt = reader.fixed64()
              break
            }
            case 4: {
              obj.signature = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.orderId`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.makerKey`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.expiresAt`,
                value: reader.fixed64()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.signature`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface OrderCancelRecordOrderIdFieldEvent {
    field: '$.orderId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface OrderCancelRecordMakerKeyFieldEvent {
    field: '$.makerKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface OrderCancelRecordExpiresAtFieldEvent {
    field: '$.expiresAt'
    value: bigint
  }

  export interface OrderCancelRecordSignatureFieldEvent {
    field: '$.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<OrderCancelRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, OrderCancelRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<OrderCancelRecord>): OrderCancelRecord {
    return decodeMessage(buf, OrderCancelRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<OrderCancelRecord>): Generator<OrderCancelRecordOrderIdFieldEvent | OrderCancelRecordMakerKeyFieldEvent | OrderCancelRecordExpiresAtFieldEvent | OrderCancelRecordSignatureFieldEvent> {
    return streamMessage(buf, OrderCancelRecord.codec(), opts)
  }
}

export interface OrderMessageRecord {
  order?: SignedOrderRecord
  cancel?: OrderCancelRecord
}

export namespace OrderMessageRecord {
  let _codec: Codec<OrderMessageRecord>

  export const codec = (): Codec<OrderMessageRecord> => {
    if (_codec == null) {
      _codec = message<OrderMessageRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.cancel != null) {
          obj.order = undefined
        }

        if (obj.order != null) {
          obj.cancel = undefined
        }

        if (obj.order != null) {
          w.uint32(10)
          SignedOrderRecord.codec().encode(obj.order, w)
        }

        if (obj.cancel != null) {
          w.uint32(18)
          OrderCancelRecord.codec().encode(obj.cancel, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.order = SignedOrderRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.order
              })
              break
            }
            case 2: {
              obj.cancel = OrderCancelRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.cancel
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        if (obj.cancel != null) {
          delete obj.order
        }

        if (obj.order != null) {
          delete obj.cancel
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * SignedOrderRecord.codec().stream(reader, reader.uint32(), `${prefix}.order`, {
                limits: opts.limits?.order
              })

              break
            }
            case 2: {
              yield * OrderCancelRecord.codec().stream(reader, reader.uint32(), `${prefix}.cancel`, {
                limits: opts.limits?.cancel
              })

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface OrderMessageRecordOrderOrderNetworkFieldEvent {
    field: '$.order.order.network'
    value: string
  }

  export interface OrderMessageRecordOrderOrderMakerKeyFieldEvent {
    field: '$.order.order.makerKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface OrderMessageRecordOrderOrderPeerFieldEvent {
    field: '$.order.order.peer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface OrderMessageRecordOrderOrderAddressesFieldEvent {
    field: '$.order.order.addresses[]'
    index: number
    value: string
  }

  export interface OrderMessageRecordOrderOrderSellLedgerFieldEvent {
    field: '$.order.order.sell.ledger'
    value: string
  }

  export interface OrderMessageRecordOrderOrderSellAmountFieldEvent {
    field: '$.order.order.sell.amount'
    value: bigint
  }

  export interface OrderMessageRecordOrderOrderSellConfirmationsFieldEvent {
    field: '$.order.order.sell.confirmations'
    value: number
  }

  export interface OrderMessageRecordOrderOrderBuyLedgerFieldEvent {
    field: '$.order.order.buy.ledger'
    value: string
  }

  export interface OrderMessageRecordOrderOrderBuyAmountFieldEvent {
    field: '$.order.order.buy.amount'
    value: bigint
  }

  export interface OrderMessageRecordOrderOrderBuyConfirmationsFieldEvent {
    field: '$.order.order.buy.confirmations'
    value: number
  }

  export interface OrderMessageRecordOrderOrderSettlementFieldEvent {
    field: '$.order.order.settlement'
    value: number
  }

  export interface OrderMessageRecordOrderOrderCreatedAtFieldEvent {
    field: '$.order.order.createdAt'
    value: bigint
  }

  export interface OrderMessageRecordOrderOrderExpiresAtFieldEvent {
    field: '$.order.order.expiresAt'
    value: bigint
  }

  export interface OrderMessageRecordOrderOrderNonceFieldEvent {
    field: '$.order.order.nonce'
    value: Uint8Array<ArrayBuffer>
  }

  export interface OrderMessageRecordOrderSignatureFieldEvent {
    field: '$.order.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface OrderMessageRecordCancelOrderIdFieldEvent {
    field: '$.cancel.orderId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface OrderMessageRecordCancelMakerKeyFieldEvent {
    field: '$.cancel.makerKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface OrderMessageRecordCancelExpiresAtFieldEvent {
    field: '$.cancel.expiresAt'
    value: bigint
  }

  export interface OrderMessageRecordCancelSignatureFieldEvent {
    field: '$.cancel.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<OrderMessageRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, OrderMessageRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<OrderMessageRecord>): OrderMessageRecord {
    return decodeMessage(buf, OrderMessageRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<OrderMessageRecord>): Generator<OrderMessageRecordOrderOrderNetworkFieldEvent | OrderMessageRecordOrderOrderMakerKeyFieldEvent | OrderMessageRecordOrderOrderPeerFieldEvent | OrderMessageRecordOrderOrderAddressesFieldEvent | OrderMessageRecordOrderOrderSellLedgerFieldEvent | OrderMessageRecordOrderOrderSellAmountFieldEvent | OrderMessageRecordOrderOrderSellConfirmationsFieldEvent | OrderMessageRecordOrderOrderBuyLedgerFieldEvent | OrderMessageRecordOrderOrderBuyAmountFieldEvent | OrderMessageRecordOrderOrderBuyConfirmationsFieldEvent | OrderMessageRecordOrderOrderSettlementFieldEvent | OrderMessageRecordOrderOrderCreatedAtFieldEvent | OrderMessageRecordOrderOrderExpiresAtFieldEvent | OrderMessageRecordOrderOrderNonceFieldEvent | OrderMessageRecordOrderSignatureFieldEvent | OrderMessageRecordCancelOrderIdFieldEvent | OrderMessageRecordCancelMakerKeyFieldEvent | OrderMessageRecordCancelExpiresAtFieldEvent | OrderMessageRecordCancelSignatureFieldEvent> {
    return streamMessage(buf, OrderMessageRecord.codec(), opts)
  }
}
