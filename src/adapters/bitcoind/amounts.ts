import { sats, type Sats } from '../../base/units.ts'

const DECIMALS = 8

/**
 * Exact smallest units of an amount that JSON gave as a number of coins with up to 8 decimals; null where it
 * has more, is negative or not finite. Exact up to 90 million coins: neighbouring doubles are closer than half
 * a unit there, so the decimal that the daemon wrote is the one nearest to the double.
 */
export function coinsToSats(coins: number): Sats | null {
  if (!Number.isFinite(coins) || coins < 0 || coins > 90_000_000) return null
  const text = coins.toFixed(DECIMALS)
  return Number(text) === coins ? sats(BigInt(text.replace('.', ''))) : null
}
