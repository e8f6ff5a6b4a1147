/** Columns that event names fill, so that facts begin below one another. */
const EVENT_WIDTH = 24

/** One JSON log line as one line for people: `12:30:05 info  trade.transition  from=a to=b`. */
export function prettyLine(json: string): string {
  const { time, level, event, ...fields } = JSON.parse(json) as Record<string, unknown>
  const clock = String(time).slice(11, 19)
  const facts = Object.entries(fields).map(([key, value]) => `${key}=${factText(value)}`)
  return (
    `${clock} ${String(level).padEnd(5)} ${String(event).padEnd(EVENT_WIDTH)} ${facts.join(' ')}`.trimEnd() +
    '\n'
  )
}

/** Text with spaces or control characters is quoted: a fact cannot pass for a second line. */
function factText(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return /^[\u0021\u0023-\u007e]+$/.test(text) ? text : JSON.stringify(text)
}
