import type { ScriptFailure } from './failure.ts'
import { runScript, type Program } from './interpreter.ts'
import { MAXIMUM_ITEM_SIZE } from './limits.ts'
import { isTrue } from './number.ts'
import type { SpendContext } from './spend-context.ts'
import { ScriptStack } from './stack.ts'

/**
 * Runs the script of a witness on the other items of that witness: it must leave exactly one item, and a true
 * one (BIP 141: "The script must not fail, and result in exactly a single TRUE on the stack").
 */
export function runWitnessScript(
  context: SpendContext,
  items: readonly Uint8Array[],
  program: Omit<Program, 'stack'>
): ScriptFailure | null {
  if (items.some((item) => item.length > MAXIMUM_ITEM_SIZE)) return 'PUSH_SIZE'
  const stack = new ScriptStack(items)
  const failure = runScript(context, { ...program, stack })
  if (failure !== null) return failure
  if (stack.size !== 1) return 'CLEANSTACK'
  return isTrue(stack.peek()) ? null : 'EVAL_FALSE'
}
