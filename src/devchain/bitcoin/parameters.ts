import { sats, type Sats } from '../../base/units.ts'
import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import { DevelopmentChainError } from './errors.ts'

/** The sentence that everything which shows a development chain must show. */
export const NOT_MONEY =
  'This is an embedded development chain: anyone who reaches it mines at will, its coins are NOT MONEY'

const COIN = 100_000_000n
const INITIAL_SUBSIDY = 50n * COIN
/** Blocks between two halvings of the subsidy on regtest chains. */
export const HALVING_INTERVAL = 150
/** Compact target of every header (regtest's proof-of-work limit): about two tries a block. */
export const REGTEST_BITS = 0x207fffff
/** Target that {@link REGTEST_BITS} stands for. */
export const REGTEST_TARGET = 0x7fffffn << 232n
/** Work of one block under that target: 2^256 / (target + 1). */
export const BLOCK_WORK = 2n
/** BIP 141: "block weight <= 4,000,000". */
export const MAX_BLOCK_WEIGHT = 4_000_000
/** BIP 141: "the block sigops cost limit is 80,000". */
export const MAX_BLOCK_SIGOPS_COST = 80_000
/** A header may lie this far, in seconds, ahead of the clock. */
export const MAX_FUTURE_BLOCK_TIME = 2 * 60 * 60
/** Time of block 0 of both regtest chains. */
export const GENESIS_TIME = 1_296_688_602

/** New coins that the block at `height` may create, in the smallest unit. */
export function blockSubsidy(height: number): Sats {
  const halvings = BigInt(Math.floor(height / HALVING_INTERVAL))
  return sats(halvings >= 64n ? 0n : INITIAL_SUBSIDY >> halvings)
}

/**
 * Refuses every chain whose coins could be worth something: the development chain exists for regtest only.
 * @throws {@link DevelopmentChainError} `CHAIN_NOT_REGTEST`.
 */
export function requireRegtest(chain: BitcoinChain): void {
  if (chain.rpcChain === 'regtest' && chain.isTest) return
  throw new DevelopmentChainError(
    'CHAIN_NOT_REGTEST',
    `a development chain can only be a regtest chain, not ${chain.name}: run a real daemon for that one`
  )
}
