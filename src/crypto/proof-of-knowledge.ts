import type { Bytes } from '../base/bytes.ts'
import { taggedHash } from '../base/hash.ts'
import { requireLength } from './curve/operands.ts'
import { curve } from './curve/selected.ts'

const TAG = 'bourse/proof-of-knowledge/1'

/**
 * Proof, 64 bytes, that its maker knows the secret of the point secret * G: a BIP 340 signature by the secret
 * over the tagged hash `bourse/proof-of-knowledge/1` of the compressed point and the context. A peer who picked
 * its point as a function of somebody else's (a rogue key) cannot make one.
 * @param secret 32 bytes from 1 to n-1.
 * @param context 32 bytes that name the occasion, such as a trade id, so that a proof cannot be carried over.
 * @param auxiliary 32 random bytes, or zeros for a deterministic proof.
 * @throws {@link RangeError} where an input has a wrong length or the secret is out of range.
 */
export function proveKnowledge(secret: Uint8Array, context: Uint8Array, auxiliary: Uint8Array): Bytes {
  requireLength('a context', context, 32)
  return curve().schnorrSign(statement(curve().publicKey(secret), context), secret, auxiliary)
}

/**
 * Whether the proof was made by who knows the secret of the compressed point, in this context. BIP 340 signs for
 * the point with an even y; the secret of the other one is its negative, so a proof serves points of either
 * parity, and the parity is fixed by the hash. False for malformed input of any kind.
 */
export function verifyKnowledge(point: Uint8Array, context: Uint8Array, proof: Uint8Array): boolean {
  if (context.length !== 32 || !curve().isPoint(point)) return false
  return curve().schnorrVerify(proof, statement(point, context), point.subarray(1))
}

function statement(point: Uint8Array, context: Uint8Array): Bytes {
  return taggedHash(TAG, point, context)
}
