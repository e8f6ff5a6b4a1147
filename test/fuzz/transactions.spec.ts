import { expect } from 'chai'
import { LITECOIND, removePrepared } from '../contract/chain-under-test.ts'
import { Workbench } from '../contract/workbench.ts'
import { FuzzBench } from './verdicts.ts'

const START_MILLISECONDS = 60_000
const CASES = 200
const SEED = 20_261_121

describe('mutated transactions', function () {
  if (LITECOIND.absent !== null) {
    it.skip(`(skipped: ${LITECOIND.absent})`)
    return
  }
  this.timeout(START_MILLISECONDS)
  let bench: Workbench
  before(async () => {
    bench = new Workbench(await LITECOIND.start())
    await bench.prepare()
  })
  after(async () => {
    await bench?.under.stop()
    await removePrepared()
  })

  it(`get the same verdict and reason from our rules and from litecoind, ${CASES} of them`, async () => {
    const judges = new FuzzBench(bench)
    await judges.prepare()
    const { cases, verdicts, differences } = await judges.run(SEED, CASES)
    expect(differences.map(({ name, ours, theirs }) => `${name}: ${ours} / ${theirs}`)).to.deep.equal([])
    const accepted = verdicts.get('accepted') ?? 0
    expect(accepted).to.be.greaterThan(10)
    expect(cases - accepted).to.be.greaterThan(CASES / 2)
  })
})
