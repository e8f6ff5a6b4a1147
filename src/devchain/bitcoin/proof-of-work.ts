import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import { meetsTarget, proofOfWorkOf } from '../../ledgers/bitcoin/proof-of-work.ts'
import { DevelopmentChainError } from './errors.ts'
import { encodeBlockHeader, type BlockHeaderFields } from '../../ledgers/bitcoin/block-header.ts'
import { REGTEST_TARGET } from './parameters.ts'

const MAX_NONCE = 0xffff_ffff

/** Whether the proof of the 80-byte header meets regtest's target. */
export function meetsRegtestTarget(chain: BitcoinChain, header: Uint8Array): boolean {
  return meetsTarget(proofOfWorkOf(chain)(header), REGTEST_TARGET)
}

/**
 * The header with the first nonce, from 0 on, that meets the target; takes about two tries.
 * @throws {@link DevelopmentChainError} `PROOF_NOT_FOUND` where none does.
 */
export function solveHeader(chain: BitcoinChain, header: BlockHeaderFields): BlockHeaderFields {
  for (let nonce = 0; nonce <= MAX_NONCE; nonce++) {
    const candidate = { ...header, nonce }
    if (meetsRegtestTarget(chain, encodeBlockHeader(candidate))) return candidate
  }
  throw new DevelopmentChainError('PROOF_NOT_FOUND', 'no nonce meets the target')
}
