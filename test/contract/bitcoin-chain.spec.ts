import { chainSourceContract } from './chain-source.contract.ts'
import { removePrepared, SUBJECTS } from './chain-under-test.ts'
import { policyContract } from './policy.contract.ts'
import { scriptContract } from './scripts.contract.ts'
import { shapeContract } from './shapes.contract.ts'
import { Workbench } from './workbench.ts'

const START_MILLISECONDS = 60_000

describe('contract of Bitcoin-family chains', () => {
  after(removePrepared)

  for (const subject of SUBJECTS) {
    if (subject.absent !== null) {
      it.skip(`${subject.name} (skipped: ${subject.absent})`)
      continue
    }
    describe(subject.name, () => {
      let bench: Workbench
      before(async function () {
        this.timeout(START_MILLISECONDS)
        bench = new Workbench(await subject.start())
        await bench.prepare()
      })
      after(() => bench?.under.stop())

      describe('answers', () => shapeContract(() => bench))
      describe('chain source', () => chainSourceContract(() => bench))
      describe('mempool and blocks', () => policyContract(() => bench))
      describe('scripts', () => scriptContract(() => bench))
    })
  }
})
