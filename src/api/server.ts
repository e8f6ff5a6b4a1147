import { once } from 'node:events'
import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { CodedError } from '../base/coded-error.ts'
import type { Clock, Log, Random, Startable } from '../ports/world.ts'
import { Access } from './access.ts'
import { removeApiFiles, writeApiFiles } from './api-files.ts'
import { createApp } from './app.ts'
import { EventLog } from './event-log.ts'
import { EventStreams } from './event-stream.ts'
import type { NodeControl } from './node-control.ts'
import { loadPage } from './page.ts'

/** Why the API does not start. */
export type ApiServerErrorCode = 'API_PORT_TAKEN' | 'API_NOT_LISTENING'

/** The API could not open its port. */
export class ApiServerError extends CodedError<ApiServerErrorCode> {}

/** Sockets at once: pages, scripts and the command line of one person. */
const MAX_CONNECTIONS = 128
/** Only this machine. */
const LOOPBACK = '127.0.0.1'

/** What the API is made of. */
export interface ApiComponents {
  readonly node: NodeControl
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

/** Where the API lives. */
export interface ApiInit {
  /** Gets `api.cookie` and `api.json`. */
  readonly dataFolder: string
  /** TCP port on 127.0.0.1; 0 takes any free one. */
  readonly port: number
  /** Version of the package. */
  readonly version: string
}

/** The local control API and its page, on 127.0.0.1 only. */
export class ApiServer implements Startable {
  private readonly components: ApiComponents
  private readonly init: ApiInit
  private readonly access: Access
  private readonly events: EventLog
  private readonly streams: EventStreams
  private readonly server: Server
  private unlisten: () => void = () => undefined
  private started = false

  constructor(components: ApiComponents, init: ApiInit) {
    const { node, random, log } = components
    this.components = components
    this.init = init
    this.access = new Access(components)
    this.events = new EventLog(Buffer.from(random.bytes(8)).toString('hex'))
    this.streams = new EventStreams(this.events)
    const app = createApp({
      node,
      log,
      access: this.access,
      streams: this.streams,
      page: loadPage(),
      version: init.version
    })
    this.server = createAdaptorServer({ fetch: app.fetch }) as Server
    this.server.maxConnections = MAX_CONNECTIONS
  }

  /** Such as `http://127.0.0.1:7780`; fixed once `start` has fulfilled. */
  get url(): string {
    return this.access.origin
  }

  /** A link that opens the page in a browser; it works once and for five minutes. */
  loginLink(): string {
    return this.access.create().url
  }

  /** @throws {@link ApiServerError} `API_PORT_TAKEN`, `API_NOT_LISTENING`. */
  async start(): Promise<void> {
    await this.listen()
    const address = this.server.address()
    if (address === null || typeof address === 'string') {
      throw new ApiServerError('API_NOT_LISTENING', 'the API got no port', { fault: 'internal' })
    }
    this.access.bind(address.port)
    this.unlisten = this.components.node.onEvent((event) => this.events.append(event))
    this.started = true
    await writeApiFiles(this.init.dataFolder, { url: this.url, pid: process.pid, token: this.access.token })
    this.components.log.info('api.listening', { url: this.url })
  }

  async stop(): Promise<void> {
    this.unlisten()
    this.streams.closeAll()
    if (!this.server.listening) return
    if (this.started) await removeApiFiles(this.init.dataFolder)
    const closed = once(this.server, 'close')
    this.server.close()
    this.server.closeIdleConnections()
    const force = setTimeout(() => this.server.closeAllConnections(), 1000)
    await closed
    clearTimeout(force)
  }

  private async listen(): Promise<void> {
    const listening = once(this.server, 'listening')
    this.server.listen(this.init.port, LOOPBACK)
    try {
      await listening
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      throw code === 'EADDRINUSE'
        ? new ApiServerError(
            'API_PORT_TAKEN',
            `port ${this.init.port} of ${LOOPBACK} is taken; set api.port (0 takes any free port)`,
            { fault: 'user', details: { port: this.init.port }, cause: error }
          )
        : new ApiServerError('API_NOT_LISTENING', `the API cannot listen: ${code ?? 'unknown reason'}`, {
            fault: 'user',
            cause: error
          })
    }
  }
}
