import {
  checkEcdsaEncoding,
  isEcdsaSignatureValid,
  scriptCodeFor,
  type EcdsaClaim
} from './ecdsa-signature.ts'
import { hasFlag, numberAt, type Execution, type Operations, type TapscriptRules } from './execution.ts'
import type { ScriptFailure } from './failure.ts'
import { OPCODES } from './opcodes.ts'
import { checkSchnorrSignature } from './schnorr-signature.ts'

// BIP 342: "Executing a signature opcode [...] with a non-empty signature decrements the budget by 50. If that
// brings the budget below zero, the script fails immediately."
const VALIDATION_WEIGHT_PER_SIGNATURE = 50

/** Whether the signature counts, or why the whole script fails. */
type Verdict = boolean | ScriptFailure

function judge(execution: Execution, claim: EcdsaClaim): Verdict {
  const { rules } = execution
  return rules.kind === 'TAPSCRIPT' ? judgeSchnorr(execution, rules, claim) : judgeEcdsa(execution, claim)
}

function judgeEcdsa(execution: Execution, claim: EcdsaClaim): Verdict {
  const code = scriptCodeFor(execution, [claim.signature])
  if ('failure' in code) return code.failure
  const failure = checkEcdsaEncoding(execution, claim)
  if (failure !== null) return failure
  const isValid = isEcdsaSignatureValid(execution, code.bytes, claim)
  const mustBeEmpty = !isValid && hasFlag(execution, 'NULLFAIL')
  return mustBeEmpty && claim.signature.length > 0 ? 'NULLFAIL' : isValid
}

function judgeSchnorr(execution: Execution, rules: TapscriptRules, claim: EcdsaClaim): Verdict {
  const { signature, key } = claim
  const isGiven = signature.length > 0
  if (isGiven) {
    rules.budget -= VALIDATION_WEIGHT_PER_SIGNATURE
    if (rules.budget < 0) return 'TAPSCRIPT_VALIDATION_WEIGHT'
  }
  if (key.length === 0) return 'PUBKEYTYPE'
  if (key.length !== 32) {
    // BIP 342: a key of an unknown type counts as signed, so that later forks can define it.
    return hasFlag(execution, 'DISCOURAGE_UPGRADABLE_PUBKEYTYPE')
      ? 'DISCOURAGE_UPGRADABLE_PUBKEYTYPE'
      : isGiven
  }
  if (!isGiven) return false
  const { leafHash, annexHash, codeSeparatorPosition } = rules
  const scope = { annexHash, leaf: { hash: leafHash, codeSeparatorPosition } }
  return checkSchnorrSignature(execution.context, { signature, key, scope }) ?? true
}

function checkSig(execution: Execution): ScriptFailure | null {
  const verdict = popAndJudge(execution)
  if (typeof verdict !== 'boolean') return verdict
  execution.stack.pushBoolean(verdict)
  return null
}

function checkSigVerify(execution: Execution): ScriptFailure | null {
  const verdict = popAndJudge(execution)
  if (typeof verdict !== 'boolean') return verdict
  return verdict ? null : 'CHECKSIGVERIFY'
}

function popAndJudge(execution: Execution): Verdict {
  const key = execution.stack.pop()
  const signature = execution.stack.pop()
  return judge(execution, { signature, key })
}

function checkSigAdd(execution: Execution): ScriptFailure | null {
  const { rules, stack } = execution
  if (rules.kind !== 'TAPSCRIPT') return 'BAD_OPCODE'
  if (stack.size < 3) return 'INVALID_STACK_OPERATION'
  const count = numberAt(execution, 1)
  if (count === null) return 'UNKNOWN_ERROR'
  const verdict = judgeSchnorr(execution, rules, { signature: stack.peek(2), key: stack.peek() })
  if (typeof verdict !== 'boolean') return verdict
  stack.drop(3)
  stack.pushNumber(count + Number(verdict))
  return null
}

function codeSeparator(execution: Execution): null {
  execution.codeStart = execution.next
  if (execution.rules.kind === 'TAPSCRIPT') execution.rules.codeSeparatorPosition = execution.position
  return null
}

/** CHECKSIG with its forms, and CODESEPARATOR, which sets what signatures cover. */
export const SIGNATURE_OPERATIONS: Operations = [
  [OPCODES.CODESEPARATOR, { inputs: 0, run: codeSeparator }],
  [OPCODES.CHECKSIG, { inputs: 2, run: checkSig }],
  [OPCODES.CHECKSIGVERIFY, { inputs: 2, run: checkSigVerify }],
  [OPCODES.CHECKSIGADD, { inputs: 0, run: checkSigAdd }]
]
