import type { Output } from './output.ts'

const COLUMNS = 4

/** The words of a wallet, numbered, in columns that are read downwards. */
export function showWords(output: Output, words: string): void {
  const list = words.split(' ')
  const rows = Math.ceil(list.length / COLUMNS)
  output.line(output.paint('bold', 'Write these words down, in order, on paper.'))
  output.line('Whoever has them has the coins; without them and this folder the coins are lost.')
  output.line()
  for (let row = 0; row < rows; row += 1) {
    const cells = Array.from({ length: COLUMNS }, (_, column) => column * rows + row)
      .filter((index) => index < list.length)
      .map((index) => `${String(index + 1).padStart(4)} ${(list[index] ?? '').padEnd(10)}`)
    output.line(cells.join('').trimEnd())
  }
  output.line()
}
