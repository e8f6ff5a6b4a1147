import { toHex, type Bytes } from '../../base/bytes.ts'
import { errorCode } from '../../base/coded-error.ts'
import type { Propose, TradeRequest, TradeResponse } from '../../../protocols/trade-negotiation/types.ts'
import { orderIdText } from '../../exchange/order.ts'
import { faultInProposal, proposalId, refuse } from '../../exchange/trade/negotiation.ts'
import { isEnded } from '../../exchange/trade/states.ts'
import type { LiveOrder } from '../../exchange/order-book.ts'
import type { PeerNetwork } from '../../ports/peer-network.ts'
import type { Startable } from '../../ports/world.ts'
import type { OrderDesk } from '../orders/order-desk.ts'
import { Cooperation } from './cooperation.ts'
import { DealBuilder } from './deal-builder.ts'
import { TradeDeskError } from './trade-desk-error.ts'
import { type TradeComponents, type TradePace } from './trade-components.ts'
import { decodeTradeRecord, encodeTradeRecord, type TradeRecord } from './trade-record.ts'
import { TradeRunner } from './trade-runner.ts'
import { blockingTrade, MakerGate } from './maker-gate.ts'

/** What the desk needs beside what each trade needs. */
export interface TradeDeskComponents extends TradeComponents {
  readonly network: Pick<PeerNetwork, 'sendTradeRequest' | 'onTradeRequest'>
  readonly orders: Pick<OrderDesk, 'order' | 'withdraw' | 'isOwn'>
}

/** Settings of the desk. */
export interface TradeDeskInit {
  readonly pace: TradePace
  /** Trades under way at one time, both roles together. */
  readonly maxOpenTrades: number
  /** Called once where the store fails: the node must stop. */
  readonly onFailure: (error: unknown) => void
  /** Highest fee rate of a claim ladder by ledger, satoshi per virtual byte. */
  readonly maximumFeeRate: (ledger: string) => number
}

/** A stored transition, for events and logs. */
export type TradeChangeListener = (record: TradeRecord, from: string | null) => void

/** All trades of this node: loads and resumes them, begins new ones, hands messages to the right one. */
export class TradeDesk implements Startable {
  readonly #components: TradeDeskComponents
  readonly #init: TradeDeskInit
  readonly #cooperation: Cooperation
  readonly #gate: MakerGate
  readonly #deals: DealBuilder
  readonly #runners = new Map<string, TradeRunner>()
  readonly #beginning = new Map<string, Promise<TradeRunner>>()
  readonly #listeners = new Set<TradeChangeListener>()
  #stops: (() => void)[] = []

  constructor(components: TradeDeskComponents, init: TradeDeskInit) {
    this.#components = components
    this.#init = init
    this.#cooperation = new Cooperation(components.signer)
    this.#gate = new MakerGate()
    this.#deals = new DealBuilder(components, init.maximumFeeRate)
    components.network.onTradeRequest((peer, request) => this.#onRequest(peer, request))
  }

  /** Loads every stored trade and resumes those that are not over; an abandoned one still frees its coins. */
  async start(): Promise<void> {
    for await (const [, value] of this.#components.store.entries('trades')) {
      this.#load(value)
    }
    for (const ledger of this.#components.ledgers.values()) {
      this.#stops.push(ledger.onChange(() => this.#observeAll()))
    }
    this.#scheduleTick()
    for (const runner of this.#runners.values()) {
      if (!isEnded(runner.record.state) || runner.record.state.kind === 'abandoned') runner.begin()
    }
  }

  /** Fulfils once every trade has finished the step that it is in. */
  async stop(): Promise<void> {
    for (const stop of this.#stops) stop()
    this.#stops = []
    this.#listeners.clear()
    await Promise.allSettled(this.#beginning.values())
    await Promise.all([...this.#runners.values()].map((runner) => runner.stop()))
  }

  /** Calls `listener` after each stored transition; the returned function ends that. */
  onChange(listener: TradeChangeListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** All trades, oldest first. */
  trades(): readonly TradeRunner[] {
    return [...this.#runners.values()].sort(
      (a, b) => a.record.state.deal.startedAt - b.record.state.deal.startedAt
    )
  }

  /** @throws {@link TradeDeskError} `TRADE_UNKNOWN`. */
  trade(id: string): TradeRunner {
    const runner = this.#runners.get(id)
    if (runner === undefined) {
      throw new TradeDeskError('TRADE_UNKNOWN', 'no trade with this id: see `bourse trade list`', {
        fault: 'user'
      })
    }
    return runner
  }

  /**
   * Takes a live order: the proposal is stored when this fulfils, and on its way.
   * @returns the trade's id.
   * @throws {@link TradeDeskError} `ORDER_UNKNOWN`, `ORDER_OWN`, `TOO_MANY_TRADES`, `LEDGER_UNAVAILABLE`.
   */
  async take(orderId: string): Promise<string> {
    const live = this.#components.orders.order(orderId)
    if (live === undefined) {
      throw new TradeDeskError('ORDER_UNKNOWN', 'no live order with this id: see `bourse order list`', {
        fault: 'user'
      })
    }
    if (this.#components.orders.isOwn(live.signed.order)) {
      throw new TradeDeskError('ORDER_OWN', 'this is an order of this node: cancel it instead', {
        fault: 'user'
      })
    }
    this.#requireRoom()
    const deal = await this.#deals.proposed(live)
    const runner = await this.#begin({ role: 'taker', state: { kind: 'proposing', deal }, timeline: [] })
    return runner.id
  }

  /**
   * Ends a trade that has locked nothing here; asks for an early refund where the maker has locked.
   * @throws {@link TradeDeskError} `TRADE_UNKNOWN`, `TRADE_NOT_CANCELLABLE`.
   */
  async cancel(id: string): Promise<void> {
    const runner = this.trade(id)
    if (!isCancellable(runner.record)) {
      throw new TradeDeskError(
        'TRADE_NOT_CANCELLABLE',
        'coins are locked: the trade ends by claim or refund',
        {
          fault: 'user'
        }
      )
    }
    await runner.submit({ kind: 'cancelRequested', now: this.#components.clock.now() })
  }

  /** One record that cannot be read must not keep the refunds of all other trades from running. */
  #load(value: Bytes): void {
    try {
      this.#addRunner(decodeTradeRecord(value))
    } catch (error) {
      if (errorCode(error) !== 'TRADE_RECORD_DAMAGED') throw error
      this.#components.log.error('trade.record-damaged', { code: errorCode(error), bytes: value.length })
    }
  }

  async #onRequest(peer: Bytes, request: TradeRequest): Promise<TradeResponse> {
    const name = request.kind === 'propose' ? proposalId(request) : request.negotiationId
    const id = toHex(name)
    const runner = this.#runners.get(id) ?? (await this.#beginning.get(id))
    if (runner !== undefined) {
      if (toHex(runner.record.state.deal.peer) !== toHex(peer)) {
        return refuse({ code: 'TRADE_UNKNOWN', reason: 'no such trade with you' })
      }
      return await runner.handle(request)
    }
    if (request.kind !== 'propose') return refuse({ code: 'TRADE_UNKNOWN', reason: 'no such trade' })
    return await this.#onProposal(peer, request, name)
  }

  async #onProposal(peer: Bytes, propose: Propose, name: Bytes): Promise<TradeResponse> {
    const live = this.#components.orders.order(toHex(propose.orderId))
    if (live === undefined || !this.#components.orders.isOwn(live.signed.order)) {
      return refuse({ code: 'ORDER_UNKNOWN', reason: 'not a live order of this node' })
    }
    const { order } = live.signed
    const fault = faultInProposal(propose, order, propose.orderId, this.#components.policy.network)
    if (fault !== null) return refuse(fault)
    const blocking = blockingTrade(this.#runners.values(), live.id)
    if (blocking !== null || this.#gate.isEngaged(live.id)) {
      return refuse({
        code: blocking === 'locked' ? 'ORDER_TAKEN' : 'BUSY',
        reason: 'the order is being traded'
      })
    }
    if (
      this.#openTrades() >= this.#init.maxOpenTrades ||
      !this.#gate.allows(toHex(peer), this.#components.clock.now())
    ) {
      return refuse({ code: 'BUSY', reason: 'this node trades as much as it wants to' })
    }
    const id = toHex(name)
    const beginning = this.#gate.engage(live.id, () => this.#accept(peer, propose, live))
    this.#beginning.set(id, beginning)
    try {
      const runner = await beginning
      return await runner.handle(propose)
    } catch (error) {
      this.#components.log.warn('trade.proposal-failed', { code: errorCode(error) })
      return refuse({ code: 'BUSY', reason: 'not possible right now' })
    } finally {
      this.#beginning.delete(id)
    }
  }

  async #accept(peer: Bytes, propose: Propose, live: LiveOrder): Promise<TradeRunner> {
    const state = await this.#deals.accepted(peer, propose, live)
    return await this.#begin({ role: 'maker', state, timeline: [] })
  }

  async #begin(record: TradeRecord): Promise<TradeRunner> {
    const moment = { at: this.#components.clock.now(), state: record.state.kind }
    const first = { ...record, timeline: [moment] }
    const id = toHex(record.state.deal.negotiationId)
    const value = encodeTradeRecord(first)
    await this.#components.store.commit([{ kind: 'put', bucket: 'trades', key: id, value }])
    const runner = this.#addRunner(first)
    this.#emit(first, null)
    runner.begin()
    return runner
  }

  #addRunner(record: TradeRecord): TradeRunner {
    const runner = new TradeRunner(this.#components, {
      record,
      pace: this.#init.pace,
      cooperation: this.#cooperation,
      listener: {
        changed: (changed, from) => this.#onTransition(changed, from),
        orderUsed: (used) => this.#components.orders.withdraw(orderIdText(used.state.deal.order), 'taken'),
        failed: (error) => this.#init.onFailure(error)
      }
    })
    this.#runners.set(runner.id, runner)
    return runner
  }

  #onTransition(record: TradeRecord, from: string): void {
    const { state } = record
    const own = ['CANCELLED', 'FUNDS_MISSING']
    if (record.role === 'maker' && state.kind === 'abandoned' && !own.includes(state.reason)) {
      this.#gate.strike(toHex(state.deal.peer), this.#components.clock.now())
    }
    this.#emit(record, from)
  }

  #emit(record: TradeRecord, from: string | null): void {
    for (const listener of this.#listeners) listener(record, from)
  }

  #requireRoom(): void {
    if (this.#openTrades() < this.#init.maxOpenTrades) return
    throw new TradeDeskError(
      'TOO_MANY_TRADES',
      `${this.#init.maxOpenTrades} trades are open: wait until one ends`,
      {
        fault: 'user'
      }
    )
  }

  #openTrades(): number {
    return [...this.#runners.values()].filter((runner) => !isEnded(runner.record.state)).length
  }

  #observeAll(): void {
    for (const runner of this.#runners.values()) if (!isEnded(runner.record.state)) runner.observe()
  }

  #scheduleTick(): void {
    const cancel = this.#components.clock.after(this.#init.pace.tickMilliseconds, () => {
      this.#observeAll()
      this.#stops = this.#stops.filter((stop) => stop !== cancel)
      this.#scheduleTick()
    })
    this.#stops.push(cancel)
  }
}

/** Whether {@link TradeDesk.cancel} takes this trade. */
export function isCancellable(record: TradeRecord): boolean {
  const { state } = record
  if (isEnded(state)) return false
  if (state.kind === 'locking') return record.role === 'maker' && !state.stopped
  return state.kind !== 'claiming' && state.kind !== 'refunding' && state.kind !== 'revealing'
}
