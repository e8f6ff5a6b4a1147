import { expect } from 'chai'
import type { Bytes } from '../../src/base/bytes.ts'
import { blockHeight, unixSeconds, type UnixSeconds } from '../../src/base/units.ts'
import { transactionId } from '../../src/exchange/escrow/spent-by.ts'
import type { LegName } from '../../src/exchange/terms.ts'
import type { TradeEffect } from '../../src/exchange/trade/effects.ts'
import type { LegViews, TradeEvent } from '../../src/exchange/trade/events.ts'
import { faultInLockTimes } from '../../src/exchange/trade/policy.ts'
import type { Prepared, SharedState, TradeState } from '../../src/exchange/trade/states.ts'
import { tradeObligations, tradeStep } from '../../src/exchange/trade/trade-machine.ts'
import type { OutputView } from '../../src/ledgers/ledger.ts'
import { SIMULATED_POLICY } from '../../src/testnet/simulation/simulated-trader.ts'
import type { TraderName } from '../support/deaths.ts'
import { TradingFloor } from '../support/trading-floor.ts'
import { preparedOf, Villain } from '../support/villain.ts'

const HOUR = 3600

/*
 * First the two laws by themselves: both escrows stand, one side is honest and acts a step after it can know, the
 * other side and the pool do what they like, and of two spends of one escrow in one step either may win.
 */

type Side = 'maker' | 'taker'

interface Law {
  /** Step from which the owner can take the escrow back. */
  readonly lockA: number
  readonly lockB: number
  /** Who alone knows the unlock secret at first; the pool helps the dishonest side. */
  readonly holder: 'maker' | 'pool'
  /** The last step in which an honest holder begins to claim. */
  readonly deadline: number
}

interface Position {
  readonly step: number
  /** Whose each escrow is, null while it stands. */
  readonly A: Side | null
  readonly B: Side | null
  readonly knows: Readonly<Record<Side, boolean>>
}

/** Every way in which a step can end, each as a position. */
function successors(law: Law, at: Position, honest: Side): Position[] {
  const crook: Side = honest === 'maker' ? 'taker' : 'maker'
  const moves = (side: Side): { claim: boolean; refund: boolean } => {
    const [own, other, lock] = side === 'maker' ? [at.A, at.B, law.lockA] : [at.B, at.A, law.lockB]
    return { claim: at.knows[side] && other === null, refund: own === null && at.step >= lock }
  }
  const mine = moves(honest)
  // The holder begins in time, when it likes, and goes on; who learnt the secret claims at once.
  const hidden = honest === law.holder && !at.knows[crook]
  const begins = hidden ? (at.step > law.deadline ? [false] : [false, true]) : [true]
  const theirs = moves(crook)
  const choices = (possible: boolean): boolean[] => (possible ? [false, true] : [false])
  const leaks = law.holder === 'pool' && !at.knows[crook] ? [false, true] : [false]
  const next: Position[] = []
  for (const begin of begins) {
    for (const claim of choices(theirs.claim)) {
      for (const refund of choices(theirs.refund)) {
        for (const leak of leaks) {
          const own = honest === 'maker' ? 'A' : 'B'
          const other = own === 'A' ? 'B' : 'A'
          const claims = mine.claim && begin
          const takers = {
            [own]: [...(mine.refund ? [honest] : []), ...(claim ? [crook] : [])],
            [other]: [...(claims ? [honest] : []), ...(refund ? [crook] : [])]
          } as Record<LegName, Side[]>
          const knows = {
            maker: at.knows.maker || claims || claim || (leak && crook === 'maker'),
            taker: at.knows.taker || claims || claim || (leak && crook === 'taker')
          }
          for (const A of takers.A.length === 0 ? [at.A] : takers.A) {
            for (const B of takers.B.length === 0 ? [at.B] : takers.B) {
              next.push({ step: at.step + 1, A, B, knows })
            }
          }
        }
      }
    }
  }
  return next
}

/** Whether some course of events takes the honest side's coins and gives it nothing. */
function canRob(law: Law, honest: Side): boolean {
  const crook: Side = honest === 'maker' ? 'taker' : 'maker'
  const knows = { maker: law.holder === 'maker', taker: false }
  const seen = new Set<string>()
  const open: Position[] = [{ step: 0, A: null, B: null, knows }]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const [own, other] = honest === 'maker' ? [at.A, at.B] : [at.B, at.A]
    if (own === crook && other === crook) return true
    const name = JSON.stringify(at)
    if (at.step > 14 || seen.has(name)) continue
    seen.add(name)
    open.push(...successors(law, at, honest))
  }
  return false
}

describe('the two laws of a swap', () => {
  it('L1: who alone holds the secret refunds last, with room for the other to react', () => {
    for (let lockB = 2; lockB <= 6; lockB++) {
      for (let lockA = 1; lockA <= 10; lockA++) {
        const law: Law = { lockA, lockB, holder: 'maker', deadline: lockB - 1 }
        expect(canRob(law, 'maker'), `maker, locks ${lockA} ${lockB}`).to.equal(false)
        // A claim in the last step before the taker's refund can win; the taker acts one step later.
        expect(canRob(law, 'taker'), `taker, locks ${lockA} ${lockB}`).to.equal(lockA <= lockB + 1)
      }
    }
  })

  it('L1: a holder that claims when the other lock has ended can lose both', () => {
    expect(canRob({ lockA: 10, lockB: 4, holder: 'maker', deadline: 4 }, 'maker')).to.equal(true)
    expect(canRob({ lockA: 10, lockB: 4, holder: 'maker', deadline: 3 }, 'maker')).to.equal(false)
  })

  it('L2: a secret that a pool alone knows robs one side, in whichever order the locks end', () => {
    for (let lockB = 2; lockB <= 6; lockB++) {
      for (let lockA = 2; lockA <= 6; lockA++) {
        const law: Law = { lockA, lockB, holder: 'pool', deadline: 99 }
        const robbed = { maker: canRob(law, 'maker'), taker: canRob(law, 'taker') }
        expect(robbed.maker || robbed.taker, `locks ${lockA} ${lockB}`).to.equal(true)
        if (lockA < lockB) expect(robbed.taker).to.equal(true)
        if (lockA > lockB) expect(robbed.maker).to.equal(true)
      }
    }
  })
})

/*
 * Then the machines as they are, with the signatures of a real trade, against every schedule of a counterparty
 * that has the other's keys: hours for steps, each honest transaction late by `delay`, this node away for a while.
 */

interface Setting {
  readonly prepared: Prepared
  readonly secret: Bytes
  readonly villainsClaim: Bytes
  readonly villainsRefund: Bytes
  readonly ownRefund: Bytes
  readonly began: UnixSeconds
}

async function setting(name: TraderName): Promise<Setting> {
  const floor = new TradingFloor()
  await floor.open()
  await floor.trade()
  const began = floor.clock.now()
  await floor.until(() => floor.state(floor.bob)?.kind === 'locking')
  const alice = new Villain(floor, 'alice')
  const bob = new Villain(floor, 'bob')
  const [self, villain] = name === 'alice' ? [alice, bob] : [bob, alice]
  const secret = alice.secret()
  return {
    prepared: preparedOf(floor, name),
    secret,
    villainsClaim: villain.claim(0, secret),
    villainsRefund: villain.refund(3000),
    ownRefund: self.refund(3000),
    began
  }
}

interface Schedule {
  /** Hours after the beginning; a spend that is not yet valid then is not made. */
  readonly villainClaims: number
  readonly villainRefunds: number
  /** This node sees and does nothing from `away` on for `absence` hours. */
  readonly away: number
  readonly absence: number
  /** Hours that each honest transaction waits for a block. */
  readonly delay: number
}

interface Spend {
  readonly txid: string
  readonly transaction: Bytes
  readonly by: 'self' | 'villain'
  readonly at: number
}

class Model {
  readonly #setting: Setting
  readonly #schedule: Schedule
  readonly #terms
  readonly #mempool: Record<LegName, Spend[]> = { A: [], B: [] }
  readonly #confirmed: Partial<Record<LegName, Spend>> = {}
  #trade: TradeState
  readonly #last: number
  /** Whether the villain knows the secret. */
  #shown: boolean

  constructor(
    role: Side,
    given: Setting,
    schedule: Schedule,
    locks: { A: number; B: number; deadline: number }
  ) {
    const { began, prepared } = given
    const hours = (count: number): UnixSeconds => unixSeconds(began + count * HOUR)
    const { legs } = prepared.terms
    this.#terms = {
      ...prepared.terms,
      claimDeadline: hours(locks.deadline),
      legs: {
        A: { ...legs.A, refundTime: hours(locks.A) },
        B: { ...legs.B, refundTime: hours(locks.B) }
      }
    }
    this.#setting = given
    this.#last = locks.A + 6
    this.#schedule = schedule
    this.#shown = role === 'taker'
    const held: Prepared = {
      deal: prepared.deal,
      terms: this.#terms,
      funding: prepared.funding,
      ownPresignatures: prepared.ownPresignatures,
      claimSignatures: prepared.claimSignatures,
      theirPresignatures: prepared.theirPresignatures
    }
    const state: SharedState = {
      kind: 'locking',
      ...held,
      stopped: false,
      ownSeen: true,
      theirFunding: new Uint8Array(1)
    }
    this.#trade = { role, state }
  }

  /** Runs all hours. @returns whose the escrows are in the end. */
  run(): Readonly<Record<LegName, Spend['by'] | null>> {
    for (let hour = 0; hour <= this.#last; hour++) {
      this.#villain(hour)
      const { away, absence } = this.#schedule
      if (hour < away || hour >= away + absence) this.#honest(hour)
      this.#mine(hour)
    }
    return { A: this.#confirmed.A?.by ?? null, B: this.#confirmed.B?.by ?? null }
  }

  #time(hour: number): UnixSeconds {
    return unixSeconds(this.#setting.began + hour * HOUR)
  }

  #legs(): { own: LegName; other: LegName } {
    return this.#trade.role === 'maker' ? { own: 'A', other: 'B' } : { own: 'B', other: 'A' }
  }

  #villain(hour: number): void {
    const { own, other } = this.#legs()
    const { villainClaims, villainRefunds } = this.#schedule
    const { villainsClaim, villainsRefund } = this.#setting
    if (hour >= villainClaims && this.#shown) this.#publish(own, villainsClaim, 'villain', hour)
    if (hour >= villainRefunds && this.#time(hour) > this.#terms.legs[other].refundTime) {
      this.#publish(other, villainsRefund, 'villain', hour)
    }
  }

  #publish(leg: LegName, transaction: Bytes, by: Spend['by'], at: number): void {
    if (this.#confirmed[leg] !== undefined) return
    const txid = transactionId(transaction)
    if (this.#mempool[leg].some((spend) => spend.txid === txid)) return
    this.#mempool[leg].push({ transaction, txid, by, at })
  }

  #honest(hour: number): void {
    const now = this.#time(hour)
    const observed: TradeEvent = { kind: 'observed', views: this.#views(hour), now }
    // The driver looks again after each change of state.
    for (let before = ''; before !== this.#trade.state.kind;) {
      before = this.#trade.state.kind
      this.#step(observed, hour)
    }
    for (const effect of tradeObligations(this.#trade)) this.#perform(effect, hour)
  }

  #step(event: TradeEvent, hour: number): void {
    const [next, effects] = tradeStep(this.#trade, event, SIMULATED_POLICY)
    this.#trade = next
    for (const effect of effects) this.#perform(effect, hour)
  }

  #perform(effect: TradeEffect, hour: number): void {
    const now = this.#time(hour)
    if (effect.kind === 'broadcast' && effect.what !== 'escrow' && effect.what !== 'their escrow') {
      if (effect.what === 'claim') this.#shown = true
      this.#publish(effect.leg, effect.transaction, 'self', hour)
    }
    if (effect.kind === 'reveal') this.#step({ kind: 'revealed', secret: this.#setting.secret, now }, hour)
    if (effect.kind === 'settle') {
      // The villain takes the secret and says nothing.
      this.#shown = true
      this.#step({ kind: 'cooperationFailed', now }, hour)
    }
    if (effect.kind === 'signRefund') {
      const feeRate = 3000
      const transaction = this.#setting.ownRefund
      this.#step({ kind: 'refundSigned', transaction, feeRate, now }, hour)
    }
  }

  #views(hour: number): LegViews {
    const view = (leg: LegName): OutputView => {
      const confirmed = this.#confirmed[leg]
      const spend =
        confirmed ?? this.#mempool[leg].find((one) => one.by === 'villain') ?? this.#mempool[leg][0]
      const confirmations = confirmed === undefined ? 0 : 6 * (hour - confirmed.at)
      return {
        tip: { height: blockHeight(hour), hash: '', medianTime: this.#time(hour) },
        funding: { transaction: new Uint8Array(1), confirmations: 100, matches: true },
        spend: spend === undefined ? null : { transaction: spend.transaction, confirmations }
      }
    }
    return { A: view('A'), B: view('B') }
  }

  /** The villain has the miners' ear: its spends win, ours wait. */
  #mine(hour: number): void {
    for (const leg of ['A', 'B'] as const) {
      if (this.#confirmed[leg] !== undefined) continue
      const pool = this.#mempool[leg]
      const theirs = pool.find((spend) => spend.by === 'villain')
      const ours = pool.find((spend) => spend.by === 'self' && spend.at + this.#schedule.delay <= hour)
      // What was due before the other came wins.
      const winner =
        ours !== undefined && (theirs === undefined || ours.at + this.#schedule.delay < theirs.at)
          ? ours
          : theirs
      if (winner !== undefined) this.#confirmed[leg] = { ...winner, at: hour }
    }
  }
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)

/** The first schedule that robs the honest side, or null. */
function findRobbery(
  role: Side,
  given: Setting,
  limits: { locks: { A: number; B: number; deadline: number }; absence: number; delay: number }
): Schedule | null {
  const { locks, absence, delay } = limits
  const refundFrom = role === 'maker' ? locks.B : locks.A
  for (const villainClaims of range(0, locks.A + 2)) {
    for (const villainRefunds of [refundFrom + 1, refundFrom + 3, 99]) {
      for (const away of absence === 0 ? [0] : range(0, locks.A + 1)) {
        const schedule = { villainClaims, villainRefunds, away, absence, delay }
        const end = new Model(role, given, schedule, locks).run()
        if (end.A === 'villain' && end.B === 'villain') return schedule
      }
    }
  }
  return null
}

describe('the machines under the laws', () => {
  const { times } = SIMULATED_POLICY
  const fault = (locks: { A: number; B: number; deadline: number }): string | null =>
    faultInLockTimes(
      {
        refundTimeA: unixSeconds(1_800_000_000 + locks.A * HOUR),
        refundTimeB: unixSeconds(1_800_000_000 + locks.B * HOUR),
        claimDeadline: unixSeconds(1_800_000_000 + locks.deadline * HOUR)
      },
      unixSeconds(1_800_000_000),
      times
    )
  /** The tightest times that the rule accepts, and two that it refuses. */
  const tight = { A: 16, B: 10, deadline: 7 }
  const nearLocks = { A: 11, B: 10, deadline: 7 }
  const lateDeadline = { A: 22, B: 10, deadline: 10 }

  it('are given lock times that keep the margins, and no others', () => {
    expect(fault(tight)).to.equal(null)
    expect(fault({ ...tight, A: 15 })).to.match(/after the taker/)
    expect(fault({ ...tight, deadline: 8 })).to.match(/before the taker/)
    expect(fault(nearLocks)).to.be.a('string')
    expect(fault(lateDeadline)).to.be.a('string')
  })

  it('never let a taker lose that is away for less than the safety window', async () => {
    const given = await setting('bob')
    expect(findRobbery('taker', given, { locks: tight, absence: 3, delay: 1 })).to.equal(null)
    // A claim can come while the refund still waits, so that the window holds two such delays.
    expect(findRobbery('taker', given, { locks: tight, absence: 0, delay: 2 })).to.equal(null)
    expect(findRobbery('taker', given, { locks: tight, absence: 0, delay: 4 })).to.not.equal(null)
  })

  it('let a taker lose where the locks lie too near, so that this model can fail', async () => {
    const given = await setting('bob')
    expect(findRobbery('taker', given, { locks: nearLocks, absence: 3, delay: 1 })).to.not.equal(null)
    expect(findRobbery('taker', given, { locks: tight, absence: 9, delay: 1 })).to.not.equal(null)
  })

  it('never let a maker lose whose claim confirms within the claim margin', async () => {
    const given = await setting('alice')
    expect(findRobbery('maker', given, { locks: tight, absence: 0, delay: 2 })).to.equal(null)
    expect(findRobbery('maker', given, { locks: tight, absence: 12, delay: 2 })).to.equal(null)
  })

  it('let a maker lose where it claims up to the end of the other lock, so that this model can fail', async () => {
    const given = await setting('alice')
    const limits = { locks: lateDeadline, absence: 10, delay: 2 }
    expect(findRobbery('maker', given, limits)).to.not.equal(null)
  })
})
