import { outpointKey } from '../../ledgers/bitcoin/parsed-transaction.ts'
import type { ChainTip, LedgerId, OutPoint } from '../../ledgers/ledger.ts'
import type { WalletKeys } from '../../ledgers/bitcoin/keys.ts'
import type { Store, StoreChange } from '../../ports/store.ts'
import type { Clock, Log } from '../../ports/world.ts'
import type { ChainFollower } from '../chain-follower/chain-follower.ts'
import { CoinSet, type WalletCoin } from './coins.ts'
import { ScriptBook } from './script-book.ts'
import { CHANGE_BRANCH, type BuiltSpend, type SpendTools } from './spend-builder.ts'
import { WalletError } from './wallet-error.ts'
import { versionsOf, type SpendRecord } from './wallet-records.ts'
import { WalletStore } from './wallet-store.ts'

/** What a wallet asks of its surroundings. */
export interface WalletComponents {
  readonly follower: ChainFollower
  readonly store: Store
  readonly keys: WalletKeys
  readonly clock: Clock
  readonly log: Log
}

/** What a wallet keeps: its scripts, the transactions that it signed, and the coins that follow from both. */
export class WalletState {
  readonly id: LedgerId
  readonly components: WalletComponents
  readonly records: WalletStore
  readonly book: ScriptBook
  #spends = new Map<string, SpendRecord>()
  readonly #lockedByHand = new Set<string>()
  #coins: CoinSet | null = null
  readonly #listeners = new Set<() => void>()

  constructor(components: WalletComponents) {
    this.components = components
    this.id = components.follower.id
    this.records = new WalletStore(components.store, this.id)
    this.book = new ScriptBook(components.keys)
  }

  async load(): Promise<void> {
    this.#spends = await this.records.load(this.book)
    for (const key of await this.records.handLocks()) this.#lockedByHand.add(key)
  }

  /** Transactions that the wallet signed, by reference. */
  get spends(): ReadonlyMap<string, SpendRecord> {
    return this.#spends
  }

  /** Whether the transaction is a version of an own payment, be it one that was replaced. */
  hasSigned(txid: string): boolean {
    return [...this.#spends.values()].some((spend) =>
      versionsOf(spend).some(({ transaction }) => transaction.txid === txid)
    )
  }

  coinSet(): CoinSet {
    const { follower } = this.components
    this.#coins ??= new CoinSet({
      book: this.book,
      ledger: [...follower.transactions()],
      spends: this.#spends,
      lockedByHand: this.#lockedByHand,
      height: follower.tip()?.height ?? null
    })
    return this.#coins
  }

  /** The tip that coins are counted at. @throws WalletError `LEDGER_UNAVAILABLE` where they are not known for sure. */
  requireTip(): ChainTip {
    const { follower } = this.components
    const tip = follower.tip()
    if (tip !== null && follower.isInReach) return tip
    throw new WalletError(
      'LEDGER_UNAVAILABLE',
      `The ledger ${this.id} is ${follower.status().state}: its coins are not known for sure. Try again when it is ready.`,
      { fault: 'daemon', details: { ledger: this.id } }
    )
  }

  /** Coins that nothing else is going to spend. */
  freeCoins(isUsable: (coin: WalletCoin) => boolean): readonly WalletCoin[] {
    return this.coinSet().coins.filter((coin) => !coin.isLocked && isUsable(coin))
  }

  /** What transactions are signed with. */
  tools(): SpendTools {
    const { follower, keys } = this.components
    return { chain: follower.chain, keys, takeChange: () => this.book.take(CHANGE_BRANCH) }
  }

  /**
   * Stores a transaction that was just signed, and the change address that it may have taken.
   * @throws WalletError `TRANSACTION_INVALID`.
   */
  async putSigned(
    reference: string,
    built: BuiltSpend,
    facts: Pick<SpendRecord, 'kind' | 'isSweep' | 'alternates'>
  ): Promise<SpendRecord> {
    checkBuilt(this.components.follower, built)
    const createdAt = this.components.clock.now()
    const spend: SpendRecord = { ...built, ...facts, state: 'stored', createdAt }
    const next = this.records.putNext(CHANGE_BRANCH, this.book.next(CHANGE_BRANCH))
    await this.putSpend(reference, spend, [next])
    return spend
  }

  async putSpend(reference: string, spend: SpendRecord, also: readonly StoreChange[] = []): Promise<void> {
    await this.records.commit([this.records.putSpend(reference, spend), ...also])
    this.#spends.set(reference, spend)
    this.changed()
  }

  async deleteSpend(reference: string): Promise<void> {
    await this.records.commit([this.records.deleteSpend(reference)])
    this.#spends.delete(reference)
    this.changed()
  }

  /**
   * Keeps a coin from being spent until it is let go of, across restarts.
   * @throws WalletError `COIN_UNKNOWN`; `COIN_RESERVED` where a payment or trade keeps it that cannot be let go of here.
   */
  async lockByHand(outpoint: OutPoint, isLocked: boolean): Promise<void> {
    const key = outpointKey(outpoint)
    const coin = this.coinSet().coins.find((each) => outpointKey(each.outpoint) === key)
    if (coin === undefined) {
      throw new WalletError('COIN_UNKNOWN', 'The wallet has no such unspent coin.', {
        fault: 'user',
        details: { coin: key }
      })
    }
    if (coin.reference !== null && !isLocked && !coin.isLockedByHand) {
      throw new WalletError('COIN_RESERVED', `The coin is kept for ${coin.reference}, not by hand.`, {
        fault: 'user',
        details: { coin: key, reference: coin.reference }
      })
    }
    await this.records.commit([this.records.putHandLock(outpoint, isLocked)])
    if (isLocked) this.#lockedByHand.add(key)
    else this.#lockedByHand.delete(key)
    this.changed()
  }

  /** Calls `listener` after each change of coins or of stored transactions; the returned function ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The ledger or the stored transactions are others than before. */
  changed(): void {
    this.#coins = null
    for (const listener of this.#listeners) listener()
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
