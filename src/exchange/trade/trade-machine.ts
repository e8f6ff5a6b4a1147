import type { Step, TradeEffect } from './effects.ts'
import type { TradeEvent } from './events.ts'
import { makerStep } from './maker.ts'
import { makerObligations } from './maker-obligations.ts'
import type { TradePolicy } from './policy.ts'
import type { MakerState, TakerState, TradeState } from './states.ts'
import { takerStep } from './taker.ts'
import { takerObligations } from './taker-obligations.ts'

/** One step of a trade in either role: pure, synchronous, total. */
export function tradeStep(trade: TradeState, event: TradeEvent, policy: TradePolicy): Step<TradeState> {
  if (trade.role === 'maker') {
    const [state, effects] = makerStep(trade.state, event, policy)
    return [{ role: 'maker', state }, effects]
  }
  const [state, effects] = takerStep(trade.state, event, policy)
  return [{ role: 'taker', state }, effects]
}

/**
 * What a state owes the world. It follows from the state alone, so nothing else needs to be stored: after a
 * crash the stored state says all that is still to be done.
 */
export function tradeObligations(trade: TradeState): readonly TradeEffect[] {
  return trade.role === 'maker' ? makerObligations(trade.state) : takerObligations(trade.state)
}

/** The complete terms of a trade, or null while they are being agreed. */
export function termsOf(state: MakerState | TakerState) {
  return 'terms' in state ? state.terms : null
}
