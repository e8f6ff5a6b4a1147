import '../../src/base/node20.ts'
import type { Connection, Libp2p, PeerId, Stream } from '@libp2p/interface'
import { lpStream } from '@libp2p/utils'
import { CodedError } from '../../src/base/coded-error.ts'
import { decodeFrameLength } from '../../src/base/frame-length.ts'
import { decodeStatusMessage, encodeStatusMessage } from './codec.ts'
import { STATUS_LIMITS, STATUS_PROTOCOL } from './protocol.ts'
import type { NodeStatus, StatusMessage, StatusRefusalCode } from './types.ts'

/** How an exchange failed. */
export type StatusErrorCode =
  /** We refused the peer; `details.reason` has the refusal code. */
  | 'STATUS_REFUSED_BY_US'
  /** The peer refused us; `details.reason` has the refusal code. */
  | 'STATUS_REFUSED_BY_PEER'
  /** A message of the wrong kind for its place. */
  | 'STATUS_OUT_OF_ORDER'
  /** The peer did not begin, or did not go on, in time. */
  | 'STATUS_TIMEOUT'

/** A failed exchange; the connection does not survive it. */
export class StatusError extends CodedError<StatusErrorCode> {}

/** What the protocol needs of libp2p. */
export type StatusNetwork = Pick<Libp2p, 'handle' | 'unhandle' | 'addEventListener' | 'removeEventListener'>

/** The own status, who judges that of others, and who learns of the outcome. */
export interface StatusInit {
  /** This node's status at the moment. */
  readonly own: () => NodeStatus
  /** Whether the peer is welcome: null, or why not. */
  readonly judge: (peer: PeerId, status: NodeStatus) => StatusRefusalCode | null
  /** Both sides said welcome. */
  readonly onWelcome: (connection: Connection, status: NodeStatus) => void
  /** The exchange failed, and the connection closes now: StatusError, WireError or an error of libp2p. */
  readonly onFailure: (connection: Connection, error: unknown) => void
}

type Framed = ReturnType<typeof lpStream<Stream>>

/**
 * Exchanges the status on each new connection: the side that dialled begins (README, "Sequence"). A connection
 * whose exchange fails, or does not end in time, is closed.
 */
export class StatusExchange {
  readonly #network: StatusNetwork
  readonly #init: StatusInit
  /** Ends the wait for connections that the other side has to begin on. */
  readonly #waiting = new Map<Connection, () => void>()

  constructor(network: StatusNetwork, init: StatusInit) {
    this.#network = network
    this.#init = init
  }

  /** Exchanges the status on each connection from now on. */
  async start(): Promise<void> {
    await this.#network.handle(STATUS_PROTOCOL, this.#answer, {
      maxInboundStreams: STATUS_LIMITS.maxStreams,
      maxOutboundStreams: STATUS_LIMITS.maxStreams,
      runOnLimitedConnection: false
    })
    this.#network.addEventListener('connection:open', this.#onOpen)
    this.#network.addEventListener('connection:close', this.#onClose)
  }

  /** Exchanges no more; connections stay as they are. */
  async stop(): Promise<void> {
    this.#network.removeEventListener('connection:open', this.#onOpen)
    this.#network.removeEventListener('connection:close', this.#onClose)
    for (const end of this.#waiting.values()) end()
    this.#waiting.clear()
    await this.#network.unhandle(STATUS_PROTOCOL)
  }

  readonly #onOpen = (event: CustomEvent<Connection>): void => {
    const connection = event.detail
    if (connection.direction === 'outbound') void this.#begin(connection)
    else this.#await(connection)
  }

  readonly #onClose = (event: CustomEvent<Connection>): void => {
    this.#waiting.get(event.detail)?.()
    this.#waiting.delete(event.detail)
  }

  #await(connection: Connection): void {
    this.#after(connection, STATUS_LIMITS.timeoutMilliseconds, () => {
      const error = new StatusError('STATUS_TIMEOUT', 'the peer did not send its status', { fault: 'peer' })
      void this.#fail(connection, error)
    })
  }

  /** Acts on a connection after a while, unless it closes or its exchange begins first. */
  #after(connection: Connection, milliseconds: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#waiting.delete(connection)
      act()
    }, milliseconds)
    this.#waiting.set(connection, () => clearTimeout(timer))
  }

  async #begin(connection: Connection): Promise<void> {
    const signal = AbortSignal.timeout(STATUS_LIMITS.timeoutMilliseconds)
    try {
      const stream = await connection.newStream(STATUS_PROTOCOL, { signal })
      const framed = frames(stream)
      await send(framed, { kind: 'status', status: this.#init.own() }, signal)
      const status = expectStatus(await receive(framed, signal))
      const refusal = this.#init.judge(connection.remotePeer, status)
      if (refusal !== null) throw await refuse(framed, refusal, signal)
      await send(framed, { kind: 'welcome' }, signal)
      await stream.close({ signal })
      this.#init.onWelcome(connection, status)
    } catch (error) {
      await this.#fail(connection, error)
    }
  }

  readonly #answer = async (stream: Stream, connection: Connection): Promise<void> => {
    this.#waiting.get(connection)?.()
    this.#waiting.delete(connection)
    const signal = AbortSignal.timeout(STATUS_LIMITS.timeoutMilliseconds)
    try {
      const framed = frames(stream)
      const status = expectStatus(await receive(framed, signal))
      const refusal = this.#init.judge(connection.remotePeer, status)
      if (refusal !== null) throw await refuse(framed, refusal, signal)
      await send(framed, { kind: 'status', status: this.#init.own() }, signal)
      expectWelcome(await receive(framed, signal))
      await stream.close({ signal })
      this.#init.onWelcome(connection, status)
    } catch (error) {
      await this.#fail(connection, error)
    }
  }

  async #fail(connection: Connection, error: unknown): Promise<void> {
    this.#init.onFailure(connection, error)
    if (error instanceof StatusError && error.code === 'STATUS_REFUSED_BY_US') {
      // The refused side closes once it has read why; closing here could overtake that.
      this.#after(connection, STATUS_LIMITS.refusalMilliseconds, () => void close(connection))
      return
    }
    await close(connection)
  }
}

async function close(connection: Connection): Promise<void> {
  try {
    await connection.close({ signal: AbortSignal.timeout(STATUS_LIMITS.refusalMilliseconds) })
  } catch {
    connection.abort(new Error('status exchange failed'))
  }
}

function frames(stream: Stream): Framed {
  return lpStream(stream, {
    maxDataLength: STATUS_LIMITS.maxFrameBytes,
    maxBufferSize: STATUS_LIMITS.maxBufferBytes,
    lengthDecoder: decodeFrameLength
  })
}

async function send(framed: Framed, message: StatusMessage, signal: AbortSignal): Promise<void> {
  await framed.write(encodeStatusMessage(message), { signal })
}

async function receive(framed: Framed, signal: AbortSignal): Promise<StatusMessage> {
  return decodeStatusMessage((await framed.read({ signal })).subarray())
}

async function refuse(framed: Framed, code: StatusRefusalCode, signal: AbortSignal): Promise<StatusError> {
  await send(framed, { kind: 'refuse', code }, signal)
  await framed.unwrap().close({ signal })
  return new StatusError('STATUS_REFUSED_BY_US', `the peer was refused: ${code}`, {
    fault: 'peer',
    details: { reason: code }
  })
}

function expectStatus(message: StatusMessage): NodeStatus {
  if (message.kind === 'status') return message.status
  throw unexpected(message)
}

function expectWelcome(message: StatusMessage): void {
  if (message.kind !== 'welcome') throw unexpected(message)
}

function unexpected(message: StatusMessage): StatusError {
  if (message.kind === 'refuse') {
    return new StatusError('STATUS_REFUSED_BY_PEER', `the peer refused: ${message.code}`, {
      fault: 'peer',
      details: { reason: message.code }
    })
  }
  return new StatusError('STATUS_OUT_OF_ORDER', `a ${message.kind} message is not due now`, { fault: 'peer' })
}
