import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { BitcoinRpcClient } from '../adapters/bitcoind/rpc-client.ts'

/** Why nothing that needs the daemon was run. */
export const LITECOIND_ABSENT = 'litecoind is not installed'
const USER = 'contract'
const PASSWORD = 'contract'
const SALT = '00'
const START_DEADLINE_MILLISECONDS = 20_000
const STOP_DEADLINE_MILLISECONDS = 20_000
const LOOK_MILLISECONDS = 20

/** Which daemon a binary is: they differ in a few flags. */
export type DaemonKind = 'litecoind' | 'bitcoind'

/** A daemon on regtest with a folder and ports of its own. */
export interface RegtestDaemon {
  readonly url: string
  readonly login: { readonly user: string; readonly password: string }
  readonly client: BitcoinRpcClient
  readonly folder: string
  readonly cookieFile: string
  /** host:port for peers. */
  readonly peerAddress: string
  /** Ends the process by its pid (SIGKILL: as a power cut does), leaves it away meanwhile, and starts it again. */
  restart(signal: 'SIGTERM' | 'SIGKILL', meanwhile?: () => Promise<void>): Promise<void>
  /** Ends the process by its pid and removes the folder unless it is to be kept. */
  stop(keep?: 'keep'): Promise<void>
}

/**
 * The package's own binary: the one in the PATH of Debian is a shell wrapper that writes into the home
 * folder. LITECOIND names another; null where there is none.
 */
export function findLitecoind(): string | null {
  const named = process.env['LITECOIND']
  if (named !== undefined && existsSync(named)) return named
  try {
    const files = execFileSync('dpkg', ['-L', 'litecoind'], { encoding: 'utf8', stdio: 'pipe' })
    return files.split('\n').find((path) => path.endsWith('/lib/litecoin/litecoind')) ?? null
  } catch {
    return null
  }
}

/** The Bitcoin Core binary that BITCOIND names; null where it names none. */
export function findBitcoind(): string | null {
  const named = process.env['BITCOIND']
  return named !== undefined && existsSync(named) ? named : null
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

function flags(kind: DaemonKind, ports: { rpc: number; peer: number }, folder: string): string[] {
  const common = [
    `-datadir=${folder}`,
    '-regtest',
    '-server',
    '-rpcbind=127.0.0.1',
    '-rpcallowip=127.0.0.1',
    `-rpcport=${ports.rpc}`,
    `-port=${ports.peer}`,
    `-bind=127.0.0.1:${ports.peer}`,
    '-dnsseed=0',
    '-discover=0',
    '-listenonion=0',
    '-printtoconsole=0',
    '-fallbackfee=0.0002',
    '-txindex=1'
  ]
  // A login by -rpcauth leaves the cookie file in place beside it: HMAC-SHA256 of the password under a salt.
  const hash = createHmac('sha256', SALT).update(PASSWORD).digest('hex')
  const login = [`-rpcauth=${USER}:${SALT}$${hash}`]
  const own =
    kind === 'litecoind' ? ['-upnp=0', '-vbparams=mweb:-2:0', '-mempoolreplacement=1'] : ['-fixedseeds=0']
  return [...common, ...login, ...own]
}

/** Starts a daemon in a new folder, or in a copy of a prepared one. */
export async function startDaemon(
  kind: DaemonKind,
  binary: string,
  prepared?: string
): Promise<RegtestDaemon> {
  const folder = await mkdtemp(join(tmpdir(), `bourse-${kind}-`))
  if (prepared !== undefined) await cp(prepared, folder, { recursive: true })
  const ports = { rpc: await freePort(), peer: await freePort() }
  const run = (): ChildProcess => spawn(binary, flags(kind, ports, folder), { stdio: 'ignore' })
  let child = run()
  const url = `http://127.0.0.1:${ports.rpc}/`
  const login = { user: USER, password: PASSWORD }
  const client = new BitcoinRpcClient({ url, credentials: login })
  const restart: RegtestDaemon['restart'] = async (signal, meanwhile) => {
    await endProcess(child, signal)
    await meanwhile?.()
    child = run()
    await untilReady(child, client)
  }
  const stop = async (keep?: 'keep'): Promise<void> => {
    client.close()
    await endProcess(child, 'SIGTERM')
    if (keep === undefined) await rm(folder, { recursive: true, force: true })
  }
  try {
    await untilReady(child, client)
  } catch (error) {
    await stop()
    throw error
  }
  const cookieFile = join(folder, 'regtest', '.cookie')
  const peerAddress = `127.0.0.1:${ports.peer}`
  return { url, login, client, folder, cookieFile, peerAddress, restart, stop }
}

async function untilReady(child: ChildProcess, client: BitcoinRpcClient): Promise<void> {
  const end = performance.now() + START_DEADLINE_MILLISECONDS
  for (;;) {
    const { exitCode, signalCode } = child
    if (exitCode !== null || signalCode !== null) {
      throw new Error(`the daemon ended: ${signalCode ?? `status ${exitCode}`}`)
    }
    try {
      await client.call('getblockcount')
      return
    } catch (error) {
      if (performance.now() > end) throw error
    }
    await delay(LOOK_MILLISECONDS)
  }
}

/** Ends by SIGKILL what does not end by itself: a killed daemon forgets its last blocks. */
async function endProcess(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const ended = once(child, 'exit')
  child.kill(signal)
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MILLISECONDS)
  await ended
  clearTimeout(late)
}
