import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

/** How a fake daemon answers one request. */
export type FakeAnswer = (
  request: { readonly body: string; readonly message: IncomingMessage },
  response: ServerResponse
) => void

/** A server that behaves as a test tells it. */
export interface FakeDaemon {
  readonly url: string
  /** How many requests came. */
  readonly requests: () => number
  answer: FakeAnswer
  stop(): Promise<void>
}

/** A daemon that answers with `answer` until a test sets another. */
export async function startFakeDaemon(answer: FakeAnswer): Promise<FakeDaemon> {
  let requests = 0
  const server = createServer((message, response) => {
    requests++
    let body = ''
    message.setEncoding('utf8')
    message.on('data', (text: string) => (body += text))
    message.on('end', () => daemon.answer({ body, message }, response))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const daemon: FakeDaemon = {
    url: `http://127.0.0.1:${port}/`,
    requests: () => requests,
    answer,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
  }
  return daemon
}

/** Answers with a status and a body. */
export function plain(status: number, body: string): FakeAnswer {
  return (_request, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' })
    response.end(body)
  }
}

/** Answers each call, also in a batch, with what the table has for its method. */
export function results(table: Readonly<Record<string, unknown>>): FakeAnswer {
  return ({ body }, response) => {
    const request: unknown = JSON.parse(body)
    const one = ({ method, id }: { method: string; id: number }) =>
      method in table
        ? { result: table[method], error: null, id }
        : { result: null, error: { code: -32601, message: 'Method not found' }, id }
    const answer = Array.isArray(request) ? request.map(one) : one(request as { method: string; id: number })
    response.end(JSON.stringify(answer))
  }
}
