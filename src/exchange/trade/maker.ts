import { assertNever } from '../../base/machine.ts'
import type { UnixSeconds } from '../../base/units.ts'
import { observeClaiming, publishClaim, publishKeyClaim } from './claiming.ts'
import type { Step } from './effects.ts'
import type { LegViews, TradeEvent } from './events.ts'
import { observeLocking, observeRevealing, onEarlyRefund, onRevealed } from './maker-locking.ts'
import { giveUp, onAcceptSigned, onPresigned, onRequest } from './maker-negotiation.ts'
import type { TradePolicy } from './policy.ts'
import { observeRefunding, publishRefund } from './refunding.ts'
import type { MakerState } from './states.ts'

type MakerStep = Step<MakerState>

/**
 * One step of the trader who placed the order: it alone knows the unlock secret, locks first, claims first
 * and refunds last.
 */
export function makerStep(state: MakerState, event: TradeEvent, policy: TradePolicy): MakerStep {
  switch (event.kind) {
    case 'requested':
      return onRequest(state, event.request, event.now, policy)
    case 'observed':
      return onObserved(state, event.views, event.now, policy)
    case 'cancelRequested':
      return onCancel(state)
    case 'funded':
      return state.kind === 'funding'
        ? [{ ...state, kind: 'accepting', funding: event.funding }, []]
        : [state, []]
    case 'fundingFailed':
      return state.kind === 'funding' ? giveUp(state, 'FUNDS_MISSING') : [state, []]
    case 'acceptSigned':
      return state.kind === 'accepting' ? onAcceptSigned(state, event.signature) : [state, []]
    case 'presigned':
      return state.kind === 'presigning'
        ? onPresigned(state, event.presignatures, event.claimSignatures)
        : [state, []]
    case 'revealed':
      return state.kind === 'revealing' ? onRevealed(state, event.secret, event.now, policy) : [state, []]
    case 'keyClaimSigned':
      return state.kind === 'claiming' && state.attempt.kind === 'cooperating'
        ? publishKeyClaim(state, 'maker', event.transaction, event.now)
        : [state, []]
    case 'cooperationFailed':
      return state.kind === 'claiming' && state.attempt.kind === 'cooperating'
        ? publishClaim(state, 'maker', 0, event.now)
        : [state, []]
    case 'keyRefundSigned':
      return onEarlyRefund(state, event)
    case 'refundSigned':
      return state.kind === 'refunding'
        ? publishRefund(state, 'maker', { ...event, at: event.now })
        : [state, []]
    case 'answered':
      // The maker's own questions (settle, refund) are answered inside their effects.
      return [state, []]
  }
  return assertNever(event)
}

function onCancel(state: MakerState): MakerStep {
  switch (state.kind) {
    case 'funding':
    case 'accepting':
    case 'accepted':
    case 'presigning':
    case 'presigned':
      return giveUp(state, 'CANCELLED')
    case 'locking':
      return [{ ...state, stopped: true }, []]
    case 'revealing':
    case 'claiming':
    case 'refunding':
    case 'closed':
    case 'refunded':
    case 'lost':
    case 'abandoned':
      return [state, []]
  }
  return assertNever(state)
}

function onObserved(state: MakerState, views: LegViews, now: UnixSeconds, policy: TradePolicy): MakerStep {
  switch (state.kind) {
    case 'funding':
    case 'accepting':
    case 'accepted':
    case 'presigning':
    case 'presigned':
      return now - state.deal.startedAt > policy.times.negotiation ? giveUp(state, 'TIMED_OUT') : [state, []]
    case 'locking':
      return observeLocking(state, views, now)
    case 'claiming':
      return observeClaiming(state, views, { role: 'maker', now, policy })
    case 'refunding':
      return observeRefunding(state, views, { role: 'maker', now, policy })
    case 'revealing':
      return observeRevealing(state, views, now)
    case 'closed':
    case 'refunded':
    case 'lost':
    case 'abandoned':
      return [state, []]
  }
  return assertNever(state)
}
