import { CodedError } from '../../base/coded-error.ts'

/** What is wrong with a line of the tool's input, besides the codes of addresses, transactions and rules. */
export type ToolErrorCode =
  | 'LINE_TOO_LONG'
  | 'LINE_NO_JSON'
  | 'LINE_INVALID'
  | 'SPENT_COUNT_DIFFERS'
  | 'INPUT_UNKNOWN'
  | 'SCRIPT_MISSING'
  | 'HASH_TYPE_INVALID'
  | 'SCRIPT_UNSUPPORTED'
  | 'SCRIPT_WITHOUT_ADDRESS'

/** A line that has no result. */
export class ToolError extends CodedError<ToolErrorCode> {
  constructor(code: ToolErrorCode, message: string) {
    super(code, message, { fault: 'user' })
  }
}
