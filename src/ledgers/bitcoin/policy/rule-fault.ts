import type { TransactionFault } from '../script/transaction-rules.ts'

/** What kind of rule a transaction breaks. */
export type RuleCode =
  /** It is none by itself: no inputs, amounts out of range, an input twice. */
  | 'TRANSACTION_UNSOUND'
  /** Relaying nodes do not take its form. */
  | 'TRANSACTION_NONSTANDARD'
  /** An output holds too little to be relayed. */
  | 'OUTPUT_DUST'
  /** Its lock time or a relative lock has not passed. */
  | 'LOCK_NOT_PASSED'
  /** An output that it spends does not exist, or is spent. */
  | 'COIN_MISSING'
  /** An output that it spends is not what its builder took it for. */
  | 'COIN_DIFFERS'
  /** It spends a coinbase too early. */
  | 'COIN_IMMATURE'
  /** It pays out more than it takes in, or amounts that cannot be. */
  | 'AMOUNTS_INVALID'
  | 'FEE_TOO_LOW'
  | 'FEE_TOO_HIGH'
  /** A script or a signature refuses. */
  | 'SCRIPT_REFUSED'

/** Reject reasons as the daemons write them, with the kind of each. `coin-differs` is ours. */
const REASONS = {
  coinbase: 'TRANSACTION_UNSOUND',
  version: 'TRANSACTION_NONSTANDARD',
  'tx-size': 'TRANSACTION_NONSTANDARD',
  'tx-size-small': 'TRANSACTION_NONSTANDARD',
  'scriptsig-size': 'TRANSACTION_NONSTANDARD',
  'scriptsig-not-pushonly': 'TRANSACTION_NONSTANDARD',
  scriptpubkey: 'TRANSACTION_NONSTANDARD',
  'multi-op-return': 'TRANSACTION_NONSTANDARD',
  'bad-txns-nonstandard-inputs': 'TRANSACTION_NONSTANDARD',
  'bad-witness-nonstandard': 'TRANSACTION_NONSTANDARD',
  'bad-txns-too-many-sigops': 'TRANSACTION_NONSTANDARD',
  dust: 'OUTPUT_DUST',
  'non-final': 'LOCK_NOT_PASSED',
  'non-BIP68-final': 'LOCK_NOT_PASSED',
  'bad-txns-inputs-missingorspent': 'COIN_MISSING',
  'coin-differs': 'COIN_DIFFERS',
  'bad-txns-premature-spend-of-coinbase': 'COIN_IMMATURE',
  'bad-txns-inputvalues-outofrange': 'AMOUNTS_INVALID',
  'bad-txns-in-belowout': 'AMOUNTS_INVALID',
  'min relay fee not met': 'FEE_TOO_LOW',
  'max-fee-exceeded': 'FEE_TOO_HIGH',
  'mandatory-script-verify-flag-failed': 'SCRIPT_REFUSED',
  'non-mandatory-script-verify-flag': 'SCRIPT_REFUSED'
} as const satisfies Readonly<Record<string, RuleCode>>

/** Why a transaction is refused. */
export interface RuleFault {
  readonly code: RuleCode
  /** The short text of Bitcoin Core and Litecoin Core, such as `non-final`; scripts say why in brackets. */
  readonly reason: string
  /** Their longer text; empty where there is none. */
  readonly words: string
}

/** A fault by its reason. `detail` follows the reason in brackets where it is given. */
export function ruleFault(reason: keyof typeof REASONS, words = '', detail = ''): RuleFault {
  return { code: REASONS[reason], reason: detail === '' ? reason : `${reason} (${detail})`, words }
}

/** What script/transaction-rules.ts finds as a fault. */
export function soundnessFault(reason: TransactionFault): RuleFault {
  return { code: 'TRANSACTION_UNSOUND', reason, words: '' }
}
