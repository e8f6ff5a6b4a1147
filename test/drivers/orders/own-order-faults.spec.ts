import { expect } from 'chai'
import { sats } from '../../../src/base/units.ts'
import { OrderError } from '../../../src/exchange/order.ts'
import { TradingFloor } from '../../support/trading-floor.ts'

const leg = (ledger: string, amount: bigint, confirmations = 1) => ({
  ledger,
  amount: sats(amount),
  confirmations
})

describe('own orders that break a rule', () => {
  const request = { sell: leg('btc', 100_000n), buy: leg('ltc', 100_000n), lifeSeconds: 3600 }

  for (const [what, change, code] of [
    ['too little', { sell: leg('btc', 9_999n) }, 'ORDER_AMOUNT'],
    ['a ledger that the network does not have', { buy: leg('doge', 100_000n) }, 'ORDER_LEDGER_UNKNOWN'],
    ['one ledger twice', { buy: leg('btc', 100_000n) }, 'ORDER_LEDGERS_EQUAL'],
    ['no confirmation', { buy: leg('ltc', 100_000n, 0) }, 'ORDER_CONFIRMATIONS'],
    ['too long a life', { lifeSeconds: 8 * 24 * 3600 }, 'ORDER_LIFE']
  ] as const) {
    it(`refuses an own order of ${what} as a mistake of its owner`, async () => {
      const floor = new TradingFloor()
      await floor.open()
      const refused = await floor.alice.orders
        .place({ ...request, ...change })
        .catch((error: unknown) => error)
      expect(refused).to.be.instanceOf(OrderError).and.to.include({ code, fault: 'user' })
      expect(floor.alice.orders.own()).to.deep.equal([])
      expect(floor.bob.orders.live()).to.deep.equal([])
    })
  }
})
