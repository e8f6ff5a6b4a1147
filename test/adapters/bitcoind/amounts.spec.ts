import { expect } from 'chai'
import { assert, bigInt, property } from 'fast-check'
import { coinsToSats } from '../../../src/adapters/bitcoind/amounts.ts'
import { coinsText } from '../../../src/ledgers/bitcoin/coins-text.ts'

describe('amounts of coins', () => {
  it('are exact below 2^26 coins', () => {
    const amounts = bigInt({ min: 0n, max: 2n ** 26n * 100_000_000n - 1n })
    assert(
      property(amounts, (amount) => {
        expect(coinsToSats(JSON.parse(coinsText(amount)) as number)).to.equal(amount)
      })
    )
  })

  it('are refused where they are negative, finer than a unit or not finite', () => {
    for (const coins of [-1, -0.00000001, 0.000000001, 1.123456789, Number.NaN, Infinity, 2 ** 26]) {
      expect(coinsToSats(coins)).to.equal(null)
    }
  })
})
