import { CodedError } from '../base/coded-error.ts'

/** What can be wrong with a configuration. */
export type ConfigErrorCode =
  | 'CONFIG_UNREADABLE'
  | 'CONFIG_MALFORMED'
  | 'CONFIG_KEY_UNKNOWN'
  | 'CONFIG_VALUE_INVALID'
  | 'CONFIG_CONTRADICTION'
  | 'CONFIG_SECRET_UNREADABLE'

/** The configuration cannot be used; the message names the key and where it came from, never a secret value. */
export class ConfigError extends CodedError<ConfigErrorCode> {
  constructor(
    code: ConfigErrorCode,
    message: string,
    options: { details?: Readonly<Record<string, string | number>>; cause?: unknown } = {}
  ) {
    super(code, message, { fault: 'user', ...options })
  }
}
