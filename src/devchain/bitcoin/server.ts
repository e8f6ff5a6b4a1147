import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { startRpcServer } from '../json-rpc/server.ts'
import { DevelopmentChain, type DevelopmentChainOptions } from './development-chain.ts'
import { bitcoinMethods } from './rpc/methods.ts'

/** User name in a cookie, as the daemons write it. */
const COOKIE_USER = '__cookie__'
const COOKIE_PASSWORD_BYTES = 32

/** How a development chain is served. */
export interface DevelopmentChainServerOptions extends DevelopmentChainOptions {
  /** Port on 127.0.0.1; 0 lets the system choose. */
  readonly port: number
  /** A user and password that are let in beside the cookie. */
  readonly login?: { readonly user: string; readonly password: string }
  /** Where the cookie is written, readable by the owner only; removed at the end. */
  readonly cookieFile?: string
  /** Called when a client has ended the server by `stop`. */
  readonly stopped?: () => void
}

/** A development chain that answers on 127.0.0.1. ITS COINS ARE NOT MONEY. */
export interface DevelopmentChainServer {
  readonly chain: DevelopmentChain
  /** `http://127.0.0.1:port/` */
  readonly url: string
  readonly port: number
  /** `user:password` that Basic authentication takes. */
  readonly cookie: string
  /** Ends connections, the server and the chain; a second call does nothing. */
  stop(): Promise<void>
}

/**
 * Starts a chain and its JSON-RPC server. Whoever calls this must show {@link NOT_MONEY} to its user.
 * @throws DevelopmentChainError `CHAIN_NOT_REGTEST`, `BLOCK_FILE_CORRUPT`.
 */
export async function startDevelopmentChainServer(
  options: DevelopmentChainServerOptions
): Promise<DevelopmentChainServer> {
  const chain = DevelopmentChain.create(options)
  const cookie = `${COOKIE_USER}:${randomBytes(COOKIE_PASSWORD_BYTES).toString('hex')}`
  const { login, cookieFile } = options
  let stopping: Promise<void> | undefined
  const stop = (): Promise<void> => {
    stopping ??= end()
    return stopping
  }
  const methods = bitcoinMethods({
    chain,
    startedAt: chain.clock.now(),
    stop: () => void stop().then(() => options.stopped?.())
  })
  const credentials = login === undefined ? [cookie] : [cookie, `${login.user}:${login.password}`]
  const server = await startRpcServer({ port: options.port, credentials, methods })
  if (cookieFile !== undefined) {
    mkdirSync(dirname(cookieFile), { recursive: true })
    writeFileSync(cookieFile, cookie, { mode: 0o600 })
  }
  async function end(): Promise<void> {
    await server.close()
    chain.close()
    if (cookieFile !== undefined) rmSync(cookieFile, { force: true })
  }
  return { chain, url: server.url, port: server.port, cookie, stop }
}

export { NOT_MONEY } from './parameters.ts'
