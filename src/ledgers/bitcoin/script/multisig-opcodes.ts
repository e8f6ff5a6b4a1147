import { checkEcdsaEncoding, isEcdsaSignatureValid, scriptCodeFor } from './ecdsa-signature.ts'
import { hasFlag, numberAt, type Execution, type Operations } from './execution.ts'
import type { ScriptFailure } from './failure.ts'
import { MAXIMUM_MULTISIG_KEYS, MAXIMUM_OPERATIONS } from './limits.ts'
import { OPCODES } from './opcodes.ts'
import type { ScriptStack } from './stack.ts'

/** The arguments of CHECKMULTISIG, both lists from the top of the stack down: the last one first. */
interface MultisigArguments {
  readonly keys: readonly Uint8Array[]
  readonly signatures: readonly Uint8Array[]
  /** Since 2009 the opcode takes one item more than it uses. */
  readonly extra: Uint8Array
}

function readArguments(execution: Execution): MultisigArguments | ScriptFailure {
  const { stack } = execution
  if (stack.size < 1) return 'INVALID_STACK_OPERATION'
  const keyCount = numberAt(execution, 0)
  if (keyCount === null) return 'UNKNOWN_ERROR'
  if (keyCount < 0 || keyCount > MAXIMUM_MULTISIG_KEYS) return 'PUBKEY_COUNT'
  execution.operationCount += keyCount
  if (execution.operationCount > MAXIMUM_OPERATIONS) return 'OP_COUNT'
  if (stack.size < keyCount + 2) return 'INVALID_STACK_OPERATION'
  const signatureCount = numberAt(execution, keyCount + 1)
  if (signatureCount === null) return 'UNKNOWN_ERROR'
  if (signatureCount < 0 || signatureCount > keyCount) return 'SIG_COUNT'
  const extraDepth = keyCount + signatureCount + 2
  if (stack.size <= extraDepth) return 'INVALID_STACK_OPERATION'
  return {
    keys: peekMany(stack, 1, keyCount),
    signatures: peekMany(stack, keyCount + 2, signatureCount),
    extra: stack.peek(extraDepth)
  }
}

function peekMany(stack: ScriptStack, depth: number, count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, index) => stack.peek(depth + index))
}

/** Whether each signature is of one of the keys, both in the same order; or why the script fails. */
function matchSignatures(
  execution: Execution,
  scriptCode: Uint8Array,
  { keys, signatures }: MultisigArguments
): boolean | ScriptFailure {
  let matched = 0
  for (const [index, key] of keys.entries()) {
    const signature = signatures[matched]
    if (signature === undefined) return true
    const failure = checkEcdsaEncoding(execution, { signature, key })
    if (failure !== null) return failure
    if (isEcdsaSignatureValid(execution, scriptCode, { signature, key })) matched++
    if (signatures.length - matched > keys.length - index - 1) return false
  }
  return true
}

function judgeMultisig(execution: Execution): boolean | ScriptFailure {
  if (execution.rules.kind === 'TAPSCRIPT') return 'TAPSCRIPT_CHECKMULTISIG'
  const given = readArguments(execution)
  if (typeof given === 'string') return given
  const code = scriptCodeFor(execution, given.signatures)
  if ('failure' in code) return code.failure
  const isValid = matchSignatures(execution, code.bytes, given)
  if (typeof isValid !== 'boolean') return isValid
  const hasSignature = given.signatures.some((signature) => signature.length > 0)
  if (!isValid && hasSignature && hasFlag(execution, 'NULLFAIL')) return 'NULLFAIL'
  if (given.extra.length > 0 && hasFlag(execution, 'NULLDUMMY')) return 'SIG_NULLDUMMY'
  execution.stack.drop(given.keys.length + given.signatures.length + 3)
  return isValid
}

function checkMultisig(execution: Execution): ScriptFailure | null {
  const verdict = judgeMultisig(execution)
  if (typeof verdict !== 'boolean') return verdict
  execution.stack.pushBoolean(verdict)
  return null
}

function checkMultisigVerify(execution: Execution): ScriptFailure | null {
  const verdict = judgeMultisig(execution)
  if (typeof verdict !== 'boolean') return verdict
  return verdict ? null : 'CHECKMULTISIGVERIFY'
}

/** CHECKMULTISIG with its VERIFY form: legacy and SegWit v0 scripts only. */
export const MULTISIG_OPERATIONS: Operations = [
  [OPCODES.CHECKMULTISIG, { inputs: 0, run: checkMultisig }],
  [OPCODES.CHECKMULTISIGVERIFY, { inputs: 0, run: checkMultisigVerify }]
]
