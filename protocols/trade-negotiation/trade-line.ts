import { decodeTradeResponse, encodeTradeRequest } from './codec.ts'
import { FrameError, Frames, type FrameStream } from './frames.ts'
import { TRADE_LIMITS } from './protocol.ts'
import type { TradeRequest, TradeResponse } from './types.ts'

interface OpenLine {
  readonly stream: FrameStream
  readonly frames: Frames
  usedAt: number
}

/** The asking end towards one peer: one stream, opened when needed, and one request at a time. */
export class TradeLine {
  readonly #dial: (signal: AbortSignal) => Promise<FrameStream>
  readonly #now: () => number
  #turn: Promise<unknown> = Promise.resolve()
  #pending = 0
  #open: OpenLine | null = null

  constructor(dial: (signal: AbortSignal) => Promise<FrameStream>, now: () => number) {
    this.#dial = dial
    this.#now = now
  }

  /** Whether nobody waits for an answer and no stream is open: the line may be forgotten. */
  isUnused(): boolean {
    return this.#pending === 0 && !this.#isOpen()
  }

  /** Resets the open stream, where there is one. */
  close(): void {
    this.#open?.stream.abort(new Error('stopped'))
    this.#open = null
  }

  /** Rejects as TradeNegotiation's `request` says. */
  async request(request: TradeRequest, signal?: AbortSignal): Promise<TradeResponse> {
    this.#pending++
    const answer = this.#turn.then(async () => this.#exchange(request, signal))
    this.#turn = answer.catch(() => undefined)
    try {
      return await answer
    } finally {
      this.#pending--
    }
  }

  async #exchange(request: TradeRequest, signal?: AbortSignal): Promise<TradeResponse> {
    if (signal?.aborted === true) throw new FrameError('FRAME_ABORTED', signal.reason)
    const body = encodeTradeRequest(request)
    const frames = await this.#frames(signal)
    const wait = { milliseconds: TRADE_LIMITS.requestMilliseconds, signal }
    try {
      await frames.write(body, wait)
      return decodeTradeResponse(await frames.read(wait))
    } catch (error) {
      // An answer that comes late must not be taken for the answer to the next request.
      this.close()
      throw error
    }
  }

  async #frames(signal?: AbortSignal): Promise<Frames> {
    const now = this.#now()
    const idle = now - (this.#open?.usedAt ?? now)
    if (!this.#isOpen() || idle > TRADE_LIMITS.reuseMilliseconds) this.close()
    if (this.#open === null) {
      const limit = AbortSignal.timeout(TRADE_LIMITS.requestMilliseconds)
      const stream = await this.#dial(signal === undefined ? limit : AbortSignal.any([signal, limit]))
      this.#open = { stream, frames: new Frames(stream), usedAt: now }
    }
    this.#open.usedAt = now
    return this.#open.frames
  }

  #isOpen(): boolean {
    const stream = this.#open?.stream
    return stream?.status === 'open' && stream.remoteWriteStatus === 'writable'
  }
}
