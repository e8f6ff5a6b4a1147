import { scryptSync } from 'node:crypto'
import { sha256d } from '../../base/hash.ts'
import type { ProofOfWork } from '../../ledgers/bitcoin/block-header.ts'
import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'

/** Litecoin's proof of work: scrypt of the header with itself as salt, N = 1024, r = p = 1, 32 bytes. */
function scryptHeader(header: Uint8Array): Uint8Array {
  return scryptSync(header, header, 32, { N: 1024, r: 1, p: 1 })
}

/** What must lie under the target of a header of this chain: 32 bytes in hash order. */
export function proofOfWorkOf(chain: BitcoinChain): ProofOfWork {
  return chain.proofOfWork === 'scrypt' ? scryptHeader : sha256d
}
