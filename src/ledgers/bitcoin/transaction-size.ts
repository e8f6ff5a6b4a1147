import { sats, type Sats, type SatsPerVbyte } from '../../base/units.ts'
import { compactSizeLength } from './compact-size.ts'

/** Kinds of output that the wallet can spend. */
export type SpendableKind = 'p2wpkh' | 'p2tr'

/**
 * Weight of an input with its witness (BIP 141: witness bytes count one, others four). Outpoint 36, empty script 1,
 * sequence 4: 164. P2WPKH adds count 1, signature 1+72, key 1+33; P2TR by key adds count 1, signature 1+64.
 */
const INPUT_WEIGHT: Readonly<Record<SpendableKind, number>> = { p2wpkh: 164 + 108, p2tr: 164 + 66 }

/** What the size of a transaction depends on. */
export interface TransactionShape {
  readonly inputs: readonly SpendableKind[]
  /** Length of each output script in bytes. */
  readonly outputScripts: readonly number[]
}

/** Weight of one input of this kind, its share of the counts left out. */
export function inputWeight(kind: SpendableKind): number {
  return INPUT_WEIGHT[kind]
}

/** Weight of one output, its share of the counts left out: amount 8, length 1, script. */
export function outputWeight(scriptLength: number): number {
  return 4 * (8 + compactSizeLength(scriptLength) + scriptLength)
}

/** Most that the transaction can weigh, in weight units: version 4, marker and flag, counts, lock time 4. */
export function transactionWeight(shape: TransactionShape): number {
  const counts = compactSizeLength(shape.inputs.length) + compactSizeLength(shape.outputScripts.length)
  const inputs = shape.inputs.reduce((sum, kind) => sum + inputWeight(kind), 0)
  const outputs = shape.outputScripts.reduce((sum, length) => sum + outputWeight(length), 0)
  return 4 * (8 + counts) + 2 + inputs + outputs
}

/** Virtual size of a weight: a quarter, rounded up (BIP 141). */
export function virtualSize(weight: number): number {
  return Math.ceil(weight / 4)
}

/** Fee for a weight, rounded up to whole satoshi. */
export function feeForWeight(weight: number, rate: SatsPerVbyte): Sats {
  return sats(Math.ceil(virtualSize(weight) * rate))
}
