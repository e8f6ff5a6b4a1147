// Generated from messages.proto by scripts/generate-protos.mjs; do not edit.
// @ts-nocheck
import { decodeMessage, encodeMessage, message, streamMessage } from 'protons-runtime'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface SyncRequestRecord {
  network: string
  maxMessages: number
}

export namespace SyncRequestRecord {
  let _codec: Codec<SyncRequestRecord>

  export const codec = (): Codec<SyncRequestRecord> => {
    if (_codec == null) {
      _codec = message<SyncRequestRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.network != null && obj.network !== '')) {
          w.uint32(10)
          w.string(obj.network)
        }

        if ((obj.maxMessages != null && obj.maxMessages !== 0)) {
          w.uint32(16)
          w.uint32(obj.maxMessages)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          network: '',
          maxMessages: 0
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
              obj.maxMessages = reader.uint32()
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
                field: `${prefix}.maxMessages`,
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

  export interface SyncRequestRecordNetworkFieldEvent {
    field: '$.network'
    value: string
  }

  export interface SyncRequestRecordMaxMessagesFieldEvent {
    field: '$.maxMessages'
    value: number
  }

  export function encode (obj: Partial<SyncRequestRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, SyncRequestRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SyncRequestRecord>): SyncRequestRecord {
    return decodeMessage(buf, SyncRequestRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SyncRequestRecord>): Generator<SyncRequestRecordNetworkFieldEvent | SyncRequestRecordMaxMessagesFieldEvent> {
    return streamMessage(buf, SyncRequestRecord.codec(), opts)
  }
}

export interface SyncEndRecord {
  count: number
}

export namespace SyncEndRecord {
  let _codec: Codec<SyncEndRecord>

  export const codec = (): Codec<SyncEndRecord> => {
    if (_codec == null) {
      _codec = message<SyncEndRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.count != null && obj.count !== 0)) {
          w.uint32(8)
          w.uint32(obj.count)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          count: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.count = reader.uint32()
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
                field: `${prefix}.count`,
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

  export interface SyncEndRecordCountFieldEvent {
    field: '$.count'
    value: number
  }

  export function encode (obj: Partial<SyncEndRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, SyncEndRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SyncEndRecord>): SyncEndRecord {
    return decodeMessage(buf, SyncEndRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SyncEndRecord>): Generator<SyncEndRecordCountFieldEvent> {
    return streamMessage(buf, SyncEndRecord.codec(), opts)
  }
}

export interface SyncRefuseRecord {
  code: number
}

export namespace SyncRefuseRecord {
  let _codec: Codec<SyncRefuseRecord>

  export const codec = (): Codec<SyncRefuseRecord> => {
    if (_codec == null) {
      _codec = message<SyncRefuseRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.code != null && obj.code !== 0)) {
          w.uint32(8)
          w.uint32(obj.code)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          code: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.code = reader.uint32()
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

  export interface SyncRefuseRecordCodeFieldEvent {
    field: '$.code'
    value: number
  }

  export function encode (obj: Partial<SyncRefuseRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, SyncRefuseRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SyncRefuseRecord>): SyncRefuseRecord {
    return decodeMessage(buf, SyncRefuseRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SyncRefuseRecord>): Generator<SyncRefuseRecordCodeFieldEvent> {
    return streamMessage(buf, SyncRefuseRecord.codec(), opts)
  }
}

export interface SyncFrame {
  request?: SyncRequestRecord
  message?: Uint8Array<ArrayBuffer>
  end?: SyncEndRecord
  refuse?: SyncRefuseRecord
}

export namespace SyncFrame {
  let _codec: Codec<SyncFrame>

  export const codec = (): Codec<SyncFrame> => {
    if (_codec == null) {
      _codec = message<SyncFrame>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.refuse != null) {
          obj.end = undefined
          obj.message = undefined
          obj.request = undefined
        }

        if (obj.end != null) {
          obj.refuse = undefined
          obj.message = undefined
          obj.request = undefined
        }

        if (obj.message != null) {
          obj.refuse = undefined
          obj.end = undefined
          obj.request = undefined
        }

        if (obj.request != null) {
          obj.refuse = undefined
          obj.end = undefined
          obj.message = undefined
        }

        if (obj.request != null) {
          w.uint32(10)
          SyncRequestRecord.codec().encode(obj.request, w)
        }

        if (obj.message != null) {
          w.uint32(18)
          w.bytes(obj.message)
        }

        if (obj.end != null) {
          w.uint32(26)
          SyncEndRecord.codec().encode(obj.end, w)
        }

        if (obj.refuse != null) {
          w.uint32(34)
          SyncRefuseRecord.codec().encode(obj.refuse, w)
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
              obj.request = SyncRequestRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.request
              })
              break
            }
            case 2: {
              obj.message = reader.bytes()
              break
            }
            case 3: {
              obj.end = SyncEndRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.end
              })
              break
            }
            case 4: {
              obj.refuse = SyncRefuseRecord.codec().decode(reader, reader.uint32(), {
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
          delete obj.end
          delete obj.message
          delete obj.request
        }

        if (obj.end != null) {
          delete obj.refuse
          delete obj.message
          delete obj.request
        }

        if (obj.message != null) {
          delete obj.refuse
          delete obj.end
          delete obj.request
        }

        if (obj.request != null) {
          delete obj.refuse
          delete obj.end
          delete obj.message
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * SyncRequestRecord.codec().stream(reader, reader.uint32(), `${prefix}.request`, {
                limits: opts.limits?.request
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.message`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield * SyncEndRecord.codec().stream(reader, reader.uint32(), `${prefix}.end`, {
                limits: opts.limits?.end
              })

              break
            }
            case 4: {
              yield * SyncRefuseRecord.codec().stream(reader, reader.uint32(), `${prefix}.refuse`, {
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

  export interface SyncFrameRequestNetworkFieldEvent {
    field: '$.request.network'
    value: string
  }

  export interface SyncFrameRequestMaxMessagesFieldEvent {
    field: '$.request.maxMessages'
    value: number
  }

  export interface SyncFrameMessageFieldEvent {
    field: '$.message'
    value: Uint8Array<ArrayBuffer>
  }

  export interface SyncFrameEndCountFieldEvent {
    field: '$.end.count'
    value: number
  }

  export interface SyncFrameRefuseCodeFieldEvent {
    field: '$.refuse.code'
    value: number
  }

  export function encode (obj: Partial<SyncFrame>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, SyncFrame.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SyncFrame>): SyncFrame {
    return decodeMessage(buf, SyncFrame.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<SyncFrame>): Generator<SyncFrameRequestNetworkFieldEvent | SyncFrameRequestMaxMessagesFieldEvent | SyncFrameMessageFieldEvent | SyncFrameEndCountFieldEvent | SyncFrameRefuseCodeFieldEvent> {
    return streamMessage(buf, SyncFrame.codec(), opts)
  }
}
