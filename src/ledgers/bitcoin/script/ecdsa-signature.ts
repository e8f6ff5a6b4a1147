import type { Execution } from './execution.ts'
import { hasFlag } from './execution.ts'
import type { ScriptFailure } from './failure.ts'
import { findAndDelete, pushOf } from './instruction.ts'
import { legacySighash } from './sighash-legacy.ts'
import { witnessV0Sighash } from './sighash-witness-v0.ts'
import { verifyEcdsa } from './signature-check.ts'
import { checkPublicKeyEncoding, checkSignatureEncoding } from './signature-encoding.ts'

/** A signature of ECDSA, its hash type as last byte, and the key that must have made it. */
export interface EcdsaClaim {
  readonly signature: Uint8Array
  readonly key: Uint8Array
}

/** The script that the signatures of one opcode cover, or why there is none. */
export type ScriptCode = { readonly bytes: Uint8Array } | { readonly failure: ScriptFailure }

/**
 * The script from the last executed CODESEPARATOR on. In a legacy script the signatures themselves are deleted
 * from it; CONST_SCRIPTCODE refuses such a script.
 */
export function scriptCodeFor(execution: Execution, signatures: readonly Uint8Array[]): ScriptCode {
  let bytes = execution.script.subarray(execution.codeStart)
  if (execution.rules.kind !== 'BASE') return { bytes }
  for (const signature of signatures) {
    const cleaned = findAndDelete(bytes, pushOf(signature))
    if (cleaned !== bytes && hasFlag(execution, 'CONST_SCRIPTCODE')) return { failure: 'SIG_FINDANDDELETE' }
    bytes = cleaned
  }
  return { bytes }
}

/** Refuses a signature or a key by the encoding rules in force. */
export function checkEcdsaEncoding(execution: Execution, claim: EcdsaClaim): ScriptFailure | null {
  const { flags } = execution.context
  return (
    checkSignatureEncoding(claim.signature, flags) ??
    checkPublicKeyEncoding(claim.key, flags, execution.rules)
  )
}

/** Whether the signature holds for the script code. An empty one never does. */
export function isEcdsaSignatureValid(
  execution: Execution,
  scriptCode: Uint8Array,
  claim: EcdsaClaim
): boolean {
  const hashType = claim.signature.at(-1)
  if (hashType === undefined) return false
  const sighash = execution.rules.kind === 'BASE' ? legacySighash : witnessV0Sighash
  const digest = sighash(execution.context, scriptCode, hashType)
  return verifyEcdsa(claim.signature.subarray(0, -1), digest, claim.key)
}
