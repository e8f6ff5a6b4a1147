import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyBytes } from '../../src/base/bytes.ts'
import { unixSeconds } from '../../src/base/units.ts'
import { ApiServer } from '../../src/api/server.ts'
import { readApiFiles } from '../../src/api/api-files.ts'
import type { Clock, Log, LogFields, Random } from '../../src/ports/world.ts'
import { FakeNode } from './fake-node.ts'

/** Randomness of the machine, for what a test does not look at. */
export const machineRandom: Random = { bytes: (length) => copyBytes(randomBytes(length)) }

/** A clock that the test moves; its timers never ring. */
export class HandClock implements Clock {
  time = 1_900_000_000

  now() {
    return unixSeconds(this.time)
  }

  after(): () => void {
    return () => undefined
  }
}

/** Keeps every line. */
export class MemoryLog implements Log {
  readonly lines: { level: string; event: string; fields: LogFields | undefined }[] = []

  debug(event: string, fields?: LogFields): void {
    this.lines.push({ level: 'debug', event, fields })
  }

  info(event: string, fields?: LogFields): void {
    this.lines.push({ level: 'info', event, fields })
  }

  warn(event: string, fields?: LogFields): void {
    this.lines.push({ level: 'warn', event, fields })
  }

  error(event: string, fields?: LogFields): void {
    this.lines.push({ level: 'error', event, fields })
  }

  child(): Log {
    return this
  }
}

/** A request of a test. */
interface ApiRequest {
  readonly method?: string
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A running API over a fake node, on a free port and in a folder of its own. */
export interface ApiFixture {
  readonly node: FakeNode
  readonly server: ApiServer
  /** Another server on the same node and folder, with a port and token of its own. */
  restart(): Promise<void>
  readonly clock: HandClock
  readonly log: MemoryLog
  readonly dataFolder: string
  readonly token: string
  /** A request with the cookie's token. */
  request(path: string, init?: ApiRequest): Promise<Response>
  close(): Promise<void>
}

export async function startApi(): Promise<ApiFixture> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'bourse-api-'))
  const node = new FakeNode()
  const clock = new HandClock()
  const log = new MemoryLog()
  const startServer = async (): Promise<ApiServer> => {
    const fresh = new ApiServer(
      { node, clock, log, random: machineRandom },
      { dataFolder, port: 0, version: '0.1.0' }
    )
    await fresh.start()
    return fresh
  }
  let server = await startServer()
  const { token } = await readApiFiles(dataFolder)
  return {
    node,
    get server() {
      return server
    },
    restart: async () => {
      await server.stop()
      server = await startServer()
    },
    clock,
    log,
    dataFolder,
    token,
    request: (path, init = {}) =>
      fetch(server.url + path, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } }),
    close: async () => {
      await server.stop()
      await rm(dataFolder, { recursive: true, force: true })
    }
  }
}
