import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BitcoinRpcClient } from '../adapters/bitcoind/index.ts'
import { CodedError } from '../base/coded-error.ts'
import { NOT_MONEY } from '../devchain/bitcoin/parameters.ts'
import { startDevelopmentChainServer } from '../devchain/bitcoin/server.ts'
import { BITCOIN_CHAINS } from '../ledgers/bitcoin/networks.ts'
import type { DevchainCall, DevchainHooks, DevchainOptions } from './runners.ts'

/** Blocks before the faucet's first coins may be spent, and some to spend. */
const FIRST_BLOCKS = 110

/** Files that a running chain keeps beside its blocks: where it answers, and who may ask. */
function filesOf(folder: string, chain: string) {
  return { url: join(folder, `${chain}.url`), cookie: join(folder, `${chain}.cookie`) }
}

/**
 * Runs a development chain in this process until it is asked to end.
 * @throws CodedError `DEVCHAIN_RUNNING`, `DEVCHAIN_PORT_TAKEN`; DevelopmentChainError.
 */
export async function runDevchain(options: DevchainOptions, hooks: DevchainHooks): Promise<void> {
  const files = filesOf(options.folder, options.chain)
  await requireAlone(options)
  let ended: () => void = () => undefined
  const end = new Promise<void>((resolve) => {
    ended = resolve
  })
  const server = await startDevelopmentChainServer({
    chain: BITCOIN_CHAINS[options.chain],
    port: options.port,
    cookieFile: files.cookie,
    folder: join(options.folder, options.chain),
    stopped: () => ended()
  }).catch((error: unknown) => {
    throw listenError(error, options.port)
  })
  writeFileSync(files.url, server.url, { mode: 0o600 })
  const { chain } = server
  if (chain.tip.height === 0) chain.mine(FIRST_BLOCKS)
  const stopMining =
    options.blockSeconds === null ? () => undefined : chain.mineEvery(options.blockSeconds * 1000)
  process.stderr.write(`${NOT_MONEY}\n`)
  hooks.signal.addEventListener('abort', ended, { once: true })
  if (hooks.signal.aborted) ended()
  else hooks.onReady({ url: server.url, cookieFile: files.cookie })
  await end
  stopMining()
  rmSync(files.url, { force: true })
  await server.stop()
}

/** Two processes that append to one file of blocks would ruin it. */
async function requireAlone({ chain, folder }: DevchainOptions): Promise<void> {
  const height = await callDevchain({ chain, folder, method: 'getblockcount', params: [] }).catch(() => null)
  if (height === null) return
  throw new CodedError('DEVCHAIN_RUNNING', `${chain} runs on ${folder} already`, { fault: 'user' })
}

function listenError(error: unknown, port: number): unknown {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  if (!isTaken) return error
  return new CodedError('DEVCHAIN_PORT_TAKEN', `another process listens on 127.0.0.1:${port}`, {
    fault: 'user',
    cause: error
  })
}

/**
 * One call of a chain that another process runs on the folder.
 * @throws CodedError `DEVCHAIN_NOT_RUNNING`; DaemonError.
 */
export async function callDevchain({ chain, folder, method, params }: DevchainCall): Promise<unknown> {
  const files = filesOf(folder, chain)
  const client = new BitcoinRpcClient({
    url: readUrl(files.url, `${chain} does not run on ${folder}`),
    credentials: { cookieFile: files.cookie }
  })
  try {
    return await client.call(method, params, { idempotent: false })
  } finally {
    client.close()
  }
}

function readUrl(file: string, complaint: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new CodedError('DEVCHAIN_NOT_RUNNING', complaint, { fault: 'user', cause })
  }
}
