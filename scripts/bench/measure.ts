/** Time in microseconds from an arbitrary start. */
export function microseconds(): number {
  return performance.now() * 1000
}

/** Microseconds of one operation, averaged over `count` calls. */
export function perOperation(count: number, operation: (index: number) => unknown): number {
  const start = microseconds()
  for (let index = 0; index < count; index++) operation(index)
  return (microseconds() - start) / count
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** The value below which that fraction of the values lies, interpolated; NaN of none. */
export function percentile(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((left, right) => left - right)
  const place = (sorted.length - 1) * fraction
  const low = sorted[Math.floor(place)] ?? Number.NaN
  const high = sorted[Math.ceil(place)] ?? Number.NaN
  return low + (high - low) * (place - Math.floor(place))
}
