import { equalBytes, type Bytes } from '../../base/bytes.ts'
import { blocks, type Blocks, type Sats, type SatsPerVbyte } from '../../base/units.ts'
import { addressToScript, scriptToAddress } from '../../ledgers/bitcoin/address.ts'
import type { WalletPurpose } from '../../ledgers/bitcoin/keys.ts'
import type { LedgerId, OutPoint } from '../../ledgers/ledger.ts'
import type { FundedTransaction } from '../../ports/ledger.ts'
import type { Startable } from '../../ports/world.ts'
import { isOnItsWay, type Balance, type WalletCoin } from './coins.ts'
import { FeeRaising, type RaisedPayment } from './fee-raising.ts'
import { listHistory, type HistoryEntry } from './history.ts'
import { Labels } from './labels.ts'
import { Publishing, type SentPayment } from './publishing.ts'
import { buildSpend, checkFeeRate } from './spend-builder.ts'
import { WalletError } from './wallet-error.ts'
import type { SpendKind, SpendRecord } from './wallet-records.ts'
import { WalletState, type WalletComponents } from './wallet-state.ts'
import { checkReference } from './wallet-store.ts'

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

const DEFAULT_TARGET = blocks(6)

/**
 * The wallet of one ledger. Coins follow from the ledger and from the transactions that the wallet itself signed; those
 * are stored before anybody sees them, so that no coin is signed away twice, whenever the process ends.
 */
export class BitcoinWallet implements Startable {
  readonly id: LedgerId
  readonly labels: Labels
  readonly #state: WalletState
  readonly #publishing: Publishing
  readonly #raising: FeeRaising
  /** What changes coins or indices runs one after another. */
  #queue: Promise<unknown> = Promise.resolve()
  #endChanges: () => void = () => undefined
  #isStopped = false

  constructor(components: WalletComponents) {
    this.id = components.follower.id
    this.#state = new WalletState(components)
    this.labels = new Labels(this.#state)
    this.#publishing = new Publishing(this.#state)
    this.#raising = new FeeRaising(this.#state, this.#publishing)
  }

  /** Loads what is stored; to be called before the follower's start, which has to know the scripts. */
  async start(): Promise<void> {
    const { follower } = this.#state.components
    await this.#state.load()
    await this.labels.load()
    follower.attach(this.#state.book)
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
    return this.#state.coinSet().balance()
  }

  /** Every coin that the wallet has. */
  coins(): readonly WalletCoin[] {
    return this.#state.coinSet().coins
  }

  /** Every transaction that moves the wallet’s coins. */
  history(): readonly HistoryEntry[] {
    const height = this.#state.components.follower.tip()?.height ?? null
    return listHistory({
      transactions: this.#state.coinSet().transactions(),
      book: this.#state.book,
      spends: this.#state.spends,
      labelOf: (transaction) => this.labels.of(transaction),
      height
    })
  }

  /** Whether the wallet has the transaction, in a block or waiting. */
  knows(txid: string): boolean {
    return this.#state.coinSet().transaction(txid) !== undefined || this.#state.hasSigned(txid)
  }

  /** Whether a key of the wallet opens the script. */
  owns(script: Bytes): boolean {
    return this.#state.book.owns(script)
  }

  /** Transactions that the wallet signed, by reference. */
  spends(): ReadonlyMap<string, SpendRecord> {
    return this.#state.spends
  }

  /** An address that was never given out: Taproot (BIP 86), or P2WPKH (84) for payers who know no bech32m. */
  newAddress(purpose: WalletPurpose = 86): Promise<string> {
    return this.#exclusive(async () => {
      const branch = { purpose, branch: 0 } as const
      const { script } = this.#state.book.take(branch)
      await this.#state.records.commit([this.#state.records.putNext(branch, this.#state.book.next(branch))])
      return scriptToAddress(script, this.#state.components.follower.chain)
    })
  }

  /** As TradeWallet.receiveScript. @throws WalletError `REFERENCE_INVALID`. */
  receiveScript(reference: string): Promise<Bytes> {
    checkReference(reference)
    return this.#exclusive(async () => {
      const known = await this.#state.records.receivePath(reference)
      if (known !== null) return this.#state.book.at(known).script
      const branch = { purpose: 86, branch: 0 } as const
      const { path, script } = this.#state.book.take(branch)
      await this.#state.records.commit([
        this.#state.records.putReceivePath(reference, path),
        this.#state.records.putNext(branch, this.#state.book.next(branch))
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
      const spend = this.#state.spends.get(reference)
      if (spend === undefined || isOnItsWay(spend)) return
      await this.#state.deleteSpend(reference)
    })
  }

  /**
   * Pays an address. With an unreachable daemon the payment is stored all the same and goes out later.
   * @throws WalletError, AddressError, PaymentError with their codes; `TRANSACTION_REJECTED` where the daemon refuses it:
   * its coins stay locked until {@link release}, since a daemon's no does not make a signature unseen.
   */
  async send(request: SendRequest): Promise<SentPayment> {
    checkReference(request.reference)
    const { follower } = this.#state.components
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
      return this.#publishing.publish(request.reference, spend)
    })
  }

  /** The stored transaction of the reference, where there is one and it was signed for the same. */
  #known(
    reference: string,
    kind: SpendKind,
    payment: { readonly script: Bytes; readonly amount: Sats | 'everything' }
  ): SpendRecord | null {
    const spend = this.#state.spends.get(reference)
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

  #sign(
    reference: string,
    kind: SpendKind,
    payment: { readonly script: Bytes; readonly amount: Sats | 'everything'; readonly feeRate: SatsPerVbyte },
    isUsable: (coin: WalletCoin) => boolean
  ): Promise<SpendRecord> {
    const tip = this.#state.requireTip()
    const plan = { coins: this.#state.freeCoins(isUsable), ...payment, lockHeight: tip.height }
    const built = buildSpend(plan, this.#state.tools())
    const isSweep = payment.amount === 'everything'
    return this.#state.putSigned(reference, built, { kind, isSweep, alternates: [] })
  }

  /** Replaces an own payment that waits by one with a higher fee: see {@link FeeRaising.bump}. */
  bump(txid: string, feeRate: SatsPerVbyte): Promise<RaisedPayment> {
    return this.#exclusive(() => this.#raising.bump(txid, feeRate))
  }

  /** Lifts a waiting transaction by a child that pays for it: see {@link FeeRaising.speedUp}. */
  speedUp(txid: string, feeRate: SatsPerVbyte): Promise<RaisedPayment> {
    return this.#exclusive(() => this.#raising.speedUp(txid, feeRate))
  }

  /** Keeps a coin from any use, or lets go of it. @throws WalletError `COIN_UNKNOWN`, `COIN_RESERVED`. */
  lockCoin(outpoint: OutPoint, isLocked: boolean): Promise<void> {
    return this.#exclusive(() => this.#state.lockByHand(outpoint, isLocked))
  }

  /** A person's words on the transaction that made the coin, or on its address; null where there are none. */
  labelOf(coin: WalletCoin): string | null {
    const made = this.#state.coinSet().transaction(coin.outpoint.txid)
    return made === undefined ? null : this.labels.of(made.transaction)
  }

  /** Calls `listener` after each change of coins or of stored transactions; the returned function ends that. */
  onChange(listener: () => void): () => void {
    return this.#state.onChange(listener)
  }

  #onChange(): void {
    this.#state.changed()
    void this.#exclusive(async () => {
      if (!this.#isStopped) await this.#publishing.watchOver()
    }).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : 'unknown'
      this.#state.components.log.error('wallet.failed', { ledger: this.id, message })
    })
  }

  #exclusive<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#queue.then(work)
    this.#queue = result.catch(() => undefined)
    return result
  }
}
