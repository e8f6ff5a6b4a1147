import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sats } from '../base/units.ts'
import { startDevelopmentChainServer } from '../devchain/bitcoin/server.ts'
import { BITCOIN_CHAINS, type BitcoinChain, type BitcoinChainName } from '../ledgers/bitcoin/networks.ts'
import type { LedgerId } from '../ledgers/ledger.ts'

/** A chain of a local test network: a daemon that speaks JSON-RPC, and what only its owner can do. Not money. */
export interface TestnetChain {
  readonly ledger: LedgerId
  readonly chain: BitcoinChain
  /** What serves it, for people: `embedded` or the daemon's name. */
  readonly kind: 'embedded' | 'litecoind'
  readonly url: string
  /** Read anew by each client at each start. */
  readonly cookieFile: string
  mine(count: number): Promise<void>
  /** Pays from the faucet; the payment waits for a block. `amount` in smallest units. */
  fund(address: string, amount: bigint): Promise<void>
  /** Ends the daemon, leaves it away for a while, and starts it again on the same address. */
  restart(how?: ChainRestart): Promise<void>
  stop(): Promise<void>
}

/** How a daemon is away. */
export interface ChainRestart {
  /** By SIGKILL, as a power cut does it, so that it may forget its last blocks; a clean end unless given. */
  readonly abrupt?: boolean
  /** Runs while the daemon is away. */
  readonly meanwhile?: () => Promise<void>
}

/** Blocks before the faucet's first coins may be spent, and some more. */
const FIRST_BLOCKS = 110

/** Starts an embedded development chain with a faucet that has coins. */
export async function startEmbeddedChain(ledger: LedgerId, name: BitcoinChainName): Promise<TestnetChain> {
  const folder = await mkdtemp(join(tmpdir(), `bourse-chain-${ledger}-`))
  const cookieFile = join(folder, '.cookie')
  const chain = BITCOIN_CHAINS[name]
  const start = (port: number) =>
    startDevelopmentChainServer({ chain, port, cookieFile, folder: join(folder, 'blocks') })
  let server = await start(0)
  server.chain.mine(FIRST_BLOCKS)
  const { url, port } = server
  return {
    ledger,
    chain,
    kind: 'embedded',
    url,
    cookieFile,
    async mine(count) {
      server.chain.mine(count)
    },
    async fund(address, amount) {
      server.chain.fund(address, sats(amount))
    },
    async restart({ meanwhile } = {}) {
      await server.stop()
      await meanwhile?.()
      server = await start(port)
    },
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    }
  }
}
