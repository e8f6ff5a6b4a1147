import type { Bytes } from '../../base/bytes.ts'
import type { UnixSeconds } from '../../base/units.ts'
import type { OutputView } from '../../ledgers/ledger.ts'
import { opensUnlockPoint } from '../escrow/unlock-secret.ts'
import type { Step } from './effects.ts'
import { keepEscrowsPublished } from './escrow-publication.ts'
import { isShown, latestTime, rememberFunding } from './escrow-view.ts'
import type { LegViews, TradeEvent } from './events.ts'
import type { TradePolicy } from './policy.ts'
import { ownRefund, publishRefund } from './refunding.ts'
import { prepared, type MakerState } from './states.ts'

type StateOf<Kind extends MakerState['kind']> = Extract<MakerState, { kind: Kind }>
type MakerStep = Step<MakerState>

/**
 * The secret is out of the vault: stored first, shown after, once. A process that dies in between cannot know
 * whether it was shown, so that a later one claims by the leaf. Past the deadline it stays where it is.
 */
export function onRevealed(
  state: StateOf<'revealing'>,
  secret: Bytes,
  now: UnixSeconds,
  policy: TradePolicy
): MakerStep {
  const { terms } = state
  if (now > terms.claimDeadline || !opensUnlockPoint(secret, terms.unlockPoint)) return [state, []]
  const attempt = { kind: 'cooperating', until: (now + policy.times.cooperation) as UnixSeconds } as const
  return [
    { kind: 'claiming', ...prepared(state), secret, attempt, theirFunding: state.theirFunding },
    [{ kind: 'settle', terms, secret }]
  ]
}

/**
 * A look at the ledgers before the secret leaves the vault: it does only while both escrows stand and time is
 * left, however long this node was away since it decided to.
 */
export function observeRevealing(state: StateOf<'revealing'>, views: LegViews, now: UnixSeconds): MakerStep {
  // As after each start, until both daemons have answered.
  if (views.A === null || views.B === null) return [state, []]
  const locking = {
    kind: 'locking',
    ...prepared(state),
    stopped: false,
    ownSeen: true,
    theirFunding: state.theirFunding
  } as const
  const step = observeLocking(locking, views, now)
  return step[0].kind === 'revealing' ? [state, [{ kind: 'reveal' }]] : step
}

/** Both signed the early refund of escrow A. */
export function onEarlyRefund(
  state: MakerState,
  event: Extract<TradeEvent, { kind: 'keyRefundSigned' }>
): MakerStep {
  if (state.kind !== 'locking' || !state.stopped) return [state, []]
  const refunding = { kind: 'refunding', ...prepared(state), refund: null, secret: null } as const
  return publishRefund(refunding, 'maker', {
    transaction: event.transaction,
    feeRate: event.feeRate,
    at: event.now
  })
}

/** A look at the ledgers while escrow A stands and the secret is still hidden. */
export function observeLocking(state: StateOf<'locking'>, views: LegViews, now: UnixSeconds): MakerStep {
  const { A, B } = views
  const refunding = ownRefund(state, A, { leg: 'A', now })
  if (refunding !== null) return [refunding, []]
  const theirFunding = rememberFunding(state.theirFunding, B)
  const next = { ...state, theirFunding, ownSeen: state.ownSeen || isShown(A) }
  const late = latestTime(now, A, B) > state.terms.claimDeadline
  const wrong = B?.funding?.matches === false
  if (late || wrong || state.stopped) {
    return [{ ...next, stopped: true }, keepEscrowsPublished(next, { A, B: null }, { role: 'maker', now })]
  }
  if (theirFunding !== null && standsUnspent(A, 1) && standsUnspent(B, state.terms.legs.B.confirmations)) {
    return [{ kind: 'revealing', ...prepared(state), theirFunding }, []]
  }
  return [next, keepEscrowsPublished(next, views, { role: 'maker', now })]
}

/** Whether an escrow lies on the ledger as agreed, this deep, and nobody spends it. */
function standsUnspent(view: OutputView | null, depth: number): boolean {
  return view?.funding?.matches === true && view.funding.confirmations >= depth && view.spend === null
}
