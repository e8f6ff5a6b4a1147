import type { Seconds, UnixSeconds } from '../../base/units.ts'
import type { LedgerId } from '../../ledgers/ledger.ts'

/** The time budget of a trade; the same for all nodes of a network, checked by both sides. */
export interface TimeBudget {
  /** From acceptance to the end of the maker's lock (T_A). */
  readonly makerLock: Seconds
  /** From acceptance to the end of the taker's lock (T_B); shorter than the maker's. */
  readonly takerLock: Seconds
  /** The maker does not begin to claim later than this before T_B: its claim must confirm first. */
  readonly claimMargin: Seconds
  /**
   * The taker locks only while at least this is left before the maker's claim deadline: escrow B must be deep
   * by then.
   */
  readonly actWindow: Seconds
  /** Least time between T_B and T_A: in it the taker learns the secret and its claim confirms. */
  readonly safetyWindow: Seconds
  /** A negotiation that moves no coin ends after this. */
  readonly negotiation: Seconds
  /** How long the peer may take to close cooperatively before the claim leaf is used. */
  readonly cooperation: Seconds
  /** A claim or refund that waits longer for its first confirmation is sent again with a higher fee. */
  readonly bump: Seconds
}

/** What a machine must know beside its state and the event. */
export interface TradePolicy {
  readonly network: string
  readonly times: TimeBudget
  /** Least confirmations that this node acts on, by ledger; an order that asks for fewer is not taken. */
  readonly minimumConfirmations: ReadonlyMap<LedgerId, number>
}

/** The three times that the maker sets when it accepts. */
export interface LockTimes {
  readonly refundTimeA: UnixSeconds
  readonly refundTimeB: UnixSeconds
  readonly claimDeadline: UnixSeconds
}

/**
 * Lock times counted from `from`: the later of the wall clock and both chains' median times, so that a chain
 * whose clock runs ahead does not shorten anybody's time.
 */
export function lockTimes(from: UnixSeconds, times: TimeBudget): LockTimes {
  const refundTimeB = from + times.takerLock
  return {
    refundTimeA: (from + times.makerLock) as UnixSeconds,
    refundTimeB: refundTimeB as UnixSeconds,
    claimDeadline: (refundTimeB - times.claimMargin) as UnixSeconds
  }
}

/** Room that honest clocks and a slow answer may take out of the times that the other side computed. */
const CLOCK_SLACK_SECONDS = 120

/**
 * Whether the taker can accept these times: the law "who alone holds the secret refunds last", with the
 * network's margins (src/README.md, A trade).
 * @returns null, or what is wrong in plain words.
 */
export function faultInLockTimes(locks: LockTimes, now: UnixSeconds, times: TimeBudget): string | null {
  if (locks.refundTimeA - locks.refundTimeB < times.safetyWindow) {
    return `the maker's lock ends only ${locks.refundTimeA - locks.refundTimeB} s after the taker's`
  }
  if (locks.refundTimeB - locks.claimDeadline < times.claimMargin) {
    return `the claim deadline lies only ${locks.refundTimeB - locks.claimDeadline} s before the taker's lock ends`
  }
  if (locks.claimDeadline - now < times.actWindow) return 'too little time is left before the claim deadline'
  if (locks.refundTimeB > now + times.takerLock + CLOCK_SLACK_SECONDS) {
    return "the taker's coins would be locked longer than this network allows"
  }
  if (locks.refundTimeA > now + times.makerLock + CLOCK_SLACK_SECONDS) {
    return "the maker's coins would be locked longer than this network allows"
  }
  return null
}

/**
 * @returns null where a network can trade with this budget, or what is wrong in plain words.
 */
export function faultInTimeBudget(times: TimeBudget): string | null {
  if (times.makerLock - times.takerLock < times.safetyWindow) {
    return 'the maker lock must be longer than the taker lock by the safety window'
  }
  if (times.takerLock - times.claimMargin < times.actWindow + times.negotiation) {
    return 'the taker lock must hold the negotiation, the act window and the claim margin'
  }
  return null
}
