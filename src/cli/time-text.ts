import { seconds, type Seconds, type UnixSeconds } from '../base/units.ts'
import { CliError } from './cli-error.ts'

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

/**
 * A span such as `90s`, `45m`, `12h` or `7d`.
 * @throws {@link CliError} `DURATION_INVALID`.
 */
export function parseDuration(text: string): Seconds {
  const match = /^([0-9]{1,9})([smhd])$/.exec(text)
  const unit = UNIT_SECONDS[match?.[2] ?? '']
  if (unit === undefined) throw new CliError('DURATION_INVALID', `${JSON.stringify(text)} is not a duration`)
  return seconds(Number(match?.[1]) * unit)
}

/** A span in its two largest units: `2d 3h`, `5m 10s`. */
export function durationText(span: number): string {
  const parts = Object.entries(UNIT_SECONDS)
    .reverse()
    .map(([name, unit], index, units) => {
      const larger = units[index - 1]?.[1] ?? Infinity
      return { name, count: Math.floor((span % larger) / unit) }
    })
  const first = parts.findIndex((part) => part.count > 0)
  if (first === -1) return '0s'
  const shown = parts.slice(first, first + 2).filter((part) => part.count > 0)
  return shown.map((part) => `${part.count}${part.name}`).join(' ')
}

/** A time in UTC: `2026-11-20 23:10:05Z`. */
export function timeText(time: UnixSeconds): string {
  return new Date(time * 1000).toISOString().replace('T', ' ').replace('.000', '')
}
