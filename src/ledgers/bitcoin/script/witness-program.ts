import { equalBytes } from '../../../base/bytes.ts'
import { sha256 } from '../../../base/hash.ts'
import type { ScriptFailure } from './failure.ts'
import { keyHashScript } from './key-hash-script.ts'
import { OPCODES } from './opcodes.ts'
import type { SpendContext } from './spend-context.ts'
import { verifyTaproot } from './taproot.ts'
import { runWitnessScript } from './witness-script.ts'

/** What an output pays to by SegWit (BIP 141). */
export interface WitnessProgram {
  /** 0 to 16. */
  readonly version: number
  /** 2 to 40 bytes. */
  readonly program: Uint8Array
}

/**
 * The program of a script that BIP 141 gives a meaning: "a 1-byte push opcode (for 0 to 16) followed by a data push
 * between 2 and 40 bytes"; else null.
 */
export function witnessProgramOf(script: Uint8Array): WitnessProgram | null {
  const [opcode, size] = script
  if (opcode === undefined || script.length < 4 || script.length > 42 || size !== script.length - 2)
    return null
  if (opcode === OPCODES['0']) return { version: 0, program: script.subarray(2) }
  if (opcode < OPCODES['1'] || opcode > OPCODES['16']) return null
  return { version: opcode - OPCODES.RESERVED, program: script.subarray(2) }
}

/** Judges the witness of the input against a program; `isNested` where P2SH wraps it. */
export function verifyWitnessProgram(
  context: SpendContext,
  { version, program }: WitnessProgram,
  isNested: boolean
): ScriptFailure | null {
  if (version === 0) return verifyVersion0(context, program)
  if (version === 1 && program.length === 32 && !isNested) {
    return context.flags.has('TAPROOT') ? verifyTaproot(context, program) : null
  }
  if (version === 1 && equalBytes(program, PAY_TO_ANCHOR) && !isNested) return null
  return context.flags.has('DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM')
    ? 'DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM'
    : null
}

// Bitcoin Core 28: anyone may spend this program, and relays do not mind.
const PAY_TO_ANCHOR = Uint8Array.of(0x4e, 0x73)

function verifyVersion0(context: SpendContext, program: Uint8Array): ScriptFailure | null {
  if (program.length === 20) return verifyKeyHash(context, program)
  return program.length === 32 ? verifyScriptHash(context, program) : 'WITNESS_PROGRAM_WRONG_LENGTH'
}

function verifyKeyHash(context: SpendContext, program: Uint8Array): ScriptFailure | null {
  const { witness } = context.input
  if (witness.length !== 2) return 'WITNESS_PROGRAM_MISMATCH'
  const script = keyHashScript(program)
  return runWitnessScript(context, witness, { script, rules: { kind: 'WITNESS_V0' } })
}

function verifyScriptHash(context: SpendContext, program: Uint8Array): ScriptFailure | null {
  const { witness } = context.input
  const script = witness.at(-1)
  if (script === undefined) return 'WITNESS_PROGRAM_WITNESS_EMPTY'
  if (!equalBytes(sha256(script), program)) return 'WITNESS_PROGRAM_MISMATCH'
  return runWitnessScript(context, witness.slice(0, -1), { script, rules: { kind: 'WITNESS_V0' } })
}
