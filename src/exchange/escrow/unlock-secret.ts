import { Transaction } from 'bitcoinjs-lib'
import { copyBytes, equalBytes, type Bytes } from '../../base/bytes.ts'
import { extractSecret } from '../../crypto/adaptor.ts'
import { curve } from '../../crypto/curve/selected.ts'
import type { ClaimLadder } from './claim-ladder.ts'

/** Whether 32 bytes are the discrete logarithm of the unlock point. */
export function opensUnlockPoint(secret: Bytes, unlockPoint: Bytes): boolean {
  return curve().isPrivateKey(secret) && equalBytes(curve().publicKey(secret), unlockPoint)
}

/**
 * The unlock secret (32 bytes) that a published claim shows, or null where the transaction is no claim of
 * this ladder. The claim's witness is [taker's signature, maker's signature, script, control block].
 */
export function secretFromClaim(
  ladder: ClaimLadder,
  unlockPoint: Bytes,
  given: { readonly presignatures: readonly Bytes[]; readonly transaction: Bytes }
): Bytes | null {
  let published: Transaction
  try {
    published = Transaction.fromBuffer(given.transaction)
  } catch {
    return null
  }
  const level = ladder.claims.findIndex((claim) => claim.txid === published.getId())
  const presignature = given.presignatures[level]
  const witness = published.ins[0]?.witness
  if (presignature === undefined || witness?.length !== 4) return null
  const signature = ladder.leg === 'A' ? witness[1] : witness[0]
  if (signature?.length !== 64) return null
  try {
    const secret = extractSecret(presignature, copyBytes(signature))
    return opensUnlockPoint(secret, unlockPoint) ? secret : null
  } catch {
    return null
  }
}
