/** A coin of every chain of the Bitcoin family has 10^8 of the smallest unit. */
export const COIN_DECIMALS = 8

/** An amount of the smallest unit as coins with all 8 decimals, so that columns align: `0.50000000`, `-0.00001000`. */
export function coinsText(amount: bigint): string {
  const sign = amount < 0n ? '-' : ''
  const digits = (amount < 0n ? -amount : amount).toString().padStart(COIN_DECIMALS + 1, '0')
  return `${sign}${digits.slice(0, -COIN_DECIMALS)}.${digits.slice(-COIN_DECIMALS)}`
}

/** {@link coinsText} without the zeros at the end: `0.5`, `12`. */
export function shortCoinsText(amount: bigint): string {
  return coinsText(amount).replace(/\.?0+$/, '')
}
