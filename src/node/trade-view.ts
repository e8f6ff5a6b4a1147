import type { TradeLegView, TradePhase, TradeStep, TradeView } from '../api/node-control.ts'
import { toHex } from '../base/bytes.ts'
import { isCancellable } from '../drivers/trade/trade-desk.ts'
import type { TradeMoment, TradeRecord } from '../drivers/trade/trade-record.ts'
import type { TradeRunner } from '../drivers/trade/trade-runner.ts'
import { escrowOf } from '../exchange/escrow/escrow.ts'
import { paysTo, transactionId } from '../exchange/escrow/spent-by.ts'
import { legsOf, type LegName, type TradeTerms } from '../exchange/terms.ts'
import { ABANDON_WORDS, describeTrade, type Phrasing } from '../exchange/trade/describe.ts'
import { isEnded, type MakerState, type TakerState } from '../exchange/trade/states.ts'
import { termsOf } from '../exchange/trade/trade-machine.ts'
import { scriptToAddress } from '../ledgers/bitcoin/address.ts'
import type { BitcoinChain } from '../ledgers/bitcoin/networks.ts'
import type { LedgerId, OutputView } from '../ledgers/ledger.ts'
import { peerName } from './peer-name.ts'

type StateName = MakerState['kind'] | TakerState['kind']

const PHASES: Readonly<Record<StateName, TradePhase>> = {
  proposing: 'negotiating',
  funding: 'negotiating',
  accepting: 'negotiating',
  accepted: 'negotiating',
  confirming: 'negotiating',
  presigning: 'negotiating',
  presigned: 'negotiating',
  waiting: 'negotiating',
  locking: 'locking',
  revealing: 'claiming',
  claiming: 'claiming',
  refunding: 'refunding',
  closed: 'closed',
  refunded: 'refunded',
  lost: 'lost',
  abandoned: 'abandoned'
}

const STEP_WORDS: Readonly<Record<StateName, string>> = {
  proposing: 'Proposed the trade to the maker.',
  funding: 'Setting coins aside and signing the escrow payment.',
  accepting: 'Signing the answer to the taker.',
  accepted: 'Accepted; waiting for the taker to confirm the terms.',
  confirming: 'The terms are complete; asking the maker for its pre-signatures.',
  presigning: 'Pre-signing the claims.',
  presigned: 'Pre-signatures given; waiting for those of the taker.',
  waiting: 'Everything is signed and stored; the maker locks its coins first.',
  locking: 'Locked the coins of this node in escrow.',
  revealing: 'Both escrows are deep; opening the claims.',
  claiming: 'Claiming the coins of the other escrow.',
  refunding: 'Taking the coins of this node back.',
  closed: 'Closed: the coins have arrived.',
  refunded: 'Refunded: the coins of this node are back.',
  lost: 'Lost: the other trader spent both escrows.',
  abandoned: 'Ended before any coin was locked.'
}

/** One transition in words; `state` is the trade's own, which knows why it was given up. */
export function tradeStep(moment: TradeMoment, state: MakerState | TakerState): TradeStep {
  const name = moment.state as StateName
  const isGivenUp = state.kind === 'abandoned' && name === 'abandoned'
  const words = isGivenUp
    ? `Ended, as ${ABANDON_WORDS[state.reason]}; no coin of this node was locked.`
    : STEP_WORDS[name]
  return { at: moment.at, state: moment.state, phase: PHASES[name], words }
}

/** What showing a trade needs to know of the node. */
export interface TradeViewContext {
  readonly chainOf: (ledger: LedgerId) => BitcoinChain | undefined
  readonly phrasing: Phrasing
}

/** A trade for the API, the page and the command line. */
export function tradeView(runner: TradeRunner, context: TradeViewContext): TradeView {
  const { record } = runner
  const { state, role } = record
  const views = runner.views()
  const { own, claimed } = legsOf(role)
  const timeline = record.timeline.map((moment) => tradeStep(moment, state))
  return {
    id: runner.id,
    orderId: toHex(state.deal.orderId),
    role,
    state: state.kind,
    phase: PHASES[state.kind],
    open: !isEnded(state),
    cancellable: isCancellable(record),
    words: describeTrade(role, state, views, context.phrasing),
    timeline,
    pays: legView(record, own, views[own], context),
    receives: legView(record, claimed, views[claimed], context),
    counterparty: peerName(state.deal.peer),
    createdAt: state.deal.startedAt,
    updatedAt: timeline.at(-1)?.at ?? state.deal.startedAt
  }
}

function legView(
  record: TradeRecord,
  leg: LegName,
  view: OutputView | null,
  context: TradeViewContext
): TradeLegView {
  const { state } = record
  const side = leg === 'A' ? state.deal.order.sell : state.deal.order.buy
  const terms = termsOf(state)
  const known = knownOfEnded(record, leg)
  return {
    ledger: side.ledger,
    amount: side.amount,
    confirmations: view?.funding?.confirmations ?? 0,
    confirmationsNeeded: side.confirmations,
    ...(terms === null ? NOT_AGREED : agreedLeg(terms, leg, { ...known, view }, context))
  }
}

type AgreedLeg = Pick<
  TradeLegView,
  'escrowAddress' | 'fundingTxid' | 'claimTxid' | 'refundTxid' | 'refundTime'
>

const NOT_AGREED: AgreedLeg = {
  escrowAddress: null,
  fundingTxid: null,
  claimTxid: null,
  refundTxid: null,
  refundTime: null
}

function agreedLeg(
  terms: TradeTerms,
  leg: LegName,
  known: KnownOfEnded & { readonly view: OutputView | null },
  context: TradeViewContext
): AgreedLeg {
  const { view } = known
  const { ledger, funding, refundTime } = terms.legs[leg]
  const chain = context.chainOf(ledger)
  const spent = spentBy(terms, leg, view)
  return {
    escrowAddress: chain === undefined ? null : scriptToAddress(escrowOf(terms, leg).outputScript, chain),
    fundingTxid: view?.funding || known.isFunded ? funding.txid : null,
    claimTxid: spent.claimTxid ?? known.claimTxid,
    refundTxid: spent.refundTxid ?? known.refundTxid,
    refundTime
  }
}

function spentBy(
  terms: TradeTerms,
  leg: LegName,
  view: OutputView | null
): Pick<AgreedLeg, 'claimTxid' | 'refundTxid'> {
  const spend = view?.spend?.transaction ?? null
  if (spend === null) return { claimTxid: null, refundTxid: null }
  const claimScript = leg === 'A' ? terms.taker.claimScript : terms.maker.claimScript
  const txid = transactionId(spend)
  return paysTo(spend, claimScript)
    ? { claimTxid: txid, refundTxid: null }
    : { claimTxid: null, refundTxid: txid }
}

interface KnownOfEnded {
  readonly isFunded: boolean
  readonly claimTxid: string | null
  readonly refundTxid: string | null
}

/** What an ended trade remembers of a leg, however far its ledger is. */
function knownOfEnded({ role, state }: TradeRecord, leg: LegName): KnownOfEnded {
  const { own, claimed } = legsOf(role)
  if (state.kind === 'closed') {
    return { isFunded: true, claimTxid: leg === claimed ? state.claimTxid : null, refundTxid: null }
  }
  if (state.kind === 'refunded' && leg === own) {
    return { isFunded: true, claimTxid: null, refundTxid: state.refundTxid }
  }
  return { isFunded: false, claimTxid: null, refundTxid: null }
}
