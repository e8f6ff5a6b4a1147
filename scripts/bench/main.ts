// npm run bench [-- NAME ...] [--slices N] [--json]
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { curve } from '../../src/crypto/curve/selected.ts'
import { measureFloors } from './floors.ts'
import { suites } from './registry.ts'
import { runSuite, type SuiteResult } from './run-suite.ts'
import type { Suite } from './suite.ts'
import { figure, tableLines } from './table.ts'

/** A median of fewer slices would be moved by one disturbance. */
const LEAST_SLICES = 5

function print(suite: Suite, result: SuiteResult): void {
  const { S, R, V, curve } = result.floors
  console.log(`\n${suite.name}: ${suite.about}`)
  console.log(
    `floors: S ${figure(S)} us (synced write), R ${figure(R)} us (TCP round trip), V ${figure(V)} us (ECDSA verification, ${curve})\n`
  )
  const head = ['', 'median', 'unit', 'low', 'high', 'floor', 'x floor', 'x faster']
  const body = result.rows.map((row) => [
    row.name,
    figure(row.median),
    row.unit,
    figure(row.low),
    figure(row.high),
    row.floor ?? '',
    row.timesFloor === undefined ? '' : figure(row.timesFloor),
    row.timesFaster === undefined ? '' : figure(row.timesFaster)
  ])
  for (const line of tableLines([head, ...body])) console.log(line)
  for (const reason of result.skipped) console.log(`skipped: ${reason}`)
}

/** What the figures depend on besides this program. */
function machine() {
  const { version: node, platform, arch } = process
  const cores = cpus()
  return {
    node,
    platform,
    arch,
    cores: cores.length,
    processor: cores[0]?.model ?? '',
    curve: curve().backend
  }
}

function printHead(slices: number): void {
  const { node, platform, arch, cores, processor, curve: backend } = machine()
  console.log(`${cores} cores (${processor}), ${platform} ${arch}, Node ${node}, ${backend} secp256k1`)
  console.log(
    `Each figure is the median of ${slices} slices. Read the ratios: x floor says how many times the least that this ` +
      'machine needs, measured just before; bare times are of this machine and this moment.'
  )
}

/** Four significant digits: more would be noise. */
function rounded(value: number): number {
  return Number(value.toPrecision(4))
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, slices: { type: 'string', default: '5' } }
  })
  const slices = Number(values.slices)
  if (!Number.isInteger(slices) || slices < LEAST_SLICES) {
    throw new RangeError(`--slices must be a whole number of ${LEAST_SLICES} or more`)
  }
  const unknown = positionals.find((name) => !suites.some((suite) => suite.name === name))
  if (unknown !== undefined) {
    const names = suites.map((suite) => suite.name).join(', ')
    throw new RangeError(`there is no benchmark ${unknown}; there are: ${names}`)
  }
  const chosen = suites.filter((suite) => positionals.length === 0 || positionals.includes(suite.name))
  printHead(slices)
  const results: SuiteResult[] = []
  for (const suite of chosen) {
    const result = await runSuite(suite, slices, measureFloors)
    print(suite, result)
    results.push(result)
  }
  if (values.json) {
    const report = { ...machine(), slices, suites: results }
    console.log(
      JSON.stringify(report, (_, value: unknown) => (typeof value === 'number' ? rounded(value) : value))
    )
  }
}

try {
  await main()
} catch (error) {
  console.error(error instanceof RangeError || error instanceof TypeError ? error.message : error)
  process.exitCode = 1
}
