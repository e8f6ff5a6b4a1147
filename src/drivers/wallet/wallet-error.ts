import { CodedError } from '../../base/coded-error.ts'

/** Why the wallet does not do what it was asked. `INSUFFICIENT_FUNDS` and `AMOUNT_DUST` come from src/ledgers/bitcoin. */
export type WalletCode =
  | 'INSUFFICIENT_FUNDS'
  | 'LEDGER_UNAVAILABLE'
  | 'LEDGER_UNKNOWN'
  | 'REFERENCE_INVALID'
  | 'REFERENCE_USED'
  | 'FEE_RATE_TOO_HIGH'
  | 'FEE_RATE_TOO_LOW'
  | 'TRANSACTION_REJECTED'
  | 'TRANSACTION_INVALID'
  | 'TRANSACTION_UNKNOWN'
  | 'REPLACEMENT_REJECTED'
  | 'NOT_REPLACEABLE'
  | 'NOTHING_TO_SPEND'
  | 'LABEL_INVALID'
  | 'COIN_UNKNOWN'
  | 'COIN_RESERVED'
  | 'TOO_MANY_LABELS'
  | 'RECORD_UNKNOWN'

/** The wallet refuses, and no coin moved. */
export class WalletError extends CodedError<WalletCode> {}
