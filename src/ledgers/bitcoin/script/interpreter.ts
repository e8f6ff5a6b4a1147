import { ARITHMETIC_OPERATIONS } from './arithmetic-opcodes.ts'
import { ConditionStack } from './condition-stack.ts'
import { hasFlag, type Execution, type Operation, type ScriptRules } from './execution.ts'
import type { ScriptFailure } from './failure.ts'
import { FLOW_OPERATIONS, isConditional } from './flow-opcodes.ts'
import { HASH_OPERATIONS } from './hash-opcodes.ts'
import { instructionAt, isMinimalPush, type Instruction } from './instruction.ts'
import { MAXIMUM_ITEM_SIZE, MAXIMUM_OPERATIONS, MAXIMUM_SCRIPT_SIZE, MAXIMUM_STACK_SIZE } from './limits.ts'
import { LOCK_OPERATIONS } from './lock-opcodes.ts'
import { MULTISIG_OPERATIONS } from './multisig-opcodes.ts'
import { isDisabledOpcode, OPCODES } from './opcodes.ts'
import { SIGNATURE_OPERATIONS } from './signature-opcodes.ts'
import type { SpendContext } from './spend-context.ts'
import { ScriptStack } from './stack.ts'
import { STACK_OPERATIONS } from './stack-opcodes.ts'

const OPERATIONS: ReadonlyMap<number, Operation> = new Map([
  ...STACK_OPERATIONS,
  ...ARITHMETIC_OPERATIONS,
  ...HASH_OPERATIONS,
  ...FLOW_OPERATIONS,
  ...LOCK_OPERATIONS,
  ...SIGNATURE_OPERATIONS,
  ...MULTISIG_OPERATIONS
])

/** A script to run. */
export interface Program {
  readonly script: Uint8Array
  readonly rules: ScriptRules
  /** The items it starts with; holds its result afterwards. */
  readonly stack: ScriptStack
}

/** Runs a script to its end: null, or why it fails. The caller looks at the stack (EvalScript of Core). */
export function runScript(context: SpendContext, { script, rules, stack }: Program): ScriptFailure | null {
  if (rules.kind !== 'TAPSCRIPT' && script.length > MAXIMUM_SCRIPT_SIZE) return 'SCRIPT_SIZE'
  const execution: Execution = {
    context,
    rules,
    script,
    stack,
    alternate: new ScriptStack(),
    conditions: new ConditionStack(),
    operationCount: 0,
    position: 0,
    next: 0,
    codeStart: 0
  }
  for (; execution.next < script.length; execution.position++) {
    const instruction = instructionAt(script, execution.next)
    if (instruction === null) return 'BAD_OPCODE'
    execution.next = instruction.next
    const failure = admit(execution, instruction) ?? execute(execution, instruction)
    if (failure !== null) return failure
    if (stack.size + execution.alternate.size > MAXIMUM_STACK_SIZE) return 'STACK_SIZE'
  }
  return execution.conditions.isEmpty ? null : 'UNBALANCED_CONDITIONAL'
}

/** The rules that hold for every instruction, in branches that do not run too. */
function admit(execution: Execution, { opcode, data }: Instruction): ScriptFailure | null {
  if (data.length > MAXIMUM_ITEM_SIZE) return 'PUSH_SIZE'
  if (execution.rules.kind !== 'TAPSCRIPT' && opcode > OPCODES['16']) {
    execution.operationCount++
    if (execution.operationCount > MAXIMUM_OPERATIONS) return 'OP_COUNT'
  }
  if (isDisabledOpcode(opcode)) return 'DISABLED_OPCODE'
  const isConstant = execution.rules.kind === 'BASE' && hasFlag(execution, 'CONST_SCRIPTCODE')
  return isConstant && opcode === OPCODES.CODESEPARATOR ? 'OP_CODESEPARATOR' : null
}

function execute(execution: Execution, instruction: Instruction): ScriptFailure | null {
  const { opcode } = instruction
  if (!execution.conditions.allTrue && !isConditional(opcode)) return null
  if (opcode <= OPCODES['16'] && opcode !== OPCODES.RESERVED) return push(execution, instruction)
  const operation = OPERATIONS.get(opcode)
  if (operation === undefined) return 'BAD_OPCODE'
  if (execution.stack.size < operation.inputs) return 'INVALID_STACK_OPERATION'
  return operation.run(execution)
}

function push(execution: Execution, instruction: Instruction): ScriptFailure | null {
  const { opcode, data } = instruction
  if (opcode > OPCODES.PUSHDATA4) {
    execution.stack.pushNumber(opcode - OPCODES.RESERVED)
    return null
  }
  if (hasFlag(execution, 'MINIMALDATA') && !isMinimalPush(instruction)) return 'MINIMALDATA'
  execution.stack.push(data)
  return null
}
