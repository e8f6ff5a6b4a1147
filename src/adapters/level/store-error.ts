import { CodedError } from '../../base/coded-error.ts'

/** Why a data folder cannot be used. After `STORE_FAILED` of a write, nothing more is written. */
export type StoreCode =
  'DATA_FOLDER_IN_USE' | 'DATA_FOLDER_TOO_NEW' | 'DATA_FOLDER_OTHER_NETWORK' | 'STORE_FAILED' | 'STORE_CLOSED'

/** Trouble with the data folder. */
export class StoreError extends CodedError<StoreCode> {}
