import { assertNever } from '../../base/machine.ts'
import { acceptHash } from '../../../protocols/trade-negotiation/signing.ts'
import type { TradeEffect } from './effects.ts'
import { draftAccept, fundEscrow } from './negotiation.ts'
import { refundingObligations } from './refunding.ts'
import type { MakerState } from './states.ts'

/** What a state owes the world; carried out on entering it, after a restart, and again while it lasts. */
export function makerObligations(state: MakerState): readonly TradeEffect[] {
  switch (state.kind) {
    case 'funding':
      return [fundEscrow(state.deal, { ...state.offer, makerKeys: state.deal.keys }, 'maker')]
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
    // The secret is shown only after a look at the ledgers and the clock: showing it is no obligation.
    case 'revealing':
    case 'claiming':
      return [{ kind: 'watch', terms: state.terms }]
    case 'refunding':
      return refundingObligations(state)
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
