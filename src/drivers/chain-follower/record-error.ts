import { CodedError } from '../../base/coded-error.ts'

/** A stored record that this code cannot read: written by a newer version, or damaged. */
export class RecordError extends CodedError<'RECORD_UNKNOWN'> {}
