/**
 * Rows of a vector file by column name. The files quote nothing; only the last column, a comment, holds commas.
 */
export function csvRows(text: string): readonly Readonly<Record<string, string>>[] {
  const [header = '', ...lines] = text.trim().split(/\r?\n/)
  const names = header.split(',')
  return lines.map((line) => {
    const cells = line.split(',')
    const last = cells.slice(names.length - 1).join(',')
    return Object.fromEntries(
      names.map((name, index) => [name, index < names.length - 1 ? (cells[index] ?? '') : last])
    )
  })
}

/** The cell of that column, which must exist. */
export function cell(row: Readonly<Record<string, string>>, name: string): string {
  const value = row[name]
  if (value === undefined) throw new Error(`the vector file has no column ${name}`)
  return value
}
