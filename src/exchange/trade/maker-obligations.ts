import { assertNever } from '../../base/machine.ts'
import { acceptHash } from '../../../protocols/trade-negotiation/signing.ts'
import { escrowOf } from '../escrow/escrow.ts'
import type { TradeEffect } from './effects.ts'
import { draftAccept } from './negotiation.ts'
import type { MakerState } from './states.ts'

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
    // The secret is shown only after a look at the ledgers and the clock: showing it is no obligation.
    case 'revealing':
    case 'claiming':
      return [{ kind: 'watch', terms: state.terms }]
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
