import { coinsText } from '../../src/ledgers/bitcoin/coins-text.ts'
import { expect } from 'chai'
import { assert, bigInt, property } from 'fast-check'
import { amountText, parseAmount, parseAmountOrAll } from '../../src/cli/amount.ts'
import { CliError } from '../../src/cli/cli-error.ts'
import { durationText, parseDuration } from '../../src/cli/time-text.ts'

describe('amounts as people type them', () => {
  for (const [text, ledger, amount] of [
    ['0.5btc', 'btc', 50_000_000n],
    ['20ltc', 'ltc', 2_000_000_000n],
    ['0.00000001btc', 'btc', 1n],
    ['92233720368.54775807btc', 'btc', 9_223_372_036_854_775_807n],
    ['1500sat@btc', 'btc', 1500n],
    ['9223372036854775807sat@btc', 'btc', 9_223_372_036_854_775_807n],
    ['1sat', 'sat', 100_000_000n],
    ['007.10ltc', 'ltc', 710_000_000n]
  ] as const) {
    it(`reads ${text}`, () => expect(parseAmount(text)).to.deep.equal({ ledger, amount }))
  }

  for (const text of [
    '',
    'btc',
    '1',
    '1.btc',
    '.5btc',
    '1,5btc',
    '-1btc',
    '+1btc',
    ' 1btc',
    '1 btc',
    '1BTC',
    '0btc',
    '0sat@btc',
    '1.000000001btc',
    '1.5sat@btc',
    '92233720368.54775808btc',
    '1b',
    'all@btc',
    '١btc'
  ]) {
    it(`refuses ${JSON.stringify(text)}: AMOUNT_INVALID`, () => {
      expect(() => parseAmount(text))
        .to.throw(CliError)
        .with.property('code', 'AMOUNT_INVALID')
    })
  }

  it('reads everything where that is allowed', () => {
    expect(parseAmountOrAll('all@btc')).to.deep.equal({ ledger: 'btc', amount: 'all' })
    expect(parseAmountOrAll('1sat@btc')).to.deep.equal({ ledger: 'btc', amount: 1n })
  })

  it('writes what it reads', () => {
    assert(
      property(bigInt(1n, (1n << 63n) - 1n), (amount) => {
        expect(parseAmount(amountText(amount, 'btc')).amount).to.equal(amount)
        expect(parseAmount(`${coinsText(amount)}btc`).amount).to.equal(amount)
      })
    )
  })
})

describe('spans of time', () => {
  it('reads one number and one unit', () => {
    expect(['90s', '45m', '12h', '7d'].map(parseDuration)).to.deep.equal([90, 2700, 43_200, 604_800])
  })

  for (const text of ['', '1', '1w', '1.5h', '-1h', '1h30m']) {
    it(`refuses ${JSON.stringify(text)}: DURATION_INVALID`, () => {
      expect(() => parseDuration(text))
        .to.throw(CliError)
        .with.property('code', 'DURATION_INVALID')
    })
  }

  it('shows the two largest units', () => {
    const spans = [0, 5, 60, 3599, 3600, 90_061, 172_800]
    expect(spans.map(durationText)).to.deep.equal(['0s', '5s', '1m', '59m 59s', '1h', '1d 1h', '2d'])
  })
})
