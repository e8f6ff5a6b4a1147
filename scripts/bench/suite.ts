import type { FloorCost } from './floors.ts'

/** What a row's figure counts: microseconds, milliseconds, seconds, operations a second, megabytes (10^6), things. */
export type Unit = 'us' | 'ms' | 's' | '1/s' | 'MB' | 'count'

/** One line of the table. */
export interface Row {
  /** Unique within its suite. */
  readonly name: string
  readonly unit: Unit
  /** Measures once and gives the figure in `unit`. The runner calls it several times and takes the median. */
  readonly slice: () => number | Promise<number>
  /** The physical floor of the same work, such as `{ V: 1 }`; the table shows how many times it the figure is. */
  readonly floor?: FloorCost
  /** Name of another row; the table shows how many times faster this one is. */
  readonly reference?: string
}

/** Rows with what they share, such as running nodes. */
export interface OpenSuite {
  readonly rows: readonly Row[]
  /** What this machine lacks, one line each with the reason and the way out. */
  readonly skipped?: readonly string[]
  /** Ends everything that was started. */
  close(): void | Promise<void>
}

/** One benchmark file's export, to be listed in the registry. */
export interface Suite {
  /** The NAME of `npm run bench -- NAME`. */
  readonly name: string
  /** One line for the table's head: what is measured and how. */
  readonly about: string
  /** Prepares the rows. It is called after the floors were measured, so that nothing else runs meanwhile. */
  open(): OpenSuite | Promise<OpenSuite>
}
