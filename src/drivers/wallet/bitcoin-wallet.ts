import { equalBytes, type Bytes } from '../../base/bytes.ts'
import { blocks, type Blocks, type Sats, type SatsPerVbyte } from '../../base/units.ts'
import { addressToScript, scriptToAddress } from '../../ledgers/bitcoin/address.ts'
import type { WalletKeys, WalletPurpose } from '../../ledgers/bitcoin/keys.ts'
import type { ChainTip, LedgerId } from '../../ledgers/ledger.ts'
import type { FundedTransaction } from '../../ports/ledger.ts'
import type { Store } from '../../ports/store.ts'
import type { Clock, Log, Startable } from '../../ports/world.ts'
import type { ChainFollower } from '../chain-follower/chain-follower.ts'
import { CoinSet, isOnItsWay, type Balance, type WalletCoin } from './coins.ts'
import { listHistory, type HistoryEntry } from './history.ts'
import { ScriptBook } from './script-book.ts'
import { buildSpend, CHANGE_BRANCH, checkFeeRate, type BuiltSpend } from './spend-builder.ts'
import { WalletError } from './wallet-error.ts'
import type { SpendKind, SpendRecord } from './wallet-records.ts'
import { checkReference, WalletStore } from './wallet-store.ts'

/** What a wallet asks of its surroundings. */
export interface WalletComponents {
  readonly follower: ChainFollower
  readonly store: Store
  readonly keys: WalletKeys
  readonly clock: Clock
  readonly log: Log
}

/** A payment as a person asks for it. */
export interface SendRequest {
  /** The same reference pays once, however often it is asked. */
  readonly reference: string
  readonly address: string
  readonly amount: Sats | 'everything'
  /** A rate, or the blocks within which it should confirm; 6 blocks where neither is given. */
  readonly feeRate?: SatsPerVbyte
  readonly target?: Blocks
}

/** A payment that was signed and stored. */
export interface SentPayment {
  readonly txid: string
  readonly amount: Sats
  readonly fee: Sats
  /** `waiting`: the daemon did not answer; the wallet hands it over again until it is on the ledger. */
  readonly state: 'published' | 'waiting'
}

const DEFAULT_TARGET = blocks(6)

/**
 * The wallet of one ledger. Coins follow from the ledger and from the transactions that the wallet itself signed; those
 * are stored before anybody sees them, so that no coin is signed away twice, whenever the process ends.
 */
export class BitcoinWallet implements Startable {
  readonly id: LedgerId
  readonly #components: WalletComponents
  readonly #records: WalletStore
  readonly #book: ScriptBook
  #spends = new Map<string, SpendRecord>()
  /** What changes coins or indices runs one after another. */
  #queue: Promise<unknown> = Promise.resolve()
  #coins: CoinSet | null = null
  /** By reference: the tip at which the transaction was last handed to the daemon. */
  readonly #handedOver = new Map<string, string>()
  readonly #listeners = new Set<() => void>()
  #endChanges: () => void = () => undefined
  #isStopped = false

  constructor(components: WalletComponents) {
    this.#components = components
    this.id = components.follower.id
    this.#records = new WalletStore(components.store, this.id)
    this.#book = new ScriptBook(components.keys)
  }

  /** Loads what is stored; to be called before the follower's start, which has to know the scripts. */
  async start(): Promise<void> {
    const { follower } = this.#components
    this.#spends = await this.#records.load(this.#book)
    follower.attach(this.#book)
    this.#endChanges = follower.onChange(() => this.#onChange())
  }

  /** Fulfils once what was begun is stored. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#endChanges()
    await this.#queue
  }

  /** Sums of the coins, by what can be done with them. */
  balance(): Balance {
    return this.#coinSet().balance()
  }

  /** Every coin that the wallet has. */
  coins(): readonly WalletCoin[] {
    return this.#coinSet().coins
  }

  /** Every transaction that moves the wallet’s coins. */
  history(): readonly HistoryEntry[] {
    const height = this.#components.follower.tip()?.height ?? null
    return listHistory(this.#coinSet().transactions(), this.#book, this.#spends, height)
  }

  /** Whether a key of the wallet opens the script. */
  owns(script: Bytes): boolean {
    return this.#book.owns(script)
  }

  /** Transactions that the wallet signed, by reference. */
  spends(): ReadonlyMap<string, SpendRecord> {
    return this.#spends
  }

  /** An address that was never given out: Taproot (BIP 86), or P2WPKH (84) for payers who know no bech32m. */
  newAddress(purpose: WalletPurpose = 86): Promise<string> {
    return this.#exclusive(async () => {
      const branch = { purpose, branch: 0 } as const
      const { script } = this.#book.take(branch)
      await this.#records.commit([this.#records.putNext(branch, this.#book.next(branch))])
      return scriptToAddress(script, this.#components.follower.chain)
    })
  }

  /** As TradeWallet.receiveScript. @throws WalletError `REFERENCE_INVALID`. */
  receiveScript(reference: string): Promise<Bytes> {
    checkReference(reference)
    return this.#exclusive(async () => {
      const known = await this.#records.receivePath(reference)
      if (known !== null) return this.#book.at(known).script
      const branch = { purpose: 86, branch: 0 } as const
      const { path, script } = this.#book.take(branch)
      await this.#records.commit([
        this.#records.putReceivePath(reference, path),
        this.#records.putNext(branch, this.#book.next(branch))
      ])
      return script
    })
  }

  /**
   * As TradeWallet.fund, from coins in blocks alone: a trade must not hang on a transaction that may be replaced.
   * @throws WalletError `INSUFFICIENT_FUNDS`, `LEDGER_UNAVAILABLE`, `REFERENCE_USED`, fee rates; PaymentError `AMOUNT_DUST`.
   */
  fund(
    reference: string,
    payment: { readonly script: Bytes; readonly amount: Sats; readonly feeRate: SatsPerVbyte }
  ): Promise<FundedTransaction> {
    checkReference(reference)
    return this.#exclusive(async () => {
      const spend =
        this.#known(reference, 'fund', payment) ??
        (await this.#sign(reference, 'fund', payment, (coin) => coin.state === 'confirmed'))
      return {
        transaction: spend.transaction.raw,
        txid: spend.transaction.txid,
        vout: spend.vout,
        fee: spend.fee
      }
    })
  }

  /**
   * Gives the coins of a transaction back that was never published, or that the daemon refused. One that was published
   * stays: its coins are gone, or come back by the ledger.
   */
  release(reference: string): Promise<void> {
    return this.#exclusive(async () => {
      const spend = this.#spends.get(reference)
      if (spend === undefined || isOnItsWay(spend)) return
      await this.#records.commit([this.#records.deleteSpend(reference)])
      this.#spends.delete(reference)
      this.#changed()
    })
  }

  /**
   * Pays an address. With an unreachable daemon the payment is stored all the same and goes out later.
   * @throws WalletError, AddressError, PaymentError with their codes; `TRANSACTION_REJECTED` where the daemon refuses it:
   * its coins stay locked until {@link release}, since a daemon's no does not make a signature unseen.
   */
  async send(request: SendRequest): Promise<SentPayment> {
    checkReference(request.reference)
    const { follower } = this.#components
    const script = addressToScript(request.address, follower.chain)
    const feeRate = request.feeRate ?? (await follower.feeRate(request.target ?? DEFAULT_TARGET))
    checkFeeRate(feeRate, follower.chain)
    const payment = { script, amount: request.amount, feeRate }
    return this.#exclusive(async () => {
      const spend =
        this.#known(request.reference, 'send', payment) ??
        (await this.#sign(
          request.reference,
          'send',
          payment,
          (coin) => coin.state === 'confirmed' || (coin.state === 'pending' && coin.isOwnChange)
        ))
      return this.#publish(request.reference, spend)
    })
  }

  #coinSet(): CoinSet {
    const { follower } = this.#components
    this.#coins ??= new CoinSet({
      book: this.#book,
      ledger: [...follower.transactions()],
      spends: [...this.#spends.values()],
      height: follower.tip()?.height ?? null
    })
    return this.#coins
  }

  /** The stored transaction of the reference, where there is one and it was signed for the same. */
  #known(
    reference: string,
    kind: SpendKind,
    payment: { readonly script: Bytes; readonly amount: Sats | 'everything' }
  ): SpendRecord | null {
    const spend = this.#spends.get(reference)
    if (spend === undefined) return null
    const paid = spend.transaction.outputs[spend.vout]
    const isSame =
      spend.kind === kind &&
      paid !== undefined &&
      equalBytes(paid.script, payment.script) &&
      (payment.amount === 'everything' || payment.amount === paid.amount)
    if (isSame) return spend
    throw new WalletError(
      'REFERENCE_USED',
      `The reference ${reference} belongs to another payment. Choose another one for this.`,
      { fault: 'user', details: { reference, txid: spend.transaction.txid } }
    )
  }

  async #sign(
    reference: string,
    kind: SpendKind,
    payment: { readonly script: Bytes; readonly amount: Sats | 'everything'; readonly feeRate: SatsPerVbyte },
    isUsable: (coin: WalletCoin) => boolean
  ): Promise<SpendRecord> {
    const { follower, keys, clock } = this.#components
    const tip = follower.tip()
    if (tip === null || !follower.isInReach) {
      throw new WalletError(
        'LEDGER_UNAVAILABLE',
        `The ledger ${this.id} is ${follower.status().state}: its coins are not known for sure. Try again when it is ready.`,
        { fault: 'daemon', details: { ledger: this.id } }
      )
    }
    const coins = this.#coinSet().coins.filter((coin) => !coin.isLocked && isUsable(coin))
    const takeChange = () => this.#book.take(CHANGE_BRANCH)
    const plan = { coins, ...payment, lockHeight: tip.height }
    const built: BuiltSpend = buildSpend(plan, { chain: follower.chain, keys, takeChange })
    checkBuilt(follower, built)
    const spend: SpendRecord = { ...built, kind, state: 'stored', createdAt: clock.now() }
    await this.#records.commit([
      this.#records.putSpend(reference, spend),
      this.#records.putNext(CHANGE_BRANCH, this.#book.next(CHANGE_BRANCH))
    ])
    this.#spends.set(reference, spend)
    this.#changed()
    return spend
  }

  async #publish(reference: string, spend: SpendRecord): Promise<SentPayment> {
    const { follower } = this.#components
    const { txid, raw, outputs } = spend.transaction
    const amount = outputs[spend.vout]?.amount
    if (amount === undefined) throw new TypeError('a stored payment has its output')
    const isOnLedger = follower.transaction(txid) !== undefined
    const outcome = isOnLedger ? ({ kind: 'known' } as const) : await follower.broadcast(raw)
    if (outcome.kind === 'unavailable') return { txid, amount, fee: spend.fee, state: 'waiting' }
    if (outcome.kind === 'rejected') {
      if (spend.state !== 'published') await this.#mark(reference, spend, 'rejected')
      throw new WalletError(
        'TRANSACTION_REJECTED',
        `The ledger refuses the payment (${outcome.reason}). Its coins stay locked until you release ${reference}.`,
        { fault: 'daemon', details: { reference, txid, reason: outcome.reason } }
      )
    }
    await this.#mark(reference, spend, 'published')
    return { txid, amount, fee: spend.fee, state: 'published' }
  }

  async #mark(reference: string, spend: SpendRecord, state: SpendRecord['state']): Promise<void> {
    if (spend.state === state) return
    const marked = { ...spend, state }
    await this.#records.commit([this.#records.putSpend(reference, marked)])
    this.#spends.set(reference, marked)
    this.#changed()
  }

  /** Calls `listener` after each change of coins or of stored transactions; the returned function ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #changed(): void {
    this.#coins = null
    for (const listener of this.#listeners) listener()
  }

  #onChange(): void {
    this.#changed()
    void this.#exclusive(() => this.#watchOver()).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : 'unknown'
      this.#components.log.error('wallet.failed', { ledger: this.id, message })
    })
  }

  /** Notes which stored transactions the ledger shows, and hands over again, once a block, those that it lost. */
  async #watchOver(): Promise<void> {
    const { follower } = this.#components
    const tip = follower.tip()
    if (this.#isStopped || tip === null || !follower.isInReach) return
    for (const [reference, spend] of this.#spends) {
      if (follower.transaction(spend.transaction.txid) !== undefined)
        await this.#mark(reference, spend, 'published')
    }
    for (const [reference, spend] of this.#spends) await this.#handOver(reference, spend, tip)
  }

  async #handOver(reference: string, spend: SpendRecord, tip: ChainTip): Promise<void> {
    const { follower, log } = this.#components
    const isDue = isOnItsWay(spend) && this.#handedOver.get(reference) !== tip.hash
    if (!isDue || this.#coinSet().fateOf(spend).kind !== 'waiting') return
    const outcome = await follower.broadcast(spend.transaction.raw)
    if (outcome.kind !== 'unavailable') this.#handedOver.set(reference, tip.hash)
    const { txid } = spend.transaction
    log.info('wallet.rebroadcast', { ledger: this.id, reference, txid, outcome: outcome.kind })
    if (outcome.kind === 'accepted' || outcome.kind === 'known')
      await this.#mark(reference, spend, 'published')
  }

  #exclusive<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#queue.then(work)
    this.#queue = result.catch(() => undefined)
    return result
  }
}

/** @throws WalletError `TRANSACTION_INVALID`: what was built breaks a rule of the ledger, so it is neither kept nor sent. */
function checkBuilt(follower: ChainFollower, { transaction }: BuiltSpend): void {
  const fault = follower.review(transaction.raw)?.fault ?? null
  if (fault === null) return
  throw new WalletError(
    'TRANSACTION_INVALID',
    `The payment that was built breaks a rule of the ledger (${fault.reason}), so it was not sent. Please report it.`,
    { fault: 'internal', details: { rule: fault.code, reason: fault.reason, words: fault.words } }
  )
}
