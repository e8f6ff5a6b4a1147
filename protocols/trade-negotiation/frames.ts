import { CodedError } from '../../src/base/coded-error.ts'
import { decodeFrameLength, FrameLengthError } from '../../src/base/frame-length.ts'
import { concatBytes } from '../../src/base/bytes.ts'
import { TRADE_LIMITS } from './protocol.ts'

/** Why there is no next frame. */
export type FrameErrorCode =
  /** A length above the limit, padded, or of too many bytes. */
  | 'FRAME_LENGTH_INVALID'
  /** More bytes than may wait unread. */
  | 'FRAME_OVERFLOW'
  /** Nothing came, or nothing could be written, in time. */
  | 'FRAME_TIMEOUT'
  /** The other side closed or reset the stream. */
  | 'FRAME_STREAM_ENDED'
  /** The reader was told to stop. */
  | 'FRAME_ABORTED'

/** No whole frame was read or written. */
export class FrameError extends CodedError<FrameErrorCode> {
  constructor(code: FrameErrorCode, cause?: unknown) {
    super(code, `no frame: ${code}`, { fault: code === 'FRAME_ABORTED' ? 'internal' : 'peer', cause })
  }
}

/** What framing needs of a libp2p stream. */
export interface FrameStream {
  readonly status: string
  readonly remoteWriteStatus: string
  send(data: Uint8Array): boolean
  abort(error: Error): void
  addEventListener(type: 'message', listener: (event: MessageLike) => void): void
  addEventListener(type: 'drain' | 'remoteCloseWrite' | 'close', listener: () => void): void
}

interface MessageLike {
  readonly data: { subarray(): Uint8Array }
}

/** How long to wait, and what ends the wait. */
export interface FrameWait {
  readonly milliseconds: number
  readonly signal?: AbortSignal | undefined
}

interface Waiter {
  readonly wants: 'frame' | 'drain'
  readonly settle: (error: FrameError | null) => void
}

/**
 * Length-prefixed frames on a stream (protocols/README.md, "Frames"). It reads from the stream's events as they come: half
 * the time of @libp2p/utils' lpStream, which waits for each byte of a length by a promise of its own.
 */
export class Frames {
  readonly #stream: FrameStream
  #unread: Uint8Array = new Uint8Array()
  #failure: FrameError | null = null
  #waiter: Waiter | null = null

  constructor(stream: FrameStream) {
    this.#stream = stream
    stream.addEventListener('message', ({ data }) => this.#receive(data.subarray()))
    stream.addEventListener('drain', () => this.#wake('drain'))
    stream.addEventListener('remoteCloseWrite', () => this.#fail(new FrameError('FRAME_STREAM_ENDED')))
    stream.addEventListener('close', () => this.#fail(new FrameError('FRAME_STREAM_ENDED')))
    if (stream.status === 'open' && stream.remoteWriteStatus === 'writable') return
    // It ended before anybody listened; what it still holds is dispatched in the microtask before this one.
    queueMicrotask(() => this.#fail(new FrameError('FRAME_STREAM_ENDED')))
  }

  /**
   * The next frame; one read at a time.
   * @throws {@link FrameError}. Frames that came before the stream ended are given first.
   */
  async read(wait: FrameWait): Promise<Uint8Array> {
    for (;;) {
      const frame = this.#next()
      if (frame !== null) return frame
      if (this.#failure !== null) throw this.#failure
      await this.#wait('frame', wait)
    }
  }

  /**
   * Writes a frame, and waits while the stream takes no more.
   * @throws {@link FrameError} `FRAME_TIMEOUT`, `FRAME_STREAM_ENDED`, `FRAME_ABORTED`.
   */
  async write(body: Uint8Array, wait: FrameWait): Promise<void> {
    const { length } = body
    const prefix = length < 0x80 ? [length] : [(length & 0x7f) | 0x80, length >> 7]
    let isTaken: boolean
    try {
      isTaken = this.#stream.send(concatBytes(Uint8Array.from(prefix), body))
    } catch (error) {
      throw new FrameError('FRAME_STREAM_ENDED', error)
    }
    if (!isTaken) await this.#wait('drain', wait)
  }

  #next(): Uint8Array | null {
    for (let size = 1; size <= this.#unread.length; size++) {
      const prefix = this.#unread.subarray(0, size)
      let length: number
      try {
        length = decodeFrameLength({ byteLength: size, get: (index) => prefix[index] ?? 0 })
      } catch (error) {
        if (error instanceof FrameLengthError) throw new FrameError('FRAME_LENGTH_INVALID', error)
        continue
      }
      if (length > TRADE_LIMITS.maxFrameBytes) throw new FrameError('FRAME_LENGTH_INVALID')
      if (this.#unread.length < size + length) return null
      const frame = this.#unread.subarray(size, size + length)
      this.#unread = this.#unread.subarray(size + length)
      return frame
    }
    return null
  }

  #receive(data: Uint8Array): void {
    if (this.#failure?.code === 'FRAME_OVERFLOW') return
    this.#unread = this.#unread.length === 0 ? data : concatBytes(this.#unread, data)
    if (this.#unread.length > TRADE_LIMITS.maxBufferBytes) {
      const error = new FrameError('FRAME_OVERFLOW')
      this.#unread = new Uint8Array()
      this.#fail(error)
      // After the stream's own dispatch, which does not expect to be closed in the middle.
      queueMicrotask(() => this.#stream.abort(error))
      return
    }
    this.#wake('frame')
  }

  #fail(error: FrameError): void {
    this.#failure ??= error
    this.#waiter?.settle(this.#waiter.wants === 'frame' ? null : error)
  }

  #wake(wants: Waiter['wants']): void {
    if (this.#waiter?.wants === wants) this.#waiter.settle(null)
  }

  #wait(wants: Waiter['wants'], { milliseconds, signal }: FrameWait): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (error: FrameError | null): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', onAbort)
        this.#waiter = null
        if (error === null) resolve()
        else reject(error)
      }
      const onAbort = (): void => settle(new FrameError('FRAME_ABORTED', signal?.reason))
      const timer = setTimeout(() => settle(new FrameError('FRAME_TIMEOUT')), milliseconds)
      this.#waiter = { wants, settle }
      signal?.addEventListener('abort', onAbort)
      if (signal?.aborted === true) onAbort()
    })
  }
}
