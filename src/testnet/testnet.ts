import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { initialiseBitcoinjs } from '../crypto/curve/ecc-library.ts'
import { startLitecoindChain } from './litecoind-chain.ts'
import { NodeProcess } from './node-process.ts'
import { startEmbeddedChain, type TestnetChain } from './testnet-chain.ts'

/** How a local test network is made. */
export interface TestnetInit {
  /** Node processes, at least 2; 5 unless given. */
  readonly nodes?: number
  /** `embedded`: a Bitcoin and a Litecoin chain of our own. `litecoind`: two regtest networks of the real daemon. */
  readonly chain?: 'embedded' | 'litecoind'
  /** Name of the Bourse network. */
  readonly network?: string
  /** Milliseconds between blocks of each chain once it runs; 1000 unless given, 0: none come by themselves. */
  readonly blockMilliseconds?: number
  /** Variables for every node, such as `BOURSE_TRADE_BUMP_SECONDS`. */
  readonly environment?: Readonly<Record<string, string>>
  /** Ends the start: what runs by then is stopped. */
  readonly signal?: AbortSignal
  /** Called with each plain line of progress. */
  readonly onProgress?: (line: string) => void
}

/** A running local test network: real processes, real TCP on loopback, chains whose coins are not money. */
export interface Testnet {
  readonly network: string
  readonly nodes: readonly NodeProcess[]
  readonly chains: readonly TestnetChain[]
  /** Holds the nodes' data folders; removed by {@link stop}. */
  readonly folder: string
  /** Pays each node so much on a ledger, one after another, and mines them in. */
  fund(node: NodeProcess, ledger: string, amount: bigint): Promise<void>
  stop(): Promise<void>
}

const NODE_NAMES = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi']

/**
 * Starts chains and nodes; the first node is where the others join.
 * @throws CodedError where a part does not start, or the signal's reason; nothing stays running then.
 */
export async function startTestnet(init: TestnetInit = {}): Promise<Testnet> {
  initialiseBitcoinjs()
  const { signal } = init
  const folder = await mkdtemp(join(tmpdir(), 'bourse-testnet-'))
  const running = new Running(folder)
  const interrupt = (): void => void running.stopNodes()
  signal?.addEventListener('abort', interrupt, { once: true })
  try {
    return await startParts(init, folder, running)
  } catch (error) {
    await running.stop()
    throw signal?.aborted === true ? signal.reason : error
  } finally {
    signal?.removeEventListener('abort', interrupt)
  }
}

async function startParts(init: TestnetInit, folder: string, running: Running): Promise<Testnet> {
  const { nodes: count = 5, network = 'local-testnet', chain = 'embedded', environment = {}, signal } = init
  const onProgress = init.onProgress ?? (() => undefined)
  onProgress(`starting two ${chain === 'litecoind' ? 'litecoind regtest' : 'embedded development'} chains`)
  const chains = await startChains(chain, running)
  signal?.throwIfAborted()
  onProgress(`starting ${count} nodes`)
  const nodes = await startNodes({ count, network, folder, chains, environment, signal }, running)
  const interval = init.blockMilliseconds ?? 1000
  if (interval > 0) running.mineEvery(chains, interval)
  return {
    network,
    nodes,
    chains,
    folder,
    fund: (node, ledger, amount) => fund(chains, node, { ledger, amount }),
    stop: () => running.stop()
  }
}

async function startChains(
  kind: 'embedded' | 'litecoind',
  running: Running
): Promise<readonly TestnetChain[]> {
  const starts =
    kind === 'embedded'
      ? [startEmbeddedChain('btc', 'bitcoin-regtest'), startEmbeddedChain('ltc', 'litecoin-regtest')]
      : [startLitecoindChain('ltca'), startLitecoindChain('ltcb')]
  const results = await Promise.allSettled(starts)
  for (const result of results) if (result.status === 'fulfilled') running.keep(result.value)
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason
    return result.value
  })
}

interface NodesPlan {
  readonly count: number
  readonly network: string
  readonly folder: string
  readonly chains: readonly TestnetChain[]
  readonly environment: Readonly<Record<string, string>>
  readonly signal: AbortSignal | undefined
}

async function startNodes(plan: NodesPlan, running: Running): Promise<readonly NodeProcess[]> {
  const { count, network, folder, chains, environment, signal } = plan
  const name = (index: number): string => NODE_NAMES[index] ?? `node-${index + 1}`
  const make = (index: number, bootstrap: readonly string[]): NodeProcess =>
    running.keep(new NodeProcess({ name: name(index), folder, network, chains, bootstrap, environment }))
  const start = async (node: NodeProcess): Promise<void> => {
    await node.initialise()
    signal?.throwIfAborted()
    await node.start()
    signal?.throwIfAborted()
  }
  const first = make(0, [])
  await start(first)
  const others = Array.from({ length: count - 1 }, (_, index) => make(index + 1, first.addresses.slice(0, 1)))
  // All of them, failed ones too: nothing may start any more once this has thrown.
  const starts = await Promise.allSettled(others.map(start))
  for (const result of starts) if (result.status === 'rejected') throw result.reason
  return [first, ...others]
}

async function fund(
  chains: readonly TestnetChain[],
  node: NodeProcess,
  payment: { readonly ledger: string; readonly amount: bigint }
): Promise<void> {
  const chain = chains.find((candidate) => candidate.ledger === payment.ledger)
  if (chain === undefined) throw new RangeError(`no ledger ${payment.ledger}`)
  await chain.fund(await node.newAddress(payment.ledger), payment.amount)
  await chain.mine(1)
}

/** What must be ended, last first. */
class Running {
  readonly #folder: string
  readonly #parts: { stop(): Promise<void> }[] = []
  #timer: NodeJS.Timeout | null = null
  #mining: Promise<unknown> = Promise.resolve()
  #stopping: Promise<void> | null = null

  constructor(folder: string) {
    this.#folder = folder
  }

  keep<Part extends { stop(): Promise<void> }>(part: Part): Part {
    this.#parts.push(part)
    return part
  }

  mineEvery(chains: readonly TestnetChain[], milliseconds: number): void {
    const next = (): void => {
      this.#mining = Promise.all(chains.map((chain) => chain.mine(1)))
        .catch(() => undefined)
        .then(() => {
          if (this.#stopping === null) this.#timer = setTimeout(next, milliseconds)
        })
    }
    this.#timer = setTimeout(next, milliseconds)
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll()
    return this.#stopping
  }

  async stopNodes(): Promise<void> {
    const nodes = this.#parts.filter((part) => part instanceof NodeProcess)
    await Promise.allSettled(nodes.map((node) => node.stop()))
  }

  async #stopAll(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    await this.#mining
    await this.stopNodes()
    const rest = this.#parts.filter((part) => !(part instanceof NodeProcess))
    await Promise.allSettled(rest.map((part) => part.stop()))
    await rm(this.#folder, { recursive: true, force: true })
  }
}
