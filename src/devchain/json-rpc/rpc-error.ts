import { CodedError } from '../../base/coded-error.ts'

/** Error numbers of Bitcoin Core's JSON-RPC (protocol.h). */
export const RPC_CODES = {
  MISC_ERROR: -1,
  TYPE_ERROR: -3,
  INVALID_ADDRESS_OR_KEY: -5,
  WALLET_INSUFFICIENT_FUNDS: -6,
  INVALID_PARAMETER: -8,
  DESERIALIZATION_ERROR: -22,
  VERIFY_ERROR: -25,
  VERIFY_REJECTED: -26,
  VERIFY_ALREADY_IN_CHAIN: -27,
  INVALID_REQUEST: -32600,
  METHOD_NOT_FOUND: -32601,
  INTERNAL_ERROR: -32603,
  PARSE_ERROR: -32700
} as const

/** A kind of error: a key of {@link RPC_CODES}. */
export type RpcCode = keyof typeof RPC_CODES

/** An error that the caller gets as `{code, message}`. */
export class RpcError extends CodedError<RpcCode> {
  constructor(code: RpcCode, message: string) {
    super(code, message, { fault: 'user' })
  }

  /** The number on the wire. */
  get number(): number {
    return RPC_CODES[this.code]
  }
}
