import * as v from 'valibot'
import { CodedError } from '../base/coded-error.ts'
import type { ApiEndpoint } from './api-files.ts'
import { errorSchema } from './http-error.ts'
import { readEvents, type StreamedEvent } from './event-reader.ts'
import type { Route } from './route.ts'
import { toJson } from './values.ts'

/** What a client of the API adds to the node's own codes. */
export type ClientErrorCode = 'NODE_NOT_RUNNING' | 'NODE_SILENT' | 'ANSWER_MALFORMED'

/** The API did not answer, or not as its description says. */
export class ClientError extends CodedError<ClientErrorCode> {}

/** A refusal by the node, with its own code. */
export class RefusedError extends CodedError {}

/** A take negotiates with another node; nothing else comes near this. */
const TIMEOUT_MILLISECONDS = 120_000

/** What a call sends: schema inputs, all absent where the route has none. */
export interface CallInput<Sent extends Route> {
  readonly params?: v.InferInput<Sent['params']>
  readonly query?: v.InferInput<Sent['query']>
  readonly body?: v.InferInput<Sent['body']>
}

/** A client of one node's API. Answers are parsed by the same schemas that describe them. */
export class ApiClient {
  private readonly endpoint: ApiEndpoint

  constructor(endpoint: ApiEndpoint) {
    this.endpoint = endpoint
  }

  /** @throws {@link RefusedError} with the node's code; {@link ClientError} where no proper answer came. */
  async call<Sent extends Route>(
    route: Sent,
    input: CallInput<Sent> = {}
  ): Promise<v.InferOutput<Sent['answer']>> {
    const response = await this.fetch(routePath(route, input.params, input.query), {
      method: route.method.toUpperCase(),
      ...(input.body !== undefined && { body: toJson(input.body) }),
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS)
    })
    const json = await readJson(response)
    if (!response.ok) throw refusal(response.status, json)
    const answer = v.safeParse(route.answer, json)
    if (answer.success) return answer.output
    throw malformed(`the answer to ${route.name} is not as described`)
  }

  /** Events from now on, or after `lastEventId`; ends with the connection. */
  async *events(
    options: { readonly lastEventId?: string | null; readonly signal?: AbortSignal } = {}
  ): AsyncGenerator<StreamedEvent> {
    const { lastEventId = null, signal = null } = options
    const response = await this.fetch('/v1/events', {
      method: 'GET',
      signal,
      headers: lastEventId === null ? {} : { 'last-event-id': lastEventId }
    })
    if (!response.ok) throw refusal(response.status, await readJson(response))
    if (response.body === null) throw malformed('the event stream is empty')
    yield* readEvents(response.body)
  }

  private async fetch(
    path: string,
    init: {
      method: string
      body?: string
      signal: AbortSignal | null
      headers?: Readonly<Record<string, string>>
    }
  ): Promise<Response> {
    try {
      return await fetch(this.endpoint.url + path, {
        ...init,
        redirect: 'error',
        headers: { ...init.headers, authorization: `Bearer ${this.endpoint.token}` }
      })
    } catch (error) {
      if (error instanceof DOMException && error.name === 'TimeoutError') {
        throw new ClientError('NODE_SILENT', `the node at ${this.endpoint.url} does not answer`, {
          fault: 'internal',
          cause: error
        })
      }
      throw new ClientError('NODE_NOT_RUNNING', `no node answers at ${this.endpoint.url}`, {
        fault: 'user',
        cause: error
      })
    }
  }
}

function routePath(route: Route, params: unknown, query: unknown): string {
  const values = (params ?? {}) as Readonly<Record<string, string>>
  const path = route.path.replace(/\{(\w+)\}/g, (_match, name: string) =>
    encodeURIComponent(values[name] ?? '')
  )
  const pairs = Object.entries((query ?? {}) as Readonly<Record<string, string | undefined>>)
  const search = new URLSearchParams(pairs.filter((pair): pair is [string, string] => pair[1] !== undefined))
  return search.size === 0 ? path : `${path}?${search.toString()}`
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text()
  try {
    return JSON.parse(text)
  } catch (error) {
    throw malformed('the answer is not JSON; is another program at the port of api.json?', error)
  }
}

function refusal(status: number, json: unknown): CodedError {
  const parsed = v.safeParse(errorSchema, json)
  if (!parsed.success) return malformed(`status ${status} without a reason`)
  const { code, message, fault, details } = parsed.output
  return new RefusedError(code, message, { fault, details })
}

function malformed(words: string, cause?: unknown): ClientError {
  return new ClientError('ANSWER_MALFORMED', words, { fault: 'internal', cause })
}
