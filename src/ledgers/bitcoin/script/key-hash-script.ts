import { concatBytes, type Bytes } from '../../../base/bytes.ts'
import { OPCODES } from './opcodes.ts'

/** OP_DUP OP_HASH160, the 20-byte hash of a key, OP_EQUALVERIFY OP_CHECKSIG: P2PKH, and what P2WPKH runs (BIP 143). */
export function keyHashScript(hash: Uint8Array): Bytes {
  return concatBytes(
    Uint8Array.of(OPCODES.DUP, OPCODES.HASH160, hash.length),
    hash,
    Uint8Array.of(OPCODES.EQUALVERIFY, OPCODES.CHECKSIG)
  )
}
