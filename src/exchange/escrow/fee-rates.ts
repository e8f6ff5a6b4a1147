import type { SatsPerVbyte } from '../../base/units.ts'
import type { LegName, TradeTerms } from '../terms.ts'
import { spendFee } from './spend.ts'

/** No claim may cost its receiver more than this share of the amount, in per cent; the rest is dust sooner or later. */
export const MAX_CLAIM_FEE_PERCENT = 50n

/** Fee rates of the claim ladder as multiples of the estimate at agreement. */
const LADDER = [1, 2, 5, 10, 20] as const

/**
 * Fee rates for a claim ladder, in satoshi per 1000 virtual bytes, ascending, none above `most`. Steps are left
 * out where the claim to a script of `scriptLength` bytes would eat more of `amount` than the other trader accepts.
 */
export function ladderRates(
  estimate: SatsPerVbyte,
  most: SatsPerVbyte,
  claim: { readonly amount: bigint; readonly scriptLength: number }
): readonly number[] {
  const base = Math.max(1000, Math.ceil(estimate * 1000))
  const affordable = (rate: number): boolean =>
    spendFee('claim', claim.scriptLength, rate) * 100n <= claim.amount * MAX_CLAIM_FEE_PERCENT
  const rates = LADDER.map((multiple) => base * multiple).filter(
    (rate) => rate <= most * 1000 && affordable(rate)
  )
  return rates.length === 0 ? [base] : rates
}

/** The wanted rate of a refund, in satoshi per 1000 virtual bytes, or less where it would cost more than half of what it brings back. */
export function affordableRate(terms: TradeTerms, leg: LegName, wanted: number): number {
  const most = Math.floor((Number(terms.legs[leg].amount) / 2 / 160) * 1000)
  return Math.max(1000, Math.min(wanted, most))
}
