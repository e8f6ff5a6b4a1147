import type { Bytes } from '../../base/bytes.ts'
import { taggedHash } from '../../base/hash.ts'
import { seconds } from '../../base/units.ts'
import { MemoryStore } from '../../adapters/level/memory-store.ts'
import { DerivedTradeSigner } from '../../drivers/trade/derived-signer.ts'
import { OrderDesk } from '../../drivers/orders/order-desk.ts'
import { TradeDesk } from '../../drivers/trade/trade-desk.ts'
import type { TradePolicy } from '../../exchange/trade/policy.ts'
import type { LedgerId } from '../../ledgers/ledger.ts'
import type { Ledger, SecretSource, TradeWallet } from '../../ports/ledger.ts'
import type { Store, StoreChange } from '../../ports/store.ts'
import type { Log, Random } from '../../ports/world.ts'
import type { SimulatedClock } from './simulated-clock.ts'
import type { SimulatedLedger } from './simulated-ledger.ts'
import type { DriverNetwork, SimulatedPeer, SimulatedPeers } from './simulated-peers.ts'
import { SimulatedSecrets, SimulatedWallet } from './simulated-wallet.ts'

/** The simulation's network: everything that its traders share. */
export interface SimulatedWorld {
  readonly clock: SimulatedClock
  readonly peers: SimulatedPeers
  readonly ledgers: ReadonlyMap<LedgerId, SimulatedLedger>
  readonly log: Log
}

/** Times that let a simulated trade run through in a few simulated hours. */
export const SIMULATED_POLICY: TradePolicy = {
  network: 'simulated',
  times: {
    makerLock: seconds(22 * 3600),
    takerLock: seconds(10 * 3600),
    claimMargin: seconds(3 * 3600),
    actWindow: seconds(2 * 3600),
    safetyWindow: seconds(6 * 3600),
    negotiation: seconds(600),
    cooperation: seconds(60),
    bump: seconds(1800)
  },
  minimumConfirmations: new Map()
}

/** Decides at each write whether the process dies there: before it reached the disk, or just after. */
export type KillPlan = (changes: readonly StoreChange[]) => 'before' | 'after' | null

/**
 * One trader of a simulation: the real drivers and machines over simulated ports. {@link crash} is kill -9:
 * whatever it was doing has no more effect, and {@link start} begins anew from what was stored.
 */
export class SimulatedTrader {
  readonly name: string
  readonly wallet: SimulatedWallet
  readonly #world: SimulatedWorld
  readonly #secrets: SecretSource
  readonly #rows = new Map<string, Bytes>()
  #life: Life | null = null
  #lives = 0
  killPlan: KillPlan = () => null

  constructor(name: string, world: SimulatedWorld) {
    this.name = name
    this.#world = world
    this.#secrets = new SimulatedSecrets(name)
    this.wallet = new SimulatedWallet(world.ledgers, this.#secrets)
  }

  /** Starts, or starts again after a crash. */
  async start(): Promise<void> {
    const life = new Life(this, this.#world, {
      rows: this.#rows,
      secrets: this.#secrets,
      count: this.#lives++
    })
    this.#life = life
    await life.orders.start()
    await life.trades.start()
  }

  /** What this trader has stored: a test may damage it between two lives. Keys begin with the bucket's byte. */
  get stored(): Map<string, Bytes> {
    return this.#rows
  }

  /** The order desk of this life. @throws where it does not run. */
  get orders(): OrderDesk {
    return this.#living().orders
  }

  /** The trade desk of this life. @throws where it does not run. */
  get trades(): TradeDesk {
    return this.#living().trades
  }

  /** Its place in the network in this life. @throws where it does not run. */
  get peer(): SimulatedPeer {
    return this.#living().peer
  }

  /** Whether it was started and has not crashed since. */
  get isRunning(): boolean {
    return this.#life?.isAlive === true
  }

  /** Goes offline without a word; nothing that was under way takes effect any more. */
  crash(): void {
    this.#life?.die()
  }

  /** This node's own view of a ledger: set `reachable` to play an absent daemon. */
  ledger(id: LedgerId): Ledger & { reachable: boolean } {
    const ledger = this.#living().ledgers.get(id)
    if (ledger === undefined) throw new RangeError(`no ledger ${id}`)
    return ledger
  }

  #living(): Life {
    if (this.#life === null) throw new RangeError(`${this.name} was not started`)
    return this.#life
  }
}

/** From a start to a crash. */
class Life {
  readonly peer: SimulatedPeer
  readonly ledgers = new Map<LedgerId, Ledger & { reachable: boolean }>()
  readonly orders: OrderDesk
  readonly trades: TradeDesk
  isAlive = true

  constructor(
    trader: SimulatedTrader,
    world: SimulatedWorld,
    kept: { readonly rows: Map<string, Bytes>; readonly secrets: SecretSource; readonly count: number }
  ) {
    this.peer = world.peers.join(trader.name)
    for (const [id, chain] of world.ledgers) this.ledgers.set(id, chain.view())
    const random = new CountedRandom(`${trader.name} life ${kept.count}`)
    const signer = new DerivedTradeSigner({ secrets: kept.secrets, random })
    const shared = {
      store: this.#mortalStore(kept.rows, trader),
      clock: {
        now: () => world.clock.now(),
        after: (milliseconds: number, wake: () => void) =>
          world.clock.after(milliseconds, () => {
            if (this.isAlive) wake()
          })
      },
      random,
      log: world.log.child({ trader: trader.name }),
      network: this.#mortalNetwork(),
      signer
    }
    const minimums = [...world.ledgers.keys()].map((id) => [id, { minimumAmount: 10_000n }] as const)
    const rules = { network: SIMULATED_POLICY.network, ledgers: new Map(minimums) }
    this.orders = new OrderDesk({ ...shared, rules })
    const ledgers = new Map(
      [...this.ledgers].map(([id, ledger]) => [id, this.#mortalLedger(ledger)] as const)
    )
    this.trades = new TradeDesk(
      {
        ...shared,
        ledgers,
        wallet: this.#mortalWallet(trader.wallet),
        policy: SIMULATED_POLICY,
        orders: this.orders
      },
      {
        pace: {
          tickMilliseconds: 300_000,
          retryMilliseconds: 1000,
          maxRetryMilliseconds: 240_000,
          requestMilliseconds: 30_000
        },
        maxOpenTrades: 100,
        onFailure: () => this.die(),
        maximumFeeRate: () => 1000
      }
    )
  }

  die(): void {
    this.isAlive = false
    this.peer.disconnect()
  }

  #mortalStore(rows: Map<string, Bytes>, trader: SimulatedTrader): Store {
    const store = new MemoryStore(rows)
    return {
      get: (bucket, key) => store.get(bucket, key),
      entries: (bucket, prefix) => store.entries(bucket, prefix),
      commit: async (changes) => {
        this.#requireLife()
        const plan = trader.killPlan(changes)
        if (plan === 'before') this.die()
        this.#requireLife()
        await store.commit(changes)
        if (plan === 'after') this.die()
        this.#requireLife()
      }
    }
  }

  #mortalNetwork(): DriverNetwork {
    const { peer } = this
    return {
      self: () => peer.self(),
      onOrderMessages: (validator) => peer.onOrderMessages(validator),
      orderSyncSource: (source) => peer.orderSyncSource(source),
      onTradeRequest: (handler) => peer.onTradeRequest(handler),
      publishOrder: async (message) => {
        this.#requireLife()
        return await peer.publishOrder(message)
      },
      sendTradeRequest: async (to, addresses, request) => {
        this.#requireLife()
        return await peer.sendTradeRequest(to, addresses, request)
      }
    }
  }

  #mortalWallet(wallet: SimulatedWallet): TradeWallet {
    return {
      fund: async (request) => {
        this.#requireLife()
        return await wallet.fund(request)
      },
      release: async (ledger, reference) => {
        this.#requireLife()
        await wallet.release(ledger, reference)
      },
      receiveScript: async (ledger, reference) => {
        this.#requireLife()
        return await wallet.receiveScript(ledger, reference)
      }
    }
  }

  #mortalLedger(ledger: Ledger): Ledger {
    return {
      id: ledger.id,
      tip: () => ledger.tip(),
      watch: (output, since) => ledger.watch(output, since),
      observe: (output) => ledger.observe(output),
      feeRate: (target) => ledger.feeRate(target),
      onChange: (listener) =>
        ledger.onChange(() => {
          if (this.isAlive) listener()
        }),
      broadcast: async (transaction) => {
        this.#requireLife()
        return await ledger.broadcast(transaction)
      }
    }
  }

  #requireLife(): void {
    if (!this.isAlive) throw new Error('this process was killed')
  }
}

/** Randomness that a seed repeats: for simulations, never for coins of worth. */
export class CountedRandom implements Random {
  readonly #seed: string
  #count = 0

  constructor(seed: string) {
    this.#seed = seed
  }

  bytes(length: number): Bytes {
    const out = new Uint8Array(length)
    for (let offset = 0; offset < length; offset += 32) {
      const block = taggedHash(
        'bourse/simulated-random',
        new TextEncoder().encode(`${this.#seed} ${this.#count++}`)
      )
      out.set(block.subarray(0, Math.min(32, length - offset)), offset)
    }
    return out
  }
}
