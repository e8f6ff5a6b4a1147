import type { Bytes } from '../../base/bytes.ts'
import { assertNever } from '../../base/machine.ts'
import type { UnixSeconds } from '../../base/units.ts'
import type { OutputView } from '../../ledgers/ledger.ts'
import type { Settle, TradeRequest } from '../../../protocols/trade-negotiation/types.ts'
import { claimLadder } from '../escrow/claim-ladder.ts'
import { opensUnlockPoint, secretFromClaim } from '../escrow/unlock-secret.ts'
import { publishClaim } from './claiming.ts'
import type { Step } from './effects.ts'
import { keepEscrowsPublished } from './escrow-publication.ts'
import { isShown, latestTime, paysUs, rememberFunding } from './escrow-view.ts'
import type { LegViews, TradeEvent } from './events.ts'
import { refuse } from './negotiation.ts'
import type { TradePolicy } from './policy.ts'
import { ownRefund } from './refunding.ts'
import { abandon, prepared, type Prepared, type TakerState } from './states.ts'
import { giveUp } from './taker-negotiation.ts'

type StateOf<Kind extends TakerState['kind']> = Extract<TakerState, { kind: Kind }>
type TakerStep = Step<TakerState>

/** Answers the maker. */
export function onRequest(
  state: TakerState,
  event: Extract<TradeEvent, { kind: 'requested' }>,
  policy: TradePolicy
): TakerStep {
  const { request, views, now } = event
  switch (request.kind) {
    case 'settle':
      return onSettle(state, request, now, policy)
    case 'settlePartial':
      return state.kind === 'claiming' && state.attempt.kind === 'cooperating'
        ? [state, [{ kind: 'finishSettle', terms: state.terms, request }]]
        : mismatch(state, 'no key-path claim is waiting')
    case 'refundRequest':
      return onRefundRequest(state, request, views.B)
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
  if (state.kind !== 'locking') return mismatch(state, 'escrow B is not locked')
  // No honest maker shows the secret so late; helping it then could cost the refund of B.
  if (now > state.terms.legs.B.refundTime) return mismatch(state, "escrow B's lock has ended")
  if (!opensUnlockPoint(request.secret, state.terms.unlockPoint)) {
    return mismatch(state, 'this is not the secret of the unlock point')
  }
  const attempt = { kind: 'cooperating', until: (now + policy.times.cooperation) as UnixSeconds } as const
  const next = {
    kind: 'claiming',
    ...prepared(state),
    secret: request.secret,
    attempt,
    theirFunding: state.theirFunding
  } as const
  return [next, [{ kind: 'answerSettle', terms: state.terms, request }]]
}

/** An early refund of escrow A costs nothing where escrow B was never locked, or is back. */
function onRefundRequest(
  state: TakerState,
  request: Extract<TradeRequest, { kind: 'refundRequest' }>,
  B: OutputView | null
): TakerStep {
  const locked = mismatch(state, 'escrow B is locked: both refund after their locks')
  if (state.kind !== 'waiting' && state.kind !== 'abandoned' && state.kind !== 'refunded') return locked
  // A folder restored from an old backup remembers less than the ledger shows.
  if (B === null) {
    const reason = 'the ledger of escrow B is out of reach: ask again'
    return [state, [{ kind: 'respond', response: refuse({ code: 'BUSY', reason }) }]]
  }
  const isBack = state.kind === 'refunded' && paysUs(B, state.deal.refundScript)
  if (!isBack && (B.funding !== null || B.spend !== null)) return locked
  if (state.kind === 'waiting') {
    const [next, effects] = giveUp(state, 'REFUND_AGREED')
    return [next, [...effects, { kind: 'answerRefund', terms: state.terms, request }]]
  }
  if (state.terms === null) return locked
  return [state, [{ kind: 'answerRefund', terms: state.terms, request }]]
}

/** Reads the secret from the maker's claim of escrow B, as soon as the mempool or a block shows it. */
export function learnSecret(
  state: StateOf<'locking' | 'refunding'>,
  views: LegViews,
  now: UnixSeconds
): TakerStep | null {
  const spend = views.B?.spend
  if (spend === null || spend === undefined) return null
  // Learnt before, and escrow A is gone: only the refund of B is left.
  if (state.kind === 'refunding' && state.secret !== null) return null
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

/** A look at the ledgers while both escrows may stand and the secret is still hidden. */
export function observeLocking(state: StateOf<'locking'>, views: LegViews, now: UnixSeconds): TakerStep {
  const { A, B } = views
  // Away from before the escrow was published until after both locks: nobody has seen it, nobody will.
  const unpublished = B !== null && B.funding === null && !state.ownSeen
  if (unpublished && latestTime(now, A, B) > state.terms.legs.A.refundTime) {
    return [abandon(state.deal, 'TOO_LATE_TO_LOCK', state.terms), []]
  }
  const refunding = ownRefund(state, B, { leg: 'B', now })
  if (refunding !== null) return [refunding, []]
  const next = {
    ...state,
    ownSeen: state.ownSeen || isShown(B),
    theirFunding: rememberFunding(state.theirFunding, A)
  }
  return [next, keepEscrowsPublished(next, views, { role: 'taker', now })]
}
