import { isHighS, isStrictDer, parseLaxDer } from './der.ts'
import type { ScriptRules } from './execution.ts'
import type { ScriptFailure } from './failure.ts'
import type { ScriptFlags } from './flags.ts'
import { SIGHASH } from './sighash-type.ts'

/** Refuses a signature of ECDSA, its hash type as last byte, by the flags in force. An empty one is well-formed. */
export function checkSignatureEncoding(signature: Uint8Array, flags: ScriptFlags): ScriptFailure | null {
  if (signature.length === 0) return null
  const der = signature.subarray(0, -1)
  const wantsDer = flags.has('DERSIG') || flags.has('LOW_S') || flags.has('STRICTENC')
  if (wantsDer && !isStrictDer(der)) return 'SIG_DER'
  if (flags.has('LOW_S') && hasHighS(der)) return 'SIG_HIGH_S'
  return flags.has('STRICTENC') && !isDefinedHashType(signature) ? 'SIG_HASHTYPE' : null
}

function hasHighS(der: Uint8Array): boolean {
  const numbers = parseLaxDer(der)
  return numbers !== null && isHighS(numbers.s)
}

function isDefinedHashType(signature: Uint8Array): boolean {
  const base = (signature.at(-1) ?? 0) & ~SIGHASH.ANYONECANPAY
  return base >= SIGHASH.ALL && base <= SIGHASH.SINGLE
}

/** Refuses a public key of ECDSA by the flags in force. */
export function checkPublicKeyEncoding(
  key: Uint8Array,
  flags: ScriptFlags,
  rules: ScriptRules
): ScriptFailure | null {
  if (flags.has('STRICTENC') && !isCompressed(key) && !isUncompressed(key)) return 'PUBKEYTYPE'
  const wantsCompressed = flags.has('WITNESS_PUBKEYTYPE') && rules.kind === 'WITNESS_V0'
  return wantsCompressed && !isCompressed(key) ? 'WITNESS_PUBKEYTYPE' : null
}

function isCompressed(key: Uint8Array): boolean {
  return key.length === 33 && (key[0] === 0x02 || key[0] === 0x03)
}

function isUncompressed(key: Uint8Array): boolean {
  return key.length === 65 && key[0] === 0x04
}
