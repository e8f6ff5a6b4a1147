import { numberAt, type Execution, type Operations } from './execution.ts'
import type { ScriptFailure } from './failure.ts'
import { isTrue } from './number.ts'
import { OPCODES } from './opcodes.ts'
import type { ScriptStack } from './stack.ts'

/** Copies the item at a depth to the top, `count` times in a row. */
function copy(stack: ScriptStack, depth: number, count: number): null {
  for (let times = 0; times < count; times++) stack.push(stack.peek(depth))
  return null
}

/** Moves the item at a depth to the top, `count` times in a row. */
function lift(stack: ScriptStack, depth: number, count: number): null {
  for (let times = 0; times < count; times++) stack.push(stack.remove(depth))
  return null
}

function drop(stack: ScriptStack, count: number): null {
  stack.drop(count)
  return null
}

/** PICK and ROLL: the top names a depth below itself. */
function atNamedDepth(
  execution: Execution,
  act: (stack: ScriptStack, depth: number, count: number) => null
): ScriptFailure | null {
  const { stack } = execution
  const depth = numberAt(execution, 0)
  if (depth === null) return 'UNKNOWN_ERROR'
  stack.pop()
  if (depth < 0 || depth >= stack.size) return 'INVALID_STACK_OPERATION'
  return act(stack, depth, 1)
}

function toAlternate({ stack, alternate }: Execution): null {
  alternate.push(stack.pop())
  return null
}

function fromAlternate({ stack, alternate }: Execution): ScriptFailure | null {
  if (alternate.size === 0) return 'INVALID_ALTSTACK_OPERATION'
  stack.push(alternate.pop())
  return null
}

function pushNumber(stack: ScriptStack, value: number): null {
  stack.pushNumber(value)
  return null
}

function tuck(stack: ScriptStack): null {
  stack.insert(2, stack.peek())
  return null
}

/** Opcodes that move, copy and count items. */
export const STACK_OPERATIONS: Operations = [
  [OPCODES.TOALTSTACK, { inputs: 1, run: toAlternate }],
  [OPCODES.FROMALTSTACK, { inputs: 0, run: fromAlternate }],
  [OPCODES['2DROP'], { inputs: 2, run: ({ stack }) => drop(stack, 2) }],
  [OPCODES['2DUP'], { inputs: 2, run: ({ stack }) => copy(stack, 1, 2) }],
  [OPCODES['3DUP'], { inputs: 3, run: ({ stack }) => copy(stack, 2, 3) }],
  [OPCODES['2OVER'], { inputs: 4, run: ({ stack }) => copy(stack, 3, 2) }],
  [OPCODES['2ROT'], { inputs: 6, run: ({ stack }) => lift(stack, 5, 2) }],
  [OPCODES['2SWAP'], { inputs: 4, run: ({ stack }) => lift(stack, 3, 2) }],
  [OPCODES.IFDUP, { inputs: 1, run: ({ stack }) => copy(stack, 0, isTrue(stack.peek()) ? 1 : 0) }],
  [OPCODES.DEPTH, { inputs: 0, run: ({ stack }) => pushNumber(stack, stack.size) }],
  [OPCODES.DROP, { inputs: 1, run: ({ stack }) => drop(stack, 1) }],
  [OPCODES.DUP, { inputs: 1, run: ({ stack }) => copy(stack, 0, 1) }],
  [OPCODES.NIP, { inputs: 2, run: nip }],
  [OPCODES.OVER, { inputs: 2, run: ({ stack }) => copy(stack, 1, 1) }],
  [OPCODES.PICK, { inputs: 2, run: (execution) => atNamedDepth(execution, copy) }],
  [OPCODES.ROLL, { inputs: 2, run: (execution) => atNamedDepth(execution, lift) }],
  [OPCODES.ROT, { inputs: 3, run: ({ stack }) => lift(stack, 2, 1) }],
  [OPCODES.SWAP, { inputs: 2, run: ({ stack }) => lift(stack, 1, 1) }],
  [OPCODES.TUCK, { inputs: 2, run: ({ stack }) => tuck(stack) }],
  [OPCODES.SIZE, { inputs: 1, run: ({ stack }) => pushNumber(stack, stack.peek().length) }]
]

function nip({ stack }: Execution): null {
  stack.remove(1)
  return null
}
