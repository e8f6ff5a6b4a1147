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

/** A phase in its colour. */
export function phaseText(output: Output, phase: TradePhase): string {
  return output.paint(PHASE_COLOURS[phase], phase)
}

/** One transition on one line. */
export function stepText(output: Output, step: TradeStep): string {
  return `${output.paint('dim', timeText(step.at))}  ${phaseText(output, step.phase)}  ${printable(step.words)}`
}

/** Everything about a trade. */
export function showTrade(output: Output, trade: TradeView): void {
  const { pays, receives } = trade
  output.line(
    `${output.paint('bold', `Trade ${trade.id}`)}  ${phaseText(output, trade.phase)} (${printable(trade.state)})`
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
  showLeg(output, 'You pay', pays)
  showLeg(output, 'You receive', receives)
  output.facts([
    ['Order', trade.orderId],
    ['Counterparty', trade.counterparty]
  ])
  output.line()
  for (const step of trade.timeline) output.line(stepText(output, step))
}

function showLeg(output: Output, title: string, leg: TradeLegView): void {
  output.line(output.paint('bold', `${title} ${amountText(leg.amount, leg.ledger)}`))
  output.facts([
    ['  Escrow', leg.escrowAddress ?? 'not agreed yet'],
    [
      '  Funding',
      transactionText(leg.fundingTxid, `${leg.confirmations} of ${leg.confirmationsNeeded} confirmations`)
    ],
    ['  Claim', transactionText(leg.claimTxid)],
    [
      '  Refund',
      leg.refundTxid ?? (leg.refundTime === null ? 'none' : `possible from ${timeText(leg.refundTime)}`)
    ]
  ])
}

function transactionText(txid: string | null, remark?: string): string {
  if (txid === null) return 'none yet'
  return remark === undefined ? txid : `${txid} (${remark})`
}
