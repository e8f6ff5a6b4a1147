import { setTimeout as delay } from 'node:timers/promises'
import { CodedError } from '../base/coded-error.ts'

const LOOK_MILLISECONDS = 100

/** How long to wait, and what to say where it was for nothing. */
export interface Wait {
  readonly milliseconds: number
  readonly what: string
  readonly signal?: AbortSignal
}

/**
 * Looks again and again until there is a value.
 * @throws CodedError `TESTNET_TIMEOUT`, naming what did not come.
 */
export async function until<Value>(look: () => Promise<Value | null>, wait: Wait): Promise<Value> {
  const end = performance.now() + wait.milliseconds
  for (;;) {
    const value = await look()
    if (value !== null) return value
    wait.signal?.throwIfAborted()
    if (performance.now() > end) {
      const seconds = Math.round(wait.milliseconds / 1000)
      throw new CodedError('TESTNET_TIMEOUT', `${wait.what}: not within ${seconds} s`, { fault: 'internal' })
    }
    await delay(LOOK_MILLISECONDS)
  }
}
