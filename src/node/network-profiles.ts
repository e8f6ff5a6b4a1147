import { seconds, type Seconds } from '../base/units.ts'
import type { BitcoinChainName } from '../ledgers/bitcoin/networks.ts'

/** Kinds of networks: real coins, public test coins, chains on this machine. */
export type ProfileName = 'main' | 'test' | 'local'

/** Time locks and limits of trades. */
export interface TradePolicy {
  /** From the accepted terms until the maker may take escrow A back. */
  readonly makerLock: Seconds
  /** The same for the taker and escrow B; shorter by at least the claim margin. */
  readonly takerLock: Seconds
  /** So long before the end of the taker's lock the maker no longer begins to claim. */
  readonly claimMargin: Seconds
  /** Orders that ask for fewer confirmations are not taken. */
  readonly minimumConfirmations: number
  readonly maximumOpenTrades: number
  /** Whether takers of own orders are answered without asking. */
  readonly autoAccept: boolean
}

/** A ledger of a profile. */
export interface ProfileLedger {
  readonly chain: BitcoinChainName
  readonly confirmations: number
  readonly pollInterval: Seconds
}

/** What a network has where the configuration says nothing else. */
export interface NetworkProfile {
  readonly trade: TradePolicy
  /** By ledger id. */
  readonly ledgers: Readonly<Record<string, ProfileLedger>>
  /** The value of getblockchaininfo's `chain` that every ledger must have: real and test coins never mix. */
  readonly rpcChain: 'main' | 'test' | 'regtest'
  readonly bootstrap: readonly string[]
  readonly mdns: boolean
}

const HOUR = 60 * 60

const PUBLIC_POLICY: TradePolicy = {
  // Median time trails the clock by about an hour and blocks may come late: hours, not minutes.
  makerLock: seconds(36 * HOUR),
  takerLock: seconds(18 * HOUR),
  claimMargin: seconds(4 * HOUR),
  minimumConfirmations: 1,
  maximumOpenTrades: 10,
  autoAccept: true
}

/** The profiles by name. */
export const NETWORK_PROFILES: Readonly<Record<ProfileName, NetworkProfile>> = {
  main: {
    trade: PUBLIC_POLICY,
    ledgers: {
      btc: { chain: 'bitcoin', confirmations: 3, pollInterval: seconds(10) },
      ltc: { chain: 'litecoin', confirmations: 12, pollInterval: seconds(5) }
    },
    rpcChain: 'main',
    bootstrap: [],
    mdns: false
  },
  test: {
    trade: {
      ...PUBLIC_POLICY,
      makerLock: seconds(12 * HOUR),
      takerLock: seconds(6 * HOUR),
      claimMargin: seconds(HOUR)
    },
    ledgers: {
      btc: { chain: 'bitcoin-testnet', confirmations: 2, pollInterval: seconds(10) },
      ltc: { chain: 'litecoin-testnet', confirmations: 4, pollInterval: seconds(5) }
    },
    rpcChain: 'test',
    bootstrap: [],
    mdns: true
  },
  local: {
    trade: { ...PUBLIC_POLICY, makerLock: seconds(1200), takerLock: seconds(600), claimMargin: seconds(120) },
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
