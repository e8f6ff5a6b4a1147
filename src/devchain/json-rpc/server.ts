import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createHash, timingSafeEqual } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { dispatch, type RpcMethods } from './dispatch.ts'

const LOOPBACK = '127.0.0.1'
/** Largest request: a block of four million bytes in hexadecimal, and room for a batch. */
const MAX_BODY_BYTES = 16 * 1024 * 1024
const MAX_CONNECTIONS = 128
/** How long a connection may idle, as the daemons' -rpcservertimeout. */
const IDLE_MILLISECONDS = 30_000

/** How a server listens and whom it lets in. */
export interface RpcServerOptions {
  /** 0 lets the system choose. */
  readonly port: number
  /** `user:password` pairs that Basic authentication may name. */
  readonly credentials: readonly string[]
  readonly methods: RpcMethods
}

/** A JSON-RPC server on the loopback address. */
export interface RpcServer {
  readonly port: number
  /** `http://127.0.0.1:port/` */
  readonly url: string
  /** Ends open connections too. */
  close(): Promise<void>
}

/** Starts to listen on 127.0.0.1; rejects where the port is taken. */
export async function startRpcServer(options: RpcServerOptions): Promise<RpcServer> {
  const accepted = options.credentials.map((pair) =>
    digest(`Basic ${Buffer.from(pair, 'utf8').toString('base64')}`)
  )
  const server = createServer({ keepAliveTimeout: IDLE_MILLISECONDS }, (request, response) => {
    void handle(options.methods, accepted, { request, response })
  })
  server.maxConnections = MAX_CONNECTIONS
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, LOOPBACK, resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://${LOOPBACK}:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

async function handle(
  methods: RpcMethods,
  accepted: readonly Buffer[],
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse }
): Promise<void> {
  if (request.method !== 'POST') {
    refuse(response, 405, 'JSONRPC server handles only POST requests')
    return
  }
  const given = digest(request.headers.authorization ?? '')
  // Each comparison takes its full time, so that the answer's delay tells nothing of the password.
  const matches = accepted.filter((pair) => timingSafeEqual(pair, given))
  if (matches.length === 0) {
    response.setHeader('WWW-Authenticate', 'Basic realm="jsonrpc"')
    refuse(response, 401, '')
    return
  }
  const body = await readBody(request)
  if (body === null) {
    response.setHeader('Connection', 'close')
    refuse(response, 413, 'request too large')
    return
  }
  const answer = await dispatch(methods, body)
  if (response.destroyed) return
  response.writeHead(answer.status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(answer.body) + 1
  })
  response.end(`${answer.body}\n`)
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain', 'Content-Length': text.length })
  response.end(text)
}

/** The whole body as text, or null where it is larger than allowed or broke off. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of request) {
      const bytes = chunk as Buffer
      length += bytes.length
      if (length > MAX_BODY_BYTES) return null
      chunks.push(bytes)
    }
  } catch {
    return null
  }
  return Buffer.concat(chunks).toString('utf8')
}
