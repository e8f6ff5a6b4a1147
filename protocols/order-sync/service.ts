import '../../src/base/node20.ts'
import type { Connection, Libp2p, PeerId, Stream } from '@libp2p/interface'
import { lpStream } from '@libp2p/utils'
import { pipe } from 'it-pipe'
import type { Bytes } from '../../src/base/bytes.ts'
import { CodedError } from '../../src/base/coded-error.ts'
import { decodeFrameLength } from '../../src/base/frame-length.ts'
import { TokenBuckets } from '../../src/base/token-bucket.ts'
import { batches } from './batches.ts'
import { IdleDeadline } from './idle-deadline.ts'
import { decodeOrderSyncFrame, encodeOrderSyncFrame } from './codec.ts'
import { Pacing } from './pacing.ts'
import { ORDER_SYNC_LIMITS, ORDER_SYNC_PROTOCOL, ORDER_SYNC_RATE } from './protocol.ts'
import type { OrderSyncFrame, OrderSyncRefusalCode } from './types.ts'

/** How a flow failed. */
export type OrderSyncErrorCode =
  /** The peer does not hand out its orders; `details.reason` has the refusal code. */
  | 'SYNC_REFUSED'
  /** A frame of the wrong kind for its place, or more messages than asked for. */
  | 'SYNC_OUT_OF_ORDER'
  /** The flow ended with another number of messages than it says. */
  | 'SYNC_COUNT_MISMATCH'
  /** The peer asks too often. */
  | 'SYNC_RATE_EXCEEDED'

/** A flow that failed. */
export class OrderSyncError extends CodedError<OrderSyncErrorCode> {}

/** What the protocol needs of libp2p. */
export type OrderSyncNetwork = Pick<Libp2p, 'handle' | 'unhandle' | 'dialProtocol'>

/** What is handed out and taken in, and by which encoding. */
export interface OrderSyncInit<Message> {
  /** Name of the Bourse network. */
  readonly network: string
  /** The encoding of order-gossip; `decode` throws where the bytes are no message. */
  readonly codec: {
    readonly encode: (message: Message) => Bytes
    readonly decode: (bytes: Uint8Array) => Message
  }
  /** What to hand out, read as fast as the peer takes it; null where the node keeps no orders. */
  readonly source: () => Iterable<Message> | AsyncIterable<Message> | null
  /** Takes what a peer handed out, in batches; little is read meanwhile, so that the peer has to wait. */
  readonly receive: (messages: readonly Message[], from: PeerId) => Promise<void>
  /** Fulfils once the peer may talk to us, rejects where it may not. */
  readonly admit: (peer: PeerId, signal: AbortSignal) => Promise<void>
  /** A served flow that failed, or an offence: OrderSyncError, WireError or an error of libp2p. */
  readonly onFailure: (peer: PeerId, error: unknown) => void
  /** Milliseconds that never run backwards; `performance.now` unless given. */
  readonly now?: () => number
}

type Framed = ReturnType<typeof lpStream<Stream>>

/** Hands out and fetches live orders as one long flow (README, "Sequence"). */
export class OrderSync<Message> {
  readonly #network: OrderSyncNetwork
  readonly #init: OrderSyncInit<Message>
  readonly #now: () => number
  readonly #rates = new TokenBuckets(ORDER_SYNC_RATE, ORDER_SYNC_LIMITS.maxRatedPeers)
  readonly #streams = new Set<Stream>()
  #served = 0

  constructor(network: OrderSyncNetwork, init: OrderSyncInit<Message>) {
    this.#network = network
    this.#init = init
    this.#now = init.now ?? ((): number => performance.now())
  }

  /** Answers peers that ask from now on. */
  async start(): Promise<void> {
    await this.#network.handle(ORDER_SYNC_PROTOCOL, this.#serve, {
      maxInboundStreams: ORDER_SYNC_LIMITS.maxStreams,
      maxOutboundStreams: ORDER_SYNC_LIMITS.maxStreams,
      runOnLimitedConnection: false
    })
  }

  /** Answers no more, and resets flows that are under way. */
  async stop(): Promise<void> {
    await this.#network.unhandle(ORDER_SYNC_PROTOCOL)
    for (const stream of this.#streams) stream.abort(new Error('stopped'))
  }

  /**
   * Fetches a peer's live orders and gives their number. What arrived before a failure was handed over already.
   * Rejects with OrderSyncError, WireError, what `receive` or `codec.decode` throw, or libp2p's error.
   */
  async fetch(peer: PeerId, options: { readonly signal?: AbortSignal } = {}): Promise<number> {
    const { maxMessages, totalMilliseconds, batchMessages, idleMilliseconds } = ORDER_SYNC_LIMITS
    const total = AbortSignal.timeout(totalMilliseconds)
    const idle = new IdleDeadline(idleMilliseconds, options.signal ? [total, options.signal] : [total])
    const { signal } = idle
    const dial = this.#network.dialProtocol(peer, ORDER_SYNC_PROTOCOL, { signal })
    const stream = await dial.catch((error: unknown) => {
      idle.pause()
      throw error
    })
    this.#streams.add(stream)
    try {
      const framed = frames(stream)
      const pacing = new Pacing(stream, ORDER_SYNC_LIMITS.unreadBytes)
      await write(framed, [{ kind: 'request', network: this.#init.network, maxMessages }], idle)
      const count = await pipe(
        () => messagesOf(framed, idle, pacing),
        (source) => this.#decoded(source),
        (source) => batches(source, batchMessages),
        async (source) => this.#handOver(source, peer)
      )
      await stream.close({ signal })
      return count
    } catch (error) {
      stream.abort(new Error('order flow ended'))
      throw error
    } finally {
      idle.pause()
      this.#streams.delete(stream)
    }
  }

  async *#decoded(source: AsyncIterable<Bytes>): AsyncGenerator<Message> {
    for await (const bytes of source) yield this.#init.codec.decode(bytes)
  }

  async #handOver(source: AsyncIterable<readonly Message[]>, peer: PeerId): Promise<number> {
    let count = 0
    for await (const batch of source) {
      await this.#init.receive(batch, peer)
      count += batch.length
    }
    return count
  }

  readonly #serve = async (stream: Stream, connection: Connection): Promise<void> => {
    const peer = connection.remotePeer
    const total = AbortSignal.timeout(ORDER_SYNC_LIMITS.totalMilliseconds)
    const idle = new IdleDeadline(ORDER_SYNC_LIMITS.idleMilliseconds, [total])
    const { signal } = idle
    this.#streams.add(stream)
    this.#served++
    try {
      const framed = frames(stream)
      await this.#init.admit(peer, signal)
      const request = decodeOrderSyncFrame((await framed.read({ signal })).subarray())
      await this.#handOut(framed, request, { peer, idle })
      await stream.close({ signal })
    } catch (error) {
      stream.abort(new Error('order flow ended'))
      this.#init.onFailure(peer, error)
    } finally {
      idle.pause()
      this.#served--
      this.#streams.delete(stream)
    }
  }

  async #handOut(
    framed: Framed,
    request: OrderSyncFrame,
    asker: { readonly peer: PeerId; readonly idle: IdleDeadline }
  ): Promise<void> {
    if (request.kind !== 'request') throw outOfOrder(request.kind)
    const refusal = this.#refusal(request.network, asker.peer)
    const source = refusal === null ? this.#init.source() : null
    if (source === null) {
      await write(framed, [{ kind: 'refuse', code: refusal ?? 'NO_SOURCE' }], asker.idle)
      return
    }
    const count = await pipe(
      () => this.#encoded(source, request.maxMessages),
      (messages) => batches(messages, ORDER_SYNC_LIMITS.writeMessages),
      async (written) => writeAll(framed, written, asker.idle)
    )
    await write(framed, [{ kind: 'end', count }], asker.idle)
  }

  async *#encoded(
    source: Iterable<Message> | AsyncIterable<Message>,
    most: number
  ): AsyncGenerator<OrderSyncFrame> {
    let count = 0
    for await (const message of source) {
      if (count++ >= most) return
      yield { kind: 'message', message: this.#init.codec.encode(message) }
    }
  }

  #refusal(network: string, peer: PeerId): OrderSyncRefusalCode | null {
    if (network !== this.#init.network) return 'OTHER_NETWORK'
    if (!this.#rates.take(peer.toString(), this.#now())) {
      const error = new OrderSyncError('SYNC_RATE_EXCEEDED', 'the peer asks too often', { fault: 'peer' })
      this.#init.onFailure(peer, error)
      return 'BUSY'
    }
    return this.#served > ORDER_SYNC_LIMITS.maxServed ? 'BUSY' : null
  }
}

/** The messages of a flow, one frame at a time, up to its `end`. */
async function* messagesOf(framed: Framed, idle: IdleDeadline, pacing: Pacing): AsyncGenerator<Bytes> {
  for (let count = 0; ; count++) {
    idle.restart()
    const body = await framed.read({ signal: idle.signal })
    idle.pause()
    pacing.read(body.byteLength)
    const frame = decodeOrderSyncFrame(body.subarray())
    if (frame.kind === 'end') {
      if (frame.count === count) return
      throw new OrderSyncError('SYNC_COUNT_MISMATCH', 'the flow of orders was cut', {
        fault: 'peer',
        details: { said: frame.count, came: count }
      })
    }
    if (frame.kind === 'refuse') {
      throw new OrderSyncError('SYNC_REFUSED', `the peer does not hand out its orders: ${frame.code}`, {
        fault: 'peer',
        details: { reason: frame.code }
      })
    }
    if (frame.kind !== 'message' || count >= ORDER_SYNC_LIMITS.maxMessages) throw outOfOrder(frame.kind)
    yield frame.message
  }
}

async function writeAll(
  framed: Framed,
  batches: AsyncIterable<readonly OrderSyncFrame[]>,
  idle: IdleDeadline
): Promise<number> {
  let count = 0
  for await (const batch of batches) {
    await write(framed, batch, idle)
    count += batch.length
  }
  return count
}

async function write(framed: Framed, frames: readonly OrderSyncFrame[], idle: IdleDeadline): Promise<void> {
  idle.restart()
  await framed.writeV(frames.map(encodeOrderSyncFrame), { signal: idle.signal })
}

function frames(stream: Stream): Framed {
  return lpStream(stream, {
    maxDataLength: ORDER_SYNC_LIMITS.maxFrameBytes,
    maxBufferSize: ORDER_SYNC_LIMITS.maxBufferBytes,
    lengthDecoder: decodeFrameLength
  })
}

function outOfOrder(kind: string): OrderSyncError {
  return new OrderSyncError('SYNC_OUT_OF_ORDER', `a ${kind} frame is not due now`, { fault: 'peer' })
}
