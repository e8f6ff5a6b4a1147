import { CodedError } from '../../base/coded-error.ts'

/**
 * `CURVE_UNAVAILABLE`: a backend cannot be loaded on this machine. `CURVE_WRONG`: a backend answers a fixed
 * BIP 340 vector wrongly and must not be used.
 */
export type CurveErrorCode = 'CURVE_UNAVAILABLE' | 'CURVE_WRONG'

/** A secp256k1 backend that cannot serve. */
export class CurveError extends CodedError<CurveErrorCode> {}
