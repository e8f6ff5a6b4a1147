import { assertNever } from '../../base/machine.ts'
import { toWireOutPoint, tradeId, type TradeTerms } from '../terms.ts'
import type { TradeEffect } from './effects.ts'
import { fundEscrow } from './negotiation.ts'
import { refundingObligations } from './refunding.ts'
import type { TakerState } from './states.ts'

/** What a state owes the world; carried out on entering it, after a restart, and again while it lasts. */
export function takerObligations(state: TakerState): readonly TradeEffect[] {
  switch (state.kind) {
    case 'proposing':
      return [{ kind: 'request', request: state.deal.propose }]
    case 'funding':
      return [fundEscrow(state.deal, { ...state.accept, makerKeys: state.accept.keys }, 'taker')]
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
      return refundingObligations(state)
    case 'closed':
    case 'refunded':
    case 'lost':
      return []
    case 'abandoned':
      return [{ kind: 'release', ledger: state.deal.order.buy.ledger }]
  }
  return assertNever(state)
}

function confirmRequest(terms: TradeTerms) {
  return {
    kind: 'confirm',
    negotiationId: terms.negotiationId,
    fundingB: toWireOutPoint(terms.legs.B.funding),
    tradeId: tradeId(terms)
  } as const
}
