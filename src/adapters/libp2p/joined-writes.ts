import type {
  ConnectionEncrypter,
  MessageStream,
  SecureConnectionOptions,
  SecuredConnection
} from '@libp2p/interface'
import { Uint8ArrayList } from 'uint8arraylist'

type Chunk = Parameters<MessageStream['send']>[0]

/** Bytes that may wait for the end of a turn; with more, they leave at once and the stream says whether it takes more. */
const MOST_WAITING_BYTES = 32 * 1024

/** A message up to this length is copied into one piece: that costs less than a second system call. */
const MOST_COPIED_BYTES = 16 * 1024

/** An encrypter as libp2p makes it, with components of its own. */
export type EncrypterFactory<Components> = (components: Components) => ConnectionEncrypter

/**
 * The encrypter with fewer system calls below it, and the same bytes on the wire. Noise hands over each frame as a
 * length and a body, and yamux answers each message with a window update of its own: four writes where one is enough.
 * Here what is sent in one turn of the event loop becomes one frame, and each frame one write. It uses nothing but
 * the `send` and `close` of libp2p's MessageStream.
 */
export function joinWrites<Components>(create: EncrypterFactory<Components>): EncrypterFactory<Components> {
  return (components) => {
    const encrypter = create(components)
    encrypter.secureOutbound = joined(encrypter.secureOutbound.bind(encrypter))
    encrypter.secureInbound = joined(encrypter.secureInbound.bind(encrypter))
    return encrypter
  }
}

type Secure = (connection: MessageStream, options?: SecureConnectionOptions) => Promise<SecuredConnection>

function joined(secure: Secure): Secure {
  return async (connection, options) => {
    joinPieces(connection)
    const result = await secure(connection, options)
    joinTurns(result.connection)
    return result
  }
}

/** Makes each `send` of the stream one piece of memory, for which a socket needs one system call. */
export function joinPieces(stream: MessageStream): void {
  const send = stream.send.bind(stream)
  stream.send = (chunk: Chunk): boolean =>
    send(chunk.byteLength <= MOST_COPIED_BYTES && !(chunk instanceof Uint8Array) ? chunk.subarray() : chunk)
}

/** Gathers what is sent until the running callback and its promises are done, and sends it as one. */
export function joinTurns(stream: MessageStream): void {
  const send = stream.send.bind(stream)
  const close = stream.close.bind(stream)
  let waiting = new Uint8ArrayList()

  const flush = (): boolean => {
    if (waiting.byteLength === 0) return true
    const chunk = waiting
    waiting = new Uint8ArrayList()
    return stream.status === 'open' ? send(chunk) : false
  }
  const flushLate = (): void => {
    try {
      flush()
    } catch {
      // A stream that cannot send has aborted itself, and told its listeners.
    }
  }
  stream.send = (chunk: Chunk): boolean => {
    // Refused as the stream refuses it, with its own error.
    if (stream.status !== 'open') return send(chunk)
    // A tick asked for by a microtask comes when all promises of this turn have run.
    if (waiting.byteLength === 0) queueMicrotask(() => process.nextTick(flushLate))
    waiting.append(chunk)
    return waiting.byteLength < MOST_WAITING_BYTES ? !stream.writableNeedsDrain : flush()
  }
  stream.close = async (options) => {
    flush()
    await close(options)
  }
}
