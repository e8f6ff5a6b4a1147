import '../../src/base/node20.ts'
import type { Connection, Libp2p, PeerId, Stream } from '@libp2p/interface'
import { CodedError } from '../../src/base/coded-error.ts'
import { TokenBuckets } from '../../src/base/token-bucket.ts'
import { decodeTradeRequest, encodeTradeResponse } from './codec.ts'
import { FrameError, Frames } from './frames.ts'
import { TRADE_BYTE_RATE, TRADE_LIMITS, TRADE_PROTOCOL, TRADE_REQUEST_RATE } from './protocol.ts'
import { TradeLine } from './trade-line.ts'
import type { TradeRequest, TradeResponse } from './types.ts'

/** What an answering node reports of a peer or of itself. */
export type TradeServiceErrorCode =
  /** More requests or bytes than the rate allows; the request got `refuse` BUSY. */
  | 'TRADE_RATE_EXCEEDED'
  /** A stream was opened and no request came. */
  | 'TRADE_SILENT'
  /** The injected handler rejected; the request got `refuse` INTERNAL. The cause is kept. */
  | 'TRADE_HANDLER_FAILED'

/** An offence of a peer, or a handler that failed. */
export class TradeServiceError extends CodedError<TradeServiceErrorCode> {}

/** What the protocol needs of libp2p. */
export type TradeNetwork = Pick<Libp2p, 'handle' | 'unhandle' | 'dialProtocol'>

/** Who answers requests, who may ask, and who learns of failures. */
export interface TradeNegotiationInit {
  /** Answers a request; the same request may come again and gets the same answer. */
  readonly handler: (peer: PeerId, request: TradeRequest) => Promise<TradeResponse>
  /** Fulfils once the peer may talk to us, rejects where it may not. */
  readonly admit: (peer: PeerId, signal: AbortSignal) => Promise<void>
  /** A stream that failed, or an offence: TradeServiceError, WireError, FrameError or an error of libp2p. */
  readonly onFailure: (peer: PeerId, error: unknown) => void
  /** Milliseconds that never run backwards; `performance.now` unless given. */
  readonly now?: () => number
}

/** Requests and answers of trades over one long-lived stream per peer (README, "Sequence"). */
export class TradeNegotiation {
  readonly #network: TradeNetwork
  readonly #init: TradeNegotiationInit
  readonly #now: () => number
  readonly #lines = new Map<string, TradeLine>()
  readonly #served = new Set<Stream>()
  readonly #requests = new TokenBuckets(TRADE_REQUEST_RATE, TRADE_LIMITS.maxRatedPeers)
  readonly #bytes = new TokenBuckets(TRADE_BYTE_RATE, TRADE_LIMITS.maxRatedPeers)

  constructor(network: TradeNetwork, init: TradeNegotiationInit) {
    this.#network = network
    this.#init = init
    this.#now = init.now ?? ((): number => performance.now())
  }

  /** Answers requests from now on. */
  async start(): Promise<void> {
    await this.#network.handle(TRADE_PROTOCOL, this.#serve, {
      maxInboundStreams: TRADE_LIMITS.maxStreams,
      maxOutboundStreams: TRADE_LIMITS.maxStreams,
      runOnLimitedConnection: false
    })
  }

  /** Answers no more, and resets every stream. */
  async stop(): Promise<void> {
    await this.#network.unhandle(TRADE_PROTOCOL)
    for (const line of this.#lines.values()) line.close()
    this.#lines.clear()
    for (const stream of this.#served) stream.abort(new Error('stopped'))
  }

  /**
   * Sends a request over the open stream to the peer, opening one where needed, and gives the answer. Requests to
   * one peer run one after another. Rejects with a WireError for an answer that is none, a FrameError, or libp2p's error where the
   * peer cannot be reached; the request may have arrived all the same.
   */
  async request(
    peer: PeerId,
    request: TradeRequest,
    options: { readonly signal?: AbortSignal } = {}
  ): Promise<TradeResponse> {
    const name = peer.toString()
    const line = this.#lines.get(name) ?? this.#line(peer)
    this.#lines.set(name, line)
    try {
      return await line.request(request, options.signal)
    } finally {
      if (line.isUnused()) this.#lines.delete(name)
    }
  }

  #line(peer: PeerId): TradeLine {
    return new TradeLine(
      async (signal) => this.#network.dialProtocol(peer, TRADE_PROTOCOL, { signal }),
      this.#now
    )
  }

  readonly #serve = async (stream: Stream, connection: Connection): Promise<void> => {
    const peer = connection.remotePeer
    this.#served.add(stream)
    try {
      await this.#converse(stream, peer)
      await stream.close({ signal: AbortSignal.timeout(TRADE_LIMITS.firstFrameMilliseconds) })
    } catch (error) {
      stream.abort(new Error('trade stream ended'))
      this.#init.onFailure(peer, error)
    } finally {
      this.#served.delete(stream)
    }
  }

  async #converse(stream: Stream, peer: PeerId): Promise<void> {
    const { firstFrameMilliseconds, idleMilliseconds } = TRADE_LIMITS
    const frames = new Frames(stream)
    await this.#init.admit(peer, AbortSignal.timeout(firstFrameMilliseconds))
    for (let milliseconds: number = firstFrameMilliseconds; ; milliseconds = idleMilliseconds) {
      let frame: Uint8Array
      try {
        frame = await frames.read({ milliseconds })
      } catch (error) {
        if (!(error instanceof FrameError)) throw error
        if (error.code === 'FRAME_TIMEOUT' && milliseconds === firstFrameMilliseconds) throw silent()
        if (error.code === 'FRAME_TIMEOUT' || error.code === 'FRAME_STREAM_ENDED') return
        throw error
      }
      const response = encodeTradeResponse(await this.#respond(peer, frame))
      await frames.write(response, { milliseconds: firstFrameMilliseconds })
    }
  }

  async #respond(peer: PeerId, frame: Uint8Array): Promise<TradeResponse> {
    const name = peer.toString()
    const now = this.#now()
    const withinBytes = this.#bytes.take(name, now, frame.length)
    if (!this.#requests.take(name, now) || !withinBytes) {
      this.#init.onFailure(peer, overRate())
      return { kind: 'refuse', code: 'BUSY', reason: 'too many requests' }
    }
    const request = decodeTradeRequest(frame)
    try {
      return await this.#init.handler(peer, request)
    } catch (cause) {
      this.#init.onFailure(peer, handlerFailed(cause))
      return { kind: 'refuse', code: 'INTERNAL', reason: '' }
    }
  }
}

function silent(): TradeServiceError {
  return new TradeServiceError('TRADE_SILENT', 'a stream was opened and no request came', { fault: 'peer' })
}

function overRate(): TradeServiceError {
  return new TradeServiceError('TRADE_RATE_EXCEEDED', 'the peer sends requests too fast', { fault: 'peer' })
}

function handlerFailed(cause: unknown): TradeServiceError {
  return new TradeServiceError('TRADE_HANDLER_FAILED', 'a trade request could not be handled', {
    fault: 'internal',
    cause
  })
}
