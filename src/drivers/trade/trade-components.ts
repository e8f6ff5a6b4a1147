import type { LedgerId } from '../../ledgers/ledger.ts'
import type { TradePolicy } from '../../exchange/trade/policy.ts'
import type { Ledger, TradeWallet } from '../../ports/ledger.ts'
import type { PeerNetwork } from '../../ports/peer-network.ts'
import type { Store } from '../../ports/store.ts'
import type { TradeSigner } from '../../ports/trade-signer.ts'
import type { Clock, Log, Random } from '../../ports/world.ts'

/** What running trades needs of the world. */
export interface TradeComponents {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly network: Pick<PeerNetwork, 'sendTradeRequest'>
  readonly ledgers: ReadonlyMap<LedgerId, Ledger>
  readonly wallet: TradeWallet
  readonly signer: TradeSigner
  readonly policy: TradePolicy
}

/** How often the driver looks again where nothing called it, and how long it waits before it repeats itself. */
export interface TradePace {
  /** A look at both ledgers and the clock at least this often. */
  readonly tickMilliseconds: number
  /** Before a failed or unanswered effect is tried again, first time; doubles up to `maxRetryMilliseconds`. */
  readonly retryMilliseconds: number
  readonly maxRetryMilliseconds: number
  /** One request to the other trader. */
  readonly requestMilliseconds: number
}

/** Right for public networks; a local testnet may be quicker. */
export const DEFAULT_PACE: TradePace = {
  tickMilliseconds: 10_000,
  retryMilliseconds: 1000,
  maxRetryMilliseconds: 60_000,
  requestMilliseconds: 30_000
}
