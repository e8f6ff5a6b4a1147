import type { SelectableCoin } from './coin-selection.ts'

/** A transaction of more inputs than it began with would be no replacement but a new payment. */
const MAX_ADDED = 100

/**
 * Adds coins to those that a transaction must spend, largest first, until `settle` is content.
 * @param settle - What the transaction comes to with these coins, or null where they fall short.
 * @returns the first answer of `settle`, or null where all coins together fall short.
 */
export function extendCoins<Coin extends SelectableCoin, Result>(
  required: readonly Coin[],
  extra: readonly Coin[],
  settle: (coins: readonly Coin[]) => Result | null
): Result | null {
  const ordered = extra
    .toSorted((left, right) => Number(right.amount > left.amount) - Number(right.amount < left.amount))
    .slice(0, MAX_ADDED)
  for (let added = 0; added <= ordered.length; added++) {
    const result = settle([...required, ...ordered.slice(0, added)])
    if (result !== null) return result
  }
  return null
}
