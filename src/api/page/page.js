// The page: asks the API once, then follows its events.
import { coinsText, parseCoins, priceText } from './amount.js'
import { call } from './api.js'
import { confirmed } from './confirm.js'
import { byId, copyable, element, facts, showItems } from './dom.js'
import { askPayment } from './send.js'
import { refreshTimes } from './time.js'
import { tradeCard } from './trade-card.js'
import { ledgerCard, orderTable } from './view.js'

/** How often relative times are written anew. */
const TIMES_MILLISECONDS = 15_000
const state = { status: null, balances: [], orders: new Map(), trades: new Map(), addresses: new Map() }

function askForLogin() {
  byId('login').hidden = false
  byId('lost').hidden = true
  byId('content').hidden = true
  showConnection('Not logged in', 'bad')
}

function showConnection(text, kind) {
  byId('connection').textContent = text
  byId('connection').className = `pill ${kind}`
}

function showAlert(error) {
  const close = element('button', { type: 'button', onclick: () => byId('alert').replaceChildren() }, 'Close')
  byId('alert').replaceChildren(
    element('span', null, `${error.message} (${error.code ?? 'PAGE_FAILED'})`),
    close
  )
}

/** What went well, until it is closed. */
function showNotice(text, txid) {
  const close = element(
    'button',
    { type: 'button', onclick: () => byId('notice').replaceChildren() },
    'Close'
  )
  byId('notice').replaceChildren(element('span', null, text, copyable(txid, 'transaction id')), close)
}

/** Runs what a person asked for; a refusal is shown where it can be read. */
async function attempt(action) {
  try {
    byId('alert').replaceChildren()
    await action()
  } catch (error) {
    if (error.code === 'UNAUTHORISED') askForLogin()
    else showAlert(error)
  }
}

async function loadAll() {
  const [status, wallet, orders, trades] = await Promise.all([
    call('GET', '/v1/status'),
    call('GET', '/v1/wallet'),
    call('GET', '/v1/orders'),
    call('GET', '/v1/trades')
  ])
  state.status = status
  state.balances = wallet.balances
  state.orders = new Map(orders.orders.map((order) => [order.id, order]))
  state.trades = new Map(trades.trades.map((trade) => [trade.id, trade]))
  byId('login').hidden = true
  byId('content').hidden = false
  showNode()
  showLedgerChoices()
  showCoins()
  showOrders()
  showTrades()
}

function showNode() {
  const { network, peers, peerId, version, codeHash, ruleSet } = state.status
  byId('node-line').textContent = `network ${network}, ${peers === 1 ? '1 peer' : `${peers} peers`}`
  byId('footer').textContent =
    `Bourse ${version}, rules ${ruleSet}, code ${codeHash.slice(0, 16)}, node ${peerId}`
}

function showCoins() {
  const items = state.status.ledgers.flatMap((ledger) => {
    const balance = state.balances.find((known) => known.ledger === ledger.id)
    const address = state.addresses.get(ledger.id) ?? null
    return balance === undefined ? [] : [[ledger.id, { ledger, balance, address }]]
  })
  showItems(byId('coins'), items, (item) => ledgerCard(item, actions))
}

function showLedgerChoices() {
  const ids = state.status.ledgers.map((ledger) => ledger.id)
  for (const [name, standard] of [
    ['sell-ledger', ids[0]],
    ['buy-ledger', ids[1] ?? ids[0]]
  ]) {
    const chosen = byId(name).value || standard
    byId(name).replaceChildren(
      ...ids.map((id) => element('option', { value: id, selected: id === chosen }, id))
    )
  }
}

const EMPTY_BOOK = 'No orders yet. Place the first one; it reaches every node of the network.'
const EMPTY_TRADES = 'No trades yet. Take an order of the book, or place one and wait for a taker.'

function showOrders() {
  // One's own past orders would fill the page: the live ones first, then the newest few.
  const all = [...state.orders.values()].sort((left, right) => right.createdAt - left.createdAt)
  const live = all.filter((order) => order.state === 'live')
  const past = all.filter((order) => order.mine && order.state !== 'live').slice(0, 5)
  const shown = [...live, ...past]
  if (shown.length > 0) book.show(shown)
  const wanted = shown.length > 0 ? book.table : element('p', { class: 'empty' }, EMPTY_BOOK)
  if (byId('orders').firstChild !== wanted) byId('orders').replaceChildren(wanted)
}

function showTrades() {
  const all = [...state.trades.values()].sort((left, right) => right.createdAt - left.createdAt)
  const shown = [...all.filter((trade) => trade.open), ...all.filter((trade) => !trade.open).slice(0, 10)]
  if (shown.length === 0) byId('trades').replaceChildren(element('p', { class: 'empty' }, EMPTY_TRADES))
  else
    showItems(
      byId('trades'),
      shown.map((trade) => [trade.id, trade]),
      (trade) => tradeCard(trade, actions)
    )
}

async function reloadTrade(id) {
  state.trades.set(id, await call('GET', `/v1/trades/${id}`))
  showTrades()
}

const GIVE_UP_FREE = 'None of your coins is locked yet: giving up costs nothing.'
const GIVE_UP_LOCKED =
  'Your coins are locked. They come back early where the other trader agrees, else after the lock; ' +
  'you pay the fees of locking and refunding.'

const actions = {
  send: (account) =>
    attempt(async () => {
      const payment = await askPayment(account)
      if (payment === null) return
      const { ledger } = account
      const [paid, fee] = [coinsText(payment.amount), coinsText(payment.fee)]
      byId('news').textContent = `Paid ${paid} ${ledger.symbol}.`
      showNotice(`Paid ${paid} ${ledger.symbol} for a fee of ${fee} ${ledger.symbol}: `, payment.txid)
    }),
  address: (ledger) =>
    attempt(async () => {
      const { address } = await call('POST', `/v1/wallet/${ledger}/addresses`, {})
      state.addresses.set(ledger, address)
      showCoins()
    }),
  take: (order) =>
    attempt(async () => {
      const { sell, buy } = order
      const terms = facts([
        ['You give', `${coinsText(buy.amount)} ${buy.ledger}`],
        ['You receive', `${coinsText(sell.amount)} ${sell.ledger}`],
        ['At worst', 'Your coins come back after a time lock, less the fees of the ledgers.']
      ])
      if (!(await confirmed('Take this order?', 'Take it', terms))) return
      const { tradeId } = await call('POST', `/v1/orders/${order.id}/take`)
      await reloadTrade(tradeId)
      byId('trades-title').scrollIntoView({ block: 'center' })
    }),
  cancel: (order) =>
    attempt(async () => {
      state.orders.set(order.id, await call('DELETE', `/v1/orders/${order.id}`))
      showOrders()
    }),
  cancelTrade: (trade) =>
    attempt(async () => {
      const words = element('p', null, trade.phase === 'locking' ? GIVE_UP_LOCKED : GIVE_UP_FREE)
      if (!(await confirmed('Give up this trade?', 'Give up', words))) return
      state.trades.set(trade.id, await call('POST', `/v1/trades/${trade.id}/cancel`))
      showTrades()
    })
}
const book = orderTable(actions)

function showPrice() {
  const price = priceText(parseCoins(byId('sell-amount').value), parseCoins(byId('buy-amount').value))
  byId('price').textContent =
    price === null ? '' : `1 ${byId('sell-ledger').value} for ${price} ${byId('buy-ledger').value}`
}

/** The request that the form means, or null after the form says what is wrong. */
function readOrder() {
  const read = (side) => {
    const input = byId(`${side}-amount`)
    const amount = parseCoins(input.value)
    input.setAttribute('aria-invalid', String(amount === null))
    return { input, amount, ledger: byId(`${side}-ledger`).value }
  }
  const [sell, buy] = [read('sell'), read('buy')]
  const wrong = [sell, buy].find(({ amount }) => amount === null)
  const sameLedger = sell.ledger === buy.ledger
  byId('place-error').textContent = wrong
    ? 'Enter an amount above 0 such as 0.5, with 8 decimals at most.'
    : sameLedger
      ? 'Choose two different ledgers.'
      : ''
  if (wrong) wrong.input.focus()
  if (wrong || sameLedger) return null
  return {
    sellLedger: sell.ledger,
    sellAmount: sell.amount,
    buyLedger: buy.ledger,
    buyAmount: buy.amount,
    lifeSeconds: Number(byId('life').value)
  }
}

async function submitOrder() {
  const order = readOrder()
  if (order === null) return
  const button = byId('place').querySelector('button')
  button.disabled = true
  try {
    const placed = await call('POST', '/v1/orders', order)
    state.orders.set(placed.id, placed)
    showOrders()
    byId('place').reset()
    showPrice()
    byId('news').textContent = 'Your order is placed.'
  } catch (error) {
    byId('place-error').textContent = `${error.message} (${error.code})`
  } finally {
    button.disabled = false
  }
}

const listeners = {
  order: ({ order }) => {
    state.orders.set(order.id, order)
    showOrders()
  },
  trade: ({ tradeId, step }) => {
    byId('news').textContent = `Trade ${tradeId.slice(0, 6)}: ${step.words}`
    return reloadTrade(tradeId)
  },
  ledger: ({ ledger }) => {
    const { ledgers } = state.status
    state.status.ledgers = ledgers.map((known) => (known.id === ledger.id ? ledger : known))
    showCoins()
  },
  wallet: async () => {
    state.balances = (await call('GET', '/v1/wallet')).balances
    showCoins()
  },
  peer: ({ peers }) => {
    state.status.peers = peers
    showNode()
  },
  reset: () => loadAll()
}

function followEvents() {
  const source = new EventSource('/v1/events')
  // Everything is asked for once the stream is open, so that nothing falls between both.
  source.addEventListener('open', () => {
    showConnection('Live', 'good')
    byId('lost').hidden = true
    void attempt(loadAll)
  })
  source.addEventListener('error', () => {
    showConnection('Reconnecting', '')
    byId('lost').hidden = byId('content').hidden
    // A refused stream does not come back by itself: find out why, and try again.
    if (source.readyState === EventSource.CLOSED) setTimeout(begin, 3000)
  })
  for (const [kind, listener] of Object.entries(listeners)) {
    source.addEventListener(kind, (event) => void attempt(() => listener(JSON.parse(event.data))))
  }
}

async function begin() {
  try {
    await call('GET', '/v1/status')
    followEvents()
  } catch (error) {
    if (error.code === 'UNAUTHORISED') {
      askForLogin()
      return
    }
    showConnection('No answer', 'bad')
    showAlert(error)
    setTimeout(begin, 3000)
  }
}

setInterval(refreshTimes, TIMES_MILLISECONDS)
byId('place').addEventListener('submit', (event) => {
  event.preventDefault()
  void submitOrder()
})
byId('place').addEventListener('input', showPrice)
await begin()
