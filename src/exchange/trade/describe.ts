import type { UnixSeconds } from '../../base/units.ts'
import { spendFee } from '../escrow/spend.ts'
import { legsOf, type LegName, type Role } from '../terms.ts'
import type { AbandonReason, Deal, MakerState, Prepared, TakerState } from './states.ts'
import type { LegViews } from './events.ts'

/** What a person wants to know of a trade, in whole sentences. */
export interface TradeWords {
  readonly coins: string
  readonly next: string
  readonly worstCase: string
}

/** How amounts and times are put into words: the ledgers' tickers and decimals are the caller's to know. */
export interface Phrasing {
  amount(ledger: string, sats: bigint): string
  time(at: UnixSeconds): string
}

/** Why a trade was abandoned, as a sentence's end. */
export const ABANDON_WORDS: Readonly<Record<AbandonReason, string>> = {
  CANCELLED: 'it was cancelled here',
  TIMED_OUT: 'the other trader did not finish the negotiation in time',
  FUNDS_MISSING: 'this wallet does not have the coins for it',
  REFUSED_BY_PEER: 'the other trader refused it',
  TERMS_UNACCEPTABLE: "the other trader's terms break this network's rules",
  SIGNATURE_INVALID: "the other trader's signature is wrong",
  PRESIGNATURE_INVALID: "the other trader's pre-signature is wrong",
  ESCROW_MISMATCH: "the other trader's escrow is not what was agreed",
  TOO_LATE_TO_LOCK: 'the other escrow was not deep enough in time',
  REFUND_AGREED: 'the other trader took its escrow back early'
}

interface Scene {
  readonly role: Role
  readonly deal: Deal
  readonly views: LegViews
  readonly phrasing: Phrasing
}

function legAmount(scene: Scene, leg: LegName): string {
  const side = leg === 'A' ? scene.deal.order.sell : scene.deal.order.buy
  return scene.phrasing.amount(side.ledger, side.amount)
}

function depth(scene: Scene, leg: LegName): string {
  const side = leg === 'A' ? scene.deal.order.sell : scene.deal.order.buy
  const view = scene.views[leg]
  if (view === null) return `ledger ${side.ledger} is out of reach right now`
  if (view.funding === null) return 'not on the ledger yet'
  return `${view.funding.confirmations} of ${side.confirmations} confirmations`
}

/** The dearest claim of the ladder, or a refund at the same rate: what closing can cost at most. */
function worstFee(scene: Scene): string {
  const { own, claimed } = legsOf(scene.role)
  const dearest = scene.deal.keys.claimFeeRates.at(-1) ?? 0
  const side = claimed === 'A' ? scene.deal.order.sell : scene.deal.order.buy
  const home = own === 'A' ? scene.deal.order.sell : scene.deal.order.buy
  const fee = spendFee('claim', scene.deal.keys.claimScript.length, dearest)
  return `the claim's fee on ${side.ledger} (at most ${scene.phrasing.amount(side.ledger, fee)}), or, where the trade fails, the fees of locking and refunding on ${home.ledger}`
}

function beforeLock(scene: Scene, next: string): TradeWords {
  const { own } = legsOf(scene.role)
  return {
    coins: `Nothing is locked. ${legAmount(scene, own)} are set aside in this wallet for the trade.`,
    next,
    worstCase: 'Nothing: until coins are locked the trade can end at no cost.'
  }
}

function inEscrow(scene: Scene, state: Prepared, next: string): TradeWords {
  const { own } = legsOf(scene.role)
  const refundTime = scene.phrasing.time(state.terms.legs[own].refundTime)
  return {
    coins: `${legAmount(scene, own)} of this wallet lie in escrow ${own} (${depth(scene, own)}); no one can spend them alone before ${refundTime}, and only this wallet after.`,
    next,
    worstCase: `The coins come back after ${refundTime}; it costs ${worstFee(scene)}.`
  }
}

function claimingWords(scene: Scene): TradeWords {
  const { claimed } = legsOf(scene.role)
  const confirmations = scene.views[claimed]?.spend?.confirmations ?? 0
  const needed = (claimed === 'A' ? scene.deal.order.sell : scene.deal.order.buy).confirmations
  return {
    coins: `${legAmount(scene, claimed)} are on their way to this wallet (${confirmations} of ${needed} confirmations).`,
    next: 'The claim confirms; where it waits too long it is sent again with a higher fee.',
    worstCase: `Only fees: ${worstFee(scene)}. Keep this node running until the trade is closed.`
  }
}

type Ended = Extract<MakerState, { kind: 'closed' | 'refunded' | 'lost' | 'abandoned' }>

function endedWords(scene: Scene, state: Ended): TradeWords {
  const { own, claimed } = legsOf(scene.role)
  const next = 'Nothing: the trade has ended.'
  switch (state.kind) {
    case 'closed':
      return {
        coins: `${legAmount(scene, claimed)} arrived in this wallet.`,
        next,
        worstCase: 'Only the fees already paid.'
      }
    case 'refunded':
      return {
        coins: `${legAmount(scene, own)} are back in this wallet, less fees.`,
        next,
        worstCase: 'Only the fees already paid.'
      }
    case 'lost':
      return {
        coins: 'Both escrows were spent by the other trader: this node was away until after its claim time.',
        next,
        worstCase: `${legAmount(scene, own)}.`
      }
    case 'abandoned':
      return {
        coins: `Nothing was locked; the coins that were set aside are free again. The trade ended, as ${ABANDON_WORDS[state.reason]}.`,
        next,
        worstCase: 'Nothing.'
      }
  }
}

/** Says where the coins are, what comes next and what it can cost at worst. */
export function describeTrade(
  role: Role,
  state: MakerState | TakerState,
  views: LegViews,
  phrasing: Phrasing
): TradeWords {
  const scene: Scene = { role, deal: state.deal, views, phrasing }
  const { claimed } = legsOf(role)
  switch (state.kind) {
    case 'proposing':
      return beforeLock(scene, 'The maker answers the proposal.')
    case 'funding':
    case 'accepting':
    case 'accepted':
    case 'confirming':
    case 'presigning':
    case 'presigned':
      return beforeLock(scene, 'The two nodes agree on the terms and sign the claims in advance.')
    case 'waiting':
      return beforeLock(
        scene,
        `The maker locks ${legAmount(scene, 'A')} first (${depth(scene, 'A')}); then this node locks its own.`
      )
    case 'locking': {
      const next = state.stopped
        ? 'The trade is being given up: an early refund if the other side agrees, else the refund after the lock.'
        : role === 'maker'
          ? `The taker locks ${legAmount(scene, claimed)} (${depth(scene, claimed)}); then this node claims them.`
          : 'The maker claims, which shows the secret; then this node claims at once.'
      return inEscrow(scene, state, next)
    }
    case 'revealing':
      return inEscrow(scene, state, 'Both escrows are deep: this node claims now.')
    case 'claiming':
      return claimingWords(scene)
    case 'refunding':
      return inEscrow(scene, state, 'The refund is sent as soon as the lock has ended, and confirms.')
    case 'closed':
    case 'refunded':
    case 'lost':
    case 'abandoned':
      return endedWords(scene, state)
  }
}
