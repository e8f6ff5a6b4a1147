import type { Bytes } from '../../base/bytes.ts'
import type { UnixSeconds } from '../../base/units.ts'
import type { OutputView } from '../../ledgers/ledger.ts'
import { lockTimeOf } from '../escrow/spent-by.ts'
import { legsOf, type LegName, type Role } from '../terms.ts'
import type { Step, TradeEffect } from './effects.ts'
import { keepEscrowsPublished } from './escrow-publication.ts'
import { lockHasEnded, paysUs, spendTxid, type Look } from './escrow-view.ts'
import type { LegViews } from './events.ts'
import { prepared, type Prepared, type SharedState } from './states.ts'

type Refunding = Extract<SharedState, { kind: 'refunding' }>

/** The next state where the own escrow is on its way back already, or its lock has ended; else null. */
export function ownRefund(
  state: Prepared,
  view: OutputView | null,
  context: { readonly leg: LegName; readonly now: UnixSeconds }
): Refunding | null {
  if (view === null) return null
  if (view.spend !== null && paysUs(view, state.deal.refundScript)) {
    const refund = { transaction: view.spend.transaction, feeRate: 0, at: context.now }
    return { kind: 'refunding', ...prepared(state), refund, secret: null }
  }
  const { refundTime } = state.terms.legs[context.leg]
  const ended = view.funding !== null && view.spend === null && lockHasEnded(view, refundTime)
  return ended ? { kind: 'refunding', ...prepared(state), refund: null, secret: null } : null
}

/** A look at the ledgers while the own escrow comes back. */
export function observeRefunding(state: Refunding, views: LegViews, context: Look): Step<SharedState> {
  const leg = legsOf(context.role).own
  const view = views[leg]
  if (view === null) return [state, []]
  if (view.spend !== null && view.spend.confirmations >= state.terms.legs[leg].confirmations) {
    if (paysUs(view, state.deal.refundScript)) {
      return [{ kind: 'refunded', ...prepared(state), refundTxid: spendTxid(view) }, []]
    }
    return [{ kind: 'lost', ...prepared(state) }, []]
  }
  if (view.funding === null && view.spend === null) {
    return [state, keepEscrowsPublished({ ...state, theirFunding: null }, views, context)]
  }
  return [state, refundEffects(state, view, context)]
}

function refundEffects(state: Refunding, view: OutputView, context: Look): readonly TradeEffect[] {
  const leg = legsOf(context.role).own
  const { refund, terms } = state
  if (refund === null || (view.spend !== null && view.spend.confirmations > 0)) return []
  const ended = lockHasEnded(view, terms.legs[leg].refundTime)
  // A refund that both signed needs no lock to end; one that waits for its lock is not stuck.
  if (!ended && lockTimeOf(refund.transaction) !== 0) return []
  if (ended && context.now - refund.at >= context.policy.times.bump) {
    return [{ kind: 'signRefund', terms, floor: Math.ceil(refund.feeRate * 1.25) + 1 }]
  }
  if (view.spend !== null) return []
  return [{ kind: 'broadcast', leg, transaction: refund.transaction, what: 'refund' }]
}

/** Takes a signed refund in and publishes it. */
export function publishRefund(
  state: Refunding,
  role: Role,
  signed: { readonly transaction: Bytes; readonly feeRate: number; readonly at: UnixSeconds }
): Step<Refunding> {
  return [
    { ...state, refund: signed },
    [{ kind: 'broadcast', leg: legsOf(role).own, transaction: signed.transaction, what: 'refund' }]
  ]
}

/** What a refund owes the world: a watch, and a signature where there is none. */
export function refundingObligations(state: Refunding): readonly TradeEffect[] {
  const { terms, refund } = state
  const watch = { kind: 'watch', terms } as const
  return refund === null ? [watch, { kind: 'signRefund', terms, floor: 0 }] : [watch]
}
