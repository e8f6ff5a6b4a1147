// Amounts travel as decimal strings of the smallest unit; people read and type coins with 8 decimals.

const DECIMALS = 8

/** Coins of an amount, without trailing zeros: "50000000" is "0.5". */
export function coinsText(amount) {
  const digits = amount.padStart(DECIMALS + 1, '0')
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '')
  const whole = digits.slice(0, -DECIMALS).replace(/\B(?=(\d{3})+$)/g, '\u202f')
  return fraction === '' ? whole : `${whole}.${fraction}`
}

/** The amount that was typed as coins, or null where it is none or more exact than the ledger. */
export function parseCoins(text) {
  const match = /^([0-9]{1,11})(?:\.([0-9]{1,8}))?$/.exec(text.trim())
  if (match === null) return null
  const units = BigInt(match[1] + (match[2] ?? '').padEnd(DECIMALS, '0'))
  return units === 0n ? null : units.toString()
}

/** What one coin sold costs, to 8 decimals, or null. */
export function priceText(sold, bought) {
  if (sold === null || bought === null || BigInt(sold) === 0n) return null
  return coinsText(((BigInt(bought) * 10n ** 8n) / BigInt(sold)).toString())
}
