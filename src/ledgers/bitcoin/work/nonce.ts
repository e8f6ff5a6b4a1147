import { copyBytes } from '../../../base/bytes.ts'
import { meetsTarget, type ProofOfWork } from '../proof-of-work.ts'

/** Nonces of one header: 0 to 2^32-1. */
export const NONCES = 2 ** 32
const NONCE_OFFSET = 76

/** Which nonces to try, and what they must reach. */
export interface NonceSearch {
  readonly proofOfWork: ProofOfWork
  /** A proof at or under it is enough. */
  readonly target: bigint
  readonly first: number
  /** Tries at most: the caller gives way to other work between two searches. */
  readonly count: number
}

/** The first nonce from `first` on with which the 80-byte header meets the target; null where none of `count` does. */
export function searchNonce(header: Uint8Array, search: NonceSearch): number | null {
  const candidate = copyBytes(header)
  const view = new DataView(candidate.buffer)
  const end = Math.min(search.first + search.count, NONCES)
  for (let nonce = search.first; nonce < end; nonce++) {
    view.setUint32(NONCE_OFFSET, nonce, true)
    if (meetsTarget(search.proofOfWork(candidate), search.target)) return nonce
  }
  return null
}
