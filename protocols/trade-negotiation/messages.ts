// Generated from messages.proto by scripts/generate-protos.mjs; do not edit.
// @ts-nocheck
import { decodeMessage, encodeMessage, MaxLengthError, message, streamMessage } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface OutPointRecord {
  txid: Uint8Array<ArrayBuffer>
  vout: number
}

export namespace OutPointRecord {
  let _codec: Codec<OutPointRecord>

  export const codec = (): Codec<OutPointRecord> => {
    if (_codec == null) {
      _codec = message<OutPointRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.txid != null && obj.txid.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.txid)
        }

        if ((obj.vout != null && obj.vout !== 0)) {
          w.uint32(16)
          w.uint32(obj.vout)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          txid: uint8ArrayAlloc(0),
          vout: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.txid = reader.bytes()
              break
            }
            case 2: {
              obj.vout = reader.uint32()
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
                field: `${prefix}.txid`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.vout`,
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

  export interface OutPointRecordTxidFieldEvent {
    field: '$.txid'
    value: Uint8Array<ArrayBuffer>
  }

  export interface OutPointRecordVoutFieldEvent {
    field: '$.vout'
    value: number
  }

  export function encode (obj: Partial<OutPointRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, OutPointRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<OutPointRecord>): OutPointRecord {
    return decodeMessage(buf, OutPointRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<OutPointRecord>): Generator<OutPointRecordTxidFieldEvent | OutPointRecordVoutFieldEvent> {
    return streamMessage(buf, OutPointRecord.codec(), opts)
  }
}

export interface PartyKeysRecord {
  escrowKeyA: Uint8Array<ArrayBuffer>
  escrowKeyB: Uint8Array<ArrayBuffer>
  refundKey: Uint8Array<ArrayBuffer>
  claimScript: Uint8Array<ArrayBuffer>
  claimFeeRates: number[]
}

export namespace PartyKeysRecord {
  let _codec: Codec<PartyKeysRecord>

  export const codec = (): Codec<PartyKeysRecord> => {
    if (_codec == null) {
      _codec = message<PartyKeysRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.escrowKeyA != null && obj.escrowKeyA.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.escrowKeyA)
        }

        if ((obj.escrowKeyB != null && obj.escrowKeyB.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.escrowKeyB)
        }

        if ((obj.refundKey != null && obj.refundKey.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.refundKey)
        }

        if ((obj.claimScript != null && obj.claimScript.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.claimScript)
        }

        if (obj.claimFeeRates != null && obj.claimFeeRates.length > 0) {
          for (const value of obj.claimFeeRates) {
            w.uint32(40)
            w.uint32(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          escrowKeyA: uint8ArrayAlloc(0),
          escrowKeyB: uint8ArrayAlloc(0),
          refundKey: uint8ArrayAlloc(0),
          claimScript: uint8ArrayAlloc(0),
          claimFeeRates: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.escrowKeyA = reader.bytes()
              break
            }
            case 2: {
              obj.escrowKeyB = reader.bytes()
              break
            }
            case 3: {
              obj.refundKey = reader.bytes()
              break
            }
            case 4: {
              obj.claimScript = reader.bytes()
              break
            }
            case 5: {
              if (opts.limits?.claimFeeRates != null && obj.claimFeeRates.length === opts.limits.claimFeeRates) {
                throw new MaxLengthError('Decode error - repeated field "claimFeeRates" had too many elements')
              }

              if (obj.claimFeeRates.length === 8) {
                throw new MaxLengthError('Decode error - repeated field "claimFeeRates" had too many elements')
              }

              obj.claimFeeRates.push(reader.uint32())
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
          claimFeeRates: 8
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.escrowKeyA`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.escrowKeyB`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.refundKey`,
                value: reader.bytes()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.claimScript`,
                value: reader.bytes()
              }
              break
            }
            case 5: {
              if (opts.limits?.claimFeeRates != null && obj.claimFeeRates === opts.limits.claimFeeRates) {
                throw new MaxLengthError('Streaming decode error - repeated field "claimFeeRates" had too many elements')
              }

              if (obj.claimFeeRates === 8) {
                throw new MaxLengthError('Streaming decode error - repeated field "claimFeeRates" had too many elements')
              }

              yield {
                field: `${prefix}.claimFeeRates[]`,
                index: obj.claimFeeRates,
                value: reader.uint32()
              }

              obj.claimFeeRates++

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

  export interface PartyKeysRecordEscrowKeyAFieldEvent {
    field: '$.escrowKeyA'
    value: Uint8Array<ArrayBuffer>
  }

  export interface PartyKeysRecordEscrowKeyBFieldEvent {
    field: '$.escrowKeyB'
    value: Uint8Array<ArrayBuffer>
  }

  export interface PartyKeysRecordRefundKeyFieldEvent {
    field: '$.refundKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface PartyKeysRecordClaimScriptFieldEvent {
    field: '$.claimScript'
    value: Uint8Array<ArrayBuffer>
  }

  export interface PartyKeysRecordClaimFeeRatesFieldEvent {
    field: '$.claimFeeRates[]'
    index: number
    value: number
  }

  export function encode (obj: Partial<PartyKeysRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, PartyKeysRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<PartyKeysRecord>): PartyKeysRecord {
    return decodeMessage(buf, PartyKeysRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<PartyKeysRecord>): Generator<PartyKeysRecordEscrowKeyAFieldEvent | PartyKeysRecordEscrowKeyBFieldEvent | PartyKeysRecordRefundKeyFieldEvent | PartyKeysRecordClaimScriptFieldEvent | PartyKeysRecordClaimFeeRatesFieldEvent> {
    return streamMessage(buf, PartyKeysRecord.codec(), opts)
  }
}

export interface ProposeRecord {
  network: string
  orderId: Uint8Array<ArrayBuffer>
  nonce: Uint8Array<ArrayBuffer>
  takerKey: Uint8Array<ArrayBuffer>
  keys?: PartyKeysRecord
  signature: Uint8Array<ArrayBuffer>
}

export namespace ProposeRecord {
  let _codec: Codec<ProposeRecord>

  export const codec = (): Codec<ProposeRecord> => {
    if (_codec == null) {
      _codec = message<ProposeRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.network != null && obj.network !== '')) {
          w.uint32(10)
          w.string(obj.network)
        }

        if ((obj.orderId != null && obj.orderId.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.orderId)
        }

        if ((obj.nonce != null && obj.nonce.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.nonce)
        }

        if ((obj.takerKey != null && obj.takerKey.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.takerKey)
        }

        if (obj.keys != null) {
          w.uint32(42)
          PartyKeysRecord.codec().encode(obj.keys, w)
        }

        if ((obj.signature != null && obj.signature.byteLength > 0)) {
          w.uint32(50)
          w.bytes(obj.signature)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          network: '',
          orderId: uint8ArrayAlloc(0),
          nonce: uint8ArrayAlloc(0),
          takerKey: uint8ArrayAlloc(0),
          signature: uint8ArrayAlloc(0)
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
              obj.orderId = reader.bytes()
              break
            }
            case 3: {
              obj.nonce = reader.bytes()
              break
            }
            case 4: {
              obj.takerKey = reader.bytes()
              break
            }
            case 5: {
              obj.keys = PartyKeysRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.keys
              })
              break
            }
            case 6: {
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
                field: `${prefix}.network`,
                value: reader.string()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.orderId`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.nonce`,
                value: reader.bytes()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.takerKey`,
                value: reader.bytes()
              }
              break
            }
            case 5: {
              yield * PartyKeysRecord.codec().stream(reader, reader.uint32(), `${prefix}.keys`, {
                limits: opts.limits?.keys
              })

              break
            }
            case 6: {
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

  export interface ProposeRecordNetworkFieldEvent {
    field: '$.network'
    value: string
  }

  export interface ProposeRecordOrderIdFieldEvent {
    field: '$.orderId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ProposeRecordNonceFieldEvent {
    field: '$.nonce'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ProposeRecordTakerKeyFieldEvent {
    field: '$.takerKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ProposeRecordKeysEscrowKeyAFieldEvent {
    field: '$.keys.escrowKeyA'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ProposeRecordKeysEscrowKeyBFieldEvent {
    field: '$.keys.escrowKeyB'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ProposeRecordKeysRefundKeyFieldEvent {
    field: '$.keys.refundKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ProposeRecordKeysClaimScriptFieldEvent {
    field: '$.keys.claimScript'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ProposeRecordKeysClaimFeeRatesFieldEvent {
    field: '$.keys.claimFeeRates[]'
    index: number
    value: number
  }

  export interface ProposeRecordSignatureFieldEvent {
    field: '$.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<ProposeRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ProposeRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProposeRecord>): ProposeRecord {
    return decodeMessage(buf, ProposeRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ProposeRecord>): Generator<ProposeRecordNetworkFieldEvent | ProposeRecordOrderIdFieldEvent | ProposeRecordNonceFieldEvent | ProposeRecordTakerKeyFieldEvent | ProposeRecordKeysEscrowKeyAFieldEvent | ProposeRecordKeysEscrowKeyBFieldEvent | ProposeRecordKeysRefundKeyFieldEvent | ProposeRecordKeysClaimScriptFieldEvent | ProposeRecordKeysClaimFeeRatesFieldEvent | ProposeRecordSignatureFieldEvent> {
    return streamMessage(buf, ProposeRecord.codec(), opts)
  }
}

export interface AcceptRecord {
  negotiationId: Uint8Array<ArrayBuffer>
  keys?: PartyKeysRecord
  adaptorPoint: Uint8Array<ArrayBuffer>
  adaptorProof: Uint8Array<ArrayBuffer>
  refundTimeA: bigint
  refundTimeB: bigint
  claimDeadline: bigint
  fundingA?: OutPointRecord
  signature: Uint8Array<ArrayBuffer>
}

export namespace AcceptRecord {
  let _codec: Codec<AcceptRecord>

  export const codec = (): Codec<AcceptRecord> => {
    if (_codec == null) {
      _codec = message<AcceptRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.negotiationId != null && obj.negotiationId.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.negotiationId)
        }

        if (obj.keys != null) {
          w.uint32(18)
          PartyKeysRecord.codec().encode(obj.keys, w)
        }

        if ((obj.adaptorPoint != null && obj.adaptorPoint.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.adaptorPoint)
        }

        if ((obj.adaptorProof != null && obj.adaptorProof.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.adaptorProof)
        }

        if ((obj.refundTimeA != null && obj.refundTimeA !== 0n)) {
          w.uint32(41)
          w.fixed64(obj.refundTimeA)
        }

        if ((obj.refundTimeB != null && obj.refundTimeB !== 0n)) {
          w.uint32(49)
          w.fixed64(obj.refundTimeB)
        }

        if ((obj.claimDeadline != null && obj.claimDeadline !== 0n)) {
          w.uint32(57)
          w.fixed64(obj.claimDeadline)
        }

        if (obj.fundingA != null) {
          w.uint32(66)
          OutPointRecord.codec().encode(obj.fundingA, w)
        }

        if ((obj.signature != null && obj.signature.byteLength > 0)) {
          w.uint32(74)
          w.bytes(obj.signature)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          negotiationId: uint8ArrayAlloc(0),
          adaptorPoint: uint8ArrayAlloc(0),
          adaptorProof: uint8ArrayAlloc(0),
          refundTimeA: 0n,
          refundTimeB: 0n,
          claimDeadline: 0n,
          signature: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.negotiationId = reader.bytes()
              break
            }
            case 2: {
              obj.keys = PartyKeysRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.keys
              })
              break
            }
            case 3: {
              obj.adaptorPoint = reader.bytes()
              break
            }
            case 4: {
              obj.adaptorProof = reader.bytes()
              break
            }
            case 5: {
              obj.refundTimeA = reader.fixed64()
              break
            }
            case 6: {
              obj.refundTimeB = reader.fixed64()
              break
            }
            case 7: {
              obj.claimDeadline = reader.fixed64()
              break
            }
            case 8: {
              obj.fundingA = OutPointRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.fundingA
              })
              break
            }
            case 9: {
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
                field: `${prefix}.negotiationId`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield * PartyKeysRecord.codec().stream(reader, reader.uint32(), `${prefix}.keys`, {
                limits: opts.limits?.keys
              })

              break
            }
            case 3: {
              yield {
                field: `${prefix}.adaptorPoint`,
                value: reader.bytes()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.adaptorProof`,
                value: reader.bytes()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.refundTimeA`,
                value: reader.fixed64()
              }
              break
            }
            case 6: {
              yield {
                field: `${prefix}.refundTimeB`,
                value: reader.fixed64()
              }
              break
            }
            case 7: {
              yield {
                field: `${prefix}.claimDeadline`,
                value: reader.fixed64()
              }
              break
            }
            case 8: {
              yield * OutPointRecord.codec().stream(reader, reader.uint32(), `${prefix}.fundingA`, {
                limits: opts.limits?.fundingA
              })

              break
            }
            case 9: {
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

  export interface AcceptRecordNegotiationIdFieldEvent {
    field: '$.negotiationId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AcceptRecordKeysEscrowKeyAFieldEvent {
    field: '$.keys.escrowKeyA'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AcceptRecordKeysEscrowKeyBFieldEvent {
    field: '$.keys.escrowKeyB'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AcceptRecordKeysRefundKeyFieldEvent {
    field: '$.keys.refundKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AcceptRecordKeysClaimScriptFieldEvent {
    field: '$.keys.claimScript'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AcceptRecordKeysClaimFeeRatesFieldEvent {
    field: '$.keys.claimFeeRates[]'
    index: number
    value: number
  }

  export interface AcceptRecordAdaptorPointFieldEvent {
    field: '$.adaptorPoint'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AcceptRecordAdaptorProofFieldEvent {
    field: '$.adaptorProof'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AcceptRecordRefundTimeAFieldEvent {
    field: '$.refundTimeA'
    value: bigint
  }

  export interface AcceptRecordRefundTimeBFieldEvent {
    field: '$.refundTimeB'
    value: bigint
  }

  export interface AcceptRecordClaimDeadlineFieldEvent {
    field: '$.claimDeadline'
    value: bigint
  }

  export interface AcceptRecordFundingATxidFieldEvent {
    field: '$.fundingA.txid'
    value: Uint8Array<ArrayBuffer>
  }

  export interface AcceptRecordFundingAVoutFieldEvent {
    field: '$.fundingA.vout'
    value: number
  }

  export interface AcceptRecordSignatureFieldEvent {
    field: '$.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<AcceptRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, AcceptRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AcceptRecord>): AcceptRecord {
    return decodeMessage(buf, AcceptRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<AcceptRecord>): Generator<AcceptRecordNegotiationIdFieldEvent | AcceptRecordKeysEscrowKeyAFieldEvent | AcceptRecordKeysEscrowKeyBFieldEvent | AcceptRecordKeysRefundKeyFieldEvent | AcceptRecordKeysClaimScriptFieldEvent | AcceptRecordKeysClaimFeeRatesFieldEvent | AcceptRecordAdaptorPointFieldEvent | AcceptRecordAdaptorProofFieldEvent | AcceptRecordRefundTimeAFieldEvent | AcceptRecordRefundTimeBFieldEvent | AcceptRecordClaimDeadlineFieldEvent | AcceptRecordFundingATxidFieldEvent | AcceptRecordFundingAVoutFieldEvent | AcceptRecordSignatureFieldEvent> {
    return streamMessage(buf, AcceptRecord.codec(), opts)
  }
}

export interface ConfirmRecord {
  negotiationId: Uint8Array<ArrayBuffer>
  fundingB?: OutPointRecord
  tradeId: Uint8Array<ArrayBuffer>
}

export namespace ConfirmRecord {
  let _codec: Codec<ConfirmRecord>

  export const codec = (): Codec<ConfirmRecord> => {
    if (_codec == null) {
      _codec = message<ConfirmRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.negotiationId != null && obj.negotiationId.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.negotiationId)
        }

        if (obj.fundingB != null) {
          w.uint32(18)
          OutPointRecord.codec().encode(obj.fundingB, w)
        }

        if ((obj.tradeId != null && obj.tradeId.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.tradeId)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          negotiationId: uint8ArrayAlloc(0),
          tradeId: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.negotiationId = reader.bytes()
              break
            }
            case 2: {
              obj.fundingB = OutPointRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.fundingB
              })
              break
            }
            case 3: {
              obj.tradeId = reader.bytes()
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
                field: `${prefix}.negotiationId`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield * OutPointRecord.codec().stream(reader, reader.uint32(), `${prefix}.fundingB`, {
                limits: opts.limits?.fundingB
              })

              break
            }
            case 3: {
              yield {
                field: `${prefix}.tradeId`,
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

  export interface ConfirmRecordNegotiationIdFieldEvent {
    field: '$.negotiationId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ConfirmRecordFundingBTxidFieldEvent {
    field: '$.fundingB.txid'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ConfirmRecordFundingBVoutFieldEvent {
    field: '$.fundingB.vout'
    value: number
  }

  export interface ConfirmRecordTradeIdFieldEvent {
    field: '$.tradeId'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<ConfirmRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, ConfirmRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ConfirmRecord>): ConfirmRecord {
    return decodeMessage(buf, ConfirmRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<ConfirmRecord>): Generator<ConfirmRecordNegotiationIdFieldEvent | ConfirmRecordFundingBTxidFieldEvent | ConfirmRecordFundingBVoutFieldEvent | ConfirmRecordTradeIdFieldEvent> {
    return streamMessage(buf, ConfirmRecord.codec(), opts)
  }
}

export interface PresignaturesRecord {
  negotiationId: Uint8Array<ArrayBuffer>
  presignatures: Uint8Array<ArrayBuffer>[]
}

export namespace PresignaturesRecord {
  let _codec: Codec<PresignaturesRecord>

  export const codec = (): Codec<PresignaturesRecord> => {
    if (_codec == null) {
      _codec = message<PresignaturesRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.negotiationId != null && obj.negotiationId.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.negotiationId)
        }

        if (obj.presignatures != null && obj.presignatures.length > 0) {
          for (const value of obj.presignatures) {
            w.uint32(18)
            w.bytes(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          negotiationId: uint8ArrayAlloc(0),
          presignatures: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.negotiationId = reader.bytes()
              break
            }
            case 2: {
              if (opts.limits?.presignatures != null && obj.presignatures.length === opts.limits.presignatures) {
                throw new MaxLengthError('Decode error - repeated field "presignatures" had too many elements')
              }

              if (obj.presignatures.length === 8) {
                throw new MaxLengthError('Decode error - repeated field "presignatures" had too many elements')
              }

              obj.presignatures.push(reader.bytes())
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
          presignatures: 8
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.negotiationId`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              if (opts.limits?.presignatures != null && obj.presignatures === opts.limits.presignatures) {
                throw new MaxLengthError('Streaming decode error - repeated field "presignatures" had too many elements')
              }

              if (obj.presignatures === 8) {
                throw new MaxLengthError('Streaming decode error - repeated field "presignatures" had too many elements')
              }

              yield {
                field: `${prefix}.presignatures[]`,
                index: obj.presignatures,
                value: reader.bytes()
              }

              obj.presignatures++

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

  export interface PresignaturesRecordNegotiationIdFieldEvent {
    field: '$.negotiationId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface PresignaturesRecordPresignaturesFieldEvent {
    field: '$.presignatures[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<PresignaturesRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, PresignaturesRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<PresignaturesRecord>): PresignaturesRecord {
    return decodeMessage(buf, PresignaturesRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<PresignaturesRecord>): Generator<PresignaturesRecordNegotiationIdFieldEvent | PresignaturesRecordPresignaturesFieldEvent> {
    return streamMessage(buf, PresignaturesRecord.codec(), opts)
  }
}

export interface LockingRecord {
  negotiationId: Uint8Array<ArrayBuffer>
}

export namespace LockingRecord {
  let _codec: Codec<LockingRecord>

  export const codec = (): Codec<LockingRecord> => {
    if (_codec == null) {
      _codec = message<LockingRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.negotiationId != null && obj.negotiationId.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.negotiationId)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          negotiationId: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.negotiationId = reader.bytes()
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
                field: `${prefix}.negotiationId`,
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

  export interface LockingRecordNegotiationIdFieldEvent {
    field: '$.negotiationId'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<LockingRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, LockingRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LockingRecord>): LockingRecord {
    return decodeMessage(buf, LockingRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LockingRecord>): Generator<LockingRecordNegotiationIdFieldEvent> {
    return streamMessage(buf, LockingRecord.codec(), opts)
  }
}

export interface SettleRecord {
  negotiationId: Uint8Array<ArrayBuffer>
  secret: Uint8Array<ArrayBuffer>
  nonceA: Uint8Array<ArrayBuffer>
  nonceB: Uint8Array<ArrayBuffer>
  feeRateB: number
}

export namespace SettleRecord {
  let _codec: Codec<SettleRecord>

  export const codec = (): Codec<SettleRecord> => {
    if (_codec == null) {
      _codec = message<SettleRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.negotiationId != null && obj.negotiationId.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.negotiationId)
        }

        if ((obj.secret != null && obj.secret.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.secret)
        }

        if ((obj.nonceA != null && obj.nonceA.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.nonceA)
        }

        if ((obj.nonceB != null && obj.nonceB.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.nonceB)
        }

        if ((obj.feeRateB != null && obj.feeRateB !== 0)) {
          w.uint32(40)
          w.uint32(obj.feeRateB)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          negotiationId: uint8ArrayAlloc(0),
          secret: uint8ArrayAlloc(0),
          nonceA: uint8ArrayAlloc(0),
          nonceB: uint8ArrayAlloc(0),
          feeRateB: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.negotiationId = reader.bytes()
              break
            }
            case 2: {
              obj.secret = reader.bytes()
              break
            }
            case 3: {
              obj.nonceA = reader.bytes()
              break
            }
            case 4: {
              obj.nonceB = reader.bytes()
              break
            }
            case 5: {
              obj.feeRateB = reader.uint32()
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
                field: `${prefix}.negotiationId`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.secret`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.nonceA`,
                value: reader.bytes()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.nonceB`,
                value: reader.bytes()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.feeRateB`,
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

  export interface SettleRecordNegotiationIdFieldEvent {
    field: '$.negotiationId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface SettleRecordSecretFieldEvent {
    field: '$.secret'
    value: Uint8Array<ArrayBuffer>
  }

  export interface SettleRecordNonceAFieldEvent {
    field: '$.nonceA'
    value: Uint8Array<ArrayBuffer>
  }

  export interface SettleRecordNonceBFieldEvent {
    field: '$.nonceB'
    value: Uint8Array<ArrayBuffer>
  }

  export interface SettleRecordFeeRateBFieldEvent {
    field: '$.feeRateB'
    value: number
  }

  export function encode (obj: Partial<SettleRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, SettleRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SettleRecord>): SettleRecord {
    return decodeMessage(buf, SettleRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SettleRecord>): Generator<SettleRecordNegotiationIdFieldEvent | SettleRecordSecretFieldEvent | SettleRecordNonceAFieldEvent | SettleRecordNonceBFieldEvent | SettleRecordFeeRateBFieldEvent> {
    return streamMessage(buf, SettleRecord.codec(), opts)
  }
}

export interface SettleAnswerRecord {
  negotiationId: Uint8Array<ArrayBuffer>
  nonceA: Uint8Array<ArrayBuffer>
  nonceB: Uint8Array<ArrayBuffer>
  partialB: Uint8Array<ArrayBuffer>
  feeRateA: number
}

export namespace SettleAnswerRecord {
  let _codec: Codec<SettleAnswerRecord>

  export const codec = (): Codec<SettleAnswerRecord> => {
    if (_codec == null) {
      _codec = message<SettleAnswerRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.negotiationId != null && obj.negotiationId.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.negotiationId)
        }

        if ((obj.nonceA != null && obj.nonceA.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.nonceA)
        }

        if ((obj.nonceB != null && obj.nonceB.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.nonceB)
        }

        if ((obj.partialB != null && obj.partialB.byteLength > 0)) {
          w.uint32(34)
          w.bytes(obj.partialB)
        }

        if ((obj.feeRateA != null && obj.feeRateA !== 0)) {
          w.uint32(40)
          w.uint32(obj.feeRateA)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          negotiationId: uint8ArrayAlloc(0),
          nonceA: uint8ArrayAlloc(0),
          nonceB: uint8ArrayAlloc(0),
          partialB: uint8ArrayAlloc(0),
          feeRateA: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.negotiationId = reader.bytes()
              break
            }
            case 2: {
              obj.nonceA = reader.bytes()
              break
            }
            case 3: {
              obj.nonceB = reader.bytes()
              break
            }
            case 4: {
              obj.partialB = reader.bytes()
              break
            }
            case 5: {
              obj.feeRateA = reader.uint32()
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
                field: `${prefix}.negotiationId`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.nonceA`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.nonceB`,
                value: reader.bytes()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.partialB`,
                value: reader.bytes()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.feeRateA`,
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

  export interface SettleAnswerRecordNegotiationIdFieldEvent {
    field: '$.negotiationId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface SettleAnswerRecordNonceAFieldEvent {
    field: '$.nonceA'
    value: Uint8Array<ArrayBuffer>
  }

  export interface SettleAnswerRecordNonceBFieldEvent {
    field: '$.nonceB'
    value: Uint8Array<ArrayBuffer>
  }

  export interface SettleAnswerRecordPartialBFieldEvent {
    field: '$.partialB'
    value: Uint8Array<ArrayBuffer>
  }

  export interface SettleAnswerRecordFeeRateAFieldEvent {
    field: '$.feeRateA'
    value: number
  }

  export function encode (obj: Partial<SettleAnswerRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, SettleAnswerRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SettleAnswerRecord>): SettleAnswerRecord {
    return decodeMessage(buf, SettleAnswerRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SettleAnswerRecord>): Generator<SettleAnswerRecordNegotiationIdFieldEvent | SettleAnswerRecordNonceAFieldEvent | SettleAnswerRecordNonceBFieldEvent | SettleAnswerRecordPartialBFieldEvent | SettleAnswerRecordFeeRateAFieldEvent> {
    return streamMessage(buf, SettleAnswerRecord.codec(), opts)
  }
}

export interface SettlePartialRecord {
  negotiationId: Uint8Array<ArrayBuffer>
  partialA: Uint8Array<ArrayBuffer>
}

export namespace SettlePartialRecord {
  let _codec: Codec<SettlePartialRecord>

  export const codec = (): Codec<SettlePartialRecord> => {
    if (_codec == null) {
      _codec = message<SettlePartialRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.negotiationId != null && obj.negotiationId.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.negotiationId)
        }

        if ((obj.partialA != null && obj.partialA.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.partialA)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          negotiationId: uint8ArrayAlloc(0),
          partialA: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.negotiationId = reader.bytes()
              break
            }
            case 2: {
              obj.partialA = reader.bytes()
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
                field: `${prefix}.negotiationId`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.partialA`,
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

  export interface SettlePartialRecordNegotiationIdFieldEvent {
    field: '$.negotiationId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface SettlePartialRecordPartialAFieldEvent {
    field: '$.partialA'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<SettlePartialRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, SettlePartialRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SettlePartialRecord>): SettlePartialRecord {
    return decodeMessage(buf, SettlePartialRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SettlePartialRecord>): Generator<SettlePartialRecordNegotiationIdFieldEvent | SettlePartialRecordPartialAFieldEvent> {
    return streamMessage(buf, SettlePartialRecord.codec(), opts)
  }
}

export interface RefundRequestRecord {
  negotiationId: Uint8Array<ArrayBuffer>
  nonceA: Uint8Array<ArrayBuffer>
  script: Uint8Array<ArrayBuffer>
  feeRate: number
}

export namespace RefundRequestRecord {
  let _codec: Codec<RefundRequestRecord>

  export const codec = (): Codec<RefundRequestRecord> => {
    if (_codec == null) {
      _codec = message<RefundRequestRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.negotiationId != null && obj.negotiationId.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.negotiationId)
        }

        if ((obj.nonceA != null && obj.nonceA.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.nonceA)
        }

        if ((obj.script != null && obj.script.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.script)
        }

        if ((obj.feeRate != null && obj.feeRate !== 0)) {
          w.uint32(32)
          w.uint32(obj.feeRate)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          negotiationId: uint8ArrayAlloc(0),
          nonceA: uint8ArrayAlloc(0),
          script: uint8ArrayAlloc(0),
          feeRate: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.negotiationId = reader.bytes()
              break
            }
            case 2: {
              obj.nonceA = reader.bytes()
              break
            }
            case 3: {
              obj.script = reader.bytes()
              break
            }
            case 4: {
              obj.feeRate = reader.uint32()
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
                field: `${prefix}.negotiationId`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.nonceA`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.script`,
                value: reader.bytes()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.feeRate`,
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

  export interface RefundRequestRecordNegotiationIdFieldEvent {
    field: '$.negotiationId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RefundRequestRecordNonceAFieldEvent {
    field: '$.nonceA'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RefundRequestRecordScriptFieldEvent {
    field: '$.script'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RefundRequestRecordFeeRateFieldEvent {
    field: '$.feeRate'
    value: number
  }

  export function encode (obj: Partial<RefundRequestRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RefundRequestRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RefundRequestRecord>): RefundRequestRecord {
    return decodeMessage(buf, RefundRequestRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RefundRequestRecord>): Generator<RefundRequestRecordNegotiationIdFieldEvent | RefundRequestRecordNonceAFieldEvent | RefundRequestRecordScriptFieldEvent | RefundRequestRecordFeeRateFieldEvent> {
    return streamMessage(buf, RefundRequestRecord.codec(), opts)
  }
}

export interface RefundAnswerRecord {
  negotiationId: Uint8Array<ArrayBuffer>
  nonceA: Uint8Array<ArrayBuffer>
  partialA: Uint8Array<ArrayBuffer>
}

export namespace RefundAnswerRecord {
  let _codec: Codec<RefundAnswerRecord>

  export const codec = (): Codec<RefundAnswerRecord> => {
    if (_codec == null) {
      _codec = message<RefundAnswerRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.negotiationId != null && obj.negotiationId.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.negotiationId)
        }

        if ((obj.nonceA != null && obj.nonceA.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.nonceA)
        }

        if ((obj.partialA != null && obj.partialA.byteLength > 0)) {
          w.uint32(26)
          w.bytes(obj.partialA)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          negotiationId: uint8ArrayAlloc(0),
          nonceA: uint8ArrayAlloc(0),
          partialA: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.negotiationId = reader.bytes()
              break
            }
            case 2: {
              obj.nonceA = reader.bytes()
              break
            }
            case 3: {
              obj.partialA = reader.bytes()
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
                field: `${prefix}.negotiationId`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.nonceA`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.partialA`,
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

  export interface RefundAnswerRecordNegotiationIdFieldEvent {
    field: '$.negotiationId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RefundAnswerRecordNonceAFieldEvent {
    field: '$.nonceA'
    value: Uint8Array<ArrayBuffer>
  }

  export interface RefundAnswerRecordPartialAFieldEvent {
    field: '$.partialA'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<RefundAnswerRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RefundAnswerRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RefundAnswerRecord>): RefundAnswerRecord {
    return decodeMessage(buf, RefundAnswerRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RefundAnswerRecord>): Generator<RefundAnswerRecordNegotiationIdFieldEvent | RefundAnswerRecordNonceAFieldEvent | RefundAnswerRecordPartialAFieldEvent> {
    return streamMessage(buf, RefundAnswerRecord.codec(), opts)
  }
}

export interface DoneRecord {
  negotiationId: Uint8Array<ArrayBuffer>
}

export namespace DoneRecord {
  let _codec: Codec<DoneRecord>

  export const codec = (): Codec<DoneRecord> => {
    if (_codec == null) {
      _codec = message<DoneRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.negotiationId != null && obj.negotiationId.byteLength > 0)) {
          w.uint32(10)
          w.bytes(obj.negotiationId)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          negotiationId: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.negotiationId = reader.bytes()
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
                field: `${prefix}.negotiationId`,
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

  export interface DoneRecordNegotiationIdFieldEvent {
    field: '$.negotiationId'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<DoneRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, DoneRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DoneRecord>): DoneRecord {
    return decodeMessage(buf, DoneRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<DoneRecord>): Generator<DoneRecordNegotiationIdFieldEvent> {
    return streamMessage(buf, DoneRecord.codec(), opts)
  }
}

export interface RefuseRecord {
  code: number
  reason: string
}

export namespace RefuseRecord {
  let _codec: Codec<RefuseRecord>

  export const codec = (): Codec<RefuseRecord> => {
    if (_codec == null) {
      _codec = message<RefuseRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.code != null && obj.code !== 0)) {
          w.uint32(8)
          w.uint32(obj.code)
        }

        if ((obj.reason != null && obj.reason !== '')) {
          w.uint32(18)
          w.string(obj.reason)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          code: 0,
          reason: ''
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.code = reader.uint32()
              break
            }
            case 2: {
              obj.reason = reader.string()
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
                field: `${prefix}.code`,
                value: reader.uint32()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.reason`,
                value: reader.string()
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

  export interface RefuseRecordCodeFieldEvent {
    field: '$.code'
    value: number
  }

  export interface RefuseRecordReasonFieldEvent {
    field: '$.reason'
    value: string
  }

  export function encode (obj: Partial<RefuseRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RefuseRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RefuseRecord>): RefuseRecord {
    return decodeMessage(buf, RefuseRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RefuseRecord>): Generator<RefuseRecordCodeFieldEvent | RefuseRecordReasonFieldEvent> {
    return streamMessage(buf, RefuseRecord.codec(), opts)
  }
}

export interface TradeRequestRecord {
  propose?: ProposeRecord
  confirm?: ConfirmRecord
  takerPresignatures?: PresignaturesRecord
  settle?: SettleRecord
  settlePartial?: SettlePartialRecord
  refundRequest?: RefundRequestRecord
}

export namespace TradeRequestRecord {
  let _codec: Codec<TradeRequestRecord>

  export const codec = (): Codec<TradeRequestRecord> => {
    if (_codec == null) {
      _codec = message<TradeRequestRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.refundRequest != null) {
          obj.settlePartial = undefined
          obj.settle = undefined
          obj.takerPresignatures = undefined
          obj.confirm = undefined
          obj.propose = undefined
        }

        if (obj.settlePartial != null) {
          obj.refundRequest = undefined
          obj.settle = undefined
          obj.takerPresignatures = undefined
          obj.confirm = undefined
          obj.propose = undefined
        }

        if (obj.settle != null) {
          obj.refundRequest = undefined
          obj.settlePartial = undefined
          obj.takerPresignatures = undefined
          obj.confirm = undefined
          obj.propose = undefined
        }

        if (obj.takerPresignatures != null) {
          obj.refundRequest = undefined
          obj.settlePartial = undefined
          obj.settle = undefined
          obj.confirm = undefined
          obj.propose = undefined
        }

        if (obj.confirm != null) {
          obj.refundRequest = undefined
          obj.settlePartial = undefined
          obj.settle = undefined
          obj.takerPresignatures = undefined
          obj.propose = undefined
        }

        if (obj.propose != null) {
          obj.refundRequest = undefined
          obj.settlePartial = undefined
          obj.settle = undefined
          obj.takerPresignatures = undefined
          obj.confirm = undefined
        }

        if (obj.propose != null) {
          w.uint32(10)
          ProposeRecord.codec().encode(obj.propose, w)
        }

        if (obj.confirm != null) {
          w.uint32(18)
          ConfirmRecord.codec().encode(obj.confirm, w)
        }

        if (obj.takerPresignatures != null) {
          w.uint32(26)
          PresignaturesRecord.codec().encode(obj.takerPresignatures, w)
        }

        if (obj.settle != null) {
          w.uint32(34)
          SettleRecord.codec().encode(obj.settle, w)
        }

        if (obj.settlePartial != null) {
          w.uint32(42)
          SettlePartialRecord.codec().encode(obj.settlePartial, w)
        }

        if (obj.refundRequest != null) {
          w.uint32(50)
          RefundRequestRecord.codec().encode(obj.refundRequest, w)
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
              obj.propose = ProposeRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.propose
              })
              break
            }
            case 2: {
              obj.confirm = ConfirmRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.confirm
              })
              break
            }
            case 3: {
              obj.takerPresignatures = PresignaturesRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.takerPresignatures
              })
              break
            }
            case 4: {
              obj.settle = SettleRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.settle
              })
              break
            }
            case 5: {
              obj.settlePartial = SettlePartialRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.settlePartial
              })
              break
            }
            case 6: {
              obj.refundRequest = RefundRequestRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.refundRequest
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        if (obj.refundRequest != null) {
          delete obj.settlePartial
          delete obj.settle
          delete obj.takerPresignatures
          delete obj.confirm
          delete obj.propose
        }

        if (obj.settlePartial != null) {
          delete obj.refundRequest
          delete obj.settle
          delete obj.takerPresignatures
          delete obj.confirm
          delete obj.propose
        }

        if (obj.settle != null) {
          delete obj.refundRequest
          delete obj.settlePartial
          delete obj.takerPresignatures
          delete obj.confirm
          delete obj.propose
        }

        if (obj.takerPresignatures != null) {
          delete obj.refundRequest
          delete obj.settlePartial
          delete obj.settle
          delete obj.confirm
          delete obj.propose
        }

        if (obj.confirm != null) {
          delete obj.refundRequest
          delete obj.settlePartial
          delete obj.settle
          delete obj.takerPresignatures
          delete obj.propose
        }

        if (obj.propose != null) {
          delete obj.refundRequest
          delete obj.settlePartial
          delete obj.settle
          delete obj.takerPresignatures
          delete obj.confirm
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * ProposeRecord.codec().stream(reader, reader.uint32(), `${prefix}.propose`, {
                limits: opts.limits?.propose
              })

              break
            }
            case 2: {
              yield * ConfirmRecord.codec().stream(reader, reader.uint32(), `${prefix}.confirm`, {
                limits: opts.limits?.confirm
              })

              break
            }
            case 3: {
              yield * PresignaturesRecord.codec().stream(reader, reader.uint32(), `${prefix}.takerPresignatures`, {
                limits: opts.limits?.takerPresignatures
              })

              break
            }
            case 4: {
              yield * SettleRecord.codec().stream(reader, reader.uint32(), `${prefix}.settle`, {
                limits: opts.limits?.settle
              })

              break
            }
            case 5: {
              yield * SettlePartialRecord.codec().stream(reader, reader.uint32(), `${prefix}.settlePartial`, {
                limits: opts.limits?.settlePartial
              })

              break
            }
            case 6: {
              yield * RefundRequestRecord.codec().stream(reader, reader.uint32(), `${prefix}.refundRequest`, {
                limits: opts.limits?.refundRequest
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

  export interface TradeRequestRecordProposeNetworkFieldEvent {
    field: '$.propose.network'
    value: string
  }

  export interface TradeRequestRecordProposeOrderIdFieldEvent {
    field: '$.propose.orderId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeRequestRecordProposeNonceFieldEvent {
    field: '$.propose.nonce'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeRequestRecordProposeTakerKeyFieldEvent {
    field: '$.propose.takerKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeRequestRecordProposeKeysEscrowKeyAFieldEvent {
    field: '$.propose.keys.escrowKeyA'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeRequestRecordProposeKeysEscrowKeyBFieldEvent {
    field: '$.propose.keys.escrowKeyB'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeRequestRecordProposeKeysRefundKeyFieldEvent {
    field: '$.propose.keys.refundKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeRequestRecordProposeKeysClaimScriptFieldEvent {
    field: '$.propose.keys.claimScript'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeRequestRecordProposeKeysClaimFeeRatesFieldEvent {
    field: '$.propose.keys.claimFeeRates[]'
    index: number
    value: number
  }

  export interface TradeRequestRecordProposeSignatureFieldEvent {
    field: '$.propose.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeRequestRecordConfirmNegotiationIdFieldEvent {
    field: '$.confirm.negotiationId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeRequestRecordConfirmFundingBTxidFieldEvent {
    field: '$.confirm.fundingB.txid'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeRequestRecordConfirmFundingBVoutFieldEvent {
    field: '$.confirm.fundingB.vout'
    value: number
  }

  export interface TradeRequestRecordConfirmTradeIdFieldEvent {
    field: '$.confirm.tradeId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeRequestRecordTakerPresignaturesNegotiationIdFieldEvent {
    field: '$.takerPresignatures.negotiationId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeRequestRecordTakerPresignaturesPresignaturesFieldEvent {
    field: '$.takerPresignatures.presignatures[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeRequestRecordSettleNegotiationIdFieldEvent {
    field: '$.settle.negotiationId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeRequestRecordSettleSecretFieldEvent {
    field: '$.settle.secret'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeRequestRecordSettleNonceAFieldEvent {
    field: '$.settle.nonceA'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeRequestRecordSettleNonceBFieldEvent {
    field: '$.settle.nonceB'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeRequestRecordSettleFeeRateBFieldEvent {
    field: '$.settle.feeRateB'
    value: number
  }

  export interface TradeRequestRecordSettlePartialNegotiationIdFieldEvent {
    field: '$.settlePartial.negotiationId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeRequestRecordSettlePartialPartialAFieldEvent {
    field: '$.settlePartial.partialA'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeRequestRecordRefundRequestNegotiationIdFieldEvent {
    field: '$.refundRequest.negotiationId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeRequestRecordRefundRequestNonceAFieldEvent {
    field: '$.refundRequest.nonceA'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeRequestRecordRefundRequestScriptFieldEvent {
    field: '$.refundRequest.script'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeRequestRecordRefundRequestFeeRateFieldEvent {
    field: '$.refundRequest.feeRate'
    value: number
  }

  export function encode (obj: Partial<TradeRequestRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, TradeRequestRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TradeRequestRecord>): TradeRequestRecord {
    return decodeMessage(buf, TradeRequestRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TradeRequestRecord>): Generator<TradeRequestRecordProposeNetworkFieldEvent | TradeRequestRecordProposeOrderIdFieldEvent | TradeRequestRecordProposeNonceFieldEvent | TradeRequestRecordProposeTakerKeyFieldEvent | TradeRequestRecordProposeKeysEscrowKeyAFieldEvent | TradeRequestRecordProposeKeysEscrowKeyBFieldEvent | TradeRequestRecordProposeKeysRefundKeyFieldEvent | TradeRequestRecordProposeKeysClaimScriptFieldEvent | TradeRequestRecordProposeKeysClaimFeeRatesFieldEvent | TradeRequestRecordProposeSignatureFieldEvent | TradeRequestRecordConfirmNegotiationIdFieldEvent | TradeRequestRecordConfirmFundingBTxidFieldEvent | TradeRequestRecordConfirmFundingBVoutFieldEvent | TradeRequestRecordConfirmTradeIdFieldEvent | TradeRequestRecordTakerPresignaturesNegotiationIdFieldEvent | TradeRequestRecordTakerPresignaturesPresignaturesFieldEvent | TradeRequestRecordSettleNegotiationIdFieldEvent | TradeRequestRecordSettleSecretFieldEvent | TradeRequestRecordSettleNonceAFieldEvent | TradeRequestRecordSettleNonceBFieldEvent | TradeRequestRecordSettleFeeRateBFieldEvent | TradeRequestRecordSettlePartialNegotiationIdFieldEvent | TradeRequestRecordSettlePartialPartialAFieldEvent | TradeRequestRecordRefundRequestNegotiationIdFieldEvent | TradeRequestRecordRefundRequestNonceAFieldEvent | TradeRequestRecordRefundRequestScriptFieldEvent | TradeRequestRecordRefundRequestFeeRateFieldEvent> {
    return streamMessage(buf, TradeRequestRecord.codec(), opts)
  }
}

export interface TradeResponseRecord {
  accept?: AcceptRecord
  makerPresignatures?: PresignaturesRecord
  locking?: LockingRecord
  settleAnswer?: SettleAnswerRecord
  refundAnswer?: RefundAnswerRecord
  done?: DoneRecord
  refuse?: RefuseRecord
}

export namespace TradeResponseRecord {
  let _codec: Codec<TradeResponseRecord>

  export const codec = (): Codec<TradeResponseRecord> => {
    if (_codec == null) {
      _codec = message<TradeResponseRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.refuse != null) {
          obj.done = undefined
          obj.refundAnswer = undefined
          obj.settleAnswer = undefined
          obj.locking = undefined
          obj.makerPresignatures = undefined
          obj.accept = undefined
        }

        if (obj.done != null) {
          obj.refuse = undefined
          obj.refundAnswer = undefined
          obj.settleAnswer = undefined
          obj.locking = undefined
          obj.makerPresignatures = undefined
          obj.accept = undefined
        }

        if (obj.refundAnswer != null) {
          obj.refuse = undefined
          obj.done = undefined
          obj.settleAnswer = undefined
          obj.locking = undefined
          obj.makerPresignatures = undefined
          obj.accept = undefined
        }

        if (obj.settleAnswer != null) {
          obj.refuse = undefined
          obj.done = undefined
          obj.refundAnswer = undefined
          obj.locking = undefined
          obj.makerPresignatures = undefined
          obj.accept = undefined
        }

        if (obj.locking != null) {
          obj.refuse = undefined
          obj.done = undefined
          obj.refundAnswer = undefined
          obj.settleAnswer = undefined
          obj.makerPresignatures = undefined
          obj.accept = undefined
        }

        if (obj.makerPresignatures != null) {
          obj.refuse = undefined
          obj.done = undefined
          obj.refundAnswer = undefined
          obj.settleAnswer = undefined
          obj.locking = undefined
          obj.accept = undefined
        }

        if (obj.accept != null) {
          obj.refuse = undefined
          obj.done = undefined
          obj.refundAnswer = undefined
          obj.settleAnswer = undefined
          obj.locking = undefined
          obj.makerPresignatures = undefined
        }

        if (obj.accept != null) {
          w.uint32(10)
          AcceptRecord.codec().encode(obj.accept, w)
        }

        if (obj.makerPresignatures != null) {
          w.uint32(18)
          PresignaturesRecord.codec().encode(obj.makerPresignatures, w)
        }

        if (obj.locking != null) {
          w.uint32(26)
          LockingRecord.codec().encode(obj.locking, w)
        }

        if (obj.settleAnswer != null) {
          w.uint32(34)
          SettleAnswerRecord.codec().encode(obj.settleAnswer, w)
        }

        if (obj.refundAnswer != null) {
          w.uint32(42)
          RefundAnswerRecord.codec().encode(obj.refundAnswer, w)
        }

        if (obj.done != null) {
          w.uint32(50)
          DoneRecord.codec().encode(obj.done, w)
        }

        if (obj.refuse != null) {
          w.uint32(58)
          RefuseRecord.codec().encode(obj.refuse, w)
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
              obj.accept = AcceptRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.accept
              })
              break
            }
            case 2: {
              obj.makerPresignatures = PresignaturesRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.makerPresignatures
              })
              break
            }
            case 3: {
              obj.locking = LockingRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.locking
              })
              break
            }
            case 4: {
              obj.settleAnswer = SettleAnswerRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.settleAnswer
              })
              break
            }
            case 5: {
              obj.refundAnswer = RefundAnswerRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.refundAnswer
              })
              break
            }
            case 6: {
              obj.done = DoneRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.done
              })
              break
            }
            case 7: {
              obj.refuse = RefuseRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.refuse
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        if (obj.refuse != null) {
          delete obj.done
          delete obj.refundAnswer
          delete obj.settleAnswer
          delete obj.locking
          delete obj.makerPresignatures
          delete obj.accept
        }

        if (obj.done != null) {
          delete obj.refuse
          delete obj.refundAnswer
          delete obj.settleAnswer
          delete obj.locking
          delete obj.makerPresignatures
          delete obj.accept
        }

        if (obj.refundAnswer != null) {
          delete obj.refuse
          delete obj.done
          delete obj.settleAnswer
          delete obj.locking
          delete obj.makerPresignatures
          delete obj.accept
        }

        if (obj.settleAnswer != null) {
          delete obj.refuse
          delete obj.done
          delete obj.refundAnswer
          delete obj.locking
          delete obj.makerPresignatures
          delete obj.accept
        }

        if (obj.locking != null) {
          delete obj.refuse
          delete obj.done
          delete obj.refundAnswer
          delete obj.settleAnswer
          delete obj.makerPresignatures
          delete obj.accept
        }

        if (obj.makerPresignatures != null) {
          delete obj.refuse
          delete obj.done
          delete obj.refundAnswer
          delete obj.settleAnswer
          delete obj.locking
          delete obj.accept
        }

        if (obj.accept != null) {
          delete obj.refuse
          delete obj.done
          delete obj.refundAnswer
          delete obj.settleAnswer
          delete obj.locking
          delete obj.makerPresignatures
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * AcceptRecord.codec().stream(reader, reader.uint32(), `${prefix}.accept`, {
                limits: opts.limits?.accept
              })

              break
            }
            case 2: {
              yield * PresignaturesRecord.codec().stream(reader, reader.uint32(), `${prefix}.makerPresignatures`, {
                limits: opts.limits?.makerPresignatures
              })

              break
            }
            case 3: {
              yield * LockingRecord.codec().stream(reader, reader.uint32(), `${prefix}.locking`, {
                limits: opts.limits?.locking
              })

              break
            }
            case 4: {
              yield * SettleAnswerRecord.codec().stream(reader, reader.uint32(), `${prefix}.settleAnswer`, {
                limits: opts.limits?.settleAnswer
              })

              break
            }
            case 5: {
              yield * RefundAnswerRecord.codec().stream(reader, reader.uint32(), `${prefix}.refundAnswer`, {
                limits: opts.limits?.refundAnswer
              })

              break
            }
            case 6: {
              yield * DoneRecord.codec().stream(reader, reader.uint32(), `${prefix}.done`, {
                limits: opts.limits?.done
              })

              break
            }
            case 7: {
              yield * RefuseRecord.codec().stream(reader, reader.uint32(), `${prefix}.refuse`, {
                limits: opts.limits?.refuse
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

  export interface TradeResponseRecordAcceptNegotiationIdFieldEvent {
    field: '$.accept.negotiationId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeResponseRecordAcceptKeysEscrowKeyAFieldEvent {
    field: '$.accept.keys.escrowKeyA'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeResponseRecordAcceptKeysEscrowKeyBFieldEvent {
    field: '$.accept.keys.escrowKeyB'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeResponseRecordAcceptKeysRefundKeyFieldEvent {
    field: '$.accept.keys.refundKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeResponseRecordAcceptKeysClaimScriptFieldEvent {
    field: '$.accept.keys.claimScript'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeResponseRecordAcceptKeysClaimFeeRatesFieldEvent {
    field: '$.accept.keys.claimFeeRates[]'
    index: number
    value: number
  }

  export interface TradeResponseRecordAcceptAdaptorPointFieldEvent {
    field: '$.accept.adaptorPoint'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeResponseRecordAcceptAdaptorProofFieldEvent {
    field: '$.accept.adaptorProof'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeResponseRecordAcceptRefundTimeAFieldEvent {
    field: '$.accept.refundTimeA'
    value: bigint
  }

  export interface TradeResponseRecordAcceptRefundTimeBFieldEvent {
    field: '$.accept.refundTimeB'
    value: bigint
  }

  export interface TradeResponseRecordAcceptClaimDeadlineFieldEvent {
    field: '$.accept.claimDeadline'
    value: bigint
  }

  export interface TradeResponseRecordAcceptFundingATxidFieldEvent {
    field: '$.accept.fundingA.txid'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeResponseRecordAcceptFundingAVoutFieldEvent {
    field: '$.accept.fundingA.vout'
    value: number
  }

  export interface TradeResponseRecordAcceptSignatureFieldEvent {
    field: '$.accept.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeResponseRecordMakerPresignaturesNegotiationIdFieldEvent {
    field: '$.makerPresignatures.negotiationId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeResponseRecordMakerPresignaturesPresignaturesFieldEvent {
    field: '$.makerPresignatures.presignatures[]'
    index: number
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeResponseRecordLockingNegotiationIdFieldEvent {
    field: '$.locking.negotiationId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeResponseRecordSettleAnswerNegotiationIdFieldEvent {
    field: '$.settleAnswer.negotiationId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeResponseRecordSettleAnswerNonceAFieldEvent {
    field: '$.settleAnswer.nonceA'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeResponseRecordSettleAnswerNonceBFieldEvent {
    field: '$.settleAnswer.nonceB'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeResponseRecordSettleAnswerPartialBFieldEvent {
    field: '$.settleAnswer.partialB'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeResponseRecordSettleAnswerFeeRateAFieldEvent {
    field: '$.settleAnswer.feeRateA'
    value: number
  }

  export interface TradeResponseRecordRefundAnswerNegotiationIdFieldEvent {
    field: '$.refundAnswer.negotiationId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeResponseRecordRefundAnswerNonceAFieldEvent {
    field: '$.refundAnswer.nonceA'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeResponseRecordRefundAnswerPartialAFieldEvent {
    field: '$.refundAnswer.partialA'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeResponseRecordDoneNegotiationIdFieldEvent {
    field: '$.done.negotiationId'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TradeResponseRecordRefuseCodeFieldEvent {
    field: '$.refuse.code'
    value: number
  }

  export interface TradeResponseRecordRefuseReasonFieldEvent {
    field: '$.refuse.reason'
    value: string
  }

  export function encode (obj: Partial<TradeResponseRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, TradeResponseRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TradeResponseRecord>): TradeResponseRecord {
    return decodeMessage(buf, TradeResponseRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TradeResponseRecord>): Generator<TradeResponseRecordAcceptNegotiationIdFieldEvent | TradeResponseRecordAcceptKeysEscrowKeyAFieldEvent | TradeResponseRecordAcceptKeysEscrowKeyBFieldEvent | TradeResponseRecordAcceptKeysRefundKeyFieldEvent | TradeResponseRecordAcceptKeysClaimScriptFieldEvent | TradeResponseRecordAcceptKeysClaimFeeRatesFieldEvent | TradeResponseRecordAcceptAdaptorPointFieldEvent | TradeResponseRecordAcceptAdaptorProofFieldEvent | TradeResponseRecordAcceptRefundTimeAFieldEvent | TradeResponseRecordAcceptRefundTimeBFieldEvent | TradeResponseRecordAcceptClaimDeadlineFieldEvent | TradeResponseRecordAcceptFundingATxidFieldEvent | TradeResponseRecordAcceptFundingAVoutFieldEvent | TradeResponseRecordAcceptSignatureFieldEvent | TradeResponseRecordMakerPresignaturesNegotiationIdFieldEvent | TradeResponseRecordMakerPresignaturesPresignaturesFieldEvent | TradeResponseRecordLockingNegotiationIdFieldEvent | TradeResponseRecordSettleAnswerNegotiationIdFieldEvent | TradeResponseRecordSettleAnswerNonceAFieldEvent | TradeResponseRecordSettleAnswerNonceBFieldEvent | TradeResponseRecordSettleAnswerPartialBFieldEvent | TradeResponseRecordSettleAnswerFeeRateAFieldEvent | TradeResponseRecordRefundAnswerNegotiationIdFieldEvent | TradeResponseRecordRefundAnswerNonceAFieldEvent | TradeResponseRecordRefundAnswerPartialAFieldEvent | TradeResponseRecordDoneNegotiationIdFieldEvent | TradeResponseRecordRefuseCodeFieldEvent | TradeResponseRecordRefuseReasonFieldEvent> {
    return streamMessage(buf, TradeResponseRecord.codec(), opts)
  }
}
