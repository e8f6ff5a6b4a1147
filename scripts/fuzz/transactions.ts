import { LITECOIND, removePrepared } from '../../test/contract/chain-under-test.ts'
import { Workbench } from '../../test/contract/workbench.ts'
import { FuzzBench } from '../../test/fuzz/verdicts.ts'

const USAGE = `Usage: npm run fuzz:transactions -- [COUNT] [SEED]
Mutates COUNT transactions (1000) as SEED (1) says and compares the verdicts of our rules with those of litecoind's
testmempoolaccept. Exit codes: 0 the same everywhere; 1 differences, which are printed; 2 wrong usage; 3 no litecoind.
`

function wholeNumber(text: string | undefined, fallback: number): number | null {
  if (text === undefined) return fallback
  return /^[0-9]{1,7}$/.test(text) ? Number(text) : null
}

async function fuzz(count: number, seed: number): Promise<number> {
  const bench = new Workbench(await LITECOIND.start())
  try {
    await bench.prepare()
    const judges = new FuzzBench(bench)
    await judges.prepare()
    const { cases, verdicts, differences } = await judges.run(seed, count)
    for (const [verdict, times] of [...verdicts].sort((left, right) => right[1] - left[1])) {
      process.stdout.write(`${String(times).padStart(6)}  ${verdict}\n`)
    }
    for (const { name, ours, theirs, bytes } of differences) {
      const hex = Buffer.from(bytes).toString('hex')
      process.stdout.write(
        `DIFFERENT  ${name}\n  ours:   ${ours}\n  theirs: ${theirs}\n  ${hex.slice(0, 2000)}\n`
      )
    }
    process.stdout.write(`${cases} cases, ${differences.length} differences (seed ${seed})\n`)
    return differences.length === 0 ? 0 : 1
  } finally {
    await bench.under.stop()
    await removePrepared()
  }
}

const [count, seed] = [wholeNumber(process.argv[2], 1000), wholeNumber(process.argv[3], 1)]
if (count === null || seed === null) {
  process.stderr.write(USAGE)
  process.exitCode = 2
} else if (LITECOIND.absent !== null) {
  process.stderr.write(`nothing to compare with: ${LITECOIND.absent}\n`)
  process.exitCode = 3
} else {
  process.exitCode = await fuzz(count, seed)
}
