import type { Transaction } from 'bitcoinjs-lib'
import type { SatsPerVbyte } from '../../../base/units.ts'
import type { BitcoinChain } from '../networks.ts'
import { checkTransaction } from '../script/transaction-rules.ts'
import { isCoinbase } from './coinbase.ts'
import { checkFeeCeiling, checkFeeFloor } from './fee.ts'
import { isFinal, sequenceLocksPassed, type NextBlock } from './lock-time.ts'
import { ruleFault, soundnessFault, type RuleFault } from './rule-fault.ts'
import { checkScripts } from './scripts.ts'
import {
  checkPreviousTransactions,
  checkSpentAmounts,
  feeOf,
  maximumMoney,
  type ClaimedOutput,
  type SpentCoin
} from './spent-coins.ts'
import { checkStandard, checkStandardInputs } from './standardness.ts'

/** A transaction by itself, and when it would be mined. */
export interface TransactionInPlace {
  readonly chain: BitcoinChain
  readonly transaction: Transaction
  readonly next: NextBlock
}

/** A transaction to judge before it is broadcast. */
export interface TransactionValidation extends TransactionInPlace {
  /**
   * What each input spends, in their order: null where the ledger shows no such unspent output, `unknown` where
   * nobody looked. With an unknown one, what needs all spent outputs is left out: locks relative to them, amounts,
   * fee, scripts and signatures.
   */
  readonly spent: readonly (SpentCoin | null | 'unknown')[]
  /** What the transaction was built on, in the order of the inputs; left out where nothing is claimed. */
  readonly claimed?: readonly ClaimedOutput[]
  /** A fee of more than twice this rate is refused; the chain's maximum where it is left out. */
  readonly maximumFeeRate?: SatsPerVbyte
}

/**
 * `validate_tx`: everything that must hold before a transaction of ours is handed to a daemon: its form, what relaying
 * nodes ask, locks, the outputs that it spends, dust, a fee between floor and ceiling, scripts and signatures. null, or
 * the first fault in the order in which the daemons look.
 * @throws {@link RangeError} where `spent` has not one entry for each input.
 */
export function validateTransaction(validation: TransactionValidation): RuleFault | null {
  const { spent, transaction, claimed, chain, maximumFeeRate = chain.maximumFeeRate } = validation
  if (spent.length !== transaction.ins.length)
    throw new RangeError('one spent output for each input is needed')
  const fault = checkAlone(validation)
  if (fault !== null) return fault
  const known = spent.filter((coin) => coin !== 'unknown')
  if (known.length < spent.length) return checkPreviousTransactions(known)
  const missing = checkPreviousTransactions(known, claimed)
  if (missing !== null) return missing
  const coins = known.filter((coin) => coin !== null)
  return (
    checkSpends(validation, coins) ??
    checkFeeCeiling(transaction.virtualSize(), feeOf(transaction, coins), maximumFeeRate) ??
    checkScripts(chain, transaction, coins)
  )
}

/** What can be said of a transaction before its spent outputs are known. */
export function checkAlone({ chain, transaction, next }: TransactionInPlace): RuleFault | null {
  const unsound = checkTransaction(transaction, maximumMoney(chain))
  if (unsound !== null) return soundnessFault(unsound)
  if (isCoinbase(transaction)) return ruleFault('coinbase')
  const nonstandard = checkStandard(chain, transaction)
  if (nonstandard !== null) return nonstandard
  return isFinal(transaction, next.height, next.medianTime) ? null : ruleFault('non-final')
}

/**
 * What follows once the spent outputs are known, but for the scripts: relative locks, maturity, amounts, standard inputs
 * and the least fee; `coins` in the order of the inputs.
 * @param floor `waived` for a transaction that comes back from a block.
 */
export function checkSpends(
  { chain, transaction, next }: TransactionInPlace,
  coins: readonly SpentCoin[],
  floor: 'asked' | 'waived' = 'asked'
): RuleFault | null {
  if (!sequenceLocksPassed(transaction, coins, next)) return ruleFault('non-BIP68-final')
  const fault =
    checkSpentAmounts(chain, transaction, { coins, height: next.height }) ??
    checkStandardInputs(transaction, coins)
  if (fault !== null || floor === 'waived') return fault
  return checkFeeFloor(chain, transaction.virtualSize(), feeOf(transaction, coins))
}
