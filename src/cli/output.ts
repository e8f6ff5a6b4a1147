import { toJson } from '../api/values.ts'

/** Where text goes; the process's streams fit. */
export interface TextStream {
  /** False where the reader is slow: more should wait for `drain`. */
  write(text: string): unknown
  once?(event: 'drain', listener: () => void): unknown
  readonly isTTY?: boolean
}

const COLOURS = { bold: 1, red: 31, green: 32, yellow: 33, dim: 2 } as const

/** Names of colours that {@link Output.paint} knows. */
export type Colour = keyof typeof COLOURS

/** A table cell; a right one is for numbers. */
export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
}

/** What a command says: text and tables for people, or JSON for programs. */
export class Output {
  readonly json: boolean
  private readonly stdout: TextStream
  private readonly stderr: TextStream
  private readonly coloured: boolean

  constructor(
    streams: { stdout: TextStream; stderr: TextStream },
    options: { json: boolean; noColour: boolean }
  ) {
    this.stdout = streams.stdout
    this.stderr = streams.stderr
    this.json = options.json
    this.coloured = streams.stdout.isTTY === true && !options.noColour && !options.json
  }

  /** One line for people. */
  line(text = ''): void {
    if (!this.json) this.stdout.write(`${text}\n`)
  }

  /** One JSON value for programs, on one line. */
  value(value: unknown): void {
    if (this.json) this.stdout.write(`${toJson(value)}\n`)
  }

  /** One JSON value on one line in both modes; fulfils when the reader keeps up and more may follow. */
  async record(value: unknown): Promise<void> {
    const { stdout } = this
    if (stdout.write(`${toJson(value)}\n`) !== false) return
    await new Promise<void>((resolve) => {
      if (stdout.once === undefined) resolve()
      else stdout.once('drain', resolve)
    })
  }

  /** Text without any decoration, in both modes: a script or a link. */
  raw(text: string): void {
    this.stdout.write(text)
  }

  /** Progress and remarks that are no result. */
  note(text: string): void {
    this.stderr.write(`${text}\n`)
  }

  /** The text in a colour, or as it is where the output takes none. */
  paint(colour: Colour, text: string): string {
    return this.coloured ? `\u001b[${COLOURS[colour]}m${text}\u001b[0m` : text
  }

  /** Rows below their titles; the last column is not padded. */
  table(columns: readonly Column[], rows: readonly (readonly string[])[]): void {
    const cells = rows.map((row) => row.map(printable))
    const widths = columns.map((column, index) =>
      Math.max(column.title.length, ...cells.map((row) => row[index]?.length ?? 0))
    )
    const pad = (text: string, index: number): string => {
      if (columns[index]?.align === 'right') return text.padStart(widths[index] ?? 0)
      return index === columns.length - 1 ? text : text.padEnd(widths[index] ?? 0)
    }
    const titles = columns.map((column, index) => pad(column.title, index)).join('  ')
    this.line(this.paint('dim', titles.trimEnd()))
    for (const row of cells) this.line(row.map(pad).join('  ').trimEnd())
  }

  /** Names and values below one another. */
  facts(facts: readonly (readonly [name: string, value: string])[]): void {
    const width = Math.max(...facts.map(([name]) => name.length))
    for (const [name, value] of facts)
      this.line(`${this.paint('dim', name.padEnd(width))}  ${printable(value)}`)
  }
}

/** Text of peers and daemons must not steer the terminal: control characters become `?`. */
export function printable(text: string): string {
  // oxlint-disable-next-line eslint/no-control-regex -- these are what it is about
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '?')
}
