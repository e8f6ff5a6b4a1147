import type { UnixSeconds } from '../../base/units.ts'
import { orderIdText } from '../../exchange/order.ts'
import type { TradeRunner } from './trade-runner.ts'

/** After this many negotiations that a peer let die, it has to wait. */
const MAX_STRIKES = 3
const STRIKE_SECONDS = 3600
/** Peers remembered; beyond it the oldest are forgotten. */
const MAX_PEERS = 1000

/**
 * Keeps strangers from tying up a maker's coins: one negotiation an order at a time, and a pause for peers
 * whose negotiations come to nothing.
 */
export class MakerGate {
  readonly #engaged = new Set<string>()
  readonly #strikes = new Map<string, { count: number; last: UnixSeconds }>()

  /** Whether a trade on this order is just beginning. */
  isEngaged(orderId: string): boolean {
    return this.#engaged.has(orderId)
  }

  /** Runs `begin` with the order engaged. */
  async engage<Result>(orderId: string, begin: () => Promise<Result>): Promise<Result> {
    this.#engaged.add(orderId)
    try {
      return await begin()
    } finally {
      this.#engaged.delete(orderId)
    }
  }

  /** Whether this peer may propose now. */
  allows(peer: string, now: UnixSeconds): boolean {
    const strikes = this.#strikes.get(peer)
    if (strikes === undefined) return true
    if (now - strikes.last >= STRIKE_SECONDS) this.#strikes.delete(peer)
    return strikes.count < MAX_STRIKES || now - strikes.last >= STRIKE_SECONDS
  }

  /** A negotiation with this peer came to nothing. */
  strike(peer: string, now: UnixSeconds): void {
    const count = (this.#strikes.get(peer)?.count ?? 0) + 1
    this.#strikes.delete(peer)
    this.#strikes.set(peer, { count, last: now })
    const [oldest] = this.#strikes.keys()
    if (this.#strikes.size > MAX_PEERS && oldest !== undefined) this.#strikes.delete(oldest)
  }
}

/** How far a maker's trade on this order is: its coins locked, still negotiating, or none. */
export function blockingTrade(
  runners: Iterable<TradeRunner>,
  orderId: string
): 'locked' | 'negotiating' | null {
  let found: 'locked' | 'negotiating' | null = null
  for (const { record } of runners) {
    const { state } = record
    if (record.role !== 'maker' || state.kind === 'abandoned') continue
    if (orderIdText(state.deal.order) !== orderId) continue
    const negotiating = ['funding', 'accepting', 'accepted', 'presigning', 'presigned'].includes(state.kind)
    if (!negotiating) return 'locked'
    found = 'negotiating'
  }
  return found
}
