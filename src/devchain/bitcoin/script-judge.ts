import type { Transaction } from 'bitcoinjs-lib'
import type { Coin } from './coins.ts'
import type { Dialect } from './dialect.ts'
import { RejectedError } from './errors.ts'
import type { ChainTransaction } from './transaction.ts'

/** What a block must obey, or what a relaying node asks for on top of that. */
export type ScriptRules = 'consensus' | 'standard'

/** One input to judge. */
export interface ScriptCheck {
  readonly transaction: Transaction
  readonly inputIndex: number
  /** What each input spends, in the order of the inputs. */
  readonly spentOutputs: readonly Pick<Coin, 'script' | 'amount'>[]
  readonly rules: ScriptRules
}

/** Judges scripts and signatures: null where the input may spend, else why not, in Bitcoin Core's words. */
export type ScriptJudge = (check: ScriptCheck) => string | null

/**
 * Judges all inputs by the consensus rules.
 * @throws RejectedError `mandatory-script-verify-flag-failed (…)`.
 */
export function judgeForBlock(
  judge: ScriptJudge,
  transaction: ChainTransaction,
  coins: readonly Coin[]
): void {
  const failure = firstFailure(judge, { transaction, coins, rules: 'consensus' })
  if (failure !== null) throw new RejectedError(`mandatory-script-verify-flag-failed (${failure})`)
}

/**
 * Judges all inputs by the rules of relaying nodes.
 * @throws RejectedError `mandatory-script-verify-flag-failed (…)` where blocks refuse it too, else
 * `non-mandatory-script-verify-flag (…)`. Litecoin Core 0.21 calls every failure of a
 * transaction with witnesses non-mandatory.
 */
export function judgeForMempool(
  judge: ScriptJudge,
  transaction: ChainTransaction,
  spend: { readonly coins: readonly Coin[]; readonly dialect: Dialect }
): void {
  const failure = firstFailure(judge, { transaction, coins: spend.coins, rules: 'standard' })
  if (failure === null) return
  const optional =
    (spend.dialect === 'litecoin-0.21' && transaction.transaction.hasWitnesses()) ||
    firstFailure(judge, { transaction, coins: spend.coins, rules: 'consensus' }) === null
  throw new RejectedError(
    optional
      ? `non-mandatory-script-verify-flag (${failure})`
      : `mandatory-script-verify-flag-failed (${failure})`
  )
}

function firstFailure(
  judge: ScriptJudge,
  spend: {
    readonly transaction: ChainTransaction
    readonly coins: readonly Coin[]
    readonly rules: ScriptRules
  }
): string | null {
  const { transaction } = spend.transaction
  for (let inputIndex = 0; inputIndex < transaction.ins.length; inputIndex++) {
    const failure = judge({ transaction, inputIndex, spentOutputs: spend.coins, rules: spend.rules })
    if (failure !== null) return failure
  }
  return null
}
