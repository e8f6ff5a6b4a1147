/** What pacing needs of a libp2p stream. */
export interface PacedStream {
  readonly readStatus: string
  pause(): void
  resume(): void
  addEventListener(type: 'message', listener: (event: MessageLike) => void): void
}

interface MessageLike {
  readonly data: { readonly byteLength: number }
}

/**
 * Makes a sender wait for a slow reader. A libp2p stream pushes what arrives to whoever listens and opens its window
 * again at once; paused, it leaves the window closed. So it is paused while more than `mark` bytes that arrived were
 * not read yet.
 */
export class Pacing {
  readonly #stream: PacedStream
  readonly #mark: number
  #unread = 0

  constructor(stream: PacedStream, mark: number) {
    this.#stream = stream
    this.#mark = mark
    stream.addEventListener('message', ({ data }) => {
      this.#unread += data.byteLength
      // Not at once: pausing in the middle of the stream's own resume() would leave its window open.
      queueMicrotask(() => this.#adjust())
    })
  }

  /** A frame with a body of so many bytes was read. */
  read(bodyBytes: number): void {
    this.#unread -= bodyBytes + (bodyBytes < 128 ? 1 : 2)
    this.#adjust()
  }

  #adjust(): void {
    const { readStatus } = this.#stream
    if (this.#unread > this.#mark && readStatus === 'readable') this.#stream.pause()
    if (this.#unread <= this.#mark && readStatus === 'paused') this.#stream.resume()
  }
}
