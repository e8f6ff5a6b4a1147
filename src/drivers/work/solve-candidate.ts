import type { Bytes } from '../../base/bytes.ts'
import { encodeBlockHeader } from '../../ledgers/bitcoin/block-header.ts'
import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import { compactToTarget, proofOfWorkOf } from '../../ledgers/bitcoin/proof-of-work.ts'
import { serialiseCandidate, type BlockCandidate } from '../../ledgers/bitcoin/work/block-candidate.ts'
import { NONCES, searchNonce } from '../../ledgers/bitcoin/work/nonce.ts'
import { TimeSlice } from '../time-slice.ts'

/** Tries between two looks at the clock: well under a slice with either proof of work. */
const TRIES = { sha256d: 256, scrypt: 8 } as const

/**
 * Searches a nonce and gives the whole block; other work goes on meanwhile. null where no nonce meets the target (build
 * another candidate, with another extra nonce), or where `signal` aborts first.
 */
export async function solveCandidate(
  candidate: BlockCandidate,
  chain: BitcoinChain,
  signal: AbortSignal
): Promise<Bytes | null> {
  const target = compactToTarget(candidate.header.bits)
  if (target === null) return null
  const header = encodeBlockHeader(candidate.header)
  const proofOfWork = proofOfWorkOf(chain)
  const count = TRIES[chain.proofOfWork]
  const slice = new TimeSlice()
  for (let first = 0; first < NONCES && !signal.aborted; first += count) {
    const nonce = searchNonce(header, { proofOfWork, target, first, count })
    if (nonce !== null) return serialiseCandidate(candidate, nonce)
    await slice.pause()
  }
  return null
}
