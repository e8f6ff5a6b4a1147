import type { TradeLegView, TradePhase, TradeStep, TradeView } from '../api/node-control.ts'
import { amountText } from './amount.ts'
import type { Colour, Output } from './output.ts'
import { printable } from './output.ts'
import { timeText } from './time-text.ts'

const PHASE_COLOURS: Readonly<Record<TradePhase, Colour>> = {
  negotiating: 'yellow',
  locking: 'yellow',
  claiming: 'yellow',
  closed: 'green',
  refunding: 'red',
  refunded: 'red',
  abandoned: 'dim',
  lost: 'red'
}

const PHASE_WIDTH = Math.max(...Object.keys(PHASE_COLOURS).map((phase) => phase.length))

/** A phase in its colour. */
export function phaseText(output: Output, phase: TradePhase): string {
  return output.paint(PHASE_COLOURS[phase], phase)
}

/** One transition on one line. */
export function stepText(output: Output, step: TradeStep): string {
  const phase = output.paint(PHASE_COLOURS[step.phase], step.phase.padEnd(PHASE_WIDTH))
  return `${output.paint('dim', timeText(step.at))}  ${phase}  ${printable(step.words)}`
}

/** Everything about a trade. */
export function showTrade(output: Output, trade: TradeView): void {
  const { pays, receives } = trade
  output.line(
    `${output.paint('bold', `Trade ${trade.id}`)}  ${phaseText(output, trade.phase)}${stateText(trade)}`
  )
  output.line(
    `As ${trade.role}: you pay ${amountText(pays.amount, pays.ledger)} and receive ${amountText(receives.amount, receives.ledger)}.`
  )
  output.line()
  output.facts([
    ['Where the coins are', trade.words.coins],
    ['What comes next', trade.words.next],
    ['At worst', trade.words.worstCase]
  ])
  output.line()
  showLeg(output, 'You pay', pays, trade.open)
  output.line()
  showLeg(output, 'You receive', receives, trade.open)
  output.line()
  output.facts([
    ['Order', trade.orderId],
    ['Counterparty', trade.counterparty]
  ])
  output.line()
  output.line(output.paint('bold', 'What happened (UTC)'))
  for (const step of trade.timeline) output.line(stepText(output, step))
}

/** The exact state where it says more than the phase. */
function stateText({ phase, state }: TradeView): string {
  return state === phase ? '' : ` (${printable(state)})`
}

function showLeg(output: Output, title: string, leg: TradeLegView, open: boolean): void {
  output.line(output.paint('bold', `${title} ${amountText(leg.amount, leg.ledger)}`))
  output.facts([
    ['  Escrow', leg.escrowAddress ?? 'not agreed yet'],
    [
      '  Funding',
      transactionText(leg.fundingTxid, `${leg.confirmations} of ${leg.confirmationsNeeded} confirmations`)
    ],
    ['  Claim', transactionText(leg.claimTxid)],
    ['  Refund', refundText(leg, open)]
  ])
}

function refundText(leg: TradeLegView, open: boolean): string {
  if (leg.refundTxid !== null) return leg.refundTxid
  if (leg.refundTime === null || leg.claimTxid !== null || !open) return 'none'
  return `possible from ${timeText(leg.refundTime)}`
}

function transactionText(txid: string | null, remark?: string): string {
  if (txid === null) return 'none yet'
  return remark === undefined ? txid : `${txid} (${remark})`
}
