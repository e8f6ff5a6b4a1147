import * as v from 'valibot'
import { Authorization, type DaemonCredentials } from './credentials.ts'
import { DaemonError } from './errors.ts'
import { ConnectionDropped, HttpTransport, type TransportAnswer } from './http-transport.ts'

/** Largest answer: a batch of some whole blocks in hexadecimal. */
const DEFAULT_MAX_ANSWER_BYTES = 64 * 1024 * 1024
const DEFAULT_TIMEOUT_MILLISECONDS = 30_000
/** How often a call that changes nothing is made again after its connection was dropped. */
const MAX_RETRIES = 2
const RPC_IN_WARMUP = -28
const METHOD_NOT_FOUND = -32601

/** Where a daemon is, and how patient we are with it. */
export interface RpcClientOptions {
  /** `http://host:port/`; a path such as `/wallet/name` stays. */
  readonly url: string
  readonly credentials: DaemonCredentials
  /** Milliseconds until an answer must be there; 30 seconds unless given. */
  readonly timeout?: number
  /** Bytes of one answer; 64 MiB unless given. */
  readonly maxAnswerBytes?: number
}

/** One call. */
export interface RpcCall {
  readonly method: string
  readonly params: readonly unknown[]
}

/** What one call of a batch gave: its result, or why there is none. */
export type RpcOutcome =
  { readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly error: DaemonError }

/** How one request is made. */
export interface CallOptions {
  /** Milliseconds, in place of the client's. */
  readonly timeout?: number
  readonly signal?: AbortSignal
  /** Whether the call may be made twice; true unless given. */
  readonly idempotent?: boolean
}

const answerSchema = v.object({
  result: v.optional(v.unknown()),
  error: v.nullish(v.object({ code: v.number(), message: v.string() })),
  id: v.nullish(v.union([v.number(), v.string()]))
})

/** JSON-RPC 1.0 as bitcoind and litecoind speak it, over connections that stay open. */
export class BitcoinRpcClient {
  readonly #options: RpcClientOptions
  readonly #transport: HttpTransport
  readonly #authorization: Authorization

  /** @throws {@link DaemonError} `DAEMON_UNREACHABLE` where the address is none. */
  constructor(options: RpcClientOptions) {
    this.#options = options
    this.#transport = new HttpTransport(parseUrl(options.url))
    this.#authorization = new Authorization(options.credentials)
  }

  /**
   * The result of one call.
   * @throws {@link DaemonError} any code; `DAEMON_REFUSED` carries the daemon's number as `rpcCode`.
   */
  async call(method: string, params: readonly unknown[] = [], options: CallOptions = {}): Promise<unknown> {
    const body = JSON.stringify({ jsonrpc: '1.0', id: 0, method, params })
    const outcome = readOutcome(await this.#answer(body, options))
    if (outcome.ok) return outcome.result
    throw outcome.error
  }

  /**
   * Several calls in one request; the outcomes are in the order of the calls.
   * @throws {@link DaemonError} where there was no answer to the whole.
   */
  async batch(calls: readonly RpcCall[], options: CallOptions = {}): Promise<readonly RpcOutcome[]> {
    if (calls.length === 0) return []
    const body = JSON.stringify(
      calls.map(({ method, params }, id) => ({ jsonrpc: '1.0', id, method, params }))
    )
    const answers = await this.#answer(body, options)
    if (!Array.isArray(answers) || answers.length !== calls.length) {
      const whole = Array.isArray(answers) ? null : readOutcome(answers)
      if (whole?.ok === false) throw whole.error
      throw new DaemonError('DAEMON_MALFORMED', 'the daemon did not answer each call of a batch')
    }
    return inOrder(answers)
  }

  /** Ends all connections; calls under way fail. */
  close(): void {
    this.#transport.close()
  }

  async #answer(body: string, options: CallOptions): Promise<unknown> {
    let answer = await this.#post(body, options)
    if (answer.status === 401 && this.#authorization.canChange) {
      // The daemon was started anew and has written another cookie.
      this.#authorization.forget()
      answer = await this.#post(body, options)
    }
    return parseAnswer(answer)
  }

  async #post(body: string, options: CallOptions): Promise<TransportAnswer> {
    const authorization = await this.#authorization.header()
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#transport.post({
          authorization,
          body,
          timeout: options.timeout ?? this.#options.timeout ?? DEFAULT_TIMEOUT_MILLISECONDS,
          maxAnswerBytes: this.#options.maxAnswerBytes ?? DEFAULT_MAX_ANSWER_BYTES,
          signal: options.signal
        })
      } catch (error) {
        const again = error instanceof ConnectionDropped && (options.idempotent ?? true)
        if (!again || attempt >= MAX_RETRIES) throw error
      }
    }
  }
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol === 'http:') return url
  throw new DaemonError('DAEMON_UNREACHABLE', 'the address of a daemon has the form http://host:port/')
}

/** The JSON of an answer, whatever its status, unless the status itself says what is wrong. */
function parseAnswer({ status, body }: TransportAnswer): unknown {
  if (status === 401 || status === 403) {
    throw new DaemonError(
      'DAEMON_UNAUTHORISED',
      'the daemon refuses our user and password, or our address: check them against its configuration'
    )
  }
  if (status === 503) throw new DaemonError('DAEMON_BUSY', 'the daemon has no room for another call')
  try {
    return JSON.parse(body)
  } catch (error) {
    throw new DaemonError('DAEMON_MALFORMED', `the daemon's answer is no JSON (HTTP status ${status})`, {
      cause: error
    })
  }
}

function readOutcome(answer: unknown): RpcOutcome {
  const parsed = v.safeParse(answerSchema, answer)
  if (!parsed.success) {
    return { ok: false, error: new DaemonError('DAEMON_MALFORMED', 'the answer is no JSON-RPC answer') }
  }
  const { error, result } = parsed.output
  if (error === null || error === undefined) return { ok: true, result: result ?? null }
  return { ok: false, error: refusal(error.code, error.message) }
}

function refusal(rpcCode: number, message: string): DaemonError {
  if (rpcCode === RPC_IN_WARMUP) {
    return new DaemonError('DAEMON_BUSY', `the daemon is starting: ${message}`, { details: { rpcCode } })
  }
  const words = rpcCode === METHOD_NOT_FOUND ? 'the daemon does not know this call' : message
  return new DaemonError('DAEMON_REFUSED', words, { details: { rpcCode } })
}

function inOrder(answers: readonly unknown[]): readonly RpcOutcome[] {
  const byId = new Map<unknown, unknown>()
  for (const answer of answers) {
    const parsed = v.safeParse(answerSchema, answer)
    if (parsed.success) byId.set(parsed.output.id, answer)
  }
  return answers.map((_answer, id) => readOutcome(byId.get(id)))
}
