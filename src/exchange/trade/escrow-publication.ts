import type { Bytes } from '../../base/bytes.ts'
import type { UnixSeconds } from '../../base/units.ts'
import { legsOf, type Role, type TradeTerms } from '../terms.ts'
import type { TradeEffect } from './effects.ts'
import { latestTime } from './escrow-view.ts'
import type { LegViews } from './events.ts'
import type { Prepared } from './states.ts'

/**
 * Whether the own escrow may still be published. The maker's always: nobody can take it while the secret is
 * hidden. The taker's only in the first half of the time between the two locks: whoever claims it then shows the
 * secret while enough is left to claim the maker's escrow before the maker can take that back.
 */
export function mayPublishEscrow(terms: TradeTerms, role: Role, latest: UnixSeconds): boolean {
  return role === 'maker' || latest <= (terms.legs.A.refundTime + terms.legs.B.refundTime) / 2
}

/** Publishes the escrows again while their ledgers do not show them. */
export function keepEscrowsPublished(
  state: Prepared & { readonly theirFunding: Bytes | null },
  views: LegViews,
  context: { readonly role: Role; readonly now: UnixSeconds }
): readonly TradeEffect[] {
  const { role, now } = context
  const { own, claimed } = legsOf(role)
  const effects: TradeEffect[] = []
  const allowed = mayPublishEscrow(state.terms, role, latestTime(now, views.A, views.B))
  if (allowed && views[own]?.funding === null && views[own].spend === null) {
    effects.push({ kind: 'broadcast', leg: own, transaction: state.funding.transaction, what: 'escrow' })
  }
  if (views[claimed]?.funding === null && state.theirFunding !== null) {
    effects.push({ kind: 'broadcast', leg: claimed, transaction: state.theirFunding, what: 'their escrow' })
  }
  return effects
}
