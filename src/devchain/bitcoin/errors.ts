import { CodedError } from '../../base/coded-error.ts'

/** Why a development chain does not start, pay or find something. */
export type DevelopmentChainErrorCode =
  /** A development chain of a chain whose coins may be worth something was asked for. */
  | 'CHAIN_NOT_REGTEST'
  /** The faucet has not enough mature coins for the payment. */
  | 'FAUCET_EMPTY'
  /** The file with the faucet's key does not hold one. */
  | 'FAUCET_KEY_INVALID'
  /** No nonce of a header met the target: cannot happen with regtest's target. */
  | 'PROOF_NOT_FOUND'
  /** The block folder holds another chain, or bytes that are no record. */
  | 'BLOCK_FILE_CORRUPT'
  /** A block or height that the chain does not have. */
  | 'BLOCK_UNKNOWN'
  /** The address is none of this chain. */
  | 'ADDRESS_INVALID'

/** What a development chain cannot do for its owner. */
export class DevelopmentChainError extends CodedError<DevelopmentChainErrorCode> {
  constructor(code: DevelopmentChainErrorCode, message: string, cause?: unknown) {
    super(code, message, { fault: 'user', cause })
  }
}

/**
 * A block or transaction that breaks a rule. `reason` is the daemons' short text (`bad-txns-inputs-missingorspent`),
 * `debug` their longer one, empty where there is none.
 */
export class RejectedError extends CodedError<'REJECTED'> {
  readonly reason: string
  readonly debug: string

  constructor(reason: string, debug = '') {
    super('REJECTED', debug === '' ? reason : `${reason}, ${debug}`, { fault: 'user', details: { reason } })
    this.reason = reason
    this.debug = debug
  }
}

/** Throws a {@link RejectedError} with `reason` unless the rule holds. */
export function demand(holds: boolean, reason: string, debug?: string): asserts holds {
  if (!holds) throw new RejectedError(reason, debug)
}
