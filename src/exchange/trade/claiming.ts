import type { Bytes } from '../../base/bytes.ts'
import type { UnixSeconds } from '../../base/units.ts'
import { adaptPresignature } from '../../crypto/adaptor.ts'
import type { OutputView } from '../../ledgers/ledger.ts'
import { claimLadder } from '../escrow/claim-ladder.ts'
import { finishClaim } from '../escrow/spend.ts'
import { legsOf, type Role } from '../terms.ts'
import type { Step } from './effects.ts'
import { keepEscrowsPublished } from './escrow-publication.ts'
import { paysUs, rememberFunding, spendTxid, type Look } from './escrow-view.ts'
import type { LegViews } from './events.ts'
import { prepared, type Prepared, type SharedState } from './states.ts'

type Claiming = Extract<SharedState, { kind: 'claiming' }>

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
export function publishClaim(state: Claiming, role: Role, level: number, now: UnixSeconds): Step<Claiming> {
  const transaction = claimAtLevel(state, role, level)
  return [
    { ...state, attempt: { kind: 'published', transaction, level, at: now } },
    [{ kind: 'broadcast', leg: legsOf(role).claimed, transaction, what: 'claim' }]
  ]
}

/** Publishes the key-path claim that both signed. */
export function publishKeyClaim(
  state: Claiming,
  role: Role,
  transaction: Bytes,
  now: UnixSeconds
): Step<Claiming> {
  return [
    { ...state, attempt: { kind: 'published', transaction, level: -1, at: now } },
    [{ kind: 'broadcast', leg: legsOf(role).claimed, transaction, what: 'claim' }]
  ]
}

function claimAgain(state: Claiming, view: OutputView, context: Look): Step<Claiming> {
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
export function observeClaiming(state: Claiming, views: LegViews, context: Look): Step<SharedState> {
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

function afterDeepSpend(state: Claiming, view: OutputView): Step<SharedState> {
  if (paysUs(view, state.deal.keys.claimScript)) {
    return [{ kind: 'closed', ...prepared(state), claimTxid: spendTxid(view) }, []]
  }
  // The owner's refund won the race: what is left is the own escrow, where it lies there.
  return [{ kind: 'refunding', ...prepared(state), refund: null, secret: state.secret }, []]
}
