import { availableParallelism } from 'node:os'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createPeerNetwork } from '../adapters/libp2p/index.ts'
import { openLevelStore, type DiskStore } from '../adapters/level/level-store.ts'
import { openVault, type Vault } from '../adapters/vault/vault.ts'
import { ApiServer } from '../api/server.ts'
import { fromHex, type Bytes } from '../base/bytes.ts'
import { errorCode } from '../base/coded-error.ts'
import { chooseCurve } from '../crypto/curve/choose.ts'
import { initialiseBitcoinjs } from '../crypto/curve/ecc-library.ts'
import { useCurve } from '../crypto/curve/selected.ts'
import { OrderDesk } from '../drivers/orders/order-desk.ts'
import { DerivedTradeSigner } from '../drivers/trade/derived-signer.ts'
import { TradeDesk } from '../drivers/trade/trade-desk.ts'
import { DEFAULT_PACE, type TradePace } from '../drivers/trade/trade-components.ts'
import { LedgerWallets } from '../drivers/wallet/trade-wallet.ts'
import type { PeerNetwork } from '../ports/peer-network.ts'
import type { Clock, Log, Random } from '../ports/world.ts'
import type { NodeStatus } from '../../protocols/status/types.ts'
import { codeHash } from './code-hash.ts'
import type { NodeConfig } from './config.ts'
import { createLedgerStacks, minimumTradeAmount, type LedgerStack } from './ledger-stack.ts'
import { NodeController } from './node-controller.ts'
import { RULE_SET_VERSION } from './rule-set.ts'
import { systemClock, systemRandom } from './system-world.ts'

/** Folder of the database below the data folder. */
const STORE_FOLDER = 'store'

/** What a node is made with; all but the first two have the machine's own as default. */
export interface NodeInit {
  readonly config: NodeConfig
  /** Opens the vault; kept no longer than that takes. */
  readonly passphrase: string
  readonly log: Log
  /** Version of the package. */
  readonly version: string
  readonly clock?: Clock
  readonly random?: Random
}

/** A whole node: parts start in the order in which they need each other, and stop in reverse. */
export interface BourseNode {
  readonly control: NodeController
  readonly network: PeerNetwork
  readonly api: ApiServer
  /** Fulfils when the node has stopped; rejects where it had to, because the store failed. */
  readonly stopped: Promise<void>
  stop(): Promise<void>
}

interface Lifecycle {
  readonly name: string
  start(): Promise<void>
  stop(): Promise<void>
}

/**
 * Opens the data folder and the vault, and starts every part. Where one fails, those before it are stopped.
 * @throws CodedError `DATA_FOLDER_IN_USE`, `WRONG_PASSPHRASE`, `LISTEN_ADDRESS_IN_USE`, `API_PORT_TAKEN`, ….
 */
export async function startNode(init: NodeInit): Promise<BourseNode> {
  const { config, log } = init
  useCurve(chooseCurve(() => performance.now()).curve)
  initialiseBitcoinjs()
  await mkdir(config.dataFolder, { recursive: true, mode: 0o700 })
  const store = await openLevelStore(join(config.dataFolder, STORE_FOLDER), config.network)
  let vault: Vault
  try {
    vault = await openVault(config.dataFolder, init.passphrase)
  } catch (error) {
    await store.close()
    throw error
  }
  const running = new RunningParts(log)
  running.keep({ name: 'store', start: async () => undefined, stop: () => store.close() })
  running.keep({ name: 'vault', start: async () => undefined, stop: async () => vault.close() })
  try {
    const node = await assemble(init, { store, vault }, running)
    for (const part of node.parts) await running.start(part)
    log.info('node.started', {
      network: config.network,
      peer: node.network.self().name,
      cores: availableParallelism()
    })
    return {
      control: node.control,
      network: node.network,
      api: node.api,
      stopped: running.stopped,
      stop: () => running.stop()
    }
  } catch (error) {
    await running.stop()
    throw error
  }
}

async function assemble(init: NodeInit, opened: { store: DiskStore; vault: Vault }, running: RunningParts) {
  const { config, log, version } = init
  const { store, vault } = opened
  const clock = init.clock ?? systemClock
  const random = init.random ?? systemRandom
  const hash = codeHash()
  const stacks = createLedgerStacks(config.ledgers, { store, vault, clock, log })
  const network = await createPeerNetwork(
    { store, clock, random, log },
    {
      network: config.network,
      identitySeed: vault.derive('peer-identity', new Uint8Array(0)),
      listen: config.p2p.listen,
      announce: config.p2p.announce,
      bootstrap: config.p2p.bootstrap,
      lanDiscovery: config.p2p.mdns,
      limits: { maxPeers: config.p2p.maxConnections },
      status: () => ownStatus({ config, clock, hash, version, stacks })
    }
  )
  const signer = new DerivedTradeSigner({ secrets: vault, random })
  const minimums = stacks.map(
    ({ config: { id, chain } }) => [id, { minimumAmount: minimumTradeAmount(chain) }] as const
  )
  const rules = { network: config.network, ledgers: new Map(minimums) }
  const orders = new OrderDesk({ store, clock, random, log, network, signer, rules })
  const wallets = new LedgerWallets(new Map(stacks.map(({ config: { id }, wallet }) => [id, wallet])))
  const trades = new TradeDesk(
    {
      store,
      clock,
      random,
      log,
      network,
      ledgers: new Map(stacks.map(({ config: { id }, follower }) => [id, follower])),
      wallet: wallets,
      signer,
      orders,
      policy: {
        network: config.network,
        times: config.trade.times,
        minimumConfirmations: new Map(
          stacks.map(({ config: { id } }) => [id, config.trade.minimumConfirmations])
        )
      }
    },
    {
      pace: paceOf(config),
      maxOpenTrades: config.trade.maximumOpenTrades,
      onFailure: (error) => running.fail(error),
      maximumFeeRate: (id) => stacks.find((stack) => stack.config.id === id)?.config.chain.maximumFeeRate ?? 1
    }
  )
  const startedAt = clock.now()
  const stop = (): void => void running.stop()
  const control = new NodeController({
    config,
    version,
    codeHash: hash,
    clock,
    network,
    stacks,
    orders,
    trades,
    startedAt,
    stop
  })
  const api = new ApiServer(
    { node: control, clock, random, log },
    { dataFolder: config.dataFolder, port: config.api.port, version }
  )
  const parts: readonly Lifecycle[] = [
    ...stacks.map((stack) => named(`ledger ${stack.config.id}`, stack)),
    named('orders', orders),
    named('network', network),
    named('trades', trades),
    named('api', api)
  ]
  return { parts, control, network, api }
}

function named(name: string, part: { start(): Promise<void>; stop(): Promise<void> }): Lifecycle {
  return { name, start: () => part.start(), stop: () => part.stop() }
}

/** Where blocks come every second, looking every ten seconds would be slow. */
function paceOf(config: NodeConfig): TradePace {
  if (config.profile !== 'local') return DEFAULT_PACE
  return {
    tickMilliseconds: 1000,
    retryMilliseconds: 250,
    maxRetryMilliseconds: 5000,
    requestMilliseconds: 15_000
  }
}

interface StatusParts {
  readonly config: NodeConfig
  readonly clock: Clock
  readonly hash: Bytes
  readonly version: string
  readonly stacks: readonly LedgerStack[]
}

function ownStatus(parts: StatusParts): NodeStatus {
  const { config, clock, hash, version, stacks } = parts
  return {
    network: config.network,
    ledgers: stacks.map((stack) => ({
      id: stack.config.id,
      genesisHash: fromHex(stack.config.chain.genesisHash),
      height: stack.follower.tip()?.height ?? null
    })),
    roles: ['trader'],
    ruleSetVersion: RULE_SET_VERSION,
    codeHash: hash,
    agent: `bourse/${version}`,
    time: clock.now()
  }
}

/** The parts that run, stopped once, last first, whatever each of them says to it. */
class RunningParts {
  readonly #log: Log
  readonly #parts: Lifecycle[] = []
  readonly stopped: Promise<void>
  #settle!: (error: unknown) => void
  #stopping: Promise<void> | null = null
  #failure: unknown = null

  constructor(log: Log) {
    this.#log = log
    this.stopped = new Promise((resolve, reject) => {
      this.#settle = (error) => {
        if (error === null) resolve()
        else reject(error instanceof Error ? error : new Error(String(error)))
      }
    })
    // A failure is told to whoever waits; nobody has to.
    this.stopped.catch(() => undefined)
  }

  keep(part: Lifecycle): void {
    this.#parts.push(part)
  }

  async start(part: Lifecycle): Promise<void> {
    this.#parts.push(part)
    await part.start()
    this.#log.debug('node.part-started', { part: part.name })
  }

  fail(error: unknown): void {
    this.#failure ??= error
    this.#log.error('node.failed', { code: errorCode(error) })
    void this.stop()
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll()
    return this.#stopping
  }

  async #stopAll(): Promise<void> {
    for (const part of this.#parts.toReversed()) {
      try {
        await part.stop()
      } catch (error) {
        this.#log.warn('node.part-not-stopped', { part: part.name, code: errorCode(error) })
      }
    }
    this.#log.info('node.stopped')
    this.#settle(this.#failure)
  }
}
