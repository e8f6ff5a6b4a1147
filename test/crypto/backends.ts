import { CurveError } from '../../src/crypto/curve/curve-error.ts'
import { firstCurve } from '../../src/crypto/curve/choose.ts'
import type { Curve } from '../../src/crypto/curve/curve.ts'
import { nativeCurve } from '../../src/crypto/curve/native.ts'
import { nobleCurve } from '../../src/crypto/curve/noble.ts'
import { useCurve } from '../../src/crypto/curve/selected.ts'
import { wasmCurve } from '../../src/crypto/curve/wasm.ts'

const loaders: readonly { backend: Curve['backend']; load: () => Curve }[] = [
  { backend: 'native', load: nativeCurve },
  { backend: 'wasm', load: wasmCurve },
  { backend: 'noble', load: () => nobleCurve }
]

/** The backend, or null where this machine has none. */
export function backendOrNull(load: () => Curve): Curve | null {
  try {
    return load()
  } catch (error) {
    if (error instanceof CurveError && error.code === 'CURVE_UNAVAILABLE') return null
    throw error
  }
}

/** The backends of this machine. */
export const backends: readonly Curve[] = loaders.flatMap(({ load }) => backendOrNull(load) ?? [])

/** One describe block for each backend, in which it is the selected curve; an absent one is a skipped block. */
export function describeBackends(title: string, body: (backend: Curve) => void): void {
  for (const { backend, load } of loaders) {
    const curve = backendOrNull(load)
    if (curve === null) {
      describe.skip(`${title} (${backend}: not available on this machine)`, () => {
        it('has no backend to test')
      })
      continue
    }
    describe(`${title} (${backend})`, () => {
      before(() => useCurve(curve))
      after(() => useCurve(firstCurve()))
      body(curve)
    })
  }
}
