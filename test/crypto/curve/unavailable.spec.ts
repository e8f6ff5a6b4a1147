import { expect } from 'chai'
import { spawnSync } from 'node:child_process'
import type { CurveTrial } from '../../../src/crypto/curve/choose.ts'

/** Runs in a process of its own, because a library is loaded once in each. */
const PROGRAM = `
  const { chooseCurve, firstCurve } = await import('./dist/src/crypto/curve/choose.js')
  const { curve, trials } = chooseCurve(() => performance.now())
  const kinds = trials.map(({ backend, outcome }) => [backend, outcome.kind, outcome.error?.code ?? ''])
  console.log(JSON.stringify({ first: firstCurve().backend, chosen: curve.backend, kinds }))
`

interface Outcome {
  first: CurveTrial['backend']
  chosen: CurveTrial['backend']
  kinds: [CurveTrial['backend'], CurveTrial['outcome']['kind'], string][]
}

/** What a process chooses for which no compiled addon fits, with these Node flags. */
function choiceWithoutAddon(...flags: readonly string[]): Outcome {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [...flags, '--input-type=module', '--eval', PROGRAM],
    { env: { ...process.env, npm_config_arch: 'none', PREBUILDS_ONLY: '1' }, encoding: 'utf8' }
  )
  expect(status, stderr).to.equal(0)
  return JSON.parse(stdout) as Outcome
}

describe('where a backend is missing', () => {
  it('no addon: WebAssembly is chosen, never the slow fallback inside the package', () => {
    expect(choiceWithoutAddon()).to.deep.equal({
      first: 'wasm',
      chosen: 'wasm',
      kinds: [
        ['native', 'refused', 'CURVE_UNAVAILABLE'],
        ['wasm', 'timed', ''],
        ['noble', 'untimed', '']
      ]
    })
  })

  it('neither addon nor WebAssembly: plain JavaScript is chosen', () => {
    expect(choiceWithoutAddon('--jitless')).to.deep.equal({
      first: 'noble',
      chosen: 'noble',
      kinds: [
        ['native', 'refused', 'CURVE_UNAVAILABLE'],
        ['wasm', 'refused', 'CURVE_UNAVAILABLE'],
        ['noble', 'untimed', '']
      ]
    })
  })
})
