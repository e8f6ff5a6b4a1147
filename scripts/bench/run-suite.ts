import { floorMicroseconds, type FloorCost, type Floors } from './floors.ts'
import { median } from './measure.ts'
import type { Row, Suite, Unit } from './suite.ts'

/** One row's figures. */
export interface RowResult {
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

/** What a suite came to. */
export interface SuiteResult {
  readonly name: string
  readonly floors: Floors
  readonly rows: readonly RowResult[]
  /** What was left out on this machine, and why. */
  readonly skipped: readonly string[]
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

/** Measures all rows of a suite, `slices` times each; what it opened is closed, whatever happens. */
export async function runSuite(
  suite: Suite,
  slices: number,
  measure: () => Promise<Floors>
): Promise<SuiteResult> {
  const floors = await measure()
  const open = await suite.open()
  try {
    const values = await runSlices(open.rows, slices)
    const rows = open.rows.map((row) => rowResult(row, values, floors))
    return { name: suite.name, floors, rows, skipped: open.skipped ?? [] }
  } finally {
    await open.close()
  }
}
