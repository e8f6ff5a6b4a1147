import type { Bytes } from '../../base/bytes.ts'
import { curve } from './selected.ts'

/** Sum of compressed points, where null is infinity: the sum of none is null too. */
export function sumPoints(...points: readonly (Bytes | null)[]): Bytes | null {
  return points.reduce(
    (left, right) => (left === null || right === null ? (left ?? right) : curve().pointAdd(left, right)),
    null
  )
}
