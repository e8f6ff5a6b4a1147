import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { BitcoinRpcClient } from '../../src/adapters/bitcoind/rpc-client.ts'
import type { NodeEvent } from '../../src/api/node-control.ts'
import { placeOrder, takeOrder } from '../../src/api/resources/orders.ts'
import { getBalance } from '../../src/api/resources/wallet.ts'
import { seconds } from '../../src/base/units.ts'
import {
  runTrade,
  startTestnet,
  type NodeProcess,
  type Testnet,
  type TestnetChain
} from '../../src/testnet/index.ts'
import { microseconds } from './measure.ts'
import { cpuMilliseconds } from './process-cpu.ts'

/** Milliseconds of one trade between two node processes. */
export interface TimedTrade {
  /** From the order at the maker's API to its arrival in the taker's book. */
  readonly order: number
  /** From the take to all signatures. */
  readonly negotiation: number
  /** From the order to the end on both sides. */
  readonly whole: number
  readonly blocks: number
  /** CPU of each process over the whole trade; null where the system does not tell. */
  readonly makerCpu: number | null
  readonly takerCpu: number | null
}

/** Enough coins for 50 trades, in smallest units. */
const FUNDING = 4_000_000_000n
/** Between two looks at mempools and balances. */
const LOOK_MILLISECONDS = 2
const TRADE_MILLISECONDS = 60_000

/** Two node processes, two chains, and a miner that confirms each transaction as soon as it waits. */
export class TradedNetwork {
  readonly #testnet: Testnet
  readonly #miner: Miner
  readonly #maker: EventLog
  readonly #taker: EventLog

  private constructor(testnet: Testnet, miner: Miner, sides: readonly [EventLog, EventLog]) {
    this.#testnet = testnet
    this.#miner = miner
    const [maker, taker] = sides
    this.#maker = maker
    this.#taker = taker
  }

  /** Starts the network, gives both traders coins and lets them trade once. */
  static async start(): Promise<TradedNetwork> {
    const testnet = await startTestnet({ nodes: 2, blockMilliseconds: 0 })
    const miner = await Miner.start(testnet.chains)
    const [maker, taker] = testnet.nodes
    if (maker === undefined || taker === undefined) throw new Error('the network has no two nodes')
    const network = new TradedNetwork(testnet, miner, [new EventLog(maker), new EventLog(taker)])
    try {
      await runTrade(testnet, () => undefined)
      for (const [index, node] of [maker, taker].entries()) {
        const ledger = testnet.chains[index]?.ledger ?? ''
        await testnet.fund(node, ledger, FUNDING)
        await network.#seesCoins(node, ledger)
      }
      return network
    } catch (error) {
      await network.stop()
      throw error
    }
  }

  async #seesCoins(node: NodeProcess, ledger: string): Promise<void> {
    for (;;) {
      const { available } = await node.client.call(getBalance, { params: { ledger } })
      if (available >= FUNDING) return
      await delay(LOOK_MILLISECONDS)
    }
  }

  async stop(): Promise<void> {
    this.#maker.stop()
    this.#taker.stop()
    await this.#miner.stop()
    await this.#testnet.stop()
  }

  /** A whole trade: order, take, negotiation, both escrows, both claims. */
  async trade(): Promise<TimedTrade> {
    const [sold, bought] = this.#testnet.chains
    const cpuBefore = [this.#maker, this.#taker].map((side) => side.cpu())
    const blocksBefore = this.#miner.blocks
    const start = microseconds()
    const { id } = await this.#maker.node.client.call(placeOrder, {
      body: {
        sellLedger: sold?.ledger ?? '',
        sellAmount: '5000000',
        buyLedger: bought?.ledger ?? '',
        buyAmount: '80000000',
        lifeSeconds: seconds(600),
        confirmations: 1
      }
    })
    await this.#taker.until((event) => event.kind === 'order' && event.order.id === id)
    const seen = microseconds()
    const { tradeId } = await this.#taker.node.client.call(takeOrder, { params: { id } })
    await this.#maker.until(inState(tradeId, 'locking'))
    const agreed = microseconds()
    await Promise.all([this.#maker, this.#taker].map((side) => side.until(inState(tradeId, 'closed'))))
    const end = microseconds()
    const [makerCpu = null, takerCpu = null] = [this.#maker, this.#taker].map((side, index) =>
      difference(side.cpu(), cpuBefore[index] ?? null)
    )
    return {
      order: (seen - start) / 1000,
      negotiation: (agreed - seen) / 1000,
      whole: (end - start) / 1000,
      blocks: this.#miner.blocks - blocksBefore,
      makerCpu,
      takerCpu
    }
  }
}

function inState(tradeId: string, state: string): (event: NodeEvent) => boolean {
  return (event) => event.kind === 'trade' && event.tradeId === tradeId && event.step.state === state
}

function difference(after: number | null, before: number | null): number | null {
  return after === null || before === null ? null : after - before
}

/** All events of a node since it is looked at. */
class EventLog {
  readonly node: NodeProcess
  readonly #stop = new AbortController()
  readonly #events: NodeEvent[] = []
  readonly #looks = new Set<() => void>()

  constructor(node: NodeProcess) {
    this.node = node
    void this.#read()
  }

  cpu(): number | null {
    return this.node.pid === undefined ? null : cpuMilliseconds(this.node.pid)
  }

  stop(): void {
    this.#stop.abort()
  }

  /** Fulfils at the first such event, which may be a past one; rejects when none came in a minute. */
  until(isWanted: (event: NodeEvent) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer)
        this.#looks.delete(look)
      }
      const look = (): void => {
        if (!this.#events.some(isWanted)) return
        settle()
        resolve()
      }
      const timer = setTimeout(() => {
        settle()
        const last = JSON.stringify(this.#events.at(-1), (_, value: unknown) =>
          typeof value === 'bigint' ? value.toString() : value
        )
        reject(new Error(`${this.node.name}: what the trade needs did not come; the last event was ${last}`))
      }, TRADE_MILLISECONDS)
      this.#looks.add(look)
      look()
    })
  }

  async #read(): Promise<void> {
    try {
      const { signal } = this.#stop
      for await (const { event } of this.node.client.events({ lastEventId: null, signal })) {
        if (event !== null) this.#events.push(event)
        for (const look of this.#looks) look()
      }
    } catch (error) {
      if (!this.#stop.signal.aborted) throw error
    }
  }
}

interface MinedChain {
  readonly chain: TestnetChain
  readonly client: BitcoinRpcClient
}

/** Mines a block wherever a transaction waits. */
class Miner {
  readonly #chains: readonly MinedChain[]
  #isStopped = false
  #running: Promise<void> = Promise.resolve()
  blocks = 0

  private constructor(chains: readonly MinedChain[]) {
    this.#chains = chains
  }

  static async start(chains: readonly TestnetChain[]): Promise<Miner> {
    const miner = new Miner(
      await Promise.all(
        chains.map(async (chain) => {
          const [user = '', password = ''] = (await readFile(chain.cookieFile, 'utf8')).trim().split(':')
          return { chain, client: new BitcoinRpcClient({ url: chain.url, credentials: { user, password } }) }
        })
      )
    )
    miner.#running = miner.#run()
    return miner
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#running
    for (const { client } of this.#chains) client.close()
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      for (const { chain, client } of this.#chains) {
        const waiting = await client.call('getrawmempool')
        if (!Array.isArray(waiting) || waiting.length === 0) continue
        this.blocks++
        await chain.mine(1)
      }
      await delay(LOOK_MILLISECONDS)
    }
  }
}
