import { type Bytes } from '../../base/bytes.ts'
import { assertNever } from '../../base/machine.ts'
import type { UnixSeconds } from '../../base/units.ts'
import type { Settle, TradeRequest, TradeResponse } from '../../../protocols/trade-negotiation/types.ts'
import { claimLadder, presignaturesHold, secretFromClaim } from '../escrow/claim-ladder.ts'
import { escrowOf } from '../escrow/escrow.ts'
import { toWireOutPoint, tradeId, type TradeTerms } from '../terms.ts'
import type { Step, TradeEffect } from './effects.ts'
import type { LegViews, TradeEvent } from './events.ts'
import { completeTerms, faultInAccept, fundingOutPoint, refuse } from './negotiation.ts'
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
import type { AbandonReason, OwnFunding, Prepared, TakerState } from './states.ts'

type StateOf<Kind extends TakerState['kind']> = Extract<TakerState, { kind: Kind }>
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
      return onRequest(state, event.request, event.now, policy)
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
      return state.kind === 'claiming'
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

/** What a state owes the world; carried out on entering it, after a restart, and again while it lasts. */
export function takerObligations(state: TakerState): readonly TradeEffect[] {
  switch (state.kind) {
    case 'proposing':
      return [{ kind: 'request', request: state.deal.propose }]
    case 'funding': {
      const { order, propose } = state.deal
      const { accept } = state
      const escrow = escrowOf(
        {
          maker: accept.keys,
          taker: propose.keys,
          legs: {
            A: { amount: order.sell.amount, refundTime: accept.refundTimeA },
            B: { amount: order.buy.amount, refundTime: accept.refundTimeB }
          }
        },
        'B'
      )
      return [
        { kind: 'fund', ledger: order.buy.ledger, script: escrow.outputScript, amount: order.buy.amount }
      ]
    }
    case 'confirming':
      return [{ kind: 'request', request: confirmRequest(state.terms) }]
    case 'presigning':
      return [{ kind: 'presign', terms: state.terms }]
    case 'waiting': {
      const watch = { kind: 'watch', terms: state.terms } as const
      if (state.acknowledged) return [watch]
      const { negotiationId } = state.deal
      const presignatures = state.ownPresignatures
      return [
        watch,
        { kind: 'request', request: { kind: 'takerPresignatures', negotiationId, presignatures } }
      ]
    }
    case 'locking':
    case 'claiming':
      return [{ kind: 'watch', terms: state.terms }]
    case 'refunding':
      return [
        { kind: 'watch', terms: state.terms },
        ...(state.refund === null ? [{ kind: 'signRefund', terms: state.terms, floor: 0 } as const] : [])
      ]
    case 'closed':
    case 'refunded':
    case 'lost':
      return []
    case 'abandoned':
      return [{ kind: 'release', ledger: state.deal.order.buy.ledger }]
  }
  return assertNever(state)
}

type Negotiating = StateOf<'proposing' | 'funding' | 'confirming' | 'presigning' | 'waiting'>

function isNegotiating(state: TakerState): state is Negotiating {
  return ['proposing', 'funding', 'confirming', 'presigning', 'waiting'].includes(state.kind)
}

function giveUp(state: Negotiating, reason: AbandonReason): TakerStep {
  const terms = 'terms' in state ? state.terms : null
  return [abandon(state.deal, reason, terms), []]
}

function confirmRequest(terms: TradeTerms) {
  return {
    kind: 'confirm',
    negotiationId: terms.negotiationId,
    fundingB: toWireOutPoint(terms.legs.B.funding),
    tradeId: tradeId(terms)
  } as const
}

function onAnswer(
  state: TakerState,
  response: TradeResponse,
  now: UnixSeconds,
  policy: TradePolicy
): TakerStep {
  if (!isNegotiating(state)) return [state, []]
  if (response.kind === 'refuse') {
    const passing = response.code === 'BUSY' || response.code === 'INTERNAL'
    return passing ? [state, []] : giveUp(state, 'REFUSED_BY_PEER')
  }
  if (state.kind === 'proposing' && response.kind === 'accept') {
    const fault = faultInAccept(response, state.deal, policy, now)
    if (fault === null) return [{ kind: 'funding', deal: state.deal, accept: response }, []]
    return giveUp(state, fault.code === 'SIGNATURE_INVALID' ? 'SIGNATURE_INVALID' : 'TERMS_UNACCEPTABLE')
  }
  if (state.kind === 'confirming' && response.kind === 'makerPresignatures') {
    const { terms } = state
    const holds = presignaturesHold(claimLadder(terms, 'A'), terms.unlockPoint, response.presignatures)
    if (!holds) return giveUp(state, 'PRESIGNATURE_INVALID')
    return [{ ...state, kind: 'presigning', theirPresignatures: response.presignatures }, []]
  }
  if (state.kind === 'waiting' && response.kind === 'locking') return [{ ...state, acknowledged: true }, []]
  return [state, []]
}

function onFunded(state: StateOf<'funding'>, funding: OwnFunding): TakerStep {
  const { deal, accept } = state
  const terms = completeTerms(deal, accept, fundingOutPoint(funding))
  return [{ kind: 'confirming', deal, funding, terms }, []]
}

function onPresigned(
  state: StateOf<'presigning'>,
  ownPresignatures: readonly Bytes[],
  claimSignatures: readonly Bytes[]
): TakerStep {
  const all = prepared({ ...state, ownPresignatures, claimSignatures })
  return [{ kind: 'waiting', ...all, acknowledged: false }, []]
}

function onRequest(
  state: TakerState,
  request: TradeRequest,
  now: UnixSeconds,
  policy: TradePolicy
): TakerStep {
  switch (request.kind) {
    case 'settle':
      return onSettle(state, request, now, policy)
    case 'settlePartial':
      return state.kind === 'claiming' && state.attempt.kind === 'cooperating'
        ? [state, [{ kind: 'finishSettle', terms: state.terms, request }]]
        : mismatch(state, 'no key-path claim is waiting')
    case 'refundRequest':
      return onRefundRequest(state, request)
    case 'propose':
    case 'confirm':
    case 'takerPresignatures':
      return mismatch(state, 'only the taker sends this')
  }
  return assertNever(request)
}

function mismatch(state: TakerState, reason: string): TakerStep {
  return [state, [{ kind: 'respond', response: refuse({ code: 'STATE_MISMATCH', reason }) }]]
}

/**
 * The maker gives the secret away. From here on this side can claim escrow A alone, so that its help with the
 * key-path claim of B gives the maker nothing that it could not take by its own.
 */
function onSettle(state: TakerState, request: Settle, now: UnixSeconds, policy: TradePolicy): TakerStep {
  if (state.kind === 'claiming') return [state, [{ kind: 'answerSettle', terms: state.terms, request }]]
  if (state.kind !== 'locking' && state.kind !== 'refunding') return mismatch(state, 'escrow B is not locked')
  if (!opensUnlockPoint(request.secret, state.terms.unlockPoint)) {
    return mismatch(state, 'this is not the secret of the unlock point')
  }
  const attempt = { kind: 'cooperating', until: (now + policy.times.cooperation) as UnixSeconds } as const
  const theirFunding = state.kind === 'locking' ? state.theirFunding : null
  const next = {
    kind: 'claiming',
    ...prepared(state),
    secret: request.secret,
    attempt,
    theirFunding
  } as const
  return [next, [{ kind: 'answerSettle', terms: state.terms, request }]]
}

/** An early refund of escrow A costs nothing where escrow B was never locked, or is back. */
function onRefundRequest(
  state: TakerState,
  request: Extract<TradeRequest, { kind: 'refundRequest' }>
): TakerStep {
  if (state.kind === 'waiting') {
    const [next, effects] = giveUp(state, 'REFUND_AGREED')
    return [next, [...effects, { kind: 'answerRefund', terms: state.terms, request }]]
  }
  const harmless = state.kind === 'abandoned' || state.kind === 'refunded'
  if (!harmless || state.terms === null)
    return mismatch(state, 'escrow B is locked: both refund after their locks')
  return [state, [{ kind: 'answerRefund', terms: state.terms, request }]]
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

function observeWaiting(
  state: StateOf<'waiting'>,
  views: LegViews,
  now: UnixSeconds,
  policy: TradePolicy
): TakerStep {
  const { A, B } = views
  const { legs, claimDeadline } = state.terms
  if (latestTime(now, A, B) > claimDeadline - policy.times.actWindow) return giveUp(state, 'TOO_LATE_TO_LOCK')
  if (A?.funding?.matches === false) return giveUp(state, 'ESCROW_MISMATCH')
  const deep = A?.funding?.matches === true && A.funding.confirmations >= legs.A.confirmations
  if (!deep || A.spend !== null || B === null) return [state, []]
  const locking = {
    kind: 'locking',
    ...prepared(state),
    stopped: false,
    theirFunding: rememberFunding(null, A)
  } as const
  return [locking, [{ kind: 'broadcast', leg: 'B', transaction: state.funding.transaction, what: 'escrow' }]]
}

/** Reads the secret from the maker's claim of escrow B, as soon as the mempool or a block shows it. */
function learnSecret(
  state: StateOf<'locking' | 'refunding'>,
  views: LegViews,
  now: UnixSeconds
): TakerStep | null {
  const spend = views.B?.spend
  if (spend === null || spend === undefined) return null
  const secret = secretOf(state, spend.transaction)
  if (secret === null) return null
  const theirFunding = state.kind === 'locking' ? state.theirFunding : null
  const attempt = { kind: 'cooperating', until: now } as const
  return publishClaim(
    { kind: 'claiming', ...prepared(state), secret, attempt, theirFunding },
    'taker',
    0,
    now
  )
}

function secretOf(state: Prepared, transaction: Bytes): Bytes | null {
  const { terms, ownPresignatures: presignatures } = state
  return secretFromClaim(claimLadder(terms, 'B'), terms.unlockPoint, { presignatures, transaction })
}

function observeLocking(state: StateOf<'locking'>, views: LegViews, now: UnixSeconds): TakerStep {
  const { B } = views
  const next = { ...state, theirFunding: rememberFunding(state.theirFunding, views.A) }
  if (B !== null && B.spend !== null && paysUs(B, state.deal.refundScript)) {
    const refund = { transaction: B.spend.transaction, feeRate: 0, at: now }
    return [{ kind: 'refunding', ...prepared(state), refund, secret: null }, []]
  }
  if (
    B !== null &&
    B.funding !== null &&
    B.spend === null &&
    lockHasEnded(B, state.terms.legs.B.refundTime)
  ) {
    return [{ kind: 'refunding', ...prepared(state), refund: null, secret: null }, []]
  }
  return [next, keepEscrowsPublished(next, views, 'taker')]
}
