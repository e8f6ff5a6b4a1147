import { equalBytes, toHex, type Bytes } from '../../base/bytes.ts'
import { errorCode } from '../../base/coded-error.ts'
import { expectedEscrow } from '../../exchange/escrow/escrow.ts'
import type { LegName } from '../../exchange/terms.ts'
import type { TradeEffect } from '../../exchange/trade/effects.ts'
import type { LegViews, TradeEvent } from '../../exchange/trade/events.ts'
import { refuse } from '../../exchange/trade/negotiation.ts'
import { termsOf, tradeObligations, tradeStep } from '../../exchange/trade/trade-machine.ts'
import type { Log } from '../../ports/world.ts'
import type { TradeRequest, TradeResponse } from '../../../protocols/trade-negotiation/types.ts'
import type { Cooperation } from './cooperation.ts'
import {
  isReply,
  performObligation,
  performReply,
  type EffectContext,
  type Obligation
} from './effect-performer.ts'
import { PendingWork } from './pending-work.ts'
import type { TradeComponents, TradePace } from './trade-components.ts'
import { encodeTradeRecord, type TradeRecord } from './trade-record.ts'

/** What a runner tells the desk. */
export interface TradeListener {
  /** A state was entered and is stored. */
  changed(record: TradeRecord, from: string): void
  /** The order of this trade is used up. */
  orderUsed(record: TradeRecord): Promise<void>
  /** The store failed: nothing more may be said or published. */
  failed(error: unknown): void
}

interface Waiting {
  readonly resolve: (response: TradeResponse) => void
  readonly cancelTimer: () => void
}

/**
 * Runs one trade: takes events one after another, commits the next state, then carries out what it asks for.
 * This is the only place where a trade's state changes.
 */
export class TradeRunner {
  readonly #components: TradeComponents
  readonly #pace: TradePace
  readonly #cooperation: Cooperation
  readonly #listener: TradeListener
  readonly #work: PendingWork
  readonly #log: Log
  #record: TradeRecord
  #stored: Bytes
  #tail: Promise<void> = Promise.resolve()
  #waiting: Waiting | null = null
  #observationQueued = false
  #stopped = false

  constructor(
    components: TradeComponents,
    start: {
      readonly record: TradeRecord
      readonly pace: TradePace
      readonly cooperation: Cooperation
      readonly listener: TradeListener
    }
  ) {
    this.#components = components
    this.#record = start.record
    this.#stored = encodeTradeRecord(start.record)
    this.#pace = start.pace
    this.#cooperation = start.cooperation
    this.#listener = start.listener
    this.#work = new PendingWork(components.clock, start.pace)
    this.#log = components.log.child({ trade: this.id, role: start.record.role })
  }

  /** Negotiation id, 64 hexadecimal digits. */
  get id(): string {
    return toHex(this.#record.state.deal.negotiationId)
  }

  /** Role, state and timeline as they are stored. */
  get record(): TradeRecord {
    return this.#record
  }

  /** Begins or resumes: does what the stored state owes, and looks at the ledgers. */
  begin(): void {
    this.#fulfil()
    this.observe()
  }

  /** Takes a look at both ledgers and the clock; calls while one is waiting are one. */
  observe(): void {
    if (this.#observationQueued || this.#stopped) return
    this.#observationQueued = true
    void this.#enqueue(() => {
      this.#observationQueued = false
      return { kind: 'observed', views: this.views(), now: this.#components.clock.now() }
    })
  }

  /** What both ledgers show of the escrows. */
  views(): LegViews {
    const terms = termsOf(this.#record.state)
    const view = (leg: LegName) =>
      terms === null
        ? null
        : (this.#components.ledgers.get(terms.legs[leg].ledger)?.observe(expectedEscrow(terms, leg)) ?? null)
    return { A: view('A'), B: view('B') }
  }

  /** Hands an event in; fulfils once the state that it leads to is stored. */
  submit(event: TradeEvent): Promise<void> {
    return this.#enqueue(() => event)
  }

  /** Answers the other trader's request: with what the machine says, or BUSY where it takes too long. */
  handle(request: TradeRequest): Promise<TradeResponse> {
    return new Promise((resolve) => {
      this.#settleWaiting(refuse({ code: 'BUSY', reason: 'a newer request came' }))
      const giveUp = (): void =>
        this.#settleWaiting(refuse({ code: 'BUSY', reason: 'not ready yet: ask again' }))
      const cancelTimer = this.#components.clock.after(this.#pace.requestMilliseconds / 2, giveUp)
      this.#waiting = { resolve, cancelTimer }
      void this.#enqueue(() => ({
        kind: 'requested',
        request,
        views: this.views(),
        now: this.#components.clock.now()
      }))
    })
  }

  /** Ends without a change of state: a later process goes on from what is stored. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#settleWaiting(refuse({ code: 'BUSY', reason: 'this node is stopping' }))
    await this.#tail
    await this.#work.settled()
  }

  #enqueue(make: () => TradeEvent): Promise<void> {
    const step = this.#tail.then(() => (this.#stopped ? undefined : this.#step(make())))
    this.#tail = step.catch((error: unknown) => {
      this.#stopped = true
      this.#log.error('trade.failed', { code: errorCode(error) })
      this.#listener.failed(error)
    })
    return this.#tail
  }

  async #step(event: TradeEvent): Promise<void> {
    const from = this.#record.state.kind
    const [next, effects] = tradeStep(this.#record, event, this.#components.policy)
    await this.#commit({ ...next, timeline: this.#record.timeline })
    const to = this.#record.state.kind
    if (to !== from) {
      this.#log.info('trade.transition', { from, event: event.kind, to })
      this.#listener.changed(this.#record, from)
    }
    for (const effect of effects) await this.#perform(effect)
    if (to !== from || event.kind === 'observed') this.#fulfil()
    if (to !== from) this.observe()
  }

  async #commit(next: TradeRecord): Promise<void> {
    const entered = next.state.kind !== this.#record.state.kind
    const moment = { at: this.#components.clock.now(), state: next.state.kind }
    const record = entered ? { ...next, timeline: [...next.timeline, moment] } : next
    const value = encodeTradeRecord(record)
    if (!equalBytes(value, this.#stored)) {
      await this.#components.store.commit([{ kind: 'put', bucket: 'trades', key: this.id, value }])
      this.#stored = value
    }
    this.#record = record
  }

  #settleWaiting(response: TradeResponse): void {
    const waiting = this.#waiting
    this.#waiting = null
    waiting?.cancelTimer()
    waiting?.resolve(response)
  }

  #context(): EffectContext {
    return {
      components: this.#components,
      pace: this.#pace,
      cooperation: this.#cooperation,
      log: this.#log,
      record: this.#record,
      submit: (event) => this.submit(event),
      respond: (response) => this.#settleWaiting(response),
      orderUsed: () => this.#listener.orderUsed(this.#record)
    }
  }

  async #perform(effect: TradeEffect): Promise<void> {
    if (!isReply(effect)) {
      this.#want(effect)
      return
    }
    try {
      await performReply(effect, this.#context())
    } catch (error) {
      this.#log.warn('trade.effect-failed', { effect: effect.kind, code: errorCode(error) })
      this.#settleWaiting(refuse({ code: 'INTERNAL', reason: 'not possible right now' }))
    }
  }

  #fulfil(): void {
    if (this.#stopped) return
    for (const effect of tradeObligations(this.#record)) if (!isReply(effect)) this.#want(effect)
  }

  /** Work whose result is an event runs beside the queue: it waits for a place in it. */
  #want(effect: Obligation): void {
    const name = effect.kind === 'request' ? `request ${effect.request.kind}` : effect.kind
    this.#work.want(
      name,
      () => performObligation(effect, this.#context()),
      () => this.#fulfil()
    )
  }
}
