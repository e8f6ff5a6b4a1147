import { readFile } from 'node:fs/promises'
import { BitcoinRpcClient } from '../../src/adapters/bitcoind/rpc-client.ts'
import { errorCode } from '../../src/base/coded-error.ts'
import { startDevelopmentChainServer } from '../../src/devchain/bitcoin/server.ts'
import { BITCOIN_CHAINS } from '../../src/ledgers/bitcoin/networks.ts'
import { startLitecoindChain, type TestnetChain } from '../../src/testnet/index.ts'
import { microseconds } from './measure.ts'
import type { Row, Suite } from './suite.ts'

/** Calls in a slice of single calls, and of batches. */
const SINGLE_CALLS = 300
const BATCHES = 20
const CALLS_IN_BATCH = 100
const AT_ONCE = 16
const CALLS_OF_EACH = 20

async function ratePerSecond(count: number, work: () => Promise<unknown>): Promise<number> {
  const start = microseconds()
  await work()
  return (count * 1e6) / (microseconds() - start)
}

async function oneAtATime(
  client: BitcoinRpcClient,
  method: string,
  params: readonly unknown[]
): Promise<void> {
  for (let index = 0; index < SINGLE_CALLS; index++) await client.call(method, params)
}

async function manyAtOnce(client: BitcoinRpcClient): Promise<void> {
  const worker = async (): Promise<void> => {
    for (let index = 0; index < CALLS_OF_EACH; index++) await client.call('getblockcount')
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

async function inBatches(client: BitcoinRpcClient): Promise<void> {
  const calls = Array.from({ length: CALLS_IN_BATCH }, () => ({ method: 'getblockcount', params: [] }))
  for (let index = 0; index < BATCHES; index++) await client.batch(calls)
}

/** A regtest network of the real daemon to compare with; null where it is not installed. */
async function startPeer(): Promise<{
  readonly chain: TestnetChain
  readonly client: BitcoinRpcClient
} | null> {
  try {
    const chain = await startLitecoindChain('ltc')
    const [user = '', password = ''] = (await readFile(chain.cookieFile, 'utf8')).trim().split(':')
    return { chain, client: new BitcoinRpcClient({ url: chain.url, credentials: { user, password } }) }
  } catch (error) {
    if (errorCode(error) === 'LITECOIND_ABSENT') return null
    throw error
  }
}

const COUNT = 'getblockcount, one at a time'
const COUNT_OF_PEER = `${COUNT}, litecoind`
const BATCH = `getblockcount, batches of ${CALLS_IN_BATCH}`

/** Rows that a daemon of any kind can fill. */
function commonRows(client: BitcoinRpcClient, names: { readonly count: string; readonly batch: string }) {
  const one: Row = {
    name: names.count,
    unit: '1/s',
    slice: () => ratePerSecond(SINGLE_CALLS, () => oneAtATime(client, 'getblockcount', [])),
    floor: { R: 1 }
  }
  const batch: Row = {
    name: names.batch,
    unit: '1/s',
    slice: () => ratePerSecond(BATCHES * CALLS_IN_BATCH, () => inBatches(client)),
    reference: names.count
  }
  return { one, batch }
}

function embeddedRows(client: BitcoinRpcClient, hash: string, hasPeer: boolean): readonly Row[] {
  const { one, batch } = commonRows(client, { count: COUNT, batch: BATCH })
  return [
    hasPeer ? { ...one, reference: COUNT_OF_PEER } : one,
    {
      name: 'getblock whole, one at a time',
      unit: '1/s',
      slice: () => ratePerSecond(SINGLE_CALLS, () => oneAtATime(client, 'getblock', [hash, 2])),
      floor: { R: 1 }
    },
    {
      name: `getblockcount, ${AT_ONCE} at once`,
      unit: '1/s',
      slice: () => ratePerSecond(CALLS_OF_EACH * AT_ONCE, () => manyAtOnce(client)),
      reference: COUNT
    },
    batch
  ]
}

/** JSON-RPC calls a second: the embedded chain in this process, and litecoind in its own. */
export const rpcSuite: Suite = {
  name: 'rpc',
  about:
    'JSON-RPC calls a second to an embedded chain in the same process, and to litecoind where there is one',
  async open() {
    const server = await startDevelopmentChainServer({ chain: BITCOIN_CHAINS['bitcoin-regtest'], port: 0 })
    server.chain.mine(1)
    const [user = '', password = ''] = server.cookie.split(':')
    const client = new BitcoinRpcClient({ url: server.url, credentials: { user, password } })
    const peer = await startPeer()
    const peerRows =
      peer === null
        ? []
        : Object.values(commonRows(peer.client, { count: COUNT_OF_PEER, batch: `${BATCH}, litecoind` }))
    const skipped = 'the rows of litecoind: it is not on the PATH, nor named by LITECOIND'
    return {
      rows: [...embeddedRows(client, server.chain.tip.block.hash, peer !== null), ...peerRows],
      skipped: peer === null ? [skipped] : [],
      async close() {
        client.close()
        peer?.client.close()
        await peer?.chain.stop()
        await server.stop()
      }
    }
  }
}
