import { numberAt, type Execution, type Operation, type Operations } from './execution.ts'
import type { ScriptFailure } from './failure.ts'
import { OPCODES } from './opcodes.ts'

function unary(compute: (operand: number) => number): Operation {
  return {
    inputs: 1,
    run: (execution) => {
      const operand = numberAt(execution, 0)
      if (operand === null) return 'UNKNOWN_ERROR'
      execution.stack.pop()
      execution.stack.pushNumber(compute(operand))
      return null
    }
  }
}

function binary(compute: (left: number, right: number) => number): Operation {
  return {
    inputs: 2,
    run: (execution) => {
      const left = numberAt(execution, 1)
      const right = numberAt(execution, 0)
      if (left === null || right === null) return 'UNKNOWN_ERROR'
      execution.stack.drop(2)
      execution.stack.pushNumber(compute(left, right))
      return null
    }
  }
}

function comparison(holds: (left: number, right: number) => boolean): Operation {
  return binary((left, right) => Number(holds(left, right)))
}

function numberEqualVerify(execution: Execution): ScriptFailure | null {
  const left = numberAt(execution, 1)
  const right = numberAt(execution, 0)
  if (left === null || right === null) return 'UNKNOWN_ERROR'
  execution.stack.drop(2)
  return left === right ? null : 'NUMEQUALVERIFY'
}

function within(execution: Execution): ScriptFailure | null {
  const value = numberAt(execution, 2)
  const minimum = numberAt(execution, 1)
  const bound = numberAt(execution, 0)
  if (value === null || minimum === null || bound === null) return 'UNKNOWN_ERROR'
  execution.stack.drop(3)
  execution.stack.pushBoolean(minimum <= value && value < bound)
  return null
}

/** Opcodes on numbers of at most 4 bytes; a result may have 5. */
export const ARITHMETIC_OPERATIONS: Operations = [
  [OPCODES['1ADD'], unary((operand) => operand + 1)],
  [OPCODES['1SUB'], unary((operand) => operand - 1)],
  [OPCODES.NEGATE, unary((operand) => -operand)],
  [OPCODES.ABS, unary(Math.abs)],
  [OPCODES.NOT, unary((operand) => Number(operand === 0))],
  [OPCODES['0NOTEQUAL'], unary((operand) => Number(operand !== 0))],
  [OPCODES.ADD, binary((left, right) => left + right)],
  [OPCODES.SUB, binary((left, right) => left - right)],
  [OPCODES.BOOLAND, comparison((left, right) => left !== 0 && right !== 0)],
  [OPCODES.BOOLOR, comparison((left, right) => left !== 0 || right !== 0)],
  [OPCODES.NUMEQUAL, comparison((left, right) => left === right)],
  [OPCODES.NUMEQUALVERIFY, { inputs: 2, run: numberEqualVerify }],
  [OPCODES.NUMNOTEQUAL, comparison((left, right) => left !== right)],
  [OPCODES.LESSTHAN, comparison((left, right) => left < right)],
  [OPCODES.GREATERTHAN, comparison((left, right) => left > right)],
  [OPCODES.LESSTHANOREQUAL, comparison((left, right) => left <= right)],
  [OPCODES.GREATERTHANOREQUAL, comparison((left, right) => left >= right)],
  [OPCODES.MIN, binary(Math.min)],
  [OPCODES.MAX, binary(Math.max)],
  [OPCODES.WITHIN, { inputs: 3, run: within }]
]
