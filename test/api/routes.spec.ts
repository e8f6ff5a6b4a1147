import { expect } from 'chai'
import { sats, seconds } from '../../src/base/units.ts'
import { OTHER_PEER, OWN_PEER } from '../support/fake-node.ts'
import { WAITING_TXID } from '../support/fake-wallet.ts'
import { startApi, type ApiFixture } from '../support/api-fixture.ts'

const UNKNOWN_ID = '99'.repeat(32)
const PLACE = {
  sellLedger: 'btc',
  sellAmount: '50000000',
  buyLedger: 'ltc',
  buyAmount: '2000000000',
  lifeSeconds: 3600
}

describe('api routes', () => {
  let api: ApiFixture
  let foreignOrder: string

  beforeEach(async () => {
    api = await startApi()
    foreignOrder = api.node.addOrder(
      {
        sellLedger: 'ltc',
        sellAmount: sats(9_007_199_254_740_993n),
        buyLedger: 'btc',
        buyAmount: sats(1000),
        lifeSeconds: seconds(600),
        confirmations: null
      },
      false
    ).id
  })
  afterEach(() => api.close())

  const call = async (method: string, path: string, body?: unknown) => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
    const response = await api.request(path, init)
    expect(response.headers.get('content-type')).to.match(/^application\/json/)
    return { status: response.status, json: (await response.json()) as Record<string, unknown> }
  }

  it('answers the status', async () => {
    const { status, json } = await call('GET', '/v1/status')
    expect(status).to.equal(200)
    expect(json).to.include({ network: 'local', peerId: OWN_PEER, peers: 1, ordersLive: 1, tradesOpen: 0 })
  })

  it('lists, connects and disconnects peers', async () => {
    const address = `/ip4/127.0.0.1/tcp/7772/p2p/${OWN_PEER}`
    expect(await call('POST', '/v1/peers', { address })).to.deep.include({ status: 201 })
    expect((await call('GET', '/v1/peers')).json['peers']).to.have.length(2)
    const gone = await call('DELETE', `/v1/peers/${OTHER_PEER}`)
    expect(gone).to.deep.equal({ status: 200, json: { peerId: OTHER_PEER, disconnected: true } })
  })

  it('shows coins, makes addresses and pays', async () => {
    const { json } = await call('GET', '/v1/wallet')
    expect(json['balances']).to.have.length(2)
    expect((await call('GET', '/v1/wallet/btc')).json).to.include({
      available: '150000000',
      pending: '25000001'
    })
    const address = await call('POST', '/v1/wallet/btc/addresses')
    expect(address.status).to.equal(201)
    expect(address.json).to.include({ type: 'p2tr', ledger: 'btc' })
    const payment = { address: 'bcrt1qsomebody', amount: '1000', feeRate: 2.5, reference: 'rent-1' }
    expect((await call('POST', '/v1/wallet/btc/payments', payment)).json).to.include({
      amount: '1000',
      fee: '1000'
    })
    expect(api.node.sent).to.deep.equal([{ ...payment, ledger: 'btc', amount: 1000n }])
    expect((await call('GET', '/v1/wallet/btc/transactions')).json['transactions']).to.have.length(2)
  })

  it('raises the fee of a transaction that waits', async () => {
    const bumped = await call('POST', `/v1/transactions/${WAITING_TXID}/bump`, { feeRate: 12.5 })
    expect(bumped.status).to.equal(201)
    expect(bumped.json).to.include({ ledger: 'btc', fee: '250', reference: 'rent' })
    const child = await call('POST', `/v1/transactions/${WAITING_TXID}/speed-up`, { feeRate: 20 })
    expect(child.json).to.include({ reference: `speed-up-${WAITING_TXID}` })
    expect(api.node.wallet.calls).to.deep.equal([
      ['bump', WAITING_TXID, 12.5],
      ['speedUp', WAITING_TXID, 20]
    ])
  })

  it('lists, locks and unlocks coins', async () => {
    const [coin] = (await call('GET', '/v1/wallet/btc/coins')).json['coins'] as object[]
    expect(coin).to.include({ txid: WAITING_TXID, vout: 1, amount: '25000001', lockedByHand: false })
    const lock = (vout: number, locked: boolean) =>
      call('POST', '/v1/wallet/btc/coins/lock', { txid: WAITING_TXID, vout, locked })
    expect((await lock(1, true)).json).to.include({ lockedByHand: true })
    expect((await lock(1, false)).json).to.include({ lockedByHand: false })
    expect(await lock(2, true)).to.deep.include({ status: 404 })
    expect((await lock(-1, true)).status).to.equal(400)
  })

  it('keeps labels', async () => {
    const labels = [{ type: 'tx', ref: WAITING_TXID, label: 'rent' }]
    expect((await call('POST', '/v1/wallet/btc/labels', { labels })).json).to.deep.equal({ stored: 1 })
    expect((await call('GET', '/v1/wallet/btc/labels')).json).to.deep.equal({ labels })
    const wrong = { labels: [{ type: 'xpub', ref: 'a', label: 'b' }] }
    expect((await call('POST', '/v1/wallet/btc/labels', wrong)).status).to.equal(400)
  })

  it('gives a backup', async () => {
    expect(await call('POST', '/v1/wallet/backup')).to.deep.equal({
      status: 201,
      json: { backup: 'sealed backup\n' }
    })
  })

  it('places, shows, filters and cancels orders', async () => {
    const placed = await call('POST', '/v1/orders', PLACE)
    expect(placed.status).to.equal(201)
    expect(placed.json).to.deep.include({
      mine: true,
      sell: { ledger: 'btc', amount: '50000000', confirmations: 3 }
    })
    const id = String(placed.json['id'])
    expect((await call('GET', `/v1/orders/${id}`)).json).to.deep.equal(placed.json)
    expect((await call('GET', '/v1/orders')).json['orders']).to.have.length(2)
    expect((await call('GET', '/v1/orders?mine=true&ledger=btc')).json['orders']).to.have.length(1)
    expect((await call('DELETE', `/v1/orders/${id}`)).json).to.include({ state: 'cancelled' })
  })

  it('keeps every digit of an amount', async () => {
    expect((await call('GET', `/v1/orders/${foreignOrder}`)).json['sell']).to.include({
      amount: '9007199254740993'
    })
  })

  it('takes an order and shows and cancels its trade', async () => {
    const taken = await call('POST', `/v1/orders/${foreignOrder}/take`)
    expect(taken.status).to.equal(201)
    const id = String(taken.json['tradeId'])
    expect((await call('GET', `/v1/trades/${id}`)).json).to.include({ role: 'taker', state: 'proposed' })
    expect((await call('GET', '/v1/trades?open=true')).json['trades']).to.have.length(1)
    expect((await call('POST', `/v1/trades/${id}/cancel`)).json).to.include({
      phase: 'abandoned',
      open: false
    })
    expect((await call('GET', '/v1/trades?open=true')).json['trades']).to.have.length(0)
    expect((await call('GET', '/v1/trades')).json['trades']).to.have.length(1)
  })

  it('stops the node', async () => {
    expect(await call('POST', '/v1/stop')).to.deep.equal({ status: 202, json: { stopping: true } })
    expect(api.node.stopped).to.equal(true)
  })

  const payment = { address: 'bcrt1qsomebody', amount: '1', reference: 'r' }
  const refusals: readonly [
    words: string,
    method: string,
    path: string,
    body: unknown,
    status: number,
    code: string
  ][] = [
    ['an unknown path', 'GET', '/v1/nothing', undefined, 404, 'PATH_UNKNOWN'],
    ['an unknown method', 'PATCH', '/v1/orders', {}, 404, 'PATH_UNKNOWN'],
    ['an unknown query key', 'GET', '/v1/status?verbose=1', undefined, 400, 'REQUEST_INVALID'],
    ['a query switch that is none', 'GET', '/v1/trades?open=yes', undefined, 400, 'REQUEST_INVALID'],
    ['no address to connect', 'POST', '/v1/peers', {}, 400, 'REQUEST_INVALID'],
    ['an address that is no multiaddr', 'POST', '/v1/peers', { address: 'host:1' }, 400, 'REQUEST_INVALID'],
    [
      'an address without peer id',
      'POST',
      '/v1/peers',
      { address: '/ip4/127.0.0.1' },
      400,
      'ADDRESS_INVALID'
    ],
    [
      'a silent peer',
      'POST',
      '/v1/peers',
      { address: `/ip4/192.0.2.1/tcp/1/p2p/${OWN_PEER}` },
      502,
      'PEER_UNREACHABLE'
    ],
    ['a peer id that is none', 'DELETE', '/v1/peers/0', undefined, 400, 'REQUEST_INVALID'],
    ['a peer that is not connected', 'DELETE', `/v1/peers/${OWN_PEER}`, undefined, 404, 'PEER_UNKNOWN'],
    ['an unknown ledger', 'GET', '/v1/wallet/doge', undefined, 404, 'LEDGER_UNKNOWN'],
    ['a ledger id that is none', 'GET', '/v1/wallet/BTC', undefined, 400, 'REQUEST_INVALID'],
    [
      'an unknown address type',
      'POST',
      '/v1/wallet/btc/addresses',
      { type: 'p2pkh' },
      400,
      'REQUEST_INVALID'
    ],
    ['a fraction', 'POST', '/v1/wallet/btc/payments', { ...payment, amount: '1.5' }, 400, 'REQUEST_INVALID'],
    [
      'a number as amount',
      'POST',
      '/v1/wallet/btc/payments',
      { ...payment, amount: 1 },
      400,
      'REQUEST_INVALID'
    ],
    [
      'nothing to pay',
      'POST',
      '/v1/wallet/btc/payments',
      { ...payment, amount: '0' },
      400,
      'REQUEST_INVALID'
    ],
    [
      'an amount above 2^63-1',
      'POST',
      '/v1/wallet/btc/payments',
      { ...payment, amount: '9223372036854775808' },
      400,
      'REQUEST_INVALID'
    ],
    [
      'a reference with a space',
      'POST',
      '/v1/wallet/btc/payments',
      { ...payment, reference: 'a b' },
      400,
      'REQUEST_INVALID'
    ],
    [
      'an absurd fee rate',
      'POST',
      '/v1/wallet/btc/payments',
      { ...payment, feeRate: 10_001 },
      400,
      'REQUEST_INVALID'
    ],
    [
      'more coins than there are',
      'POST',
      '/v1/wallet/btc/payments',
      { ...payment, amount: '150000001' },
      409,
      'INSUFFICIENT_FUNDS'
    ],
    ['a daemon that is away', 'POST', '/v1/wallet/ltc/payments', payment, 503, 'LEDGER_UNAVAILABLE'],
    [
      'an unknown transaction to bump',
      'POST',
      `/v1/transactions/${UNKNOWN_ID}/bump`,
      { feeRate: 2 },
      404,
      'TRANSACTION_UNKNOWN'
    ],
    ['a bump without a rate', 'POST', `/v1/transactions/${UNKNOWN_ID}/bump`, {}, 400, 'REQUEST_INVALID'],
    ['an order on one ledger', 'POST', '/v1/orders', { ...PLACE, buyLedger: 'btc' }, 400, 'REQUEST_INVALID'],
    ['too long a life', 'POST', '/v1/orders', { ...PLACE, lifeSeconds: 604_801 }, 400, 'REQUEST_INVALID'],
    ['too short a life', 'POST', '/v1/orders', { ...PLACE, lifeSeconds: 59 }, 400, 'REQUEST_INVALID'],
    ['an unknown key', 'POST', '/v1/orders', { ...PLACE, price: '1' }, 400, 'REQUEST_INVALID'],
    ['101 confirmations', 'POST', '/v1/orders', { ...PLACE, confirmations: 101 }, 400, 'REQUEST_INVALID'],
    ['an order id that is none', 'GET', '/v1/orders/abc', undefined, 400, 'REQUEST_INVALID'],
    ['an unknown order', 'GET', `/v1/orders/${UNKNOWN_ID}`, undefined, 404, 'ORDER_UNKNOWN'],
    ['an unknown order to take', 'POST', `/v1/orders/${UNKNOWN_ID}/take`, undefined, 404, 'ORDER_UNKNOWN'],
    ['an unknown trade', 'GET', `/v1/trades/${UNKNOWN_ID}`, undefined, 404, 'TRADE_UNKNOWN'],
    ['an unknown trade to cancel', 'POST', `/v1/trades/${UNKNOWN_ID}/cancel`, undefined, 404, 'TRADE_UNKNOWN']
  ]
  for (const [words, method, path, body, status, code] of refusals) {
    it(`refuses ${words}: ${code}`, async () => {
      const answer = await call(method, path, body)
      expect(answer.json).to.include({ code })
      expect(answer.status).to.equal(status)
      expect(answer.json).to.have.all.keys('code', 'message', 'fault', 'details')
    })
  }

  it('names the offending key of a body', async () => {
    const { json } = await call('POST', '/v1/orders', { ...PLACE, sellAmount: '-1' })
    expect(json['details']).to.deep.equal({ part: 'body', key: 'sellAmount' })
    expect(json['message']).to.match(/^body: sellAmount: not an amount/)
  })

  it('shows amounts of an error as decimal strings', async () => {
    const { json } = await call('POST', '/v1/wallet/btc/payments', { ...payment, amount: '150000001' })
    expect(json['details']).to.deep.equal({ available: '150000000', needed: '150000001' })
  })

  it('refuses to cancel what is not live or not own', async () => {
    expect((await call('DELETE', `/v1/orders/${foreignOrder}`)).json).to.include({ code: 'ORDER_NOT_OWN' })
    await call('POST', `/v1/orders/${foreignOrder}/take`)
    const again = await call('POST', `/v1/orders/${foreignOrder}/take`)
    expect(again).to.deep.include({ status: 409 })
    expect(again.json).to.include({ code: 'ORDER_NOT_LIVE' })
  })

  it('refuses to cancel a trade with locked coins', async () => {
    const id = String((await call('POST', `/v1/orders/${foreignOrder}/take`)).json['tradeId'])
    api.node.advanceTrade(id)
    const { status, json } = await call('POST', `/v1/trades/${id}/cancel`)
    expect(status).to.equal(409)
    expect(json).to.include({ code: 'TRADE_NOT_CANCELLABLE' })
  })

  it('refuses a body that is not JSON', async () => {
    const response = await api.request('/v1/orders', { method: 'POST', body: '{' })
    expect(response.status).to.equal(400)
    expect(await response.json()).to.include({ code: 'BODY_MALFORMED' })
  })

  it('refuses a body above 64 KiB', async () => {
    const response = await api.request('/v1/orders', { method: 'POST', body: ' '.repeat(64 * 1024 + 1) })
    expect(response.status).to.equal(413)
    expect(await response.json()).to.include({ code: 'BODY_TOO_LARGE' })
  })

  it('says nothing of the inside of an unexpected failure, and logs it', async () => {
    api.node.status = () => Promise.reject(new TypeError('secret inner words'))
    const { status, json } = await call('GET', '/v1/status')
    expect(status).to.equal(500)
    expect(json).to.include({ code: 'INTERNAL' })
    expect(JSON.stringify(json)).not.to.include('secret inner words')
    expect(api.log.lines).to.deep.include({
      level: 'error',
      event: 'api.failed',
      fields: { path: '/v1/status', reason: 'TypeError: secret inner words' }
    })
  })
})
