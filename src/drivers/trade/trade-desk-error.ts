import { CodedError } from '../../base/coded-error.ts'

/** Why a trade is not begun, found or cancelled; `LEDGER_UNAVAILABLE` may pass. */
export type TradeDeskErrorCode =
  | 'ORDER_UNKNOWN'
  | 'ORDER_OWN'
  | 'TRADE_UNKNOWN'
  | 'TRADE_NOT_CANCELLABLE'
  | 'TOO_MANY_TRADES'
  | 'LEDGER_UNAVAILABLE'

/** What the trade desk does not do, and why. */
export class TradeDeskError extends CodedError<TradeDeskErrorCode> {}
