import { sats, type Sats, type SatsPerVbyte } from '../../../base/units.ts'
import type { BitcoinChain } from '../networks.ts'
import { ruleFault, type RuleFault } from './rule-fault.ts'

/**
 * A fee may be this many times the chain's maximum rate: rates are chosen for the largest size that a transaction can
 * have, change too small to be relayed goes to the miner, and a child pays for its parent.
 */
const FEE_TOLERANCE = 2

/** The fee that a transaction of that size must pay to be relayed. */
export function minimumFee(chain: BitcoinChain, virtualSize: number): Sats {
  return sats(Math.ceil(virtualSize * chain.minimumFeeRate))
}

/** Whether the fee is relayed. */
export function checkFeeFloor(chain: BitcoinChain, virtualSize: number, fee: Sats): RuleFault | null {
  const least = minimumFee(chain, virtualSize)
  return fee >= least ? null : ruleFault('min relay fee not met', `${fee} < ${least}`)
}

/** Whether the fee is one that a person can mean. */
export function checkFeeCeiling(
  virtualSize: number,
  fee: Sats,
  maximumFeeRate: SatsPerVbyte
): RuleFault | null {
  const most = sats(Math.ceil(virtualSize * maximumFeeRate * FEE_TOLERANCE))
  return fee <= most ? null : ruleFault('max-fee-exceeded', `${fee} > ${most}`)
}
