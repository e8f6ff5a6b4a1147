import type { Bytes } from '../../base/bytes.ts'
import type { UnixSeconds } from '../../base/units.ts'
import type { Accept, TradeResponse } from '../../../protocols/trade-negotiation/types.ts'
import { claimLadder, presignaturesHold } from '../escrow/claim-ladder.ts'
import type { Step } from './effects.ts'
import { latestTime, rememberFunding } from './escrow-view.ts'
import type { LegViews } from './events.ts'
import { completeTerms, faultInAccept, fundingOutPoint } from './negotiation.ts'
import type { TradePolicy } from './policy.ts'
import { abandon, prepared, type AbandonReason, type OwnFunding, type TakerState } from './states.ts'

type StateOf<Kind extends TakerState['kind']> = Extract<TakerState, { kind: Kind }>
type TakerStep = Step<TakerState>

/** States in which nothing of this side is locked. */
export type Negotiating = StateOf<'proposing' | 'funding' | 'confirming' | 'presigning' | 'waiting'>

/** Whether the trade can still end at no cost. */
export function isNegotiating(state: TakerState): state is Negotiating {
  return ['proposing', 'funding', 'confirming', 'presigning', 'waiting'].includes(state.kind)
}

/** Ends a trade before anything of this side is locked. */
export function giveUp(state: Negotiating, reason: AbandonReason): TakerStep {
  const terms = 'terms' in state ? state.terms : null
  return [abandon(state.deal, reason, terms), []]
}

/** Takes the maker's answer to what was asked last. */
export function onAnswer(
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
  if (state.kind === 'proposing' && response.kind === 'accept') return onAccept(state, response, now, policy)
  if (state.kind === 'confirming' && response.kind === 'makerPresignatures') {
    return onMakerPresignatures(state, response.presignatures)
  }
  if (state.kind === 'waiting' && response.kind === 'locking') return [{ ...state, acknowledged: true }, []]
  return [state, []]
}

function onAccept(
  state: StateOf<'proposing'>,
  accept: Accept,
  now: UnixSeconds,
  policy: TradePolicy
): TakerStep {
  const fault = faultInAccept(accept, state.deal, policy, now)
  if (fault === null) return [{ kind: 'funding', deal: state.deal, accept }, []]
  return giveUp(state, fault.code === 'SIGNATURE_INVALID' ? 'SIGNATURE_INVALID' : 'TERMS_UNACCEPTABLE')
}

function onMakerPresignatures(state: StateOf<'confirming'>, presignatures: readonly Bytes[]): TakerStep {
  const { terms } = state
  const holds = presignaturesHold(claimLadder(terms, 'A'), terms.unlockPoint, presignatures)
  if (!holds) return giveUp(state, 'PRESIGNATURE_INVALID')
  return [{ ...state, kind: 'presigning', theirPresignatures: presignatures }, []]
}

/** The own funding is signed and stored: the terms are complete. */
export function onFunded(state: StateOf<'funding'>, funding: OwnFunding): TakerStep {
  const { deal, accept } = state
  const terms = completeTerms(deal, accept, fundingOutPoint(funding))
  return [{ kind: 'confirming', deal, funding, terms }, []]
}

/** All is signed and stored. */
export function onPresigned(
  state: StateOf<'presigning'>,
  ownPresignatures: readonly Bytes[],
  claimSignatures: readonly Bytes[]
): TakerStep {
  const all = prepared({ ...state, ownPresignatures, claimSignatures })
  return [{ kind: 'waiting', ...all, acknowledged: false }, []]
}

/** Waits for the maker's escrow to be deep, in time and as agreed; then locks the own. */
export function observeWaiting(
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
    ownSeen: false,
    theirFunding: rememberFunding(null, A)
  } as const
  return [locking, [{ kind: 'broadcast', leg: 'B', transaction: state.funding.transaction, what: 'escrow' }]]
}
