/** Values that explain an error; never a nonce, key, seed, passphrase or preimage. */
export type ErrorDetails = Readonly<Record<string, string | number | bigint | boolean>>

/** Who has to act: a peer broke a rule, the person gave something wrong, a daemon failed, or we did. */
export type Fault = 'peer' | 'user' | 'daemon' | 'internal'

/**
 * An expected failure as data. Each module names its codes in a literal union and extends this class;
 * `message` is one plain line for people that says what was wrong and, where there is one, the way out.
 */
export class CodedError<Code extends string = string> extends Error {
  readonly code: Code
  readonly fault: Fault
  readonly details: ErrorDetails

  constructor(
    code: Code,
    message: string,
    options: { fault: Fault; details?: ErrorDetails; cause?: unknown }
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = new.target.name
    this.code = code
    this.fault = options.fault
    this.details = options.details ?? {}
  }
}

/** The code of a {@link CodedError}, else `UNKNOWN`. */
export function errorCode(error: unknown): string {
  return error instanceof CodedError ? error.code : 'UNKNOWN'
}
