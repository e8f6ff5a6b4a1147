import { BitcoinRpcClient } from '../../src/adapters/bitcoind/rpc-client.ts'
import { startDevelopmentChainServer } from '../../src/devchain/bitcoin/server.ts'
import { BITCOIN_CHAINS } from '../../src/ledgers/bitcoin/networks.ts'
import { microseconds } from './measure.ts'
import type { Row, Suite } from './suite.ts'

/** Calls in a slice of single calls, and of batches. */
const SINGLE_CALLS = 300
const BATCHES = 20
const CALLS_IN_BATCH = 100
const AT_ONCE = 16

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
    for (let index = 0; index < SINGLE_CALLS / AT_ONCE; index++) await client.call('getblockcount')
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

async function inBatches(client: BitcoinRpcClient): Promise<void> {
  const calls = Array.from({ length: CALLS_IN_BATCH }, () => ({ method: 'getblockcount', params: [] }))
  for (let index = 0; index < BATCHES; index++) await client.batch(calls)
}

/** JSON-RPC calls a second, client and embedded chain in one process. */
export const rpcSuite: Suite = {
  name: 'rpc',
  about: 'JSON-RPC calls a second to an embedded chain in the same process',
  async open() {
    const server = await startDevelopmentChainServer({ chain: BITCOIN_CHAINS['bitcoin-regtest'], port: 0 })
    server.chain.mine(1)
    const [user = '', password = ''] = server.cookie.split(':')
    const client = new BitcoinRpcClient({ url: server.url, credentials: { user, password } })
    const hash = server.chain.tip.block.hash
    const rounds = Math.floor(SINGLE_CALLS / AT_ONCE) + 1
    const rows: readonly Row[] = [
      {
        name: 'getblockcount, one at a time',
        unit: '1/s',
        slice: () => ratePerSecond(SINGLE_CALLS, () => oneAtATime(client, 'getblockcount', [])),
        floor: { R: 1 }
      },
      {
        name: 'getblock whole, one at a time',
        unit: '1/s',
        slice: () => ratePerSecond(SINGLE_CALLS, () => oneAtATime(client, 'getblock', [hash, 2])),
        floor: { R: 1 }
      },
      {
        name: `getblockcount, ${AT_ONCE} at once`,
        unit: '1/s',
        slice: () => ratePerSecond(rounds * AT_ONCE, () => manyAtOnce(client)),
        reference: 'getblockcount, one at a time'
      },
      {
        name: `getblockcount, batches of ${CALLS_IN_BATCH}`,
        unit: '1/s',
        slice: () => ratePerSecond(BATCHES * CALLS_IN_BATCH, () => inBatches(client)),
        reference: 'getblockcount, one at a time'
      }
    ]
    return {
      rows,
      async close() {
        client.close()
        await server.stop()
      }
    }
  }
}
