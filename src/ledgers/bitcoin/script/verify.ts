import type { Transaction } from 'bitcoinjs-lib'
import { equalBytes } from '../../../base/bytes.ts'
import type { ScriptRules } from './execution.ts'
import type { ScriptFailure } from './failure.ts'
import type { ScriptFlags } from './flags.ts'
import { isPushOnly, pushOf } from './instruction.ts'
import { runScript } from './interpreter.ts'
import { isTrue } from './number.ts'
import { OPCODES } from './opcodes.ts'
import { SighashMidstates, type SpentOutput } from './sighash-midstates.ts'
import type { SpendContext } from './spend-context.ts'
import { ScriptStack } from './stack.ts'
import { verifyWitnessProgram, witnessProgramOf } from './witness-program.ts'

export { scriptFailureText, type ScriptFailure } from './failure.ts'
export { CONSENSUS_FLAGS, STANDARD_FLAGS, type ScriptFlag, type ScriptFlags } from './flags.ts'
export { SighashMidstates, type SpentOutput } from './sighash-midstates.ts'

/** A transaction to judge. It must not change while it is judged. */
export interface TransactionCheck {
  readonly transaction: Transaction
  /** What each input spends, in the order of the inputs: Taproot signatures cover them all. */
  readonly spentOutputs: readonly SpentOutput[]
  readonly flags: ScriptFlags
}

/** One input to judge. */
export interface InputCheck extends TransactionCheck {
  /** 0 to the number of inputs less one. */
  readonly inputIndex: number
  /** Of these very objects, made once where several inputs are judged one by one; else made anew for each. */
  readonly midstates?: SighashMidstates
}

/** An input that may not spend. */
export interface InputFailure {
  readonly inputIndex: number
  readonly failure: ScriptFailure
}

/**
 * null where every input may spend, else the first that may not. What the inputs share is hashed once: for SegWit
 * and Taproot the time grows with their number, not with its square. {@link verifyInput} says what it throws.
 */
export function verifyTransaction(check: TransactionCheck): InputFailure | null {
  const midstates = new SighashMidstates(check.transaction, check.spentOutputs)
  for (const inputIndex of check.transaction.ins.keys()) {
    const failure = verifyInput({ ...check, inputIndex, midstates })
    if (failure !== null) return { inputIndex, failure }
  }
  return null
}

/**
 * null where the input may spend, else why not.
 * @throws {@link RangeError} where there is no such input, not one spent output for each input, or midstates of
 * others: faults of the caller, never of the transaction.
 */
export function verifyInput(check: InputCheck): ScriptFailure | null {
  const context = spendContext(check)
  const { flags, input, spentOutput } = context
  if (flags.has('SIGPUSHONLY') && !isPushOnly(input.script)) return 'SIG_PUSHONLY'
  const stack = new ScriptStack()
  const failure = runScript(context, { script: input.script, rules: BASE, stack })
  if (failure !== null) return failure
  const redeemStack = new ScriptStack(stack.items())
  const refusal = runToTrue(context, spentOutput.script, stack)
  if (refusal !== null) return refusal
  return flags.has('P2SH') && isPayToScriptHash(spentOutput.script)
    ? verifyPayToScriptHash(context, redeemStack)
    : verifyWitness(context, spentOutput.script, { stack, isNested: false })
}

const BASE: ScriptRules = { kind: 'BASE' }

function spendContext(check: InputCheck): SpendContext {
  const { transaction, inputIndex, spentOutputs, flags } = check
  const input = transaction.ins[inputIndex]
  const spentOutput = spentOutputs[inputIndex]
  if (input === undefined || spentOutput === undefined || spentOutputs.length !== transaction.ins.length) {
    throw new RangeError(
      `input ${inputIndex} of ${transaction.ins.length} with ${spentOutputs.length} spent outputs: one each is needed`
    )
  }
  const midstates = check.midstates ?? new SighashMidstates(transaction, spentOutputs)
  if (!midstates.belongTo(transaction, spentOutputs)) {
    throw new RangeError('these are the midstates of another transaction or of other spent outputs')
  }
  return { transaction, inputIndex, input, spentOutput, flags, midstates }
}

function runToTrue(context: SpendContext, script: Uint8Array, stack: ScriptStack): ScriptFailure | null {
  const failure = runScript(context, { script, rules: BASE, stack })
  if (failure !== null) return failure
  return stack.size > 0 && isTrue(stack.peek()) ? null : 'EVAL_FALSE'
}

function isPayToScriptHash(script: Uint8Array): boolean {
  const isFramed = script[0] === OPCODES.HASH160 && script[1] === 20 && script[22] === OPCODES.EQUAL
  return script.length === 23 && isFramed
}

/** BIP 16: the last item that scriptSig pushed is a script of its own, run on the items below it. */
function verifyPayToScriptHash(context: SpendContext, stack: ScriptStack): ScriptFailure | null {
  if (!isPushOnly(context.input.script)) return 'SIG_PUSHONLY'
  const redeemScript = stack.pop()
  const failure = runToTrue(context, redeemScript, stack)
  return failure ?? verifyWitness(context, redeemScript, { stack, isNested: true })
}

/** What remains once the scripts have run: the witness where they name one, else that there is none. */
function verifyWitness(
  context: SpendContext,
  script: Uint8Array,
  { stack, isNested }: { stack: ScriptStack; isNested: boolean }
): ScriptFailure | null {
  const { flags, input } = context
  const program = flags.has('WITNESS') ? witnessProgramOf(script) : null
  if (program === null) {
    if (flags.has('CLEANSTACK') && stack.size !== 1) return 'CLEANSTACK'
    return flags.has('WITNESS') && input.witness.length > 0 ? 'WITNESS_UNEXPECTED' : null
  }
  if (!isNested && input.script.length > 0) return 'WITNESS_MALLEATED'
  if (isNested && !equalBytes(input.script, pushOf(script))) return 'WITNESS_MALLEATED_P2SH'
  return verifyWitnessProgram(context, program, isNested)
}
