import { firstCurve } from './choose.ts'
import { checkCurve } from './fixed-vectors.ts'
import type { Curve } from './curve.ts'

let selected: Curve | undefined

/**
 * The secp256k1 of this process. Unless {@link useCurve} has chosen, it is the first right backend of native,
 * WASM and JavaScript.
 *
 * There is one selection for the whole process, and no parameter: the backends give the same bytes for the same
 * input, so the choice can change no result, only the time; it depends on nothing but the machine; and every
 * codec, script and state machine that hashes a point would otherwise carry the same value through all its
 * calls. bitcoinjs-lib keeps its library in the same way, so two selections could not be honoured anyway.
 */
export function curve(): Curve {
  selected ??= firstCurve()
  return selected
}

/**
 * Makes `choice` the curve of this process, at start after the speed test.
 * @throws {@link CurveError} `CURVE_WRONG` where it fails the fixed vectors; the selection then stays.
 */
export function useCurve(choice: Curve): void {
  checkCurve(choice)
  selected = choice
}
