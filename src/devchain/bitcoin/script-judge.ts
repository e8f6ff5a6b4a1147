import {
  CONSENSUS_FLAGS,
  scriptFailureText,
  STANDARD_FLAGS,
  verifyTransaction,
  type ScriptFlags
} from '../../ledgers/bitcoin/script/verify.ts'
import type { Coin } from './coins.ts'
import type { Dialect } from './dialect.ts'
import { RejectedError } from './errors.ts'
import type { ChainTransaction } from './transaction.ts'

/**
 * Judges all inputs by the consensus rules. `coins` are what they spend, in their order.
 * @throws RejectedError `mandatory-script-verify-flag-failed (…)`.
 */
export function judgeForBlock(transaction: ChainTransaction, coins: readonly Coin[]): void {
  const failure = failureText(transaction, coins, CONSENSUS_FLAGS)
  if (failure !== null) throw new RejectedError(`mandatory-script-verify-flag-failed (${failure})`)
}

/** What a daemon calls mandatory: whoever relays what breaks it is at fault. */
const MANDATORY_FLAGS: Readonly<Record<Dialect, ScriptFlags>> = {
  'litecoin-0.21': new Set(['P2SH']),
  'bitcoin-28': CONSENSUS_FLAGS
}

/**
 * Judges all inputs by the rules of relaying nodes.
 * @throws RejectedError `mandatory-script-verify-flag-failed (…)` where a mandatory rule is broken, else
 * `non-mandatory-script-verify-flag (…)`.
 */
export function judgeForMempool(
  transaction: ChainTransaction,
  coins: readonly Coin[],
  dialect: Dialect
): void {
  const failure = failureText(transaction, coins, STANDARD_FLAGS)
  if (failure === null) return
  const isOptional = failureText(transaction, coins, MANDATORY_FLAGS[dialect]) === null
  const name = isOptional ? 'non-mandatory-script-verify-flag' : 'mandatory-script-verify-flag-failed'
  throw new RejectedError(`${name} (${failure})`)
}

function failureText(
  { transaction }: ChainTransaction,
  spentOutputs: readonly Coin[],
  flags: ScriptFlags
): string | null {
  const refused = verifyTransaction({ transaction, spentOutputs, flags })
  return refused === null ? null : scriptFailureText(refused.failure)
}
