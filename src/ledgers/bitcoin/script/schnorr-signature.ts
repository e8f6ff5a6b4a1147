import type { ScriptFailure } from './failure.ts'
import { taprootSighash, type TaprootScope } from './sighash-taproot.ts'
import { SIGHASH } from './sighash-type.ts'
import { verifySchnorr } from './signature-check.ts'
import type { SpendContext } from './spend-context.ts'

/** A signature with the 32-byte key that must have made it, and what it covers besides the transaction. */
export interface SchnorrClaim {
  /** 64 bytes, or 65 with a hash type. */
  readonly signature: Uint8Array
  readonly key: Uint8Array
  readonly scope: TaprootScope
}

/** Checks a signature of a Taproot spend (BIP 341, Taproot key path spending signature validation). */
export function checkSchnorrSignature(context: SpendContext, claim: SchnorrClaim): ScriptFailure | null {
  const { signature, key, scope } = claim
  if (signature.length !== 64 && signature.length !== 65) return 'SCHNORR_SIG_SIZE'
  const hashType = signature[64] ?? SIGHASH.DEFAULT
  if (signature.length === 65 && hashType === SIGHASH.DEFAULT) return 'SCHNORR_SIG_HASHTYPE'
  const digest = taprootSighash(context, hashType, scope)
  if (digest === null) return 'SCHNORR_SIG_HASHTYPE'
  return verifySchnorr(signature.subarray(0, 64), digest, key) ? null : 'SCHNORR_SIG'
}
