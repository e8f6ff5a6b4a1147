import type { KillPlan } from '../../src/testnet/simulation/simulated-trader.ts'
import { TradingFloor } from './trading-floor.ts'

export type TraderName = 'alice' | 'bob'

/** Dies at the given commit of the trade record (0 is the first), once. */
export function dieAt(commit: number, moment: 'before' | 'after'): KillPlan {
  let count = 0
  return (changes) => {
    if (!changes.some((change) => change.bucket === 'trades')) return null
    return count++ === commit ? moment : null
  }
}

/** How often a trader stores the trade record in a trade that goes well. */
export async function commitsOf(name: TraderName): Promise<number> {
  const floor = new TradingFloor()
  let count = 0
  floor[name].killPlan = (changes) => {
    if (changes.some((change) => change.bucket === 'trades')) count += 1
    return null
  }
  await floor.open()
  await floor.trade()
  await floor.settle()
  return count
}
