import { scryptSync } from 'node:crypto'
import { toHex, reverseBytes } from '../../base/bytes.ts'
import { sha256d } from '../../base/hash.ts'
import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import { DevelopmentChainError } from './errors.ts'
import { encodeHeader, type BlockHeader } from './header.ts'
import { REGTEST_TARGET } from './parameters.ts'

/** Litecoin's proof: scrypt(header, header, N = 1024, r = 1, p = 1), 32 bytes. */
const SCRYPT = { N: 1024, r: 1, p: 1 }
const MAX_NONCE = 0xffff_ffff

function proofHash(chain: BitcoinChain, header: Uint8Array): Uint8Array {
  return chain.proofOfWork === 'scrypt' ? scryptSync(header, header, 32, SCRYPT) : sha256d(header)
}

/** Whether the 80-byte header's proof, read as a little-endian number, is at most regtest's target. */
export function meetsTarget(chain: BitcoinChain, header: Uint8Array): boolean {
  return BigInt(`0x${toHex(reverseBytes(proofHash(chain, header)))}`) <= REGTEST_TARGET
}

/**
 * The header with the first nonce, from 0 on, that meets the target; takes about two tries.
 * @throws {@link DevelopmentChainError} `PROOF_NOT_FOUND` where none does.
 */
export function solveHeader(chain: BitcoinChain, header: BlockHeader): BlockHeader {
  for (let nonce = 0; nonce <= MAX_NONCE; nonce++) {
    const candidate = { ...header, nonce }
    if (meetsTarget(chain, encodeHeader(candidate))) return candidate
  }
  throw new DevelopmentChainError('PROOF_NOT_FOUND', 'no nonce meets the target')
}
