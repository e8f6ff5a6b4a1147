import { equalBytes, type Bytes } from '../../base/bytes.ts'
import { assertNever } from '../../base/machine.ts'
import type { UnixSeconds } from '../../base/units.ts'
import { acceptHash } from '../../../protocols/trade-negotiation/signing.ts'
import type {
  Confirm,
  Propose,
  TakerPresignatures,
  TradeRequest
} from '../../../protocols/trade-negotiation/types.ts'
import { claimLadder, presignaturesHold } from '../escrow/claim-ladder.ts'
import { escrowOf } from '../escrow/escrow.ts'
import { tradeId } from '../terms.ts'
import type { Step, TradeEffect } from './effects.ts'
import type { LegViews, TradeEvent } from './events.ts'
import { completeTerms, draftAccept, faultInProposal, refuse } from './negotiation.ts'
import type { TradePolicy } from './policy.ts'
import {
  abandon,
  keepEscrowsPublished,
  latestTime,
  lockHasEnded,
  observeClaiming,
  observeRefunding,
  opensUnlockPoint,
  paysUs,
  prepared,
  publishClaim,
  publishKeyClaim,
  publishRefund,
  rememberFunding
} from './shared-steps.ts'
import type { AbandonReason, MakerState } from './states.ts'

type StateOf<Kind extends MakerState['kind']> = Extract<MakerState, { kind: Kind }>
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
      return state.kind === 'claiming'
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

/** What a state owes the world; carried out on entering it, after a restart, and again while it lasts. */
export function makerObligations(state: MakerState): readonly TradeEffect[] {
  switch (state.kind) {
    case 'funding': {
      const { order, keys, propose } = state.deal
      const escrow = escrowOf(
        {
          maker: keys,
          taker: propose.keys,
          legs: {
            A: { amount: order.sell.amount, refundTime: state.offer.refundTimeA },
            B: { amount: order.buy.amount, refundTime: state.offer.refundTimeB }
          }
        },
        'A'
      )
      return [
        { kind: 'fund', ledger: order.sell.ledger, script: escrow.outputScript, amount: order.sell.amount }
      ]
    }
    case 'accepting':
      return [{ kind: 'signAccept', hash: acceptHash(draftAccept(state.deal, state.offer, state.funding)) }]
    case 'presigning':
      return [{ kind: 'presign', terms: state.terms }]
    case 'locking':
      return [
        { kind: 'watch', terms: state.terms },
        { kind: 'withdrawOrder' },
        ...(state.stopped ? [{ kind: 'askRefund', terms: state.terms } as const] : [])
      ]
    case 'revealing':
      return [{ kind: 'watch', terms: state.terms }, { kind: 'reveal' }]
    case 'claiming':
      return [
        { kind: 'watch', terms: state.terms },
        ...(state.attempt.kind === 'cooperating'
          ? [{ kind: 'settle', terms: state.terms, secret: state.secret } as const]
          : [])
      ]
    case 'refunding':
      return [
        { kind: 'watch', terms: state.terms },
        ...(state.refund === null ? [{ kind: 'signRefund', terms: state.terms, floor: 0 } as const] : [])
      ]
    case 'accepted':
    case 'presigned':
    case 'closed':
    case 'refunded':
    case 'lost':
      return []
    case 'abandoned':
      return [{ kind: 'release', ledger: state.deal.order.sell.ledger }]
  }
  return assertNever(state)
}

type Negotiating = StateOf<'funding' | 'accepting' | 'accepted' | 'presigning' | 'presigned'>

function giveUp(state: Negotiating, reason: AbandonReason): MakerStep {
  const terms = 'terms' in state ? state.terms : null
  const [next, effects] = abandon(state.deal, reason, terms, state.deal.order.sell.ledger)
  const code = reason === 'FUNDS_MISSING' ? 'FUNDS_MISSING' : 'STATE_MISMATCH'
  return [
    next,
    [...effects, { kind: 'respond', response: refuse({ code, reason: 'the maker gave this trade up' }) }]
  ]
}

function onAcceptSigned(state: StateOf<'accepting'>, signature: Bytes): MakerStep {
  const { deal, funding } = state
  const accept = { ...draftAccept(deal, state.offer, funding), signature }
  return [{ kind: 'accepted', deal, funding, accept }, [{ kind: 'respond', response: accept }]]
}

function onPresigned(
  state: StateOf<'presigning'>,
  presignatures: readonly Bytes[],
  claimSignatures: readonly Bytes[]
): MakerStep {
  const next = { ...state, kind: 'presigned' as const, ownPresignatures: presignatures, claimSignatures }
  return [next, [{ kind: 'respond', response: presignatureAnswer(next) }]]
}

function presignatureAnswer(state: StateOf<'presigned'>) {
  const { deal, ownPresignatures } = state
  return {
    kind: 'makerPresignatures',
    negotiationId: deal.negotiationId,
    presignatures: ownPresignatures
  } as const
}

function onRequest(
  state: MakerState,
  request: TradeRequest,
  now: UnixSeconds,
  policy: TradePolicy
): MakerStep {
  switch (request.kind) {
    case 'propose':
      return onPropose(state, request, policy)
    case 'confirm':
      return onConfirm(state, request)
    case 'takerPresignatures':
      return onTakerPresignatures(state, request, now, policy)
    case 'settle':
    case 'settlePartial':
    case 'refundRequest':
      return mismatch(state, 'only the maker sends this')
  }
  return assertNever(request)
}

function mismatch(state: MakerState, reason: string): MakerStep {
  return [state, [{ kind: 'respond', response: refuse({ code: 'STATE_MISMATCH', reason }) }]]
}

/** The driver made this trade of the first proposal; here it comes again, as its answer may have been lost. */
function onPropose(state: MakerState, propose: Propose, policy: TradePolicy): MakerStep {
  const { order, orderId } = state.deal
  const fault = faultInProposal(propose, order, orderId, policy.network)
  if (fault !== null) return [state, [{ kind: 'respond', response: refuse(fault) }]]
  if (!equalBytes(propose.signature, state.deal.propose.signature)) {
    return mismatch(state, 'another proposal under the same name')
  }
  if (state.kind === 'funding' || state.kind === 'accepting') return [state, []]
  if (state.kind === 'accepted' || state.kind === 'presigning' || state.kind === 'presigned') {
    return [state, [{ kind: 'respond', response: state.accept }]]
  }
  return mismatch(state, 'the trade is past its proposal')
}

function onConfirm(state: MakerState, confirm: Confirm): MakerStep {
  if (state.kind === 'presigning' || state.kind === 'presigned') {
    if (!equalBytes(confirm.tradeId, tradeId(state.terms)))
      return mismatch(state, 'other terms were confirmed before')
    return state.kind === 'presigning'
      ? [state, []]
      : [state, [{ kind: 'respond', response: presignatureAnswer(state) }]]
  }
  if (state.kind !== 'accepted') return mismatch(state, 'there is nothing to confirm')
  const terms = completeTerms(state.deal, state.accept, confirm.fundingB)
  if (!equalBytes(confirm.tradeId, tradeId(terms))) {
    return [
      state,
      [{ kind: 'respond', response: refuse({ code: 'TERMS_DIFFER', reason: 'the trade ids differ' }) }]
    ]
  }
  return [{ ...state, kind: 'presigning', terms }, []]
}

function onTakerPresignatures(
  state: MakerState,
  request: TakerPresignatures,
  now: UnixSeconds,
  policy: TradePolicy
): MakerStep {
  const answer = { kind: 'locking', negotiationId: state.deal.negotiationId } as const
  if (state.kind === 'locking' || state.kind === 'revealing' || state.kind === 'claiming') {
    return [state, [{ kind: 'respond', response: answer }]]
  }
  if (state.kind !== 'presigned') return mismatch(state, 'pre-signatures are not due')
  const { terms } = state
  if (!presignaturesHold(claimLadder(terms, 'B'), terms.unlockPoint, request.presignatures)) {
    const response = refuse({ code: 'PRESIGNATURE_INVALID', reason: 'a pre-signature does not verify' })
    return [abandon(state.deal, 'PRESIGNATURE_INVALID', terms), [{ kind: 'respond', response }]]
  }
  if (now > terms.claimDeadline - policy.times.actWindow) return giveUp(state, 'TOO_LATE_TO_LOCK')
  const locking: StateOf<'locking'> = {
    kind: 'locking',
    ...prepared({ ...state, theirPresignatures: request.presignatures }),
    stopped: false,
    theirFunding: null
  }
  const { transaction } = state.funding
  return [
    locking,
    [
      { kind: 'broadcast', leg: 'A', transaction, what: 'escrow' },
      { kind: 'respond', response: answer }
    ]
  ]
}

function onRevealed(
  state: StateOf<'revealing'>,
  secret: Bytes,
  now: UnixSeconds,
  policy: TradePolicy
): MakerStep {
  if (!opensUnlockPoint(secret, state.terms.unlockPoint)) return [state, []]
  const attempt = { kind: 'cooperating', until: (now + policy.times.cooperation) as UnixSeconds } as const
  return [{ kind: 'claiming', ...prepared(state), secret, attempt, theirFunding: state.theirFunding }, []]
}

function onEarlyRefund(
  state: MakerState,
  event: Extract<TradeEvent, { kind: 'keyRefundSigned' }>
): MakerStep {
  if (state.kind !== 'locking' || !state.stopped) return [state, []]
  const refunding = { kind: 'refunding', ...prepared(state), refund: null, secret: null } as const
  return publishRefund(refunding, 'maker', {
    transaction: event.transaction,
    feeRate: event.feeRate,
    at: event.now
  })
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
    case 'closed':
    case 'refunded':
    case 'lost':
    case 'abandoned':
      return [state, []]
  }
  return assertNever(state)
}

function observeLocking(state: StateOf<'locking'>, views: LegViews, now: UnixSeconds): MakerStep {
  const { A, B } = views
  const { legs, claimDeadline } = state.terms
  const theirFunding = rememberFunding(state.theirFunding, B)
  const next = { ...state, theirFunding }
  if (A !== null && A.spend !== null && paysUs(A, state.deal.refundScript)) {
    const refund = { transaction: A.spend.transaction, feeRate: 0, at: now }
    return [{ kind: 'refunding', ...prepared(state), refund, secret: null }, []]
  }
  if (A !== null && A.funding !== null && A.spend === null && lockHasEnded(A, legs.A.refundTime)) {
    return [{ kind: 'refunding', ...prepared(state), refund: null, secret: null }, []]
  }
  const late = latestTime(now, A, B) > claimDeadline
  const wrong = B !== null && B.funding !== null && !B.funding.matches
  if (late || wrong || state.stopped) {
    return [{ ...next, stopped: true }, keepEscrowsPublished(next, { A, B: null }, 'maker')]
  }
  const deep = B?.funding?.matches === true && B.funding.confirmations >= legs.B.confirmations
  // Showing the secret while escrow A is not on the ledger would be a gift to nobody, and an early sign of trouble.
  const ownStands = A?.funding !== null && A?.funding !== undefined && A.spend === null
  if (deep && B.spend === null && ownStands && theirFunding !== null) {
    return [{ kind: 'revealing', ...prepared(state), theirFunding }, []]
  }
  return [next, keepEscrowsPublished(next, views, 'maker')]
}
