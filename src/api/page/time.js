// Times as people speak of them; the exact one shows when pointed at.
import { element } from './dom.js'

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60]
]
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' })

/** `in 52 minutes`, `3 hours ago`, `just now`, of a difference in seconds. */
export function spanText(seconds) {
  const found = UNITS.find(([, length]) => Math.abs(seconds) >= length)
  if (found === undefined) return seconds > 0 ? 'in a moment' : 'just now'
  const [unit, length] = found
  return relative.format(Math.trunc(seconds / length), unit)
}

/** A time against the present; {@link refreshTimes} keeps it true. */
export function timeElement(seconds) {
  const date = new Date(seconds * 1000)
  return element('time', { datetime: date.toISOString(), title: date.toLocaleString() }, spanNow(date))
}

/** Writes all times on the page anew. */
export function refreshTimes() {
  for (const time of document.querySelectorAll('time')) {
    const text = spanNow(new Date(time.dateTime))
    if (time.textContent !== text) time.textContent = text
  }
}

function spanNow(date) {
  return spanText((date.getTime() - Date.now()) / 1000)
}
