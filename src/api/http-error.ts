import * as v from 'valibot'
import { CodedError, type ErrorDetails, type Fault } from '../base/coded-error.ts'

/** What the API itself refuses, before a request reaches the node. */
export type ApiErrorCode =
  | 'UNAUTHORISED'
  | 'HOST_REFUSED'
  | 'ORIGIN_REFUSED'
  | 'PATH_UNKNOWN'
  | 'BODY_TOO_LARGE'
  | 'BODY_MALFORMED'
  | 'REQUEST_INVALID'
  | 'TOO_MANY_STREAMS'
  | 'LOGIN_LINK_SPENT'
  | 'INTERNAL'

/** A request that the API does not pass on. */
export class ApiError extends CodedError<ApiErrorCode> {}

/** HTTP statuses of refusals. */
export type ErrorStatus = 400 | 401 | 403 | 404 | 409 | 413 | 500 | 502 | 503

/** Statuses of codes that say more than their fault. */
const STATUS_OF_CODE: Readonly<Record<string, ErrorStatus>> = {
  UNAUTHORISED: 401,
  LOGIN_LINK_SPENT: 401,
  HOST_REFUSED: 403,
  ORIGIN_REFUSED: 403,
  BODY_TOO_LARGE: 413,
  TOO_MANY_STREAMS: 503,
  PATH_UNKNOWN: 404,
  LEDGER_UNKNOWN: 404,
  PEER_UNKNOWN: 404,
  ORDER_UNKNOWN: 404,
  TRADE_UNKNOWN: 404,
  ORDER_NOT_OWN: 409,
  ORDER_OWN: 409,
  ORDER_NOT_LIVE: 409,
  TRADE_NOT_CANCELLABLE: 409,
  TOO_MANY_TRADES: 409,
  ORDER_CANCELLED: 409,
  ORDER_MAKER_LIMIT: 409,
  ORDER_BOOK_FULL: 409,
  INSUFFICIENT_FUNDS: 409,
  TRANSACTION_UNKNOWN: 404,
  COIN_UNKNOWN: 404,
  COIN_RESERVED: 409,
  NOT_REPLACEABLE: 409,
  NOTHING_TO_SPEND: 409,
  REPLACEMENT_REJECTED: 409,
  REFERENCE_USED: 409,
  TRANSACTION_REJECTED: 409,
  VAULT_CLOSED: 409,
  PEER_BANNED: 403
}

const STATUS_OF_FAULT: Readonly<Record<Fault, ErrorStatus>> = {
  user: 400,
  daemon: 503,
  peer: 502,
  internal: 500
}

/** The JSON body of every refusal. `details` holds values only, amounts as decimal strings. */
export const errorSchema = v.object({
  code: v.string(),
  message: v.string(),
  fault: v.picklist(['peer', 'user', 'daemon', 'internal']),
  details: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]))
})

/** A refusal as it goes over HTTP. */
export interface ErrorAnswer {
  readonly status: ErrorStatus
  readonly body: {
    readonly code: string
    readonly message: string
    readonly fault: Fault
    readonly details: ErrorDetails
  }
}

/** HTTP status of a refusal with this code and fault. */
export function errorStatus(code: string, fault: Fault): ErrorStatus {
  return STATUS_OF_CODE[code] ?? STATUS_OF_FAULT[fault]
}

/** The answer to a failure. One that is ours, or that nobody expected, says nothing of the inside. */
export function errorAnswer(error: unknown): ErrorAnswer {
  if (error instanceof CodedError && error.fault !== 'internal') {
    const { code, message, fault, details } = error
    return { status: errorStatus(code, fault), body: { code, message, fault, details } }
  }
  return {
    status: 500,
    body: {
      code: 'INTERNAL',
      message: 'the node failed at this request; its log has the cause',
      fault: 'internal',
      details: {}
    }
  }
}
