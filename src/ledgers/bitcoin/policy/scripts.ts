import type { Transaction } from 'bitcoinjs-lib'
import type { BitcoinChain } from '../networks.ts'
import {
  CONSENSUS_FLAGS,
  scriptFailureText,
  STANDARD_FLAGS,
  verifyTransaction,
  type ScriptFlags,
  type SpentOutput
} from '../script/verify.ts'
import { dialectOf, MANDATORY_FLAGS } from './dialect.ts'
import { ruleFault, type RuleFault } from './rule-fault.ts'

/** Judges scripts and signatures of all inputs by the consensus rules; `spent` in the order of the inputs. */
export function checkScriptsForBlock(
  transaction: Transaction,
  spent: readonly SpentOutput[]
): RuleFault | null {
  const failure = failureText(transaction, spent, CONSENSUS_FLAGS)
  return failure === null ? null : ruleFault('mandatory-script-verify-flag-failed', '', failure)
}

/** Judges scripts and signatures of all inputs by the rules of the chain's relaying nodes. */
export function checkScripts(
  chain: BitcoinChain,
  transaction: Transaction,
  spent: readonly SpentOutput[]
): RuleFault | null {
  const failure = failureText(transaction, spent, STANDARD_FLAGS)
  if (failure === null) return null
  const isOptional = failureText(transaction, spent, MANDATORY_FLAGS[dialectOf(chain)]) === null
  const name = isOptional ? 'non-mandatory-script-verify-flag' : 'mandatory-script-verify-flag-failed'
  return ruleFault(name, '', failure)
}

function failureText(
  transaction: Transaction,
  spentOutputs: readonly SpentOutput[],
  flags: ScriptFlags
): string | null {
  const refused = verifyTransaction({ transaction, spentOutputs, flags })
  return refused === null ? null : scriptFailureText(refused.failure)
}
