// Ledgers and orders as elements.
import { coinsText, priceText } from './amount.js'
import { copyable, element, showItems } from './dom.js'
import { timeElement } from './time.js'

const LEDGER_WORDS = {
  connecting: 'connecting',
  syncing: 'catching up',
  ready: 'ready',
  unreachable: 'unreachable',
  'wrong-chain': 'wrong chain',
  inconsistent: 'inconsistent',
  failed: 'stopped'
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
      : element(
          'p',
          { role: 'status' },
          `To receive ${ledger.symbol}, use this address once: `,
          copyable(address, `${ledger.id} address`)
        ),
    element(
      'div',
      { class: 'buttons' },
      element(
        'button',
        { type: 'button', 'data-focus': 'address', onclick: () => actions.address(ledger.id) },
        'New address'
      ),
      element(
        'button',
        {
          type: 'button',
          'data-focus': 'send',
          'aria-label': `Send ${ledger.symbol}`,
          disabled: ledger.state !== 'ready' || balance.available === '0',
          onclick: () => actions.send({ ledger, balance })
        },
        'Send'
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
    element(
      'td',
      { class: 'action', 'data-title': order.state === 'live' ? null : 'State' },
      orderButton(order, actions)
    )
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
