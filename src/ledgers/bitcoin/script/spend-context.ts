import type { Transaction } from 'bitcoinjs-lib'
import type { ScriptFlags } from './flags.ts'
import type { SighashMidstates, SpentOutput } from './sighash-midstates.ts'

type Input = Transaction['ins'][number]

/** The input that a script is to unlock, and all that its signatures may cover. */
export interface SpendContext {
  readonly transaction: Transaction
  readonly inputIndex: number
  readonly input: Input
  /** What this input spends. */
  readonly spentOutput: SpentOutput
  readonly flags: ScriptFlags
  readonly midstates: SighashMidstates
}
