// One trade as a card.
import { coinsText } from './amount.js'
import { copyable, element, facts } from './dom.js'
import { timeElement } from './time.js'

const WAY = [
  ['negotiating', 'Agree'],
  ['locking', 'Lock'],
  ['claiming', 'Claim'],
  ['closed', 'Done']
]
const ENDINGS = { refunding: 'Refunding', refunded: 'Refunded', abandoned: 'Given up', lost: 'Lost' }
const WORDS = {
  negotiating: 'Agreeing',
  locking: 'Locking',
  claiming: 'Claiming',
  closed: 'Done',
  ...ENDINGS
}

/** One trade: progress, plain words, details. */
export function tradeCard(trade, actions) {
  const { pays, receives, words } = trade
  const swap = `${coinsText(pays.amount)} ${pays.ledger} for ${coinsText(receives.amount)} ${receives.ledger}`
  return element(
    'article',
    { class: 'card' },
    element(
      'div',
      { class: 'head' },
      element('h3', null, `You give ${swap}`),
      element('span', { class: phasePill(trade.phase) }, WORDS[trade.phase])
    ),
    element(
      'p',
      { class: 'muted' },
      `as ${trade.role}, trade ${trade.id.slice(0, 12)}, begun `,
      timeElement(trade.createdAt)
    ),
    progressBar(trade),
    // What an ended trade could cost or waits for is of no use any more.
    facts([
      ['Where the coins are', words.coins],
      ['What comes next', trade.open ? words.next : ''],
      ['At worst', trade.open || trade.phase === 'lost' ? words.worstCase : '']
    ]),
    element(
      'details',
      null,
      element('summary', { 'data-focus': 'details' }, 'History and transactions'),
      timeline(trade.timeline),
      legFacts('You give', pays),
      legFacts('You receive', receives),
      facts([
        ['Trade', copyable(trade.id, 'trade id')],
        ['Order', copyable(trade.orderId, 'order id')],
        ['State', trade.state],
        ['Counterparty', copyable(trade.counterparty, 'peer id of the counterparty')]
      ])
    ),
    trade.cancellable
      ? element(
          'div',
          { class: 'buttons' },
          element(
            'button',
            { type: 'button', 'data-focus': 'give-up', onclick: () => actions.cancelTrade(trade) },
            'Give up this trade'
          )
        )
      : null
  )
}

function phasePill(phase) {
  if (phase === 'closed') return 'pill good'
  return phase in ENDINGS ? 'pill bad' : 'pill'
}

function progressBar(trade) {
  const reached = Math.max(
    0,
    ...trade.timeline.map((step) => WAY.findIndex(([phase]) => phase === step.phase))
  )
  const broken = trade.phase in ENDINGS
  return element(
    'ol',
    { class: 'progress', 'aria-label': 'Progress' },
    WAY.map(([phase, word], index) => {
      const current = trade.phase === phase && trade.open
      const state = current
        ? 'current'
        : index > reached
          ? ''
          : broken && index === reached
            ? 'broken'
            : 'done'
      return element('li', { class: state, 'aria-current': current ? 'step' : null }, word)
    })
  )
}

function timeline(steps) {
  return element(
    'ol',
    { class: 'timeline' },
    steps.map((step) => element('li', null, element('span', null, step.words), timeElement(step.at)))
  )
}

function legFacts(title, leg) {
  const refund = leg.refundTime === null || leg.claimTxid !== null ? '' : timeElement(leg.refundTime)
  return facts([
    [title, `${coinsText(leg.amount)} ${leg.ledger}`],
    [
      'Escrow',
      leg.escrowAddress === null
        ? 'not agreed yet'
        : copyable(leg.escrowAddress, `escrow address on ${leg.ledger}`)
    ],
    ['Depth', `${leg.confirmations} of ${leg.confirmationsNeeded} confirmations`],
    [
      'Funding',
      leg.fundingTxid === null
        ? 'none yet'
        : copyable(leg.fundingTxid, `funding transaction on ${leg.ledger}`)
    ],
    [
      'Claim',
      leg.claimTxid === null ? 'none yet' : copyable(leg.claimTxid, `claim transaction on ${leg.ledger}`)
    ],
    leg.refundTxid === null
      ? ['Refund possible', refund]
      : ['Refund', copyable(leg.refundTxid, `refund transaction on ${leg.ledger}`)]
  ])
}
