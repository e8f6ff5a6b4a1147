import { expect } from 'chai'
import fc from 'fast-check'
import { sats, unixSeconds } from '../../src/base/units.ts'
import { curve } from '../../src/crypto/curve/selected.ts'
import { BOOK_LIMITS, OrderBook } from '../../src/exchange/order-book.ts'
import { checkOrder, orderIdText, OrderError, type OrderFault } from '../../src/exchange/order.ts'
import { orderId } from '../../protocols/order-gossip/signing.ts'
import type { Order, OrderMessage, SignedOrder } from '../../protocols/order-gossip/types.ts'
import { asCancel, asOrder, cancelOf, NOW, sampleOrder, signed } from '../support/sample-orders.ts'
import { named, signerOf } from '../support/sample-terms.ts'

const ledgers = new Map([
  ['btc', { minimumAmount: 10_000n }],
  ['ltc', { minimumAmount: 20_000n }]
])
const RULES = { network: 'simulated', ledgers }

function codeOf(act: () => unknown): OrderFault | 'none' {
  try {
    act()
    return 'none'
  } catch (error) {
    if (error instanceof OrderError) return error.code
    throw error
  }
}

const leg = (ledger: string, amount: number, confirmations = 1) => ({
  ledger,
  amount: sats(amount),
  confirmations
})
const at = (seconds: number) => unixSeconds(NOW + seconds)

describe('the rules of an order', () => {
  const cases: readonly (readonly [what: string, edit: Partial<Order>, code: OrderFault | 'none'])[] = [
    ['as it should be', {}, 'none'],
    ['of another network', { network: 'other' }, 'ORDER_NETWORK_FOREIGN'],
    ['of an unknown ledger', { sell: leg('doge', 50_000) }, 'ORDER_LEDGER_UNKNOWN'],
    ['of a ledger with an impossible name', { buy: leg('__proto__', 50_000) }, 'ORDER_LEDGER_UNKNOWN'],
    ['between one ledger and itself', { buy: leg('btc', 50_000) }, 'ORDER_LEDGERS_EQUAL'],
    ['that sells the least', { sell: leg('btc', 10_000) }, 'none'],
    ['that sells too little', { sell: leg('btc', 9999) }, 'ORDER_AMOUNT'],
    ['that buys too little', { buy: leg('ltc', 19_999) }, 'ORDER_AMOUNT'],
    ['with no confirmations', { sell: leg('btc', 50_000, 0) }, 'ORDER_CONFIRMATIONS'],
    ['with the most confirmations', { sell: leg('btc', 50_000, 100) }, 'none'],
    ['with too many confirmations', { buy: leg('ltc', 50_000, 101) }, 'ORDER_CONFIRMATIONS'],
    ['that lives no time', { expiresAt: NOW }, 'ORDER_LIFE'],
    ['that lives backwards', { expiresAt: at(-5) }, 'ORDER_LIFE'],
    ['that lives seven days', { expiresAt: at(7 * 86_400) }, 'none'],
    ['that lives longer', { expiresAt: at(7 * 86_400 + 1) }, 'ORDER_LIFE'],
    ['from a clock slightly ahead', { createdAt: at(120) }, 'none'],
    ['from the future', { createdAt: at(121) }, 'ORDER_FROM_FUTURE'],
    ['that expires now', { createdAt: at(-60), expiresAt: NOW }, 'ORDER_EXPIRED'],
    ['that has expired', { createdAt: at(-60), expiresAt: at(-1) }, 'ORDER_EXPIRED']
  ]
  for (const [what, edit, code] of cases) {
    it(`give ${code} for an order ${what}`, () => {
      expect(codeOf(() => checkOrder(signed('maker', edit), RULES, NOW))).to.equal(code)
    })
  }

  it('give ORDER_SIGNATURE for any bit that the maker did not sign', () => {
    const { order, signature } = signed('maker')
    const wrong: readonly SignedOrder[] = [
      { order, signature: new Uint8Array(64) },
      { order: { ...order, buy: leg('ltc', 800_001) }, signature },
      { order: { ...order, makerKey: signerOf('other').tradingKey }, signature },
      { order: { ...order, makerKey: new Uint8Array(32).fill(255) }, signature },
      { order, signature: signerOf('other').signAsTrader(orderId(order)) }
    ]
    for (const one of wrong) expect(codeOf(() => checkOrder(one, RULES, NOW))).to.equal('ORDER_SIGNATURE')
  })
})

describe('an order book', () => {
  const book = (...messages: readonly OrderMessage[]): OrderBook => {
    const made = new OrderBook(RULES)
    for (const message of messages) codeOf(() => made.apply(message, NOW))
    return made
  }
  const one = signed('maker')

  it('adds an order once', () => {
    const made = book()
    expect(made.apply(asOrder(one), NOW)).to.deep.equal({
      kind: 'added',
      live: { id: orderIdText(one.order), signed: one }
    })
    expect(made.apply(asOrder(one), NOW)).to.deep.equal({ kind: 'known' })
    expect(made.orders().length).to.equal(1)
  })

  it('takes an order out by its maker’s cancel, for good', () => {
    const made = book(asOrder(one))
    const cancel = asCancel(cancelOf('maker', one.order))
    expect(made.apply(cancel, NOW)).to.deep.equal({
      kind: 'removed',
      id: orderIdText(one.order),
      why: 'cancelled'
    })
    expect(made.apply(cancel, NOW)).to.deep.equal({ kind: 'known' })
    expect(codeOf(() => made.apply(asOrder(one), NOW))).to.equal('ORDER_CANCELLED')
    expect(made.orders()).to.deep.equal([])
  })

  it('keeps an order out whose cancel came first', () => {
    const made = book()
    expect(made.apply(asCancel(cancelOf('maker', one.order)), NOW)).to.deep.equal({ kind: 'remembered' })
    expect(codeOf(() => made.apply(asOrder(one), NOW))).to.equal('ORDER_CANCELLED')
  })

  it('lets nobody cancel another’s order, before or after it', () => {
    const foreign = asCancel(cancelOf('stranger', one.order))
    for (const messages of [
      [asOrder(one), foreign],
      [foreign, asOrder(one)]
    ]) {
      expect(book(...messages).orders().length).to.equal(1)
    }
    const forged = { ...cancelOf('stranger', one.order), makerKey: one.order.makerKey }
    expect(codeOf(() => book(asOrder(one)).apply(asCancel(forged), NOW))).to.equal('ORDER_SIGNATURE')
  })

  it('refuses cancels that are over, or remembered for longer than any order lives', () => {
    const cancel = cancelOf('maker', one.order)
    expect(codeOf(() => book().apply(asCancel({ ...cancel, expiresAt: NOW }), NOW))).to.equal('ORDER_EXPIRED')
    const never = { ...cancel, expiresAt: at(7 * 86_400 + 121) }
    expect(codeOf(() => book().apply(asCancel(never), NOW))).to.equal('ORDER_LIFE')
  })

  it('forgets what has expired, cancels too', () => {
    const two = signed('maker', { expiresAt: at(60) }, 'two')
    const gone = signed('other', { expiresAt: at(30) }, 'three')
    const made = book(asOrder(one), asOrder(two), asCancel(cancelOf('other', gone.order)))
    expect(made.messages().length).to.equal(3)
    expect(made.expire(at(60))).to.deep.equal([orderIdText(two.order)])
    expect(made.messages()).to.deep.equal([asOrder(one)])
    expect(made.order(orderIdText(two.order))).to.equal(undefined)
  })

  it('is the same whatever order the messages came in', () => {
    const orders = ['a', 'b', 'c'].flatMap((maker) => [
      signed(maker, {}, '1'),
      signed(maker, { createdAt: at(-9) }, '2')
    ])
    const messages: OrderMessage[] = [
      ...orders.map(asOrder),
      asCancel(cancelOf('a', sampleOrder('a', {}, '1'))),
      asCancel(cancelOf('b', sampleOrder('b', { createdAt: at(-9) }, '2'))),
      asCancel(cancelOf('stranger', sampleOrder('c', {}, '1')))
    ]
    const ids = (made: OrderBook): string[] => made.orders().map((live) => live.id)
    const expected = ids(book(...messages))
    expect(expected.length).to.equal(4)
    fc.assert(
      fc.property(fc.shuffledSubarray(messages, { minLength: messages.length }), (shuffled) => {
        expect(ids(book(...shuffled, ...shuffled))).to.deep.equal(expected)
      }),
      { numRuns: 30 }
    )
  })

  it('hands a new peer all that it needs to have the same book', () => {
    const two = signed('other', {}, 'two')
    const made = book(asOrder(one), asOrder(two), asCancel(cancelOf('maker', one.order)))
    expect(book(...made.messages()).messages()).to.deep.equal(made.messages())
  })

  it('holds so many orders of one maker and no more, until one goes', () => {
    const made = book()
    for (let count = 0; count < BOOK_LIMITS.maxOrdersPerMaker; count++) {
      made.apply(asOrder(signed('maker', {}, String(count))), NOW)
    }
    const more = asOrder(signed('maker', {}, 'more'))
    expect(codeOf(() => made.apply(more, NOW))).to.equal('ORDER_MAKER_LIMIT')
    made.apply(asCancel(cancelOf('maker', sampleOrder('maker', {}, '0'))), NOW)
    expect(made.apply(more, NOW).kind).to.equal('added')
  })

  it('holds so many orders in all and no more', () => {
    const made = book()
    const makers = BOOK_LIMITS.maxOrders / BOOK_LIMITS.maxOrdersPerMaker
    // Signatures of thousands of orders take their time: the same key signs with cheap nonces.
    for (let maker = 0; maker < makers; maker++) {
      const key = named(`maker ${maker}`)
      const makerKey = curve().publicKey(key).slice(1)
      for (let count = 0; count < BOOK_LIMITS.maxOrdersPerMaker; count++) {
        const order = {
          ...BASE,
          makerKey,
          nonce: Uint8Array.from({ length: 16 }, (_, index) => (count >> (8 * index)) & 255)
        }
        const signature = curve().schnorrSign(orderId(order), key, key)
        made.apply(asOrder({ order, signature }), NOW)
      }
    }
    expect(codeOf(() => made.apply(asOrder(one), NOW))).to.equal('ORDER_BOOK_FULL')
    expect(made.orders().length).to.equal(BOOK_LIMITS.maxOrders)
  }).timeout(20_000)
})

const BASE = sampleOrder('maker')
