import { encodeTradeRequest, encodeTradeResponse } from '../../protocols/trade-negotiation/index.ts'
import { sats } from '../../src/base/units.ts'
import type { Curve } from '../../src/crypto/curve/curve.ts'
import { curve, useCurve } from '../../src/crypto/curve/selected.ts'
import { isEnded } from '../../src/exchange/trade/states.ts'
import type { Log } from '../../src/ports/world.ts'
import { SimulatedClock, SimulatedLedger, SimulatedPeers, SimulatedTrader } from '../../src/testnet/index.ts'
import { microseconds } from './measure.ts'

/** What a stretch of a trade took, both sides together unless said. */
export interface TradeWork {
  readonly requests: number
  /** Encoded requests and answers, without Noise and yamux. */
  readonly bytes: number
  /** Writes that are durable before anything is sent. */
  readonly commits: number
  /** Additions and multiplications of curve points, each of which costs about one V. */
  readonly curveOperations: number
  readonly makerMicroseconds: number
  readonly takerMicroseconds: number
}

const SOLD = 5_000_000n
const BOUGHT = 80_000_000n
const MOST_BLOCKS = 40
const SECONDS_BETWEEN_BLOCKS = 150

const ignore = (): void => undefined
const silent: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore, child: () => silent }

const POINT_OPERATIONS: ReadonlySet<keyof Curve> = new Set<keyof Curve>([
  'publicKey',
  'pointAdd',
  'pointAddScalar',
  'pointMultiply',
  'linearCombination',
  'ecdsaSign',
  'ecdsaVerify',
  'schnorrSign',
  'schnorrVerify'
])

/** Two traders with the real machines and drivers, over a network, ledgers and a clock in memory. */
export class SimulatedTrade {
  readonly #clock = new SimulatedClock()
  readonly #peers = new SimulatedPeers()
  readonly #btc = new SimulatedLedger('btc', this.#clock)
  readonly #ltc = new SimulatedLedger('ltc', this.#clock)
  readonly #maker: SimulatedTrader
  readonly #taker: SimulatedTrader
  #requests = 0
  #bytes = 0
  #commits = 0
  #makerMicroseconds = 0
  #onAgreed: () => void = ignore

  constructor() {
    const ledgers = new Map([
      ['btc', this.#btc],
      ['ltc', this.#ltc]
    ])
    const world = { clock: this.#clock, peers: this.#peers, ledgers, log: silent }
    this.#maker = new SimulatedTrader('maker', world)
    this.#taker = new SimulatedTrader('taker', world)
    this.#maker.wallet.mint('btc', 2n * SOLD)
    this.#taker.wallet.mint('ltc', 2n * BOUGHT)
    for (const trader of [this.#maker, this.#taker]) {
      trader.killPlan = () => {
        this.#commits++
        return null
      }
    }
    this.#observeMessages()
  }

  /** From the take to the moment in which both have all signatures and the maker locks its coins. */
  async negotiate(): Promise<TradeWork> {
    await this.#maker.start()
    await this.#taker.start()
    const { id } = await this.#maker.orders.place({
      sell: { ledger: 'btc', amount: sats(SOLD), confirmations: 1 },
      buy: { ledger: 'ltc', amount: sats(BOUGHT), confirmations: 1 },
      lifeSeconds: 3600
    })
    return await this.#measure(async () => {
      const agreed = new Promise<void>((resolve) => {
        this.#onAgreed = resolve
      })
      await this.#taker.trades.take(id)
      await agreed
    })
  }

  /** From there to the end, with blocks as needed. */
  async settle(): Promise<TradeWork> {
    return await this.#measure(async () => {
      for (let count = 0; count < MOST_BLOCKS && !this.#isOver(); count++) {
        this.#btc.mine(1)
        this.#ltc.mine(1)
        await this.#clock.advance(SECONDS_BETWEEN_BLOCKS)
      }
      const kinds = this.#states().map((state) => state.kind)
      if (kinds.some((kind) => kind !== 'closed')) throw new Error(`the trade ended ${kinds.join(' and ')}`)
    })
  }

  #states() {
    const runners = [this.#maker, this.#taker].flatMap((trader) => trader.trades.trades())
    return runners.map((runner) => runner.record.state)
  }

  #isOver(): boolean {
    return this.#states().every(isEnded)
  }

  /** The maker works while its answer is awaited; all other time is the taker's, who waits for nothing else. */
  #observeMessages(): void {
    let arrived = 0
    this.#peers.tamper = {
      request: (from, request) => {
        this.#requests++
        this.#bytes += encodeTradeRequest(request).length
        arrived = from === 'taker' ? microseconds() : 0
        return request
      },
      response: (from, response) => {
        if (from === 'maker') this.#makerMicroseconds += microseconds() - arrived
        this.#bytes += encodeTradeResponse(response).length
        if (response.kind === 'locking') this.#onAgreed()
        return response
      }
    }
  }

  async #measure(work: () => Promise<void>): Promise<TradeWork> {
    this.#requests = 0
    this.#bytes = 0
    this.#commits = 0
    this.#makerMicroseconds = 0
    const start = microseconds()
    await work()
    const all = microseconds() - start
    return {
      requests: this.#requests,
      bytes: this.#bytes,
      commits: this.#commits,
      curveOperations: 0,
      makerMicroseconds: this.#makerMicroseconds,
      takerMicroseconds: all - this.#makerMicroseconds
    }
  }
}

/** Does the work with a curve that counts, and says how many operations on points it did. */
export async function countCurveOperations(work: () => Promise<TradeWork>): Promise<TradeWork> {
  const real = curve()
  let count = 0
  const counting = new Proxy(real, {
    get(target, name: keyof Curve) {
      if (POINT_OPERATIONS.has(name)) count++
      return target[name]
    }
  })
  useCurve(counting)
  count = 0
  try {
    const done = await work()
    return { ...done, curveOperations: count }
  } finally {
    useCurve(real)
  }
}
