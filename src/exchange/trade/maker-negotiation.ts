import { equalBytes, type Bytes } from '../../base/bytes.ts'
import { assertNever } from '../../base/machine.ts'
import type { UnixSeconds } from '../../base/units.ts'
import type {
  Confirm,
  Propose,
  TakerPresignatures,
  TradeRequest
} from '../../../protocols/trade-negotiation/types.ts'
import { claimLadder, presignaturesHold } from '../escrow/claim-ladder.ts'
import { tradeId } from '../terms.ts'
import type { Step } from './effects.ts'
import { completeTerms, draftAccept, faultInProposal, refuse } from './negotiation.ts'
import type { TradePolicy } from './policy.ts'
import { abandon, prepared, type AbandonReason, type MakerState } from './states.ts'

type StateOf<Kind extends MakerState['kind']> = Extract<MakerState, { kind: Kind }>
type MakerStep = Step<MakerState>

type Negotiating = StateOf<'funding' | 'accepting' | 'accepted' | 'presigning' | 'presigned'>

/** Ends a negotiation; whoever asks is told so. */
export function giveUp(state: Negotiating, reason: AbandonReason): MakerStep {
  const terms = 'terms' in state ? state.terms : null
  const code = reason === 'FUNDS_MISSING' ? 'FUNDS_MISSING' : 'STATE_MISMATCH'
  const response = refuse({ code, reason: 'the maker gave this trade up' })
  return [abandon(state.deal, reason, terms), [{ kind: 'respond', response }]]
}

/** The accept is complete: it is stored, then given out. */
export function onAcceptSigned(state: StateOf<'accepting'>, signature: Bytes): MakerStep {
  const { deal, funding } = state
  const accept = { ...draftAccept(deal, state.offer, funding), signature }
  return [{ kind: 'accepted', deal, funding, accept }, [{ kind: 'respond', response: accept }]]
}

/** The pre-signatures are made: they are stored, then given out. */
export function onPresigned(
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

/** Answers the taker; the same request again gets the same answer. */
export function onRequest(
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
    ownSeen: false,
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
