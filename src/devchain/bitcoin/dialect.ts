import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'

/** Whose words and answers a chain gives: Litecoin Core 0.21's or Bitcoin Core 28's. */
export type Dialect = 'litecoin-0.21' | 'bitcoin-28'

/** The dialect of a chain: that of its family. */
export function dialectOf(chain: BitcoinChain): Dialect {
  return chain.proofOfWork === 'scrypt' ? 'litecoin-0.21' : 'bitcoin-28'
}
