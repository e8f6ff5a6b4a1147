// Generated from messages.proto by scripts/generate-protos.mjs; do not edit.
// @ts-nocheck
/* eslint-disable require-yield */

import { decodeMessage, encodeMessage, MaxLengthError, message, streamMessage } from 'protons-runtime'
import { alloc as uint8ArrayAlloc } from 'uint8arrays/alloc'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface LedgerRecord {
  id: string
  genesisHash: Uint8Array<ArrayBuffer>
  height?: number
}

export namespace LedgerRecord {
  let _codec: Codec<LedgerRecord>

  export const codec = (): Codec<LedgerRecord> => {
    if (_codec == null) {
      _codec = message<LedgerRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id !== '')) {
          w.uint32(10)
          w.string(obj.id)
        }

        if ((obj.genesisHash != null && obj.genesisHash.byteLength > 0)) {
          w.uint32(18)
          w.bytes(obj.genesisHash)
        }

        if (obj.height != null) {
          w.uint32(24)
          w.uint32(obj.height)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: '',
          genesisHash: uint8ArrayAlloc(0)
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.id = reader.string()
              break
            }
            case 2: {
              obj.genesisHash = reader.bytes()
              break
            }
            case 3: {
              obj.height = reader.uint32()
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
                field: `${prefix}.id`,
                value: reader.string()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.genesisHash`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.height`,
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

  export interface LedgerRecordIdFieldEvent {
    field: '$.id'
    value: string
  }

  export interface LedgerRecordGenesisHashFieldEvent {
    field: '$.genesisHash'
    value: Uint8Array<ArrayBuffer>
  }

  export interface LedgerRecordHeightFieldEvent {
    field: '$.height'
    value: number
  }

  export function encode (obj: Partial<LedgerRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, LedgerRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LedgerRecord>): LedgerRecord {
    return decodeMessage(buf, LedgerRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<LedgerRecord>): Generator<LedgerRecordIdFieldEvent | LedgerRecordGenesisHashFieldEvent | LedgerRecordHeightFieldEvent> {
    return streamMessage(buf, LedgerRecord.codec(), opts)
  }
}

export interface StatusRecord {
  network: string
  ledgers: LedgerRecord[]
  roles: string[]
  ruleSetVersion: number
  codeHash: Uint8Array<ArrayBuffer>
  agent: string
  time: bigint
}

export namespace StatusRecord {
  let _codec: Codec<StatusRecord>

  export const codec = (): Codec<StatusRecord> => {
    if (_codec == null) {
      _codec = message<StatusRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.network != null && obj.network !== '')) {
          w.uint32(10)
          w.string(obj.network)
        }

        if (obj.ledgers != null && obj.ledgers.length > 0) {
          for (const value of obj.ledgers) {
            w.uint32(18)
            LedgerRecord.codec().encode(value, w)
          }
        }

        if (obj.roles != null && obj.roles.length > 0) {
          for (const value of obj.roles) {
            w.uint32(26)
            w.string(value)
          }
        }

        if ((obj.ruleSetVersion != null && obj.ruleSetVersion !== 0)) {
          w.uint32(32)
          w.uint32(obj.ruleSetVersion)
        }

        if ((obj.codeHash != null && obj.codeHash.byteLength > 0)) {
          w.uint32(42)
          w.bytes(obj.codeHash)
        }

        if ((obj.agent != null && obj.agent !== '')) {
          w.uint32(50)
          w.string(obj.agent)
        }

        if ((obj.time != null && obj.time !== 0n)) {
          w.uint32(57)
          w.fixed64(obj.time)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          network: '',
          ledgers: [],
          roles: [],
          ruleSetVersion: 0,
          codeHash: uint8ArrayAlloc(0),
          agent: '',
          time: 0n
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
              if (opts.limits?.ledgers != null && obj.ledgers.length === opts.limits.ledgers) {
                throw new MaxLengthError('Decode error - repeated field "ledgers" had too many elements')
              }

              if (obj.ledgers.length === 16) {
                throw new MaxLengthError('Decode error - repeated field "ledgers" had too many elements')
              }

              obj.ledgers.push(LedgerRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ledgers$
              }))
              break
            }
            case 3: {
              if (opts.limits?.roles != null && obj.roles.length === opts.limits.roles) {
                throw new MaxLengthError('Decode error - repeated field "roles" had too many elements')
              }

              if (obj.roles.length === 8) {
                throw new MaxLengthError('Decode error - repeated field "roles" had too many elements')
              }

              obj.roles.push(reader.string())
              break
            }
            case 4: {
              obj.ruleSetVersion = reader.uint32()
              break
            }
            case 5: {
              obj.codeHash = reader.bytes()
              break
            }
            case 6: {
              obj.agent = reader.string()
              break
            }
            case 7: {
              obj.time = reader.fixed64()
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
          ledgers: 16,
          roles: 8
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
              if (opts.limits?.ledgers != null && obj.ledgers === opts.limits.ledgers) {
                throw new MaxLengthError('Streaming decode error - repeated field "ledgers" had too many elements')
              }

              if (obj.ledgers === 16) {
                throw new MaxLengthError('Streaming decode error - repeated field "ledgers" had too many elements')
              }

              for (const evt of LedgerRecord.codec().stream(reader, reader.uint32(), `${prefix}.ledgers[]`, {
                limits: opts.limits?.ledgers$
              })) {
                yield {
                  ...evt,
                  index: obj.ledgers
                }
              }

              obj.ledgers++

              break
            }
            case 3: {
              if (opts.limits?.roles != null && obj.roles === opts.limits.roles) {
                throw new MaxLengthError('Streaming decode error - repeated field "roles" had too many elements')
              }

              if (obj.roles === 8) {
                throw new MaxLengthError('Streaming decode error - repeated field "roles" had too many elements')
              }

              yield {
                field: `${prefix}.roles[]`,
                index: obj.roles,
                value: reader.string()
              }

              obj.roles++

              break
            }
            case 4: {
              yield {
                field: `${prefix}.ruleSetVersion`,
                value: reader.uint32()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.codeHash`,
                value: reader.bytes()
              }
              break
            }
            case 6: {
              yield {
                field: `${prefix}.agent`,
                value: reader.string()
              }
              break
            }
            case 7: {
              yield {
                field: `${prefix}.time`,
                value: reader.fixed64()
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

  export interface StatusRecordNetworkFieldEvent {
    field: '$.network'
    value: string
  }

  export interface StatusRecordLedgersIdFieldEvent {
    field: '$.ledgers[].id'
    value: string
    index: number
  }

  export interface StatusRecordLedgersGenesisHashFieldEvent {
    field: '$.ledgers[].genesisHash'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface StatusRecordLedgersHeightFieldEvent {
    field: '$.ledgers[].height'
    value: number
    index: number
  }

  export interface StatusRecordRolesFieldEvent {
    field: '$.roles[]'
    index: number
    value: string
  }

  export interface StatusRecordRuleSetVersionFieldEvent {
    field: '$.ruleSetVersion'
    value: number
  }

  export interface StatusRecordCodeHashFieldEvent {
    field: '$.codeHash'
    value: Uint8Array<ArrayBuffer>
  }

  export interface StatusRecordAgentFieldEvent {
    field: '$.agent'
    value: string
  }

  export interface StatusRecordTimeFieldEvent {
    field: '$.time'
    value: bigint
  }

  export function encode (obj: Partial<StatusRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, StatusRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StatusRecord>): StatusRecord {
    return decodeMessage(buf, StatusRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StatusRecord>): Generator<StatusRecordNetworkFieldEvent | StatusRecordLedgersIdFieldEvent | StatusRecordLedgersGenesisHashFieldEvent | StatusRecordLedgersHeightFieldEvent | StatusRecordRolesFieldEvent | StatusRecordRuleSetVersionFieldEvent | StatusRecordCodeHashFieldEvent | StatusRecordAgentFieldEvent | StatusRecordTimeFieldEvent> {
    return streamMessage(buf, StatusRecord.codec(), opts)
  }
}

export interface WelcomeRecord {}

export namespace WelcomeRecord {
  let _codec: Codec<WelcomeRecord>

  export const codec = (): Codec<WelcomeRecord> => {
    if (_codec == null) {
      _codec = message<WelcomeRecord>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
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

  export function encode (obj: Partial<WelcomeRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, WelcomeRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<WelcomeRecord>): WelcomeRecord {
    return decodeMessage(buf, WelcomeRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<WelcomeRecord>): Generator<{}> {
    return streamMessage(buf, WelcomeRecord.codec(), opts)
  }
}

export interface RefuseRecord {
  code: number
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

  export interface RefuseRecordCodeFieldEvent {
    field: '$.code'
    value: number
  }

  export function encode (obj: Partial<RefuseRecord>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RefuseRecord.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RefuseRecord>): RefuseRecord {
    return decodeMessage(buf, RefuseRecord.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RefuseRecord>): Generator<RefuseRecordCodeFieldEvent> {
    return streamMessage(buf, RefuseRecord.codec(), opts)
  }
}

export interface StatusFrame {
  status?: StatusRecord
  welcome?: WelcomeRecord
  refuse?: RefuseRecord
}

export namespace StatusFrame {
  let _codec: Codec<StatusFrame>

  export const codec = (): Codec<StatusFrame> => {
    if (_codec == null) {
      _codec = message<StatusFrame>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        obj = { ...obj }

        if (obj.refuse != null) {
          obj.welcome = undefined
          obj.status = undefined
        }

        if (obj.welcome != null) {
          obj.refuse = undefined
          obj.status = undefined
        }

        if (obj.status != null) {
          obj.refuse = undefined
          obj.welcome = undefined
        }

        if (obj.status != null) {
          w.uint32(10)
          StatusRecord.codec().encode(obj.status, w)
        }

        if (obj.welcome != null) {
          w.uint32(18)
          WelcomeRecord.codec().encode(obj.welcome, w)
        }

        if (obj.refuse != null) {
          w.uint32(26)
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
              obj.status = StatusRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.status
              })
              break
            }
            case 2: {
              obj.welcome = WelcomeRecord.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.welcome
              })
              break
            }
            case 3: {
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
          delete obj.welcome
          delete obj.status
        }

        if (obj.welcome != null) {
          delete obj.refuse
          delete obj.status
        }

        if (obj.status != null) {
          delete obj.refuse
          delete obj.welcome
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * StatusRecord.codec().stream(reader, reader.uint32(), `${prefix}.status`, {
                limits: opts.limits?.status
              })

              break
            }
            case 2: {
              yield * WelcomeRecord.codec().stream(reader, reader.uint32(), `${prefix}.welcome`, {
                limits: opts.limits?.welcome
              })

              break
            }
            case 3: {
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

  export interface StatusFrameStatusNetworkFieldEvent {
    field: '$.status.network'
    value: string
  }

  export interface StatusFrameStatusLedgersIdFieldEvent {
    field: '$.status.ledgers[].id'
    value: string
    index: number
  }

  export interface StatusFrameStatusLedgersGenesisHashFieldEvent {
    field: '$.status.ledgers[].genesisHash'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface StatusFrameStatusLedgersHeightFieldEvent {
    field: '$.status.ledgers[].height'
    value: number
    index: number
  }

  export interface StatusFrameStatusRolesFieldEvent {
    field: '$.status.roles[]'
    index: number
    value: string
  }

  export interface StatusFrameStatusRuleSetVersionFieldEvent {
    field: '$.status.ruleSetVersion'
    value: number
  }

  export interface StatusFrameStatusCodeHashFieldEvent {
    field: '$.status.codeHash'
    value: Uint8Array<ArrayBuffer>
  }

  export interface StatusFrameStatusAgentFieldEvent {
    field: '$.status.agent'
    value: string
  }

  export interface StatusFrameStatusTimeFieldEvent {
    field: '$.status.time'
    value: bigint
  }

  export interface StatusFrameRefuseCodeFieldEvent {
    field: '$.refuse.code'
    value: number
  }

  export function encode (obj: Partial<StatusFrame>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, StatusFrame.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StatusFrame>): StatusFrame {
    return decodeMessage(buf, StatusFrame.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StatusFrame>): Generator<StatusFrameStatusNetworkFieldEvent | StatusFrameStatusLedgersIdFieldEvent | StatusFrameStatusLedgersGenesisHashFieldEvent | StatusFrameStatusLedgersHeightFieldEvent | StatusFrameStatusRolesFieldEvent | StatusFrameStatusRuleSetVersionFieldEvent | StatusFrameStatusCodeHashFieldEvent | StatusFrameStatusAgentFieldEvent | StatusFrameStatusTimeFieldEvent | StatusFrameRefuseCodeFieldEvent> {
    return streamMessage(buf, StatusFrame.codec(), opts)
  }
}
