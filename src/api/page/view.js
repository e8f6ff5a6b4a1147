// Turns the API's answers into elements. All text goes in as text: nothing from a peer is ever markup.
import { coinsText, priceText } from './amount.js'

/** An element; properties that begin with `on` are listeners, the others attributes. */
export function element(tag, properties, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value)
    else if (value === true) made.setAttribute(name, '')
    else if (value !== false && value !== null) made.setAttribute(name, value)
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null))
  return made
}

/**
 * Shows one element an item. What did not change stays in place; what did keeps its open details and its focus,
 * so that a live page does not disturb who reads or types.
 */
export function showItems(container, items, render) {
  const old = new Map([...container.children].map((child) => [child.dataset.key, child]))
  const fresh = items.map(([key, item]) => {
    const content = JSON.stringify(item)
    const before = old.get(key)
    if (before?.dataset.content === content) return before
    const made = render(item)
    made.dataset.key = key
    made.dataset.content = content
    if (before !== undefined) keepDetails(before, made)
    return made
  })
  const focused = container.contains(document.activeElement) ? document.activeElement : null
  const place = focused?.closest('[data-key]')?.dataset.key
  const name = focused?.dataset.focus
  container.replaceChildren(...fresh)
  if (focused === null || focused === document.activeElement) return
  if (focused.isConnected) focused.focus()
  else {
    const successor = fresh.find((made) => made.dataset.key === place)
    successor?.querySelector(`[data-focus="${name}"]`)?.focus()
  }
}

function keepDetails(before, made) {
  const open = [...before.querySelectorAll('details')].map((details) => details.open)
  made.querySelectorAll('details').forEach((details, index) => {
    details.open = open[index] ?? false
  })
}

const LEDGER_WORDS = {
  connecting: 'connecting',
  syncing: 'catching up',
  ready: 'ready',
  unreachable: 'unreachable',
  'wrong-chain': 'wrong chain',
  inconsistent: 'inconsistent'
}

/** One ledger: its state and the coins on it. */
export function ledgerCard({ ledger, balance, address }, actions) {
  const pill = ledger.state === 'ready' ? 'pill good' : waits(ledger.state) ? 'pill' : 'pill bad'
  const height = ledger.height === null ? 'no block yet' : `block ${ledger.height.toLocaleString('en')}`
  return element(
    'article',
    { class: 'card' },
    element(
      'div',
      { class: 'head' },
      element('h3', null, `${ledger.symbol} `, element('span', { class: 'muted' }, ledger.id)),
      element('span', { class: pill }, LEDGER_WORDS[ledger.state])
    ),
    element(
      'p',
      { class: 'amount' },
      coinsText(balance.available),
      element('small', null, ` ${ledger.symbol}`)
    ),
    extraCoins(balance),
    element('p', { class: 'muted' }, `${ledger.chain}, ${height}`),
    ledger.reason === null ? null : element('p', { class: 'notice' }, ledger.reason),
    address === null
      ? null
      : element('p', { role: 'status' }, 'Send coins to ', element('span', { class: 'code' }, address)),
    element(
      'div',
      { class: 'buttons' },
      element(
        'button',
        { type: 'button', 'data-focus': 'address', onclick: () => actions.address(ledger.id) },
        'New address'
      )
    )
  )
}

function waits(state) {
  return state === 'connecting' || state === 'syncing'
}

function extraCoins({ pending, reserved }) {
  const parts = []
  if (pending !== '0') parts.push(`${coinsText(pending)} on its way in`)
  if (reserved !== '0') parts.push(`${coinsText(reserved)} kept for trades and payments`)
  return parts.length === 0 ? null : element('p', { class: 'muted' }, parts.join(', '))
}

/** The book as a table; on a phone the style sheet makes cards of its rows. */
export function orderTable(actions) {
  const titles = ['Gives', 'Wants', 'Price', 'Until']
  const rows = element('tbody')
  const table = element(
    'table',
    null,
    element('caption', { class: 'visually-hidden' }, 'Live orders of the network and your own'),
    element(
      'thead',
      null,
      element(
        'tr',
        null,
        titles.map((title, index) =>
          element('th', { scope: 'col', class: index < 3 ? 'number' : '' }, title)
        ),
        element('th', { scope: 'col' }, element('span', { class: 'visually-hidden' }, 'Action'))
      )
    ),
    rows
  )
  return {
    table: element('div', { class: 'scroll' }, table),
    show: (orders) =>
      showItems(
        rows,
        orders.map((order) => [order.id, order]),
        (order) => orderRow(order, actions)
      )
  }
}

function orderRow(order, actions) {
  const { sell, buy } = order
  const price = `${priceText(sell.amount, buy.amount)} ${buy.ledger}/${sell.ledger}`
  return element(
    'tr',
    null,
    element('td', { class: 'number', 'data-title': 'Gives' }, `${coinsText(sell.amount)} ${sell.ledger}`),
    element('td', { class: 'number', 'data-title': 'Wants' }, `${coinsText(buy.amount)} ${buy.ledger}`),
    element('td', { class: 'number', 'data-title': 'Price' }, price),
    element('td', { 'data-title': 'Until' }, timeElement(order.expiresAt)),
    element('td', { class: 'action' }, orderButton(order, actions))
  )
}

function orderButton(order, actions) {
  if (order.state !== 'live') return element('span', { class: 'muted' }, order.state)
  const what = `${coinsText(order.sell.amount)} ${order.sell.ledger} for ${coinsText(order.buy.amount)} ${order.buy.ledger}`
  const [word, act] = order.mine ? ['Cancel', actions.cancel] : ['Take', actions.take]
  return element(
    'button',
    {
      type: 'button',
      'aria-label': `${word} the order of ${what}`,
      'data-focus': 'order',
      onclick: () => act(order)
    },
    word
  )
}

const WAY = [
  ['negotiating', 'Agree'],
  ['locking', 'Lock'],
  ['claiming', 'Claim'],
  ['closed', 'Done']
]
const ENDINGS = { refunding: 'Refunding', refunded: 'Refunded', abandoned: 'Given up' }

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
      element('span', { class: phasePill(trade.phase) }, phaseWord(trade.phase))
    ),
    element(
      'p',
      { class: 'muted' },
      `as ${trade.role}, trade ${trade.id.slice(0, 12)}, since `,
      timeElement(trade.createdAt)
    ),
    progressBar(trade),
    facts([
      ['Where the coins are', words.coins],
      ['What comes next', words.next],
      ['At worst', words.worstCase]
    ]),
    element(
      'details',
      null,
      element('summary', { 'data-focus': 'details' }, 'History and transactions'),
      timeline(trade.timeline),
      legFacts('You give', pays),
      legFacts('You receive', receives),
      facts([
        ['Trade', code(trade.id)],
        ['State', trade.state],
        ['Counterparty', code(trade.counterparty)]
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

function phaseWord(phase) {
  return (
    ENDINGS[phase] ??
    { negotiating: 'Agreeing', locking: 'Locking', claiming: 'Claiming', closed: 'Done' }[phase]
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
    steps.map((step) => element('li', null, timeElement(step.at), step.words))
  )
}

function legFacts(title, leg) {
  const refund = leg.refundTime === null ? '' : timeElement(leg.refundTime)
  return facts([
    [title, `${coinsText(leg.amount)} ${leg.ledger}`],
    ['Escrow', leg.escrowAddress === null ? 'not agreed yet' : code(leg.escrowAddress)],
    ['Depth', `${leg.confirmations} of ${leg.confirmationsNeeded} confirmations`],
    ['Funding', leg.fundingTxid === null ? 'none yet' : code(leg.fundingTxid)],
    ['Claim', leg.claimTxid === null ? 'none yet' : code(leg.claimTxid)],
    leg.refundTxid === null ? ['Refund possible', refund] : ['Refund', code(leg.refundTxid)]
  ])
}

/** Names and values; empty values are left out. */
export function facts(pairs) {
  return element(
    'dl',
    null,
    pairs
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [element('dt', null, name), element('dd', null, value)])
  )
}

function code(text) {
  return element('span', { class: 'code' }, text)
}

/** A time in the reader's own form. */
export function timeElement(seconds) {
  const date = new Date(seconds * 1000)
  const text = date.toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' })
  return element('time', { datetime: date.toISOString() }, text)
}
