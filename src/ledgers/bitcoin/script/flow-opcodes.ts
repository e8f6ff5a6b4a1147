import { hasFlag, type Execution, type Operation, type Operations } from './execution.ts'
import type { ScriptFailure } from './failure.ts'
import { isTrue } from './number.ts'
import { OPCODES } from './opcodes.ts'

function openBranch(execution: Execution, wanted: boolean): ScriptFailure | null {
  const { conditions, stack } = execution
  if (!conditions.allTrue) {
    conditions.open(false)
    return null
  }
  if (stack.size === 0) return 'UNBALANCED_CONDITIONAL'
  const failure = checkCondition(execution, stack.peek())
  if (failure !== null) return failure
  conditions.open(isTrue(stack.pop()) === wanted)
  return null
}

// BIP 342 makes it consensus: "the input argument to the OP_IF and OP_NOTIF opcodes must be either exactly 0
// (the empty vector) or exactly 1 (the one-byte vector with value 1)".
function checkCondition(execution: Execution, item: Uint8Array): ScriptFailure | null {
  if (item.length === 0 || (item.length === 1 && item[0] === 1)) return null
  if (execution.rules.kind === 'TAPSCRIPT') return 'TAPSCRIPT_MINIMALIF'
  return execution.rules.kind === 'WITNESS_V0' && hasFlag(execution, 'MINIMALIF') ? 'MINIMALIF' : null
}

function otherwise({ conditions }: Execution): ScriptFailure | null {
  if (conditions.isEmpty) return 'UNBALANCED_CONDITIONAL'
  conditions.toggle()
  return null
}

function closeBranch({ conditions }: Execution): ScriptFailure | null {
  if (conditions.isEmpty) return 'UNBALANCED_CONDITIONAL'
  conditions.close()
  return null
}

const reservedNoOperation: Operation = {
  inputs: 0,
  run: (execution) => (hasFlag(execution, 'DISCOURAGE_UPGRADABLE_NOPS') ? 'DISCOURAGE_UPGRADABLE_NOPS' : null)
}

/** Whether the opcode is looked at in a branch that does not run: IF, NOTIF, VERIF, VERNOTIF, ELSE, ENDIF. */
export function isConditional(opcode: number): boolean {
  return opcode >= OPCODES.IF && opcode <= OPCODES.ENDIF
}

/** Opcodes that branch, stop or do nothing. */
export const FLOW_OPERATIONS: Operations = [
  [OPCODES.NOP, { inputs: 0, run: () => null }],
  [OPCODES.IF, { inputs: 0, run: (execution) => openBranch(execution, true) }],
  [OPCODES.NOTIF, { inputs: 0, run: (execution) => openBranch(execution, false) }],
  [OPCODES.ELSE, { inputs: 0, run: otherwise }],
  [OPCODES.ENDIF, { inputs: 0, run: closeBranch }],
  [OPCODES.VERIFY, { inputs: 1, run: ({ stack }) => (isTrue(stack.pop()) ? null : 'VERIFY') }],
  [OPCODES.RETURN, { inputs: 0, run: () => 'OP_RETURN' }],
  [OPCODES.NOP1, reservedNoOperation],
  [OPCODES.NOP4, reservedNoOperation],
  [OPCODES.NOP5, reservedNoOperation],
  [OPCODES.NOP6, reservedNoOperation],
  [OPCODES.NOP7, reservedNoOperation],
  [OPCODES.NOP8, reservedNoOperation],
  [OPCODES.NOP9, reservedNoOperation],
  [OPCODES.NOP10, reservedNoOperation]
]
