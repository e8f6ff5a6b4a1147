import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createPeerNetwork } from '../adapters/libp2p/index.ts'
import { openLevelStore, type DiskStore } from '../adapters/level/level-store.ts'
import { openVault, type Vault } from '../adapters/vault/vault.ts'
import { ApiServer } from '../api/server.ts'
import { chooseCurve } from '../crypto/curve/choose.ts'
import { initialiseBitcoinjs } from '../crypto/curve/ecc-library.ts'
import { useCurve } from '../crypto/curve/selected.ts'
import { OrderDesk } from '../drivers/orders/order-desk.ts'
import { DerivedTradeSigner } from '../drivers/trade/derived-signer.ts'
import { TradeDesk, type TradeDeskComponents } from '../drivers/trade/trade-desk.ts'
import { DEFAULT_PACE, type TradePace } from '../drivers/trade/trade-components.ts'
import type { OrderRules } from '../exchange/order.ts'
import type { LedgerId } from '../ledgers/ledger.ts'
import { LedgerWallets } from '../drivers/wallet/trade-wallet.ts'
import type { PeerNetwork } from '../ports/peer-network.ts'
import type { Clock, Log, Random } from '../ports/world.ts'
import { codeHash } from './code-hash.ts'
import type { NodeConfig } from './config.ts'
import { createLedgerStacks, minimumTradeAmount, type LedgerStack } from './ledger-stack.ts'
import { NodeController } from './node-controller.ts'
import { ownStatus } from './own-status.ts'
import { named, RunningParts, type Lifecycle } from './running-parts.ts'
import { makeBackup, STORE_FOLDER } from './wallet-backup.ts'
import { systemClock, systemRandom } from './system-world.ts'

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
      peer: node.network.self().name
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

interface Opened {
  readonly store: DiskStore
  readonly vault: Vault
}

/** Builds all parts; nothing runs yet. */
async function assemble(init: NodeInit, opened: Opened, running: RunningParts) {
  const { config, log, version } = init
  const { store, vault } = opened
  const clock = init.clock ?? systemClock
  const random = init.random ?? systemRandom
  const hash = codeHash()
  const shared = { store, clock, random, log }
  const stacks = createLedgerStacks(config.ledgers, { store, vault, clock, log })
  const network = await createPeerNetwork(shared, {
    network: config.network,
    identitySeed: vault.derive('peer-identity', new Uint8Array(0)),
    listen: config.p2p.listen,
    announce: config.p2p.announce,
    bootstrap: config.p2p.bootstrap,
    lanDiscovery: config.p2p.mdns,
    limits: { maxPeers: config.p2p.maxConnections },
    status: () => ownStatus({ config, clock, hash, version, stacks })
  })
  const signer = new DerivedTradeSigner({ secrets: vault, random })
  const orders = new OrderDesk({ ...shared, network, signer, rules: orderRules(config, stacks) })
  const components = { ...shared, network, signer, orders }
  const trades = createTradeDesk(components, { config, stacks, onFailure: (error) => running.fail(error) })
  const control = new NodeController({
    config,
    version,
    codeHash: hash,
    clock,
    network,
    stacks,
    orders,
    trades,
    startedAt: clock.now(),
    makeBackup: () => makeBackup({ ...config, ledgers: config.ledgers.map(({ id }) => id), store, vault }),
    stop: () => void running.stop()
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

function orderRules(config: NodeConfig, stacks: readonly LedgerStack[]): OrderRules {
  const minimums = stacks.map(
    ({ config: { id, chain } }) => [id, { minimumAmount: minimumTradeAmount(chain) }] as const
  )
  return { network: config.network, ledgers: new Map(minimums) }
}

type SharedParts = Omit<TradeDeskComponents, 'ledgers' | 'wallet' | 'policy'>

interface TradeDeskPlan {
  readonly config: NodeConfig
  readonly stacks: readonly LedgerStack[]
  readonly onFailure: (error: unknown) => void
}

function createTradeDesk(shared: SharedParts, plan: TradeDeskPlan): TradeDesk {
  const { config, stacks, onFailure } = plan
  const { times, minimumConfirmations, maximumOpenTrades } = config.trade
  const byLedger = <Value>(value: (stack: LedgerStack) => Value): ReadonlyMap<LedgerId, Value> =>
    new Map(stacks.map((stack) => [stack.config.id, value(stack)]))
  const chains = byLedger((stack) => stack.config.chain)
  return new TradeDesk(
    {
      ...shared,
      ledgers: byLedger((stack) => stack.follower),
      wallet: new LedgerWallets(byLedger((stack) => stack.wallet)),
      policy: { network: config.network, times, minimumConfirmations: byLedger(() => minimumConfirmations) }
    },
    {
      pace: paceOf(config),
      maxOpenTrades: maximumOpenTrades,
      onFailure,
      maximumFeeRate: (id) => chains.get(id)?.maximumFeeRate ?? 1
    }
  )
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
