import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import { meetsTarget, proofOfWorkOf } from '../../ledgers/bitcoin/proof-of-work.ts'
import { NONCES, searchNonce } from '../../ledgers/bitcoin/work/nonce.ts'
import { DevelopmentChainError } from './errors.ts'
import { encodeBlockHeader, type BlockHeaderFields } from '../../ledgers/bitcoin/block-header.ts'
import { REGTEST_TARGET } from './parameters.ts'

/** Whether the proof of the 80-byte header meets regtest's target. */
export function meetsRegtestTarget(chain: BitcoinChain, header: Uint8Array): boolean {
  return meetsTarget(proofOfWorkOf(chain)(header), REGTEST_TARGET)
}

/**
 * The header with the first nonce, from 0 on, that meets the target; takes about two tries.
 * @throws {@link DevelopmentChainError} `PROOF_NOT_FOUND` where none does.
 */
export function solveHeader(chain: BitcoinChain, header: BlockHeaderFields): BlockHeaderFields {
  const nonce = searchNonce(encodeBlockHeader(header), {
    proofOfWork: proofOfWorkOf(chain),
    target: REGTEST_TARGET,
    first: 0,
    count: NONCES
  })
  if (nonce !== null) return { ...header, nonce }
  throw new DevelopmentChainError('PROOF_NOT_FOUND', 'no nonce meets the target')
}
