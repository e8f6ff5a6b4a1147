/** How often something may happen: `burst` at once, `perMinute` in the long run. */
export interface Rate {
  readonly burst: number
  readonly perMinute: number
}

/** A token bucket. Time is given by the caller, in milliseconds that never run backwards. */
export class TokenBucket {
  readonly #rate: Rate
  #tokens: number
  #filledAt: number

  constructor(rate: Rate, now: number) {
    this.#rate = rate
    this.#tokens = rate.burst
    this.#filledAt = now
  }

  /** Takes `cost` tokens and says true, or takes nothing and says false. */
  take(now: number, cost = 1): boolean {
    const refill = ((now - this.#filledAt) * this.#rate.perMinute) / 60_000
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + refill)
    this.#filledAt = now
    if (this.#tokens < cost) return false
    this.#tokens -= cost
    return true
  }
}

/** One bucket for each key; at most `maxKeys`, the longest known one makes room. */
export class TokenBuckets {
  readonly #rate: Rate
  readonly #maxKeys: number
  readonly #buckets = new Map<string, TokenBucket>()

  constructor(rate: Rate, maxKeys: number) {
    this.#rate = rate
    this.#maxKeys = maxKeys
  }

  /** As {@link TokenBucket.take}, from the bucket of `key`. */
  take(key: string, now: number, cost = 1): boolean {
    let bucket = this.#buckets.get(key)
    if (bucket === undefined) {
      const oldest = this.#buckets.keys().next()
      if (this.#buckets.size >= this.#maxKeys && oldest.done !== true) this.#buckets.delete(oldest.value)
      bucket = new TokenBucket(this.#rate, now)
      this.#buckets.set(key, bucket)
    }
    return bucket.take(now, cost)
  }
}
