import { equalBytes, type Bytes } from '../../base/bytes.ts'
import type { UnixSeconds } from '../../base/units.ts'
import { adaptPresignature } from '../../crypto/adaptor.ts'
import { curve } from '../../crypto/curve/selected.ts'
import type { OutputView } from '../../ledgers/ledger.ts'
import { legsOf } from '../terms.ts'
import { claimLadder } from '../escrow/claim-ladder.ts'
import { finishClaim } from '../escrow/spend.ts'
import { lockTimeOf, paysTo, transactionId } from '../escrow/spent-by.ts'
import type { Step, TradeEffect } from './effects.ts'
import type { LegViews } from './events.ts'
import type { TradePolicy } from './policy.ts'
import type { Abandoned, AbandonReason, Deal, Prepared, SharedState } from './states.ts'
import type { TradeTerms } from '../terms.ts'

/** The roles differ in which leg is whose; what they do once the secret is out is the same. */
export type Role = 'maker' | 'taker'

type StateOf<Kind extends SharedState['kind']> = Extract<SharedState, { kind: Kind }>

/** The fields that all shared states carry, taken out of any of them. */
export function prepared(state: Prepared): Prepared {
  return {
    deal: state.deal,
    terms: state.terms,
    funding: state.funding,
    ownPresignatures: state.ownPresignatures,
    claimSignatures: state.claimSignatures,
    theirPresignatures: state.theirPresignatures
  }
}

/** Ends a trade in which nothing of this side is locked. */
export function abandon(deal: Deal, reason: AbandonReason, terms: TradeTerms | null): Abandoned {
  return { kind: 'abandoned', deal, reason, terms }
}

/** Time as far as anybody may have it: the wall clock, or a chain's median time where that is ahead. */
export function latestTime(now: UnixSeconds, ...views: readonly (OutputView | null)[]): UnixSeconds {
  return Math.max(now, ...views.map((view) => view?.tip.medianTime ?? 0)) as UnixSeconds
}

/** BIP 113: a transaction's lock time must lie before the median time of the block's past. */
export function lockHasEnded(view: OutputView, refundTime: UnixSeconds): boolean {
  return view.tip.medianTime > refundTime
}

/** Whether the ledger shows the escrow, confirmed or not. */
export function isShown(view: OutputView | null): boolean {
  return view !== null && view.funding !== null
}

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

/** The other's funding as last seen, kept for a reorganisation that drops it. */
export function rememberFunding(known: Bytes | null, view: OutputView | null): Bytes | null {
  if (known !== null || view === null || view.funding === null || !view.funding.matches) return known
  return view.funding.transaction
}

function claimAtLevel(state: Prepared & { readonly secret: Bytes }, role: Role, level: number): Bytes {
  const ladder = claimLadder(state.terms, legsOf(role).claimed)
  const claim = ladder.claims[level]
  const presignature = state.theirPresignatures[level]
  const own = state.claimSignatures[level]
  if (claim === undefined || presignature === undefined || own === undefined) {
    throw new RangeError(`the claim ladder has no level ${level}`)
  }
  const theirs = adaptPresignature(presignature, state.secret)
  return finishClaim(
    claim,
    ladder.escrow,
    role === 'maker' ? { maker: own, taker: theirs } : { maker: theirs, taker: own }
  )
}

/** Publishes the claim leaf at one level of the ladder. */
export function publishClaim(
  state: StateOf<'claiming'>,
  role: Role,
  level: number,
  now: UnixSeconds
): Step<StateOf<'claiming'>> {
  const transaction = claimAtLevel(state, role, level)
  return [
    { ...state, attempt: { kind: 'published', transaction, level, at: now } },
    [{ kind: 'broadcast', leg: legsOf(role).claimed, transaction, what: 'claim' }]
  ]
}

/** Publishes the key-path claim that both signed. */
export function publishKeyClaim(
  state: StateOf<'claiming'>,
  role: Role,
  transaction: Bytes,
  now: UnixSeconds
): Step<StateOf<'claiming'>> {
  return [
    { ...state, attempt: { kind: 'published', transaction, level: -1, at: now } },
    [{ kind: 'broadcast', leg: legsOf(role).claimed, transaction, what: 'claim' }]
  ]
}

/** Whether the escrow's spend pays the owner of this node's wallet: its claim or its refund script. */
export function paysUs(view: OutputView, script: Bytes): boolean {
  return view.spend !== null && paysTo(view.spend.transaction, script)
}

function claimAgain(
  state: StateOf<'claiming'>,
  view: OutputView,
  context: { role: Role; now: UnixSeconds; policy: TradePolicy }
): Step<StateOf<'claiming'>> {
  const { role, now, policy } = context
  const { attempt } = state
  // Nothing can replace a confirmed spend, and a claim of the maker would only show the secret.
  if (view.spend !== null && view.spend.confirmations > 0) return [state, []]
  if (attempt.kind === 'cooperating') {
    return now >= attempt.until ? publishClaim(state, role, 0, now) : [state, []]
  }
  const last = state.claimSignatures.length - 1
  if (now - attempt.at >= policy.times.bump && attempt.level < last) {
    // The key path already paid the first level's rate: a replacement must pay more (BIP 125).
    const next = attempt.level < 0 ? Math.min(1, last) : attempt.level + 1
    return publishClaim(state, role, next, now)
  }
  if (view.spend !== null) return [state, []]
  return [
    state,
    [{ kind: 'broadcast', leg: legsOf(role).claimed, transaction: attempt.transaction, what: 'claim' }]
  ]
}

/** A look at the ledgers while the other's escrow is being claimed. */
export function observeClaiming(
  state: StateOf<'claiming'>,
  views: LegViews,
  context: { role: Role; now: UnixSeconds; policy: TradePolicy }
): Step<SharedState> {
  const leg = legsOf(context.role).claimed
  const view = views[leg]
  const remembered = { ...state, theirFunding: rememberFunding(state.theirFunding, view) }
  const keep = keepEscrowsPublished(remembered, views, context)
  if (view === null) return [remembered, keep]
  if (view.spend !== null && view.spend.confirmations >= state.terms.legs[leg].confirmations) {
    return afterDeepSpend(remembered, view)
  }
  // A claim of an escrow that is not there would be refused as an orphan.
  if (view.funding === null && view.spend === null) return [remembered, keep]
  const [next, effects] = claimAgain(remembered, view, context)
  return [next, [...keep, ...effects]]
}

function afterDeepSpend(state: StateOf<'claiming'>, view: OutputView): Step<SharedState> {
  if (paysUs(view, state.deal.keys.claimScript)) {
    return [{ kind: 'closed', ...prepared(state), claimTxid: spendTxid(view) }, []]
  }
  // The owner's refund won the race: what is left is the own escrow, where it lies there.
  return [{ kind: 'refunding', ...prepared(state), refund: null, secret: state.secret }, []]
}

function spendTxid(view: OutputView): string {
  return view.spend === null ? '' : transactionId(view.spend.transaction)
}

/** A look at the ledgers while the own escrow comes back. */
export function observeRefunding(
  state: StateOf<'refunding'>,
  views: LegViews,
  context: { role: Role; now: UnixSeconds; policy: TradePolicy }
): Step<SharedState> {
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

function refundEffects(
  state: StateOf<'refunding'>,
  view: OutputView,
  context: { role: Role; now: UnixSeconds; policy: TradePolicy }
): readonly TradeEffect[] {
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
  state: StateOf<'refunding'>,
  role: Role,
  signed: { readonly transaction: Bytes; readonly feeRate: number; readonly at: UnixSeconds }
): Step<StateOf<'refunding'>> {
  return [
    { ...state, refund: signed },
    [{ kind: 'broadcast', leg: legsOf(role).own, transaction: signed.transaction, what: 'refund' }]
  ]
}

/** Whether 32 bytes are the discrete logarithm of the unlock point. */
export function opensUnlockPoint(secret: Bytes, unlockPoint: Bytes): boolean {
  return curve().isPrivateKey(secret) && equalBytes(curve().publicKey(secret), unlockPoint)
}
