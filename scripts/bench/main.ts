// npm run bench [-- NAME ...] [--slices N] [--json]
import { parseArgs } from 'node:util'
import { floorMicroseconds, measureFloors, type FloorCost, type Floors } from './floors.ts'
import { median } from './measure.ts'
import { suites } from './registry.ts'
import type { Row, Suite, Unit } from './suite.ts'
import { figure, tableLines } from './table.ts'

/** A median of fewer slices would be moved by one disturbance. */
const LEAST_SLICES = 5

interface RowResult {
  readonly name: string
  readonly unit: Unit
  readonly median: number
  readonly low: number
  readonly high: number
  /** Such as `4 S + 2 R`; absent where the row has no floor. */
  readonly floor?: string
  /** How many times the floor the time is. */
  readonly timesFloor?: number
  readonly reference?: string
  /** How many times faster than the reference row. */
  readonly timesFaster?: number
}

interface SuiteResult {
  readonly name: string
  readonly floors: Floors
  readonly rows: readonly RowResult[]
}

const MICROSECONDS: Readonly<Partial<Record<Unit, number>>> = { us: 1, ms: 1e3, s: 1e6 }

/** Microseconds of one operation, or null where the unit is no time and no rate. */
function operationMicroseconds(value: number, unit: Unit): number | null {
  const scale = MICROSECONDS[unit]
  if (scale !== undefined) return value * scale
  return unit === '1/s' ? 1e6 / value : null
}

function floorText(cost: FloorCost): string {
  return Object.entries(cost)
    .map(([name, count]) => `${count} ${name}`)
    .join(' + ')
}

/** Every row's slices, one slice of each row in turn, so that a disturbance falls on all of them. */
async function runSlices(rows: readonly Row[], slices: number): Promise<ReadonlyMap<string, number[]>> {
  const values = new Map<string, number[]>(rows.map((row) => [row.name, []]))
  for (let round = 0; round < slices; round++) {
    for (const row of rows) values.get(row.name)?.push(await row.slice())
  }
  return values
}

function rowResult(row: Row, values: ReadonlyMap<string, readonly number[]>, floors: Floors): RowResult {
  const own = values.get(row.name) ?? []
  const time = operationMicroseconds(median(own), row.unit)
  const referenceTime = operationMicroseconds(median(values.get(row.reference ?? '') ?? []), row.unit)
  return {
    name: row.name,
    unit: row.unit,
    median: median(own),
    low: Math.min(...own),
    high: Math.max(...own),
    ...(row.floor === undefined || time === null
      ? {}
      : { floor: floorText(row.floor), timesFloor: time / floorMicroseconds(row.floor, floors) }),
    ...(row.reference === undefined || time === null || referenceTime === null
      ? {}
      : { reference: row.reference, timesFaster: referenceTime / time })
  }
}

async function runSuite(suite: Suite, slices: number): Promise<SuiteResult> {
  const floors = await measureFloors()
  const open = await suite.open()
  try {
    const values = await runSlices(open.rows, slices)
    return { name: suite.name, floors, rows: open.rows.map((row) => rowResult(row, values, floors)) }
  } finally {
    await open.close()
  }
}

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
  const results: SuiteResult[] = []
  for (const suite of chosen) {
    const result = await runSuite(suite, slices)
    print(suite, result)
    results.push(result)
  }
  if (values.json) {
    const { version: node, platform, arch } = process
    const report = { node, platform, arch, slices, suites: results }
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
