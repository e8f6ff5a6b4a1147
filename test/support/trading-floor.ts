import { sats } from '../../src/base/units.ts'
import type { MakerState, TakerState } from '../../src/exchange/trade/states.ts'
import type { Log } from '../../src/ports/world.ts'
import { rest, SimulatedClock } from '../../src/testnet/simulation/simulated-clock.ts'
import { SimulatedLedger } from '../../src/testnet/simulation/simulated-ledger.ts'
import { SimulatedPeers } from '../../src/testnet/simulation/simulated-peers.ts'
import { SimulatedTrader, type SimulatedWorld } from '../../src/testnet/simulation/simulated-trader.ts'

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silent
}

const spoken = (fields: object): Log => {
  const line =
    (level: string) =>
    (event: string, more?: object): void =>
      console.log(
        level,
        event,
        JSON.stringify({ ...fields, ...more }, (_key, v: unknown) => (typeof v === 'bigint' ? String(v) : v))
      )
  return {
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    child: (more) => spoken({ ...fields, ...more })
  }
}

/** What the two swap: alice sells btc for bob's ltc. */
export const SOLD = 5_000_000n
export const BOUGHT = 80_000_000n

/** `both`: has the own coins and the other's; `robbed`: has neither. */
export type Outcome = 'swapped' | 'whole' | 'both' | 'robbed'

/** Two traders, two ledgers, virtual time; alice is the maker. */
export class TradingFloor {
  readonly clock = new SimulatedClock()
  readonly peers = new SimulatedPeers()
  readonly btc = new SimulatedLedger('btc', this.clock)
  readonly ltc = new SimulatedLedger('ltc', this.clock)
  readonly alice: SimulatedTrader
  readonly bob: SimulatedTrader
  readonly #world: SimulatedWorld
  readonly gone = new Set<SimulatedTrader>()
  tradeId = ''
  orderId = ''

  constructor() {
    const ledgers = new Map([
      ['btc', this.btc],
      ['ltc', this.ltc]
    ])
    const log = process.env['BOURSE_TEST_LOG'] === undefined ? silent : spoken({})
    const world = { clock: this.clock, peers: this.peers, ledgers, log }
    this.#world = world
    this.alice = new SimulatedTrader('alice', world)
    this.bob = new SimulatedTrader('bob', world)
    this.alice.wallet.mint('btc', 10_000_000n)
    this.bob.wallet.mint('ltc', 200_000_000n)
  }

  async open(): Promise<void> {
    await this.alice.start()
    await this.bob.start()
  }

  /** One more trader, with coins of both ledgers, started. */
  async newcomer(name: string, coins: { btc?: bigint; ltc?: bigint }): Promise<SimulatedTrader> {
    const trader = new SimulatedTrader(name, this.#world)
    if (coins.btc !== undefined) trader.wallet.mint('btc', coins.btc)
    if (coins.ltc !== undefined) trader.wallet.mint('ltc', coins.ltc)
    await trader.start()
    return trader
  }

  /** Alice places the order. */
  async offer(): Promise<void> {
    const live = await this.alice.orders.place({
      sell: { ledger: 'btc', amount: sats(SOLD), confirmations: 2 },
      buy: { ledger: 'ltc', amount: sats(BOUGHT), confirmations: 3 },
      lifeSeconds: 3600
    })
    this.orderId = live.id
  }

  /** Alice places the order, bob takes it. */
  async trade(): Promise<void> {
    await this.offer()
    this.tradeId = await this.bob.trades.take(this.orderId)
    await rest()
  }

  state(trader: SimulatedTrader): MakerState | TakerState | null {
    const trades = trader.trades.trades()
    const found = trades.find((runner) => runner.id === this.tradeId) ?? trades[0]
    return found?.record.state ?? null
  }

  /** A block on both chains, then `seconds` of time. */
  async block(seconds = 150): Promise<void> {
    this.btc.mine(1)
    this.ltc.mine(1)
    await this.clock.advance(seconds)
  }

  /**
   * Blocks until both trades have ended, restarting who has crashed unless it is `gone` for good; fails after
   * `limit` blocks.
   */
  async settle(limit = 40, seconds = 150): Promise<void> {
    for (let count = 0; count < limit; count++) {
      await this.revive()
      await this.block(seconds)
      if (this.done(this.alice) && this.done(this.bob)) return
    }
    throw new Error(`not ended: alice ${this.state(this.alice)?.kind}, bob ${this.state(this.bob)?.kind}`)
  }

  /** Blocks until `reached`; fails after `limit`. Nobody is restarted. */
  async until(reached: () => boolean, limit = 40, seconds = 150): Promise<void> {
    for (let count = 0; count < limit && !reached(); count++) await this.block(seconds)
    if (reached()) return
    throw new Error(`not reached: alice ${this.state(this.alice)?.kind}, bob ${this.state(this.bob)?.kind}`)
  }

  /** Starts again who has crashed and is not gone for good. */
  async revive(): Promise<void> {
    for (const trader of [this.alice, this.bob]) {
      for (let attempt = 0; !trader.isRunning && !this.gone.has(trader) && attempt < 5; attempt++) {
        await trader.start().catch(() => undefined)
      }
    }
  }

  /** The trader dies and does not come back. */
  vanish(trader: SimulatedTrader): void {
    trader.crash()
    this.gone.add(trader)
  }

  done(trader: SimulatedTrader): boolean {
    return this.gone.has(trader) || this.ended(trader)
  }

  ended(trader: SimulatedTrader): boolean {
    const kind = this.state(trader)?.kind
    return kind === undefined || ['closed', 'refunded', 'abandoned', 'lost'].includes(kind)
  }

  /** How a trader stands against the beginning, fees aside. */
  outcome(trader: SimulatedTrader): Outcome {
    const { alice, bob } = this.gains()
    const isMaker = trader === this.alice
    const gave = isMaker ? alice.btc : bob.ltc
    const got = isMaker ? alice.ltc : bob.btc
    const [price, goods] = isMaker ? [SOLD, BOUGHT] : [BOUGHT, SOLD]
    const kept = gave >= -FEES
    const paid = !kept && gave >= -price - FEES
    const received = got >= goods - FEES
    if (kept && received) return 'both'
    if (kept) return 'whole'
    return paid && received ? 'swapped' : 'robbed'
  }

  /** What each has gained or lost on each ledger since the beginning, in smallest units. */
  gains(): { alice: { btc: bigint; ltc: bigint }; bob: { btc: bigint; ltc: bigint } } {
    return {
      alice: {
        btc: this.alice.wallet.balance('btc') - 10_000_000n,
        ltc: this.alice.wallet.balance('ltc')
      },
      bob: { btc: this.bob.wallet.balance('btc'), ltc: this.bob.wallet.balance('ltc') - 200_000_000n }
    }
  }
}

/** Most that fees may take from anybody in these stories. */
export const FEES = 30_000n

/** The wanted end of every story in which both come back: both have swapped, or both have their own. */
export function fairness(floor: TradingFloor): string {
  return `${floor.outcome(floor.alice)} and ${floor.outcome(floor.bob)}`
}
