import { expect } from 'chai'
import { MemoryStore } from '../../../src/adapters/level/memory-store.ts'
import type { Bytes } from '../../../src/base/bytes.ts'
import { errorCode } from '../../../src/base/coded-error.ts'
import { sats } from '../../../src/base/units.ts'
import { OrderDesk, type OrderEvent } from '../../../src/drivers/orders/order-desk.ts'
import { orderIdText } from '../../../src/exchange/order.ts'
import type { OrderSyncSource, OrderValidator, OrderVerdict } from '../../../src/ports/peer-network.ts'
import type { Log } from '../../../src/ports/world.ts'
import { rest, SimulatedClock } from '../../../src/testnet/simulation/simulated-clock.ts'
import { CountedRandom } from '../../../src/testnet/simulation/simulated-trader.ts'
import type { OrderMessage } from '../../../protocols/order-gossip/types.ts'
import { asCancel, asOrder, cancelOf, sampleOrder, signed } from '../../support/sample-orders.ts'
import { named, signerOf } from '../../support/sample-terms.ts'

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silent
}

const REQUEST = {
  sell: { ledger: 'btc', amount: sats(50_000), confirmations: 1 },
  buy: { ledger: 'ltc', amount: sats(50_000), confirmations: 1 },
  lifeSeconds: 600
}

/** A desk over its own store, with what it published and how it judges. */
class Office {
  readonly clock: SimulatedClock
  readonly published: OrderMessage[] = []
  readonly events: OrderEvent[] = []
  readonly desk: OrderDesk
  #validator: OrderValidator = () => Promise.resolve([])
  #source: OrderSyncSource = () => []
  offline = false

  constructor(rows = new Map<string, Bytes>(), clock = new SimulatedClock()) {
    this.clock = clock
    const ledgers = new Map(['btc', 'ltc'].map((id) => [id, { minimumAmount: 10_000n }] as const))
    this.desk = new OrderDesk({
      store: new MemoryStore(rows),
      clock,
      random: new CountedRandom(`office ${rows.size}`),
      log: silent,
      signer: signerOf('maker'),
      rules: { network: 'simulated', ledgers },
      network: {
        self: () => ({ peer: named('peer'), name: 'office', addresses: ['/a', '/b', '/c', '/d', '/e'] }),
        onOrderMessages: (validator) => (this.#validator = validator),
        orderSyncSource: (source) => (this.#source = source),
        publishOrder: (message) => {
          if (this.offline) return Promise.reject(new Error('offline'))
          this.published.push(message)
          return Promise.resolve(1)
        }
      }
    })
  }

  async open(): Promise<this> {
    await this.desk.start()
    this.desk.onChange((event) => this.events.push(event))
    return this
  }

  async judge(...messages: OrderMessage[]): Promise<readonly OrderVerdict[]> {
    return await this.#validator(messages, 'peer')
  }

  async book(): Promise<readonly OrderMessage[]> {
    const messages: OrderMessage[] = []
    for await (const message of this.#source()) messages.push(message)
    return messages
  }
}

describe('the order desk', () => {
  it('places an order: signed, stored, then gossiped', async () => {
    const rows = new Map<string, Bytes>()
    const office = await new Office(rows).open()
    const live = await office.desk.place(REQUEST)
    expect(office.published).to.deep.equal([asOrder(live.signed)])
    expect(live.signed.order.addresses.length).to.equal(4)
    expect(office.desk.own().map((own) => own.state)).to.deep.equal(['live'])
    const again = await new Office(rows).open()
    expect(again.desk.live()).to.deep.equal([live])
    expect(again.desk.isOwn(live.signed.order)).to.equal(true)
    await office.desk.stop()
  })

  it('refuses an own order that breaks a rule, with its code', async () => {
    const office = await new Office().open()
    const wrong = [
      [{ ...REQUEST, lifeSeconds: 0 }, 'ORDER_LIFE'],
      [{ ...REQUEST, buy: REQUEST.sell }, 'ORDER_LEDGERS_EQUAL'],
      [{ ...REQUEST, sell: { ...REQUEST.sell, amount: sats(1) } }, 'ORDER_AMOUNT']
    ] as const
    for (const [request, code] of wrong) {
      const error = await office.desk.place(request).catch((cause: unknown) => cause)
      expect(errorCode(error)).to.equal(code)
    }
    expect(office.published).to.deep.equal([])
  })

  for (const why of ['cancelled', 'taken'] as const) {
    it(`takes an own order back as ${why}, once, and for later processes too`, async () => {
      const rows = new Map<string, Bytes>()
      const office = await new Office(rows).open()
      const live = await office.desk.place(REQUEST)
      await office.desk.withdraw(live.id, why)
      await office.desk.withdraw(live.id, 'cancelled')
      expect(office.published.map((message) => message.kind)).to.deep.equal(['order', 'cancel'])
      expect(office.events.map((event) => event.kind)).to.deep.equal(['added', 'removed'])
      const again = await new Office(rows).open()
      expect(again.desk.live()).to.deep.equal([])
      expect(again.desk.own().map((own) => own.state)).to.deep.equal([why])
      expect(await again.judge(asOrder(live.signed))).to.deep.equal(['ignore'])
    })
  }

  it('places and takes back while nobody can be reached', async () => {
    const office = await new Office().open()
    office.offline = true
    const live = await office.desk.place(REQUEST)
    await office.desk.withdraw(live.id, 'cancelled')
    expect((await office.book()).map((message) => message.kind)).to.deep.equal(['cancel'])
  })

  it('judges what peers say: passed on, not worth it, or wrong', async () => {
    const office = await new Office().open()
    const one = signed('other')
    const cancel = asCancel(cancelOf('other', one.order))
    const forged = { order: one.order, signature: new Uint8Array(64) }
    const verdicts = await office.judge(
      asOrder(one),
      asOrder(one),
      asOrder(forged),
      asOrder(signed('other', { network: 'elsewhere' })),
      asOrder(signed('other', { createdAt: office.clock.now(), expiresAt: office.clock.now() })),
      asOrder(signed('other', { sell: { ledger: 'doge', amount: sats(50_000), confirmations: 1 } })),
      cancel,
      cancel,
      asOrder(one)
    )
    expect(verdicts).to.deep.equal([
      'accept',
      'ignore',
      'reject',
      'reject',
      'reject',
      'ignore',
      'accept',
      'ignore',
      'ignore'
    ])
    expect(office.events.map((event) => event.kind)).to.deep.equal(['added', 'removed'])
  })

  it('keeps what peers said over a restart, cancels before orders', async () => {
    const rows = new Map<string, Bytes>()
    const office = await new Office(rows).open()
    const one = signed('other')
    const two = signed('third')
    await office.judge(asOrder(one), asCancel(cancelOf('third', two.order)))
    const again = await new Office(rows).open()
    expect(again.desk.live().map((live) => live.id)).to.deep.equal([orderIdText(one.order)])
    expect(await again.judge(asOrder(two))).to.deep.equal(['ignore'])
  })

  it('drops what expires, and says so', async () => {
    const office = await new Office().open()
    const live = await office.desk.place(REQUEST)
    await office.judge(asOrder(signed('other', { expiresAt: sampleOrder('x').expiresAt })))
    await office.clock.advance(606)
    expect(office.desk.live().length).to.equal(1)
    expect(office.events.at(-1)).to.deep.equal({ kind: 'removed', id: live.id, why: 'expired' })
    expect(office.desk.own().map((own) => own.state)).to.deep.equal(['expired'])
    await office.desk.stop()
  })

  it('leaves alone what a newer version stored', async () => {
    const rows = new Map<string, Bytes>()
    const office = await new Office(rows).open()
    await office.judge(asOrder(signed('other')))
    const newer = new Map(
      [...rows].map(([key, value]) => [key, Uint8Array.of(2, ...value.subarray(1))] as const)
    )
    const again = await new Office(newer).open()
    expect(again.desk.live()).to.deep.equal([])
    await rest()
    expect([...newer.keys()]).to.deep.equal([...rows.keys()])
  })

  it('starts though a stored order is damaged', async () => {
    const rows = new Map<string, Bytes>()
    const office = await new Office(rows).open()
    await office.judge(asOrder(signed('other')))
    const damaged = new Map(rows)
    for (const key of rows.keys()) damaged.set(`${key}x`, Uint8Array.of(1, 2, 3))
    const again = await new Office(damaged).open()
    expect(again.desk.live().length).to.equal(1)
  })
})
