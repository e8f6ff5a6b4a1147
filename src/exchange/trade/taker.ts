import { assertNever } from '../../base/machine.ts'
import type { UnixSeconds } from '../../base/units.ts'
import { observeClaiming, publishClaim, publishKeyClaim } from './claiming.ts'
import type { Step } from './effects.ts'
import type { LegViews, TradeEvent } from './events.ts'
import type { TradePolicy } from './policy.ts'
import { observeRefunding, publishRefund } from './refunding.ts'
import type { TakerState } from './states.ts'
import { learnSecret, observeLocking, onRequest } from './taker-locking.ts'
import {
  giveUp,
  isNegotiating,
  observeWaiting,
  onAnswer,
  onFunded,
  onPresigned
} from './taker-negotiation.ts'

type TakerStep = Step<TakerState>

/**
 * One step of the trader who takes an order: it locks second, after checking the maker's escrow on the
 * ledger, learns the secret from the maker, and refunds first.
 */
export function takerStep(state: TakerState, event: TradeEvent, policy: TradePolicy): TakerStep {
  switch (event.kind) {
    case 'answered':
      return onAnswer(state, event.response, event.now, policy)
    case 'requested':
      return onRequest(state, event, policy)
    case 'observed':
      return onObserved(state, event.views, event.now, policy)
    case 'funded':
      return state.kind === 'funding' ? onFunded(state, event.funding) : [state, []]
    case 'fundingFailed':
      return state.kind === 'funding' ? giveUp(state, 'FUNDS_MISSING') : [state, []]
    case 'presigned':
      return state.kind === 'presigning'
        ? onPresigned(state, event.presignatures, event.claimSignatures)
        : [state, []]
    case 'keyClaimSigned':
      return state.kind === 'claiming' && state.attempt.kind === 'cooperating'
        ? publishKeyClaim(state, 'taker', event.transaction, event.now)
        : [state, []]
    case 'cooperationFailed':
      return state.kind === 'claiming' && state.attempt.kind === 'cooperating'
        ? publishClaim(state, 'taker', 0, event.now)
        : [state, []]
    case 'refundSigned':
      return state.kind === 'refunding'
        ? publishRefund(state, 'taker', { ...event, at: event.now })
        : [state, []]
    case 'cancelRequested':
      return isNegotiating(state) ? giveUp(state, 'CANCELLED') : [state, []]
    case 'acceptSigned':
    case 'revealed':
    case 'keyRefundSigned':
      // Of the maker's machine.
      return [state, []]
  }
  return assertNever(event)
}

function onObserved(state: TakerState, views: LegViews, now: UnixSeconds, policy: TradePolicy): TakerStep {
  switch (state.kind) {
    case 'proposing':
    case 'funding':
    case 'confirming':
    case 'presigning':
      return now - state.deal.startedAt > policy.times.negotiation ? giveUp(state, 'TIMED_OUT') : [state, []]
    case 'waiting':
      return observeWaiting(state, views, now, policy)
    case 'locking':
      return learnSecret(state, views, now) ?? observeLocking(state, views, now)
    case 'refunding':
      return learnSecret(state, views, now) ?? observeRefunding(state, views, { role: 'taker', now, policy })
    case 'claiming':
      return observeClaiming(state, views, { role: 'taker', now, policy })
    case 'closed':
    case 'refunded':
    case 'lost':
    case 'abandoned':
      return [state, []]
  }
  return assertNever(state)
}
