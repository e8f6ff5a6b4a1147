import { checkCurve, validSignature } from './fixed-vectors.ts'
import type { Curve } from './curve.ts'
import { CurveError } from './curve-error.ts'
import { nativeCurve } from './native.ts'
import { nobleCurve } from './noble.ts'
import { wasmCurve } from './wasm.ts'

/** Verifications timed for each backend; the first one, which also warms up, is not counted. */
const TIMED_VERIFICATIONS = 8

/** What the speed test found for one backend. */
export interface CurveTrial {
  readonly backend: Curve['backend']
  /** Time of one BIP 340 verification in the unit of the clock given, or why the backend was left out. */
  readonly outcome:
    | { readonly kind: 'timed'; readonly verification: number }
    | { readonly kind: 'refused'; readonly error: CurveError }
    | { readonly kind: 'untimed' }
}

/** The fastest backend of this machine, and how all of them did. */
export interface CurveChoice {
  readonly curve: Curve
  readonly trials: readonly CurveTrial[]
}

const compiled: readonly { backend: Curve['backend']; load: () => Curve }[] = [
  { backend: 'native', load: nativeCurve },
  { backend: 'wasm', load: wasmCurve }
]

/**
 * The backend that verifies fastest here, among those that load and pass {@link checkCurve}. The plain
 * JavaScript one is only loaded where no compiled one serves: it is twenty times slower than native and would
 * cost every start the tables that it builds.
 * @param now a monotonic clock in any unit, such as `performance.now`.
 * @throws {@link CurveError} `CURVE_WRONG` where not even the last backend is right.
 */
export function chooseCurve(now: () => number): CurveChoice {
  const trials: CurveTrial[] = []
  let best: { curve: Curve; verification: number } | undefined
  for (const { backend, load } of compiled) {
    const curve = serving(load)
    if (curve instanceof CurveError) {
      trials.push({ backend, outcome: { kind: 'refused', error: curve } })
      continue
    }
    const verification = timeVerification(curve, now)
    trials.push({ backend, outcome: { kind: 'timed', verification } })
    if (best === undefined || verification < best.verification) best = { curve, verification }
  }
  trials.push({ backend: 'noble', outcome: { kind: 'untimed' } })
  return { curve: best?.curve ?? lastResort(), trials }
}

/**
 * The first backend that loads and passes {@link checkCurve}, in the order native, WASM, JavaScript: the
 * choice without a clock.
 * @throws {@link CurveError} `CURVE_WRONG` where not even the last backend is right.
 */
export function firstCurve(): Curve {
  for (const { load } of compiled) {
    const curve = serving(load)
    if (!(curve instanceof CurveError)) return curve
  }
  return lastResort()
}

function lastResort(): Curve {
  checkCurve(nobleCurve)
  return nobleCurve
}

function serving(load: () => Curve): Curve | CurveError {
  try {
    const curve = load()
    checkCurve(curve)
    return curve
  } catch (error) {
    if (error instanceof CurveError) return error
    throw error
  }
}

function timeVerification(curve: Curve, now: () => number): number {
  const { signature, message, publicKey } = validSignature
  curve.schnorrVerify(signature, message, publicKey)
  const start = now()
  for (let count = 0; count < TIMED_VERIFICATIONS; count++) curve.schnorrVerify(signature, message, publicKey)
  return (now() - start) / TIMED_VERIFICATIONS
}
