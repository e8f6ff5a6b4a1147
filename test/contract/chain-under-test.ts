import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sha256 } from '../../src/base/hash.ts'
import { createBitcoindChainSource, type BitcoindChainSource } from '../../src/adapters/bitcoind/index.ts'
import { BitcoinRpcClient } from '../../src/adapters/bitcoind/rpc-client.ts'
import { scriptToAddress } from '../../src/devchain/bitcoin/address.ts'
import { startDevelopmentChainServer } from '../../src/devchain/bitcoin/server.ts'
import { BITCOIN_CHAINS, type BitcoinChain } from '../../src/ledgers/bitcoin/networks.ts'
import {
  findBitcoind,
  findLitecoind,
  LITECOIND_ABSENT,
  startDaemon
} from '../../src/testnet/regtest-daemon.ts'
import { keyFrom, p2wpkhScript, type TestKey } from './spending.ts'

/** One running chain that the contract is held against. */
export interface ChainUnderTest {
  readonly chain: BitcoinChain
  readonly client: BitcoinRpcClient
  readonly source: BitcoindChainSource
  /** Key of the mature coinbases at heights 1 to {@link MINED_TO_KEY}; another one on each chain. */
  readonly key: TestKey
  /** host:port for peers; null where it has none. */
  readonly peerAddress: string | null
  stop(): Promise<void>
}

/** A kind of chain, and how one is started. */
export interface ChainSubject {
  readonly name: string
  readonly chain: BitcoinChain
  /** Why it cannot be started here; null where it can. */
  readonly absent: string | null
  start(): Promise<ChainUnderTest>
}

/** Coinbases that belong to the key; later ones go elsewhere. */
export const MINED_TO_KEY = 20
/** Litecoin Core enforces BIP 65 from block 1351 on its regtest, and nothing moves that. */
const LITECOIND_BLOCKS = 1360
/** Everything is in force from block 1 elsewhere, so mature coinbases are enough. */
const OTHER_BLOCKS = 130

function keyOf(name: string): TestKey {
  return keyFrom(sha256(new TextEncoder().encode(`contract key of ${name}`)))
}

type Connection = Omit<ChainUnderTest, 'stop' | 'peerAddress'>

async function mineBase(under: Connection, blocks: number): Promise<void> {
  const own = scriptToAddress(under.chain, p2wpkhScript(under.key))
  const other = scriptToAddress(under.chain, p2wpkhScript(keyOf('nobody')))
  await under.client.call('generatetoaddress', [MINED_TO_KEY, own])
  await under.client.call('generatetoaddress', [blocks - MINED_TO_KEY, other])
}

function embedded(name: 'bitcoin-regtest' | 'litecoin-regtest'): ChainSubject {
  const chain = BITCOIN_CHAINS[name]
  return {
    name: `embedded ${name}`,
    chain,
    absent: null,
    async start() {
      const server = await startDevelopmentChainServer({ chain, port: 0 })
      const [user = '', password = ''] = server.cookie.split(':')
      const under = connect(chain, server.url, { user, password })
      await mineBase(under, OTHER_BLOCKS)
      return {
        ...under,
        peerAddress: null,
        async stop() {
          disconnect(under)
          await server.stop()
        }
      }
    }
  }
}

function connect(
  chain: BitcoinChain,
  url: string,
  credentials: { readonly user: string; readonly password: string }
): Connection {
  return {
    chain,
    client: new BitcoinRpcClient({ url, credentials }),
    source: createBitcoindChainSource({ url, credentials }),
    key: keyOf(chain.name)
  }
}

function disconnect(under: Connection): void {
  under.client.close()
  under.source.close()
}

let preparedFolder: Promise<string> | undefined

/** A folder with the base blocks, mined once in a run; {@link removePrepared} takes it away. */
async function prepareLitecoind(binary: string): Promise<string> {
  const daemon = await startDaemon('litecoind', binary)
  const under = connect(BITCOIN_CHAINS['litecoin-regtest'], daemon.url, daemon.login)
  await mineBase(under, LITECOIND_BLOCKS)
  disconnect(under)
  await daemon.stop('keep')
  const prepared = await mkdtemp(join(tmpdir(), 'bourse-prepared-'))
  await cp(daemon.folder, prepared, { recursive: true })
  await rm(daemon.folder, { recursive: true, force: true })
  return prepared
}

/** Removes what {@link prepareLitecoind} made. */
export async function removePrepared(): Promise<void> {
  if (preparedFolder === undefined) return
  const folder = await preparedFolder
  preparedFolder = undefined
  await rm(folder, { recursive: true, force: true })
}

/** Real Litecoin Core, on a copy of the prepared folder. */
export const LITECOIND: ChainSubject = {
  name: 'litecoind',
  chain: BITCOIN_CHAINS['litecoin-regtest'],
  absent: findLitecoind() === null ? LITECOIND_ABSENT : null,
  async start() {
    const binary = findLitecoind() ?? LITECOIND_ABSENT
    preparedFolder ??= prepareLitecoind(binary)
    const daemon = await startDaemon('litecoind', binary, await preparedFolder)
    return running(this.chain, daemon)
  }
}

const BITCOIND: ChainSubject = {
  name: 'bitcoind',
  chain: BITCOIN_CHAINS['bitcoin-regtest'],
  absent: findBitcoind() === null ? 'BITCOIND names no Bitcoin Core binary' : null,
  async start() {
    const daemon = await startDaemon('bitcoind', findBitcoind() ?? 'bitcoind')
    const under = await running(this.chain, daemon)
    await mineBase(under, OTHER_BLOCKS)
    return under
  }
}

async function running(
  chain: BitcoinChain,
  daemon: Awaited<ReturnType<typeof startDaemon>>
): Promise<ChainUnderTest> {
  const under = connect(chain, daemon.url, daemon.login)
  // A daemon on an old chain says that it is syncing until it has a block of today.
  const other = scriptToAddress(chain, p2wpkhScript(keyOf('nobody')))
  await under.client.call('generatetoaddress', [1, other])
  return {
    ...under,
    peerAddress: daemon.peerAddress,
    async stop() {
      disconnect(under)
      await daemon.stop()
    }
  }
}

/** Every chain that the contract is held against. */
export const SUBJECTS: readonly ChainSubject[] = [
  embedded('bitcoin-regtest'),
  embedded('litecoin-regtest'),
  LITECOIND,
  BITCOIND
]
