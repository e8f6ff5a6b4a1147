import { expect } from 'chai'
import fc from 'fast-check'
import { blockHeight, unixSeconds } from '../../../src/base/units.ts'
import type { LegViews, TradeEvent } from '../../../src/exchange/trade/events.ts'
import { describeTrade } from '../../../src/exchange/trade/describe.ts'
import { isEnded, type TradeState } from '../../../src/exchange/trade/states.ts'
import { tradeObligations, tradeStep } from '../../../src/exchange/trade/trade-machine.ts'
import type { OutputView } from '../../../src/ledgers/ledger.ts'
import { SIMULATED_POLICY } from '../../../src/testnet/simulation/simulated-trader.ts'
import { eventsOf, gallery, type Gallery } from '../../support/trade-states.ts'

const BEGAN = 1_800_000_000
const HOUR = 3600

const SHARED = ['locking', 'claiming', 'refunding', 'closed', 'refunded', 'lost', 'abandoned']
const KINDS: Readonly<Record<TradeState['role'], readonly string[]>> = {
  maker: ['funding', 'accepting', 'accepted', 'presigning', 'presigned', 'revealing', ...SHARED],
  taker: ['proposing', 'funding', 'confirming', 'presigning', 'waiting', ...SHARED]
}

/** Which events may move which states; every other pair leaves the state as it is. */
const MOVES: Readonly<Record<string, readonly string[]>> = {
  'maker funding': ['funded', 'fundingFailed', 'cancelRequested'],
  'maker accepting': ['acceptSigned', 'cancelRequested'],
  'maker accepted': ['requested confirm', 'cancelRequested'],
  'maker presigning': ['presigned', 'cancelRequested'],
  'maker presigned': ['requested takerPresignatures', 'cancelRequested'],
  'maker locking': ['cancelRequested'],
  'maker revealing': ['revealed'],
  'maker claiming': ['keyClaimSigned', 'cooperationFailed'],
  'maker refunding': ['refundSigned'],
  'taker proposing': ['answered accept', 'answered refuse', 'cancelRequested'],
  'taker funding': ['fundingFailed', 'funded', 'answered refuse', 'cancelRequested'],
  'taker confirming': ['answered makerPresignatures', 'answered refuse', 'cancelRequested'],
  'taker presigning': ['presigned', 'answered refuse', 'cancelRequested'],
  'taker waiting': ['answered locking', 'answered refuse', 'requested refundRequest', 'cancelRequested'],
  'taker locking': ['requested settle'],
  'taker claiming': ['keyClaimSigned', 'cooperationFailed'],
  'taker refunding': ['refundSigned']
}

function nameOf(event: TradeEvent): string {
  if (event.kind === 'requested') return `requested ${event.request.kind}`
  return event.kind === 'answered' ? `answered ${event.response.kind}` : event.kind
}

function arbitraryViews(given: Gallery): fc.Arbitrary<LegViews> {
  const seen = fc.record({
    transaction: fc.constantFrom(...given.spends),
    confirmations: fc.constantFrom(0, 1, 2, 3, 7)
  })
  const funding = fc.tuple(seen, fc.boolean()).map(([one, matches]) => ({ ...one, matches }))
  const view: fc.Arbitrary<OutputView | null> = fc.option(
    fc.record({
      tip: fc.integer({ min: 0, max: 30 }).map((hour) => ({
        height: blockHeight(hour),
        hash: '',
        medianTime: unixSeconds(BEGAN + hour * HOUR)
      })),
      funding: fc.option(funding),
      spend: fc.option(seen)
    })
  )
  return fc.record({ A: view, B: view })
}

describe('the trade machines', () => {
  let given: Gallery

  before(async () => {
    given = await gallery()
  })

  const stateOf = (name: string): TradeState => {
    const record = given.records.get(name)
    if (record === undefined) throw new Error(`no record of ${name}`)
    return record.role === 'maker'
      ? { role: 'maker', state: record.state }
      : { role: 'taker', state: record.state }
  }

  const names = (['maker', 'taker'] as const).flatMap((role) => KINDS[role].map((kind) => `${role} ${kind}`))

  for (const name of names) {
    it(`move from "${name}" by the events of that state alone`, () => {
      const trade = stateOf(name)
      for (const event of eventsOf(given, BEGAN + 10)) {
        const [next] = tradeStep(trade, event, SIMULATED_POLICY)
        const moved =
          JSON.stringify(next.state.kind) !== JSON.stringify(trade.state.kind) || next.state !== trade.state
        if (moved) expect(MOVES[name] ?? [], `${name} moved by ${nameOf(event)}`).to.include(nameOf(event))
      }
    })

    it(`answer every request in "${name}" at once, or when its work is done`, () => {
      const trade = stateOf(name)
      const later = ['maker funding', 'maker accepting', 'maker presigning', 'maker accepted']
      for (const event of eventsOf(given, BEGAN + 10)) {
        if (event.kind !== 'requested') continue
        const [, effects] = tradeStep(trade, event, SIMULATED_POLICY)
        const answers = effects.filter((effect) =>
          ['respond', 'answerSettle', 'finishSettle', 'answerRefund'].includes(effect.kind)
        )
        if (!later.includes(name)) expect(answers.length, nameOf(event)).to.equal(1)
      }
    })

    it(`have plain words for "${name}"`, () => {
      const { state, role } = stateOf(name)
      for (const views of [
        { A: null, B: null },
        { A: emptyView, B: emptyView }
      ]) {
        const words = describeTrade(role, state, views, {
          amount: (ledger, amount) => `${amount} ${ledger}`,
          time: (at) => `at ${at}`
        })
        for (const sentence of [words.coins, words.next, words.worstCase]) {
          expect(sentence).to.match(/^[A-Z0-9].*\.$/s)
          expect(sentence).to.not.match(/undefined|\[object|NaN/)
        }
      }
    })
  }

  it('leave what has ended as it is, whatever comes, and owe nothing but the release of coins', () => {
    for (const name of names) {
      const trade = stateOf(name)
      if (!isEnded(trade.state)) continue
      for (const event of eventsOf(given, BEGAN + 10)) {
        expect(tradeStep(trade, event, SIMULATED_POLICY)[0].state, `${name} ${nameOf(event)}`).to.equal(
          trade.state
        )
      }
      expect(tradeObligations(trade).map((effect) => effect.kind)).to.deep.equal(
        trade.state.kind === 'abandoned' ? ['release'] : []
      )
    }
  })

  it('never throw, never forget the secret, and give it to nobody but by settling or claiming', () => {
    const event = fc.oneof(
      fc
        .integer({ min: 0, max: 30 })
        .chain((hour) => fc.constantFrom(...eventsOf(given, BEGAN + hour * HOUR))),
      fc
        .record({ views: arbitraryViews(given), hour: fc.integer({ min: 0, max: 30 }) })
        .map(
          ({ views, hour }) => ({ kind: 'observed', views, now: unixSeconds(BEGAN + hour * HOUR) }) as const
        )
    )
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.array(event, { maxLength: 12 }), (name, events) => {
        let trade = stateOf(name)
        let knew = 'secret' in trade.state && trade.state.secret !== null
        for (const one of events) {
          const [next] = tradeStep(trade, one, SIMULATED_POLICY)
          tradeObligations(next)
          const knows = 'secret' in next.state && next.state.secret !== null
          if (knew && !isEnded(next.state)) expect(knows, `${name} forgot the secret`).to.equal(true)
          if (isEnded(trade.state)) expect(next.state).to.equal(trade.state)
          knew = knows
          trade = next
        }
      }),
      { numRuns: 400 }
    )
  }).timeout(30_000)
})

const emptyView: OutputView = {
  tip: { height: blockHeight(1), hash: '', medianTime: unixSeconds(BEGAN) },
  funding: null,
  spend: null
}
