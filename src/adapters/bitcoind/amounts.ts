import { sats, type Sats } from '../../base/units.ts'
import { COIN_DECIMALS } from '../../ledgers/bitcoin/coins-text.ts'

/** From 2^26 coins on, neighbouring doubles are further apart than a unit. */
const EXACT_BELOW_COINS = 2 ** 26

/**
 * Exact smallest units of an amount that JSON gave as a number of coins with up to 8 decimals; null where it
 * has more decimals, is negative, or is 2^26 coins or more: up to there the decimal that the daemon wrote is the
 * one nearest to the double.
 */
export function coinsToSats(coins: number): Sats | null {
  if (!(coins >= 0 && coins < EXACT_BELOW_COINS)) return null
  const text = coins.toFixed(COIN_DECIMALS)
  return Number(text) === coins ? sats(BigInt(text.replace('.', ''))) : null
}
