import { Agent, request, type IncomingMessage } from 'node:http'
import { DaemonError } from './errors.ts'

/** Sockets that are kept open to one daemon: its default is four RPC threads. */
const MAX_SOCKETS = 8

/** One request. */
export interface TransportRequest {
  readonly authorization: string
  readonly body: string
  /** Milliseconds until the whole answer must be there. */
  readonly timeout: number
  readonly maxAnswerBytes: number
  readonly signal?: AbortSignal | undefined
}

/** What came back. */
export interface TransportAnswer {
  readonly status: number
  readonly body: string
}

/** Whether the connection was cut before anything of an answer came: the call may be made again. */
export class ConnectionDropped extends DaemonError {}

/** Keeps connections to one daemon open and posts to it. */
export class HttpTransport {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS })
  readonly #url: URL

  constructor(url: URL) {
    this.#url = url
  }

  /** @throws DaemonError `DAEMON_UNREACHABLE`, `DAEMON_TIMEOUT`, `DAEMON_MALFORMED` (too large or cut short). */
  post(call: TransportRequest): Promise<TransportAnswer> {
    return new Promise((resolve, reject) => {
      const timeout = AbortSignal.timeout(call.timeout)
      const signal = call.signal === undefined ? timeout : AbortSignal.any([timeout, call.signal])
      let began = false
      const fail = (error: unknown): void => reject(this.#failure(error, { timeout, began }))
      const outgoing = request(this.#url, {
        agent: this.#agent,
        method: 'POST',
        signal,
        headers: {
          Authorization: call.authorization,
          'Content-Type': 'application/json',
          'Content-Length': Buffer.byteLength(call.body)
        }
      })
      outgoing.on('error', fail)
      outgoing.on('response', (incoming) => {
        began = true
        readAnswer(incoming, call.maxAnswerBytes).then(resolve, fail)
      })
      outgoing.end(call.body)
    })
  }

  /** Ends all connections. */
  close(): void {
    this.#agent.destroy()
  }

  #failure(error: unknown, state: { readonly timeout: AbortSignal; readonly began: boolean }): DaemonError {
    if (error instanceof DaemonError) return error
    const place = this.#url.host
    if (state.timeout.aborted) {
      return new DaemonError('DAEMON_TIMEOUT', `no answer from ${place} in time`, { cause: error })
    }
    if (state.began) {
      return new DaemonError('DAEMON_MALFORMED', `the answer of ${place} broke off`, { cause: error })
    }
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const message = `cannot reach the daemon at ${place}: is it running, with its RPC server on?`
    return code === 'ECONNRESET' || code === 'EPIPE'
      ? new ConnectionDropped('DAEMON_UNREACHABLE', message, { cause: error })
      : new DaemonError('DAEMON_UNREACHABLE', message, { cause: error })
  }
}

async function readAnswer(incoming: IncomingMessage, maxBytes: number): Promise<TransportAnswer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of incoming) {
    const bytes = chunk as Buffer
    length += bytes.length
    if (length > maxBytes) {
      incoming.destroy()
      throw new DaemonError('DAEMON_MALFORMED', `the daemon's answer is larger than ${maxBytes} bytes`)
    }
    chunks.push(bytes)
  }
  return { status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }
}
