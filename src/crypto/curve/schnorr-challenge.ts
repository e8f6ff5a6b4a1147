import type { Bytes } from '../../base/bytes.ts'
import { taggedHash } from '../../base/hash.ts'
import { reduceScalar } from './operands.ts'

/**
 * The challenge e of BIP 340 as a scalar: tagged hash `BIP0340/challenge` over x(R) || x(P) || message, mod n.
 * @param nonceX x of the nonce point R, 32 bytes.
 * @param keyX x of the key P, 32 bytes.
 * @param message any length (BIP 340, "Messages of Arbitrary Size").
 */
export function schnorrChallenge(nonceX: Uint8Array, keyX: Uint8Array, message: Uint8Array): Bytes {
  return reduceScalar(taggedHash('BIP0340/challenge', nonceX, keyX, message))
}
