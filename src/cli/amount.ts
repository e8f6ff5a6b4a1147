import { sats, type Sats } from '../base/units.ts'
import { COIN_DECIMALS, shortCoinsText } from '../ledgers/bitcoin/coins-text.ts'
import type { LedgerId } from '../ledgers/ledger.ts'
import { CliError } from './cli-error.ts'

const UNITS_PER_COIN = 10n ** BigInt(COIN_DECIMALS)
const MAX_AMOUNT = (1n << 63n) - 1n

/** An amount and its ledger, as typed. */
export interface LedgerAmount {
  readonly ledger: LedgerId
  readonly amount: Sats
}

/**
 * Reads an amount of one ledger, exactly. Grammar, without spaces:
 * `COINS LEDGER` such as `0.5btc`: digits, at most 8 decimals after a point, then the ledger's id;
 * `UNITS sat@ LEDGER` such as `1500sat@btc`: a whole number of the smallest unit.
 * @throws {@link CliError} `AMOUNT_INVALID`: other text, more than 8 decimals, zero, above 2^63-1 units.
 */
export function parseAmount(text: string): LedgerAmount {
  const exact = /^([0-9]{1,19})sat@([a-z][a-z0-9]{1,11})$/.exec(text)
  if (exact) return checked(text, exact[2], BigInt(exact[1] ?? '0'))
  const coins = /^([0-9]{1,11})(?:\.([0-9]+))?([a-z][a-z0-9]{1,11})$/.exec(text)
  if (!coins) throw new CliError('AMOUNT_INVALID', `${JSON.stringify(text)} is not an amount`)
  const [, whole = '0', fraction = '', ledger] = coins
  if (fraction.length > COIN_DECIMALS) {
    throw new CliError('AMOUNT_INVALID', `${text} has more than ${COIN_DECIMALS} decimals`)
  }
  return checked(text, ledger, BigInt(whole) * UNITS_PER_COIN + BigInt(fraction.padEnd(COIN_DECIMALS, '0')))
}

/** As {@link parseAmount}, and `all@LEDGER` for everything. */
export function parseAmountOrAll(text: string): { readonly ledger: LedgerId; readonly amount: Sats | 'all' } {
  const all = /^all@([a-z][a-z0-9]{1,11})$/.exec(text)?.[1]
  return all === undefined ? parseAmount(text) : { ledger: all, amount: 'all' }
}

/**
 * Coins without a ledger, such as `1.5`, as smallest units.
 * @throws {@link CliError} `AMOUNT_INVALID`.
 */
export function parseCoins(text: string): Sats {
  const [, whole, fraction = ''] = /^([0-9]{1,11})(?:\.([0-9]{1,8}))?$/.exec(text) ?? []
  if (whole === undefined) {
    throw new CliError('AMOUNT_INVALID', `${JSON.stringify(text)} is not an amount of coins such as 1.5`)
  }
  return checked(
    text,
    undefined,
    BigInt(whole) * UNITS_PER_COIN + BigInt(fraction.padEnd(COIN_DECIMALS, '0'))
  ).amount
}

/** An amount in a sentence, as {@link parseAmount} reads it: `0.5btc`. */
export function amountText(amount: bigint, ledger: LedgerId): string {
  return shortCoinsText(amount) + ledger
}

function checked(text: string, ledger: LedgerId | undefined, units: bigint): LedgerAmount {
  if (units === 0n) throw new CliError('AMOUNT_INVALID', `${text} is nothing`)
  if (units > MAX_AMOUNT) throw new CliError('AMOUNT_INVALID', `${text} is more than any ledger has`)
  return { ledger: ledger ?? '', amount: sats(units) }
}
