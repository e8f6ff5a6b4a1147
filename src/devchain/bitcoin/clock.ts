import { unixSeconds, type UnixSeconds } from '../../base/units.ts'

/** Time as a development chain sees it; tests put their own in its place. */
export interface DevelopmentClock {
  /** Seconds since 1970-01-01 UTC, whole. */
  now(): UnixSeconds
  /** Calls `wake` once after `milliseconds`; the returned function takes it back. */
  after(milliseconds: number, wake: () => void): () => void
}

/** The machine's clock; a pending timer does not keep the process alive. */
export const SYSTEM_CLOCK: DevelopmentClock = {
  now: () => unixSeconds(Math.floor(Date.now() / 1000)),
  after(milliseconds, wake) {
    const timer = setTimeout(wake, milliseconds)
    timer.unref()
    return () => clearTimeout(timer)
  }
}
