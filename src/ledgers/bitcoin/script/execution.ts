import type { Bytes } from '../../../base/bytes.ts'
import type { ConditionStack } from './condition-stack.ts'
import type { ScriptFailure } from './failure.ts'
import type { ScriptFlag } from './flags.ts'
import { decodeNumber } from './number.ts'
import type { SpendContext } from './spend-context.ts'
import type { ScriptStack } from './stack.ts'

/** What a leaf of a Taproot output has of its own while it runs. */
export interface TapscriptRules {
  readonly kind: 'TAPSCRIPT'
  readonly leafHash: Bytes
  /** SHA-256 of the annex with its length, or null without an annex. */
  readonly annexHash: Bytes | null
  /** Witness bytes that signatures may still use up, 50 each (BIP 342, resource limits). */
  budget: number
  /** Index of the last executed CODESEPARATOR among the instructions, 0xffffffff for none. */
  codeSeparatorPosition: number
}

/** The dialect of a script: Core's SigVersion. */
export type ScriptRules = { readonly kind: 'BASE' } | { readonly kind: 'WITNESS_V0' } | TapscriptRules

/** A script while it runs. */
export interface Execution {
  readonly context: SpendContext
  readonly rules: ScriptRules
  readonly script: Uint8Array
  readonly stack: ScriptStack
  readonly alternate: ScriptStack
  readonly conditions: ConditionStack
  /** Counted towards the limit of 201 outside tapscript. */
  operationCount: number
  /** Index of the running instruction among the instructions. */
  position: number
  /** Offset of the instruction after the running one. */
  next: number
  /** Offset after the last executed CODESEPARATOR: signatures cover the script from there on. */
  codeStart: number
}

/** What an opcode does. */
export interface Operation {
  /** Items that must lie on the stack, else the script fails with INVALID_STACK_OPERATION. */
  readonly inputs: number
  readonly run: (execution: Execution) => ScriptFailure | null
}

/** Opcodes of one family with what they do. */
export type Operations = readonly (readonly [opcode: number, operation: Operation])[]

/** Whether a rule is in force. */
export function hasFlag(execution: Execution, flag: ScriptFlag): boolean {
  return execution.context.flags.has(flag)
}

/** The number at a depth of the stack, or null where it is none: the script then fails with UNKNOWN_ERROR. */
export function numberAt(execution: Execution, depth: number, maximumLength: 4 | 5 = 4): number | null {
  return decodeNumber(execution.stack.peek(depth), {
    maximumLength,
    minimal: hasFlag(execution, 'MINIMALDATA')
  })
}
