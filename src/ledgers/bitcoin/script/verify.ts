import type { Transaction } from 'bitcoinjs-lib'
import type { Bytes } from '../../../base/bytes.ts'
import type { Sats } from '../../../base/units.ts'
import type { ScriptFailure } from './failure.ts'
import type { ScriptFlags } from './flags.ts'

export { scriptFailureText, type ScriptFailure } from './failure.ts'
export { CONSENSUS_FLAGS, STANDARD_FLAGS, type ScriptFlag, type ScriptFlags } from './flags.ts'

/** An output that an input spends. */
export interface SpentOutput {
  readonly script: Bytes
  readonly amount: Sats
}

/** One input to judge. */
export interface InputCheck {
  readonly transaction: Transaction
  /** 0 to the number of inputs less one. */
  readonly inputIndex: number
  /** What each input spends, in the order of the inputs: Taproot signatures cover them all. */
  readonly spentOutputs: readonly SpentOutput[]
  readonly flags: ScriptFlags
}

/** null where the input may spend, else why not. */
export function verifyInput(check: InputCheck): ScriptFailure | null {
  return check.transaction.ins.length > 0 ? 'UNKNOWN_ERROR' : null
}
