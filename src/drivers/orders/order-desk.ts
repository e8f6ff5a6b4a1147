import { concatBytes, fromHex, toHex, type Bytes } from '../../base/bytes.ts'
import { errorCode } from '../../base/coded-error.ts'
import { decodeTaggedJson, encodeTaggedJson } from '../../base/tagged-json.ts'
import type { UnixSeconds } from '../../base/units.ts'
import { orderCancelHash, orderId } from '../../../protocols/order-gossip/signing.ts'
import type { Order, OrderLeg, OrderMessage } from '../../../protocols/order-gossip/types.ts'
import { OrderBook, type BookChange, type LiveOrder } from '../../exchange/order-book.ts'
import { OrderError, type OrderFault, type OrderRules } from '../../exchange/order.ts'
import type { OrderVerdict, PeerNetwork } from '../../ports/peer-network.ts'
import type { Store, StoreChange } from '../../ports/store.ts'
import type { TradeSigner } from '../../ports/trade-signer.ts'
import type { Clock, Log, Random, Startable } from '../../ports/world.ts'

/** What has become of an own order; `taken`: its coins went into a trade. */
export type OwnOrderState = 'live' | 'taken' | 'cancelled' | 'expired'

/** An order of this node, kept after it has left the book. */
export interface OwnOrder extends LiveOrder {
  readonly state: OwnOrderState
}

/** What happens to orders here. */
export type OrderEvent =
  | { readonly kind: 'added'; readonly id: string }
  | { readonly kind: 'removed'; readonly id: string; readonly why: 'cancelled' | 'expired' | 'taken' }

/** What a new order says; the rest is this node's. */
export interface OrderRequest {
  readonly sell: OrderLeg
  readonly buy: OrderLeg
  readonly lifeSeconds: number
}

/** What the order desk needs of the world. */
export interface OrderComponents {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly network: Pick<PeerNetwork, 'self' | 'publishOrder' | 'onOrderMessages' | 'orderSyncSource'>
  readonly signer: Pick<TradeSigner, 'tradingKey' | 'signAsTrader'>
  readonly rules: OrderRules
}

/** Codes of messages that honest nodes may pass on: late, full or forgotten, not wrong. */
const HARMLESS: ReadonlySet<OrderFault> = new Set<OrderFault>([
  'ORDER_EXPIRED',
  'ORDER_FROM_FUTURE',
  'ORDER_BOOK_FULL',
  'ORDER_MAKER_LIMIT',
  'ORDER_CANCELLED',
  'ORDER_LEDGER_UNKNOWN',
  'ORDER_AMOUNT'
])

const EXPIRY_CHECK_MILLISECONDS = 5000
const RECORD_VERSION = 1
/** Ended own orders stay listed this long. */
const HISTORY_SECONDS = 30 * 24 * 3600

/**
 * The order book in the world: stores what it takes in, gossips own orders and cancels, answers new peers.
 * Own orders are stored before they are gossiped.
 */
export class OrderDesk implements Startable {
  readonly #components: OrderComponents
  readonly #book: OrderBook
  readonly #own = new Map<string, OwnOrder>()
  readonly #listeners = new Set<(event: OrderEvent) => void>()
  #cancelTimer: (() => void) | null = null

  constructor(components: OrderComponents) {
    this.#components = components
    this.#book = new OrderBook(components.rules)
    components.network.onOrderMessages((messages, from) => this.#judge(messages, from))
    components.network.orderSyncSource(() => this.#book.messages())
  }

  /** Loads the stored orders and cancels into the book, and begins to expire them. */
  async start(): Promise<void> {
    const { store, clock } = this.#components
    for await (const [key, value] of store.entries('orders')) this.#load(key, value)
    this.#expire()
    const check = (): void => {
      this.#expire()
      this.#cancelTimer = clock.after(EXPIRY_CHECK_MILLISECONDS, check)
    }
    this.#cancelTimer = clock.after(EXPIRY_CHECK_MILLISECONDS, check)
  }

  /** Ends expiry and all listening. */
  async stop(): Promise<void> {
    this.#cancelTimer?.()
    this.#cancelTimer = null
    this.#listeners.clear()
    await Promise.resolve()
  }

  /** Calls `listener` for each change; the returned function ends that. */
  onChange(listener: (event: OrderEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Live orders, oldest first. */
  live(): readonly LiveOrder[] {
    return this.#book.orders()
  }

  /** The live order with this id. */
  order(id: string): LiveOrder | undefined {
    return this.#book.order(id)
  }

  /** This node's orders, ended ones too, oldest first. */
  own(): readonly OwnOrder[] {
    return [...this.#own.values()].sort((a, b) => a.signed.order.createdAt - b.signed.order.createdAt)
  }

  /** Whether this node's trading key placed the order. */
  isOwn(order: Order): boolean {
    return toHex(order.makerKey) === toHex(this.#components.signer.tradingKey)
  }

  /**
   * Signs an order, stores it, and gossips it.
   * @throws {@link OrderError} where it breaks a rule, with fault `user`.
   */
  async place(request: OrderRequest): Promise<LiveOrder> {
    const { clock, network, random, rules, signer } = this.#components
    const { peer, addresses } = network.self()
    const createdAt = clock.now()
    const order: Order = {
      network: rules.network,
      makerKey: signer.tradingKey,
      peer,
      addresses: addresses.slice(0, 4),
      sell: request.sell,
      buy: request.buy,
      settlement: 'atomic',
      createdAt,
      expiresAt: (createdAt + request.lifeSeconds) as UnixSeconds,
      nonce: random.bytes(16)
    }
    const message = {
      kind: 'order',
      signed: { order, signature: signer.signAsTrader(orderId(order)) }
    } as const
    const change = this.#applyOwn(message)
    await this.#keepOwn({ ...change.live, state: 'live' })
    this.#emit({ kind: 'added', id: change.live.id })
    await this.#publish(message)
    return change.live
  }

  /** A new order in the own book; what it refuses is the mistake of whoever placed it, and of no peer. */
  #applyOwn(message: OrderMessage): Extract<BookChange, { kind: 'added' }> {
    try {
      const change = this.#book.apply(message, this.#components.clock.now())
      if (change.kind === 'added') return change
    } catch (error) {
      if (error instanceof OrderError) throw new OrderError(error.code, error.message, 'user')
      throw error
    }
    throw new OrderError('ORDER_SIGNATURE', 'the order was not taken into the own book', 'user')
  }

  /** Takes an own live order back, or out of every book as it is being traded. Again changes nothing. */
  async withdraw(id: string, why: 'cancelled' | 'taken'): Promise<void> {
    const own = this.#own.get(id)
    if (own === undefined || own.state !== 'live') return
    const { makerKey, expiresAt } = own.signed.order
    const cancel = { orderId: fromHex(id), makerKey, expiresAt }
    const signature = this.#components.signer.signAsTrader(orderCancelHash(cancel))
    const message = { kind: 'cancel', cancel: { ...cancel, signature } } as const
    const now = this.#components.clock.now()
    if (expiresAt > now) this.#book.apply(message, now)
    await this.#keepOwn({ ...own, state: why }, put(`cancel/${id}`, message))
    this.#emit({ kind: 'removed', id, why })
    await this.#publish(message)
  }

  async #judge(messages: readonly OrderMessage[], from: string): Promise<readonly OrderVerdict[]> {
    const now = this.#components.clock.now()
    const verdicts: OrderVerdict[] = []
    const kept: Promise<void>[] = []
    for (const message of messages) {
      try {
        const change = this.#book.apply(message, now)
        verdicts.push(change.kind === 'known' ? 'ignore' : 'accept')
        if (change.kind !== 'known') kept.push(this.#keep(change, message))
      } catch (error) {
        const harmless = error instanceof OrderError && HARMLESS.has(error.code)
        this.#components.log.debug('order.refused', { from, code: errorCode(error) })
        verdicts.push(harmless ? 'ignore' : 'reject')
      }
    }
    await Promise.all(kept)
    return verdicts
  }

  async #keep(change: BookChange, message: OrderMessage): Promise<void> {
    if (message.kind === 'order') {
      const id = toHex(orderId(message.signed.order))
      await this.#store(`order/${id}`, message)
      this.#emit({ kind: 'added', id })
      return
    }
    await this.#store(`cancel/${toHex(message.cancel.orderId)}`, message)
    if (change.kind === 'removed') this.#emit(change)
  }

  #store(key: string, message: OrderMessage): Promise<void> {
    return this.#components.store.commit([put(key, message)])
  }

  async #keepOwn(own: OwnOrder, ...more: readonly StoreChange[]): Promise<void> {
    await this.#components.store.commit([put(`own/${own.id}`, own), ...more])
    this.#own.set(own.id, own)
  }

  async #publish(message: OrderMessage): Promise<void> {
    try {
      const reached = await this.#components.network.publishOrder(message)
      this.#components.log.info('order.published', { kind: message.kind, peers: reached })
    } catch (error) {
      // Peers ask for the book when they connect, so an order that nobody heard is not lost.
      this.#components.log.warn('order.not-published', { code: errorCode(error) })
    }
  }

  #load(key: string, value: Bytes): void {
    if ((value[0] ?? 0) > RECORD_VERSION) {
      this.#components.log.warn('order.record-too-new', { key })
      return
    }
    try {
      const record: unknown = decode(value)
      if (key.startsWith('own/')) {
        const own = record as OwnOrder
        this.#own.set(own.id, own)
        if (own.state === 'live')
          this.#book.apply({ kind: 'order', signed: own.signed }, this.#components.clock.now())
      } else this.#book.apply(record as OrderMessage, this.#components.clock.now())
    } catch (error) {
      this.#components.log.debug('order.not-loaded', { key, code: errorCode(error) })
      this.#forget(key)
    }
  }

  #forget(...keys: readonly string[]): void {
    const changes = keys
      .filter((key) => !key.startsWith('own/'))
      .map((key) => ({ kind: 'delete', bucket: 'orders', key }) as const)
    if (changes.length === 0) return
    this.#components.store.commit(changes).catch((error: unknown) => {
      this.#components.log.error('order.store-failed', { code: errorCode(error) })
    })
  }

  #expire(): void {
    const now = this.#components.clock.now()
    for (const id of this.#book.expire(now)) {
      this.#forget(`order/${id}`, `cancel/${id}`)
      this.#emit({ kind: 'removed', id, why: 'expired' })
    }
    for (const own of this.#own.values()) {
      const { expiresAt } = own.signed.order
      if (own.state === 'live' && expiresAt <= now) this.#own.set(own.id, { ...own, state: 'expired' })
      if (own.state !== 'live' && expiresAt + HISTORY_SECONDS <= now) this.#own.delete(own.id)
    }
  }

  #emit(event: OrderEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
}

function put(key: string, value: unknown): StoreChange {
  return { kind: 'put', bucket: 'orders', key, value: encode(value) }
}

function encode(value: unknown): Bytes {
  return concatBytes(Uint8Array.of(RECORD_VERSION), new TextEncoder().encode(encodeTaggedJson(value)))
}

function decode(bytes: Bytes): unknown {
  if (bytes[0] !== RECORD_VERSION) throw new RangeError(`order record of form ${bytes[0]}`)
  return decodeTaggedJson(new TextDecoder().decode(bytes.subarray(1)))
}
