import type { BitcoinChain } from '../networks.ts'
import { CONSENSUS_FLAGS, type ScriptFlags } from '../script/verify.ts'

/** Whose rules of relay, words and answers a chain has: Litecoin Core 0.21's or Bitcoin Core 28's. */
export type Dialect = 'litecoin-0.21' | 'bitcoin-28'

/** The dialect of a chain: that of its family. */
export function dialectOf(chain: BitcoinChain): Dialect {
  return chain.proofOfWork === 'scrypt' ? 'litecoin-0.21' : 'bitcoin-28'
}

/** What a daemon calls mandatory: whoever relays what breaks it is at fault. */
export const MANDATORY_FLAGS: Readonly<Record<Dialect, ScriptFlags>> = {
  'litecoin-0.21': new Set(['P2SH']),
  'bitcoin-28': CONSENSUS_FLAGS
}

/** Smallest transaction without witnesses that is relayed, in bytes. */
export const MIN_STRIPPED_SIZE: Readonly<Record<Dialect, number>> = { 'litecoin-0.21': 82, 'bitcoin-28': 65 }
