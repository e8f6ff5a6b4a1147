import { CodedError, type Fault } from '../../base/coded-error.ts'

/**
 * What went wrong in a MuSig2 signing (BIP 327).
 *
 * Somebody else's fault, with the culprit's index in `details.signer` where one signer is to blame:
 * `PUBLIC_KEY_INVALID`, `PUBLIC_NONCE_INVALID` and `PARTIAL_SIGNATURE_INVALID` for a contribution that cannot be
 * one, `AGGREGATE_NONCE_INVALID` for what the aggregator sent.
 *
 * The caller's: `NO_SIGNERS`, `WRONG_COUNT` (not one contribution a signer), `TWEAK_OUT_OF_RANGE`,
 * `KEY_AT_INFINITY` (the keys or the tweak cancel out), `SIGNER_UNKNOWN` (the key is none of the session's),
 * `SECRET_NONCE_USED`, `SECRET_NONCE_FOREIGN` (made for another key), `SECRET_NONCE_SERIALISED`,
 * `RANDOMNESS_UNUSABLE` (chance 2^-127; draw again).
 */
export type Musig2ErrorCode =
  | 'PUBLIC_KEY_INVALID'
  | 'PUBLIC_NONCE_INVALID'
  | 'PARTIAL_SIGNATURE_INVALID'
  | 'AGGREGATE_NONCE_INVALID'
  | 'NO_SIGNERS'
  | 'WRONG_COUNT'
  | 'TWEAK_OUT_OF_RANGE'
  | 'KEY_AT_INFINITY'
  | 'SIGNER_UNKNOWN'
  | 'SECRET_NONCE_USED'
  | 'SECRET_NONCE_FOREIGN'
  | 'SECRET_NONCE_SERIALISED'
  | 'RANDOMNESS_UNUSABLE'

/** A MuSig2 step that was refused. Never holds a nonce or a key's secret. */
export class Musig2Error extends CodedError<Musig2ErrorCode> {}

/** The refusal of what the signer with this index sent. */
export function invalidContribution(code: Musig2ErrorCode, message: string, signer: number): Musig2Error {
  return new Musig2Error(code, `signer ${signer} sent ${message}`, { fault: 'peer', details: { signer } })
}

/** A refusal that names no signer. */
export function refusal(code: Musig2ErrorCode, message: string, fault: Fault = 'internal'): Musig2Error {
  return new Musig2Error(code, message, { fault })
}
