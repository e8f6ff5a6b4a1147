import { setTimeout as delay } from 'node:timers/promises'
import { hashSchema, parseResult } from './answers.ts'
import { DaemonError } from './errors.ts'
import type { BitcoinRpcClient } from './rpc-client.ts'

/** Milliseconds between two looks where the daemon has no waiting call. */
const POLL_MILLISECONDS = 500
/**
 * Longest waiting call. A block that comes just before the daemon begins to wait is seen when the call ends,
 * and a call that nobody waits for any more holds one of its threads no longer than this.
 */
const LONGEST_CALL_MILLISECONDS = 5000
/** How much longer than asked a waiting call may take to answer. */
const ANSWER_GRACE_MILLISECONDS = 5000

/** Waits for another best block with at most one waiting call at the daemon: each holds one of its threads. */
export class TipWaiter {
  readonly #client: BitcoinRpcClient
  #waiting: Promise<void> | null = null
  #canWait = true

  constructor(client: BitcoinRpcClient) {
    this.#client = client
  }

  /** Fulfils when the best block is not `known`, after `milliseconds`, or when `signal` is aborted. */
  async waitForChange(known: string, milliseconds: number, signal: AbortSignal): Promise<void> {
    const end = performance.now() + milliseconds
    while (!signal.aborted) {
      const left = Math.ceil(end - performance.now())
      const change = left > 0 ? this.#nextChange(left) : null
      if ((await this.#tip(signal)) !== known || change === null) return
      await Promise.race([change, sleep(left, signal)])
    }
  }

  async #tip(signal: AbortSignal): Promise<string | null> {
    try {
      const result = await this.#client.call('getbestblockhash', [], { signal })
      return parseResult(hashSchema, result, 'getbestblockhash')
    } catch (error) {
      if (signal.aborted) return null
      throw error
    }
  }

  /** Fulfils at a new block, or after a while. */
  #nextChange(milliseconds: number): Promise<void> {
    if (!this.#canWait) return delay(Math.min(milliseconds, POLL_MILLISECONDS))
    this.#waiting ??= this.#waitAtDaemon(Math.min(milliseconds, LONGEST_CALL_MILLISECONDS)).finally(() => {
      this.#waiting = null
    })
    return this.#waiting
  }

  async #waitAtDaemon(milliseconds: number): Promise<void> {
    try {
      const timeout = milliseconds + ANSWER_GRACE_MILLISECONDS
      await this.#client.call('waitfornewblock', [milliseconds], { timeout })
    } catch (error) {
      // A daemon without the call is polled; one that is out of reach fails the look at its tip.
      if (!(error instanceof DaemonError)) throw error
      if (error.code === 'DAEMON_REFUSED') this.#canWait = false
      await delay(POLL_MILLISECONDS)
    }
  }
}

async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(milliseconds, undefined, { signal })
  } catch {
    // Aborted: the caller looks at the signal.
  }
}
