/** A line of input, or that it was longer than may be: then its text is not kept. */
export type InputLine = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'too-long' }

/**
 * Splits text into lines without their ends; holds one line of at most `limit` characters. It asks for more text only
 * when the next line is wanted, so that a fast writer waits for a slow reader.
 */
export async function* boundedLines(
  chunks: AsyncIterable<string>,
  limit: number
): AsyncGenerator<InputLine, void, void> {
  let kept = ''
  let isTooLong = false
  const line = (last: string): InputLine => {
    const text = kept + last
    const result: InputLine =
      isTooLong || text.length > limit
        ? { kind: 'too-long' }
        : { kind: 'text', text: text.endsWith('\r') ? text.slice(0, -1) : text }
    kept = ''
    isTooLong = false
    return result
  }
  for await (const chunk of chunks) {
    const parts = chunk.split('\n')
    const rest = parts.pop() ?? ''
    for (const part of parts) yield line(part)
    if (kept.length + rest.length > limit) {
      isTooLong = true
      kept = ''
    } else if (!isTooLong) kept += rest
  }
  if (kept !== '' || isTooLong) yield line('')
}
