import { randomBytes } from 'node:crypto'
import { copyBytes } from '../base/bytes.ts'
import { unixSeconds } from '../base/units.ts'
import type { Clock, Random } from '../ports/world.ts'

/** The machine's clock and timers. */
export const systemClock: Clock = {
  now: () => unixSeconds(Math.floor(Date.now() / 1000)),
  after(milliseconds, wake) {
    const timer = setTimeout(wake, milliseconds)
    return () => clearTimeout(timer)
  }
}

/** The machine's randomness for keys and nonces. */
export const systemRandom: Random = {
  bytes: (length) => copyBytes(randomBytes(length))
}
