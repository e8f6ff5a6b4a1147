import { seconds, type Seconds } from '../base/units.ts'
import type { TimeBudget } from '../exchange/trade/policy.ts'
import type { BitcoinChainName } from '../ledgers/bitcoin/networks.ts'

/** Kinds of networks: real coins, public test coins, chains on this machine. */
export type ProfileName = 'main' | 'test' | 'local'

/** Time locks and limits of trades. */
export interface TradeSettings {
  /** The same for all nodes of a network: each side checks that the other's times keep to it. */
  readonly times: TimeBudget
  /** Orders that ask for fewer confirmations are not taken. */
  readonly minimumConfirmations: number
  readonly maximumOpenTrades: number
}

/** A ledger of a profile. */
export interface ProfileLedger {
  readonly chain: BitcoinChainName
  readonly confirmations: number
  readonly pollInterval: Seconds
}

/** What a network has where the configuration says nothing else. */
export interface NetworkProfile {
  readonly trade: TradeSettings
  /** By ledger id. */
  readonly ledgers: Readonly<Record<string, ProfileLedger>>
  /** The value of getblockchaininfo's `chain` that every ledger must have: real and test coins never mix. */
  readonly rpcChain: 'main' | 'test' | 'regtest'
  readonly bootstrap: readonly string[]
  readonly mdns: boolean
}

const HOUR = 60 * 60

// Median time trails the clock by about an hour and blocks may come late: hours, not minutes.
const PUBLIC_TRADE: TradeSettings = {
  times: {
    makerLock: seconds(36 * HOUR),
    takerLock: seconds(18 * HOUR),
    claimMargin: seconds(4 * HOUR),
    actWindow: seconds(4 * HOUR),
    safetyWindow: seconds(12 * HOUR),
    negotiation: seconds(300),
    cooperation: seconds(30),
    bump: seconds(HOUR / 2)
  },
  minimumConfirmations: 1,
  maximumOpenTrades: 10
}

/** Public test chains: blocks are as slow, but nobody loses by hurry. */
const TEST_TIMES: TimeBudget = {
  ...PUBLIC_TRADE.times,
  makerLock: seconds(12 * HOUR),
  takerLock: seconds(6 * HOUR),
  claimMargin: seconds(HOUR),
  actWindow: seconds(2 * HOUR),
  safetyWindow: seconds(4 * HOUR)
}

/** Regtest: blocks come every second or two. */
const LOCAL_TIMES: TimeBudget = {
  makerLock: seconds(1200),
  takerLock: seconds(600),
  claimMargin: seconds(120),
  actWindow: seconds(60),
  safetyWindow: seconds(300),
  negotiation: seconds(60),
  cooperation: seconds(10),
  bump: seconds(20)
}

/** The profiles by name. */
export const NETWORK_PROFILES: Readonly<Record<ProfileName, NetworkProfile>> = {
  main: {
    trade: PUBLIC_TRADE,
    ledgers: {
      btc: { chain: 'bitcoin', confirmations: 3, pollInterval: seconds(10) },
      ltc: { chain: 'litecoin', confirmations: 12, pollInterval: seconds(5) }
    },
    rpcChain: 'main',
    bootstrap: [],
    mdns: false
  },
  test: {
    trade: { ...PUBLIC_TRADE, times: TEST_TIMES },
    ledgers: {
      btc: { chain: 'bitcoin-testnet', confirmations: 2, pollInterval: seconds(10) },
      ltc: { chain: 'litecoin-testnet', confirmations: 4, pollInterval: seconds(5) }
    },
    rpcChain: 'test',
    bootstrap: [],
    mdns: true
  },
  local: {
    trade: { ...PUBLIC_TRADE, times: LOCAL_TIMES },
    ledgers: {
      btc: { chain: 'bitcoin-regtest', confirmations: 1, pollInterval: seconds(1) },
      ltc: { chain: 'litecoin-regtest', confirmations: 1, pollInterval: seconds(1) }
    },
    rpcChain: 'regtest',
    bootstrap: [],
    mdns: true
  }
}

/** Whether the text names a profile. */
export function isProfileName(text: string): text is ProfileName {
  return Object.hasOwn(NETWORK_PROFILES, text)
}
