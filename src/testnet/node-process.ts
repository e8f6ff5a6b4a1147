import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { readApiFiles } from '../api/api-files.ts'
import { ApiClient } from '../api/client.ts'
import { createAddress } from '../api/resources/wallet.ts'
import { CodedError } from '../base/coded-error.ts'
import type { TestnetChain } from './testnet-chain.ts'

/** The passphrase of all vaults of a local test network: their coins are worth nothing. */
const PASSPHRASE = 'local test network'
const START_DEADLINE_MILLISECONDS = 60_000
const STOP_DEADLINE_MILLISECONDS = 15_000
/** What is kept of a node's last words. */
const MAX_ERROR_CHARACTERS = 4000

const readySchema = v.object({
  ready: v.literal(true),
  peerId: v.string(),
  addresses: v.array(v.string()),
  apiUrl: v.string()
})

/** How to make a node process. */
export interface NodeProcessInit {
  readonly name: string
  /** Parent of the node's data folder. */
  readonly folder: string
  readonly network: string
  readonly chains: readonly TestnetChain[]
  /** Multiaddrs of nodes to join by. */
  readonly bootstrap: readonly string[]
  /** Variables beside those that follow from the rest, such as `BOURSE_TRADE_BUMP_SECONDS`. */
  readonly environment?: Readonly<Record<string, string>>
}

/** One Bourse node as a process of its own, on loopback, driven over its API. */
export class NodeProcess {
  readonly name: string
  readonly dataFolder: string
  readonly #init: NodeProcessInit
  #child: ChildProcess | null = null
  #client: ApiClient | null = null
  #addresses: readonly string[] = []
  #listen = '/ip4/127.0.0.1/tcp/0'

  constructor(init: NodeProcessInit) {
    this.name = init.name
    this.dataFolder = join(init.folder, init.name)
    this.#init = init
  }

  /** The running node's API. @throws {@link CodedError} `NODE_NOT_RUNNING`. */
  get client(): ApiClient {
    if (this.#client !== null) return this.#client
    throw new CodedError('NODE_NOT_RUNNING', `${this.name} is not running`, { fault: 'user' })
  }

  /** Multiaddrs with the peer id, once started. */
  get addresses(): readonly string[] {
    return this.#addresses
  }

  /** Process id while it runs. */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Makes the data folder and the wallet. */
  async initialise(): Promise<void> {
    await mkdir(this.#init.folder, { recursive: true })
    const child = this.#spawn(['init', '--network', this.#init.network, '--profile', 'local', '--json'], {})
    const output = collect(child)
    const [status] = (await once(child, 'exit')) as [number | null]
    if (status !== 0) throw this.#failure('initialise', output.errors())
  }

  /**
   * Starts the process, and fulfils when the node can be used. A later start listens on the same port.
   * @param environment - Variables for this run alone.
   */
  async start(environment: Readonly<Record<string, string>> = {}): Promise<void> {
    const child = this.#spawn(['start', '--json', '--listen', this.#listen], environment)
    this.#child = child
    const output = collect(child)
    const ready = await output.firstLine(START_DEADLINE_MILLISECONDS)
    if (ready === null) {
      await this.kill()
      throw this.#failure('start', output.errors())
    }
    const parsed = v.parse(readySchema, JSON.parse(ready))
    this.#addresses = parsed.addresses
    const [address] = parsed.addresses
    if (address !== undefined) this.#listen = address.replace(/\/p2p\/.*$/, '')
    this.#client = new ApiClient(await readApiFiles(this.dataFolder))
  }

  /** A fresh receiving address of this node's wallet. */
  async newAddress(ledger: string): Promise<string> {
    const { address } = await this.client.call(createAddress, {
      params: { ledger },
      body: { type: 'p2tr' }
    })
    return address
  }

  /** Asks for a clean stop and waits for it. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM')
  }

  /** kill -9: no chance to say or store anything. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** Fulfils once the process has ended, whoever ended it; at once where none runs. */
  async ended(): Promise<void> {
    const child = this.#child
    if (child !== null && isRunning(child)) await once(child, 'exit')
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child
    this.#child = null
    this.#client = null
    if (child === null || !isRunning(child)) return
    const ended = once(child, 'exit')
    child.kill(signal)
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MILLISECONDS)
    await ended
    clearTimeout(late)
  }

  #spawn(args: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
    const main = fileURLToPath(new URL('../cli/main.js', import.meta.url))
    return spawn(process.execPath, [main, ...args, '--data', this.dataFolder], {
      env: { ...this.#environment(), ...this.#init.environment, ...environment },
      stdio: ['ignore', 'pipe', 'pipe']
    })
  }

  /** Only what belongs to this node: settings of the caller's own node must not leak into it. */
  #environment(): NodeJS.ProcessEnv {
    const kept = Object.entries(process.env).filter(([key]) => !key.startsWith('BOURSE_'))
    const ledgers = this.#init.chains.flatMap((chain) => {
      const key = `BOURSE_LEDGERS_${chain.ledger.toUpperCase()}`
      return [
        [`${key}_CHAIN`, chain.chain.name],
        [`${key}_RPC_URL`, chain.url],
        [`${key}_RPC_COOKIE_FILE`, chain.cookieFile],
        [`${key}_CONFIRMATIONS`, '1'],
        [`${key}_POLL_SECONDS`, '1']
      ] as const
    })
    return Object.fromEntries([
      ...kept,
      ...ledgers,
      ['BOURSE_PASSPHRASE', PASSPHRASE],
      ['BOURSE_API_PORT', '0'],
      ['BOURSE_P2P_MDNS', 'false'],
      ['BOURSE_P2P_BOOTSTRAP', this.#init.bootstrap.join(',')],
      ['BOURSE_LOG_LEVEL', 'info'],
      ['BOURSE_LOG_FORMAT', 'json']
    ])
  }

  #failure(action: string, errors: string): CodedError {
    return new CodedError('TESTNET_NODE_FAILED', `${this.name} did not ${action}: ${errors.trim()}`, {
      fault: 'internal'
    })
  }
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null
}

/** Reads both outputs of a process, so that it never waits for a reader, and keeps the end of its errors. */
function collect(child: ChildProcess): {
  readonly errors: () => string
  readonly firstLine: (milliseconds: number) => Promise<string | null>
} {
  let errors = ''
  let text = ''
  const lines: string[] = []
  const waiting: (() => void)[] = []
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    errors = (errors + chunk).slice(-MAX_ERROR_CHARACTERS)
  })
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    const parts = text.split('\n')
    text = parts.pop() ?? ''
    lines.push(...parts)
    waiting.splice(0).forEach((wake) => wake())
  })
  return {
    errors: () => errors,
    firstLine: (milliseconds) =>
      new Promise((resolve) => {
        const finish = (): void => {
          clearTimeout(timer)
          resolve(lines[0] ?? null)
        }
        const timer = setTimeout(finish, milliseconds)
        child.once('exit', finish)
        if (lines.length > 0) finish()
        else waiting.push(finish)
      })
  }
}
