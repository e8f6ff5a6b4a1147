import { expect } from 'chai'
import type { Bytes } from '../../../src/base/bytes.ts'
import { blockHeight, unixSeconds } from '../../../src/base/units.ts'
import type { TradeEffect } from '../../../src/exchange/trade/effects.ts'
import type { TradeEvent } from '../../../src/exchange/trade/events.ts'
import type { Prepared, SharedState, TradeState } from '../../../src/exchange/trade/states.ts'
import { tradeStep } from '../../../src/exchange/trade/trade-machine.ts'
import type { OutputView } from '../../../src/ledgers/ledger.ts'
import { SIMULATED_POLICY } from '../../../src/testnet/simulation/simulated-trader.ts'
import { TradingFloor } from '../../support/trading-floor.ts'
import { preparedOf, Villain } from '../../support/villain.ts'

type Role = 'maker' | 'taker'
type View = { funding?: number; spend?: readonly [transaction: Bytes, confirmations: number] }

/** What each rule below keeps from happening: a coin lost by a step that was right an hour before. */
describe('the trade machines, late', () => {
  let alice: Villain
  let bob: Villain
  let held: Record<Role, Prepared>

  before(async () => {
    const floor = new TradingFloor()
    await floor.open()
    await floor.trade()
    await floor.until(() => floor.state(floor.bob)?.kind === 'locking')
    alice = new Villain(floor, 'alice')
    bob = new Villain(floor, 'bob')
    held = { maker: clean(preparedOf(floor, 'alice')), taker: clean(preparedOf(floor, 'bob')) }
  })

  const clean = (from: Prepared): Prepared => ({
    deal: from.deal,
    terms: from.terms,
    funding: from.funding,
    ownPresignatures: from.ownPresignatures,
    claimSignatures: from.claimSignatures,
    theirPresignatures: from.theirPresignatures
  })
  const lockA = (): number => held.maker.terms.legs.A.refundTime
  const lockB = (): number => held.maker.terms.legs.B.refundTime

  const view = (at: number, given: View): OutputView => ({
    tip: { height: blockHeight(1), hash: '', medianTime: unixSeconds(at) },
    funding:
      given.funding === undefined
        ? null
        : { transaction: new Uint8Array(1), confirmations: given.funding, matches: true },
    spend: given.spend === undefined ? null : { transaction: given.spend[0], confirmations: given.spend[1] }
  })
  const look = (at: number, A: View, B: View): TradeEvent => ({
    kind: 'observed',
    views: { A: view(at, A), B: view(at, B) },
    now: unixSeconds(at)
  })
  const locking = (role: Role, ownSeen = true): SharedState => ({
    kind: 'locking',
    ...held[role],
    stopped: false,
    ownSeen,
    theirFunding: new Uint8Array(1)
  })
  const step = (role: Role, state: SharedState, event: TradeEvent) => {
    const trade: TradeState = role === 'maker' ? { role, state } : { role, state }
    const [next, effects] = tradeStep(trade, event, SIMULATED_POLICY)
    return { state: next.state, effects: effects.map((effect: TradeEffect) => effect.kind), all: effects }
  }
  const settle = (at: number): TradeEvent => ({
    kind: 'requested',
    request: {
      kind: 'settle',
      negotiationId: held.taker.terms.negotiationId,
      secret: alice.secret(),
      nonceA: new Uint8Array(66),
      nonceB: new Uint8Array(66),
      feeRateB: 1000
    },
    views: { A: null, B: null },
    now: unixSeconds(at)
  })

  it('a taker takes the secret from the maker until its own lock ends, not after', () => {
    expect(step('taker', locking('taker'), settle(lockB())).state.kind).to.equal('claiming')
    const late = step('taker', locking('taker'), settle(lockB() + 1))
    expect(late.state.kind).to.equal('locking')
    expect(late.effects).to.deep.equal(['respond'])
  })

  it('a taker on its way to a refund does not turn round because the maker says so', () => {
    const refunding: SharedState = { kind: 'refunding', ...held.taker, refund: null, secret: null }
    const asked = step('taker', refunding, settle(lockB() - 60))
    expect(asked.state.kind).to.equal('refunding')
    expect(asked.effects).to.deep.equal(['respond'])
  })

  it('a taker that remembers no escrow looks at the ledger before it signs an early refund of A', () => {
    const waiting: TradeState = {
      role: 'taker',
      state: { kind: 'waiting', ...held.taker, acknowledged: true }
    }
    const asked = (B: OutputView | null): readonly string[] => {
      const request = {
        kind: 'refundRequest',
        negotiationId: held.taker.terms.negotiationId,
        nonceA: new Uint8Array(66),
        script: held.maker.deal.refundScript,
        feeRate: 1000
      } as const
      const now = unixSeconds(lockB() - 1000)
      const event = { kind: 'requested', request, views: { A: null, B }, now } as const
      const [next, effects] = tradeStep(waiting, event, SIMULATED_POLICY)
      const said = effects.map((effect) =>
        effect.kind === 'respond' && effect.response.kind === 'refuse' ? effect.response.code : effect.kind
      )
      return [next.state.kind, ...said]
    }
    const at = lockB() - 1000
    expect(asked(view(at, {}))).to.deep.equal(['abandoned', 'answerRefund'])
    expect(asked(view(at, { funding: 0 }))).to.deep.equal(['waiting', 'STATE_MISMATCH'])
    expect(asked(view(at, { spend: [new Uint8Array(1), 1] }))).to.deep.equal(['waiting', 'STATE_MISMATCH'])
    expect(asked(null)).to.deep.equal(['waiting', 'BUSY'])
  })

  it('a taker publishes its escrow in the first half of the time between the locks, not after', () => {
    const middle = (lockA() + lockB()) / 2
    const early = step('taker', locking('taker'), look(middle, { funding: 6 }, {}))
    expect(early.effects).to.deep.equal(['broadcast'])
    for (const ownSeen of [false, true]) {
      const late = step('taker', locking('taker', ownSeen), look(middle + 1, { funding: 6 }, {}))
      expect(late.effects).to.deep.equal([])
      expect(late.state.kind).to.equal('locking')
    }
    const refunding: SharedState = { kind: 'refunding', ...held.taker, refund: null, secret: null }
    expect(step('taker', refunding, look(middle + 1, { funding: 6 }, {})).effects).to.deep.equal([])
  })

  it('a taker whose escrow nobody ever saw has its coins back after both locks; one that was seen waits on', () => {
    const after = look(lockA() + 1, { funding: 6 }, {})
    expect(step('taker', locking('taker', false), after).state).to.include({
      kind: 'abandoned',
      reason: 'TOO_LATE_TO_LOCK'
    })
    expect(step('taker', locking('taker', true), after).state.kind).to.equal('locking')
  })

  it('a maker lets the secret out until its claim deadline, not after, whatever it had decided', () => {
    const { claimDeadline } = held.maker.terms
    const theirFunding = new Uint8Array(1)
    const revealing: TradeState = { role: 'maker', state: { kind: 'revealing', ...held.maker, theirFunding } }
    const revealed = (at: number): TradeEvent => ({
      kind: 'revealed',
      secret: alice.secret(),
      now: unixSeconds(at)
    })
    const kindAfter = (event: TradeEvent): string =>
      tradeStep(revealing, event, SIMULATED_POLICY)[0].state.kind
    const effectsOf = (event: TradeEvent): string[] =>
      tradeStep(revealing, event, SIMULATED_POLICY)[1].map((effect) => effect.kind)
    expect(kindAfter(revealed(claimDeadline))).to.equal('claiming')
    expect(kindAfter(revealed(claimDeadline + 1))).to.equal('revealing')
    expect(effectsOf(look(claimDeadline, { funding: 6 }, { funding: 6 }))).to.deep.equal(['reveal'])
    expect(kindAfter(look(claimDeadline + 1, { funding: 6 }, { funding: 6 }))).to.equal('locking')
    expect(kindAfter(look(claimDeadline - 9, { funding: 6 }, { funding: 1 }))).to.equal('locking')
    const spent: View = { funding: 6, spend: [bob.refund(2000), 0] }
    expect(kindAfter(look(claimDeadline - 9, { funding: 6 }, spent))).to.equal('locking')
  })

  it('nobody publishes a claim against a spend that has confirmed', () => {
    const attempt = { kind: 'cooperating', until: unixSeconds(1) } as const
    const base = { attempt, secret: alice.secret(), theirFunding: null, kind: 'claiming' } as const
    const cases = [
      ['maker', {}, { funding: 6, spend: [bob.refund(2000), 1] }],
      ['taker', { funding: 6, spend: [alice.refund(2000), 1] }, { funding: 6 }]
    ] as const
    for (const [role, A, B] of cases) {
      const seen = step(role, { ...base, ...held[role] }, look(lockB() + 9, { funding: 6, ...A }, B))
      expect(
        seen.all.filter((effect) => effect.kind === 'broadcast' && effect.what === 'claim')
      ).to.deep.equal([])
    }
  })

  it('a taker that lost the race for A takes B back, and stays with that', () => {
    const attempt = { kind: 'cooperating', until: unixSeconds(1) } as const
    const claiming: SharedState = {
      ...held.taker,
      kind: 'claiming',
      attempt,
      secret: alice.secret(),
      theirFunding: null
    }
    const gone: View = { funding: 6, spend: [alice.refund(2000), 6] }
    const first = step('taker', claiming, look(lockA() + 9, gone, { funding: 6 }))
    expect(first.state.kind).to.equal('refunding')
    const claimed: View = { funding: 6, spend: [alice.claim(0, alice.secret()), 0] }
    const second = step('taker', first.state as SharedState, look(lockA() + 99, gone, claimed))
    expect(second.state.kind).to.equal('refunding')
  })

  it('a refund waits for its lock in silence, and raises its fee only after', () => {
    const at = lockA() - 5 * 3600
    const refund = { transaction: alice.refund(2000), feeRate: 2000, at: unixSeconds(at - 7200) }
    const refunding: SharedState = { kind: 'refunding', ...held.maker, refund, secret: alice.secret() }
    expect(step('maker', refunding, look(at, { funding: 6 }, {})).effects).to.deep.equal([])
    expect(step('maker', refunding, look(lockA(), { funding: 6 }, {})).effects).to.deep.equal([])
    const due = step('maker', refunding, look(lockA() + 1, { funding: 6 }, {}))
    expect(due.all).to.deep.include({ kind: 'signRefund', terms: held.maker.terms, floor: 2501 })
    const fresh: SharedState = { ...refunding, refund: { ...refund, at: unixSeconds(lockA()) } }
    expect(step('maker', fresh, look(lockA() + 1, { funding: 6 }, {})).effects).to.deep.equal(['broadcast'])
  })
})
