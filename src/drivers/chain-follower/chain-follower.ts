import { CodedError, errorCode } from '../../base/coded-error.ts'
import type { Bytes } from '../../base/bytes.ts'
import { equalBytes } from '../../base/bytes.ts'
import { satsPerVbyte, type BlockHeight, type Blocks, type SatsPerVbyte } from '../../base/units.ts'
import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import { proofOfWorkOf } from '../../ledgers/bitcoin/proof-of-work.ts'
import { SerialisationError } from '../../ledgers/bitcoin/byte-reader.ts'
import { decodeTransaction } from '../../ledgers/bitcoin/decode-transaction.ts'
import { parseTransaction } from '../../ledgers/bitcoin/parsed-transaction.ts'
import type { ChainTip, ExpectedOutput, LedgerId, OutputView, SeenTransaction } from '../../ledgers/ledger.ts'
import type { ChainSource } from '../../ports/chain-source.ts'
import type { BroadcastOutcome, Ledger } from '../../ports/ledger.ts'
import type { Store } from '../../ports/store.ts'
import type { Clock, Log, Startable } from '../../ports/world.ts'
import type { Birthday } from './birthday.ts'
import { ChainStore } from './chain-store.ts'
import { ChainSync } from './chain-sync.ts'
import { ChainView } from './chain-view.ts'
import { MempoolView } from './mempool-view.ts'
import type { RelevantTransaction } from './relevant-transactions.ts'
import type { ScriptInterest } from './script-interest.ts'
import { reviewTransaction, type TransactionReview } from './transaction-review.ts'

/** How a ledger is doing, for people. */
export type LedgerState =
  'connecting' | 'syncing' | 'ready' | 'unreachable' | 'wrong-chain' | 'inconsistent' | 'failed'

/** State, one plain line why, and how far. */
export interface LedgerStatus {
  readonly state: LedgerState
  /** Empty where the state says it all. */
  readonly reason: string
  /** Height of our checked tip, null before the first. */
  readonly height: BlockHeight | null
  /** Height that the daemon names, null before its first answer. */
  readonly daemonHeight: BlockHeight | null
}

/** What a follower asks of its surroundings. */
export interface FollowerComponents {
  readonly source: ChainSource
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
}

/** Which chain is followed, and how. */
export interface FollowerOptions {
  readonly ledger: LedgerId
  readonly chain: BitcoinChain
  /** Where the first block is read in a fresh store; after the daemon's tip where absent. */
  readonly birthday?: Birthday
  /** The mempool is read, and a daemon without notices asked, once in so many milliseconds. */
  readonly pollMilliseconds?: number
}

const POLL_MILLISECONDS = 5_000
const POLL_MILLISECONDS_ON_TEST_CHAINS = 500
/** Blocks that the view may lag behind the daemon while it still answers for the ledger. */
const TOLERATED_LAG = 2

/** Follows one chain through its daemon, believing only what it has checked itself. */
export class ChainFollower implements Ledger, Startable {
  readonly id: LedgerId
  readonly chain: BitcoinChain
  readonly #components: FollowerComponents
  readonly #records: ChainStore
  readonly #view = new ChainView()
  readonly #mempool: MempoolView
  readonly #options: FollowerOptions
  readonly #listeners = new Set<() => void>()
  readonly #stopping = new AbortController()
  /** Ends the wait between two rounds. */
  #resting = new AbortController()
  /** Whether an output is watched for which no round has searched yet. */
  #isSearchWanted = false
  #running: Promise<void> = Promise.resolve()
  #state: LedgerState = 'connecting'
  #reason = ''
  #daemonHeight: BlockHeight | null = null
  /** Whether the last word of the daemon fits the view: then the view answers for the ledger. */
  #isInReach = false

  constructor(components: FollowerComponents, options: FollowerOptions) {
    this.id = options.ledger
    this.chain = options.chain
    this.#components = components
    this.#options = options
    this.#records = new ChainStore(components.store, options.ledger)
    this.#mempool = new MempoolView(components.source, this.#view)
  }

  /** Whose scripts to look for; to be called once, before {@link start}. */
  attach(interest: ScriptInterest): void {
    this.#view.interest = interest
  }

  /** Loads what is stored, then follows the daemon until {@link stop}; an absent daemon is no error. */
  async start(): Promise<void> {
    const birthday = await this.#records.load(this.#view)
    const sync = new ChainSync(
      {
        source: this.#components.source,
        records: this.#records,
        view: this.#view,
        rules: { chain: this.chain, proofOfWork: proofOfWorkOf(this.chain) },
        onProgress: () => this.#showProgress()
      },
      birthday ?? this.#options.birthday ?? null
    )
    this.#running = this.#run(sync)
  }

  /** Ends the round under way; fulfils once nothing is written any more. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#resting.abort()
    await this.#running
  }

  /** How the ledger is doing, for people. */
  status(): LedgerStatus {
    return {
      state: this.#state,
      reason: this.#reason,
      height: this.tip()?.height ?? null,
      daemonHeight: this.#daemonHeight
    }
  }

  /** Whether what the view says is the ledger's present state. */
  get isInReach(): boolean {
    return this.#isInReach
  }

  tip(): ChainTip | null {
    return this.#view.headers.tip
  }

  /** The transactions that pay to or spend from the attached scripts or watched outputs. */
  transactions(): Iterable<RelevantTransaction> {
    return this.#view.transactions.values()
  }

  /** One of {@link transactions}, by its id in display order. */
  transaction(txid: string): RelevantTransaction | undefined {
    return this.#view.transactions.get(txid)
  }

  /** `is_it_tx_in_blockchain`: whether a transaction that concerns this node lies in a block of the checked chain. */
  isInBlockchain(txid: string): boolean {
    return (this.#view.transactions.get(txid)?.position ?? null) !== null
  }

  async watch(output: ExpectedOutput, since: BlockHeight): Promise<void> {
    const known = this.#view.watches.get(output)
    if (known !== undefined) return
    const tip = this.tip()
    const watch = { output, since, isPending: tip === null || since <= tip.height }
    this.#view.watches.put(watch)
    this.#mempool.forgetSeen()
    await this.#records.commit([this.#records.putWatch(watch)])
    // Until a round has searched for it, nobody is told anything about the output.
    this.#isSearchWanted = true
    this.#resting.abort()
  }

  observe(output: ExpectedOutput): OutputView | null {
    const tip = this.tip()
    const watch = this.#view.watches.get(output)
    if (!this.#isInReach || tip === null || watch === undefined || watch.isPending) return null
    const { txid, vout } = output.outpoint
    const funding = this.#view.transactions.get(txid)
    const made = funding?.transaction.outputs[vout]
    const matches =
      made !== undefined && made.amount === output.amount && equalBytes(made.script, output.script)
    const spend = this.#view.transactions.spender(output.outpoint)
    return {
      tip,
      funding: funding === undefined ? null : { ...seen(funding, tip), matches },
      spend: spend === undefined ? null : seen(spend, tip)
    }
  }

  /** What our own rules say of a transaction; null before the first tip. @throws SerialisationError `TRANSACTION_MALFORMED`. */
  review(transaction: Bytes): TransactionReview | null {
    const tip = this.tip()
    if (tip === null) return null
    return reviewTransaction(decodeTransaction(transaction), this.#view, { chain: this.chain, tip })
  }

  /** Hands a transaction to the daemon unless our own rules refuse it, or it is in the chain already. */
  async broadcast(transaction: Bytes): Promise<BroadcastOutcome> {
    try {
      const { txid } = parseTransaction(transaction)
      if (this.isInBlockchain(txid)) return { kind: 'known' }
      const refusal = this.#refusal(transaction, txid)
      if (refusal !== null) return refusal
    } catch (error) {
      if (!(error instanceof SerialisationError)) throw error
      return { kind: 'rejected', reason: error.message, rule: error.code }
    }
    const outcome = await this.#publish(transaction)
    if (outcome.kind === 'accepted' && this.#view.takeWaiting(parseTransaction(transaction))) this.#notify()
    return outcome
  }

  #refusal(transaction: Bytes, txid: string): BroadcastOutcome | null {
    const { log } = this.#components
    const review = this.review(transaction)
    const fields = { ledger: this.id, txid }
    if (review === null || review.unknownInputs > 0) {
      log.info('ledger.partly-checked', { ...fields, unknownInputs: review?.unknownInputs ?? 'all' })
    }
    const fault = review?.fault ?? null
    if (fault === null) return null
    log.warn('ledger.refused-by-own-rules', { ...fields, ...fault })
    return { kind: 'rejected', reason: fault.reason, rule: fault.code }
  }

  async #publish(transaction: Bytes): Promise<BroadcastOutcome> {
    try {
      return await this.#components.source.broadcast(transaction)
    } catch (error) {
      return { kind: 'unavailable', reason: errorCode(error) }
    }
  }

  async feeRate(target: Blocks): Promise<SatsPerVbyte> {
    const estimate = await this.#estimate(target)
    const rate = estimate ?? this.chain.fallbackFeeRate
    return satsPerVbyte(Math.min(this.chain.maximumFeeRate, Math.max(this.chain.minimumFeeRate, rate)))
  }

  async #estimate(target: Blocks): Promise<SatsPerVbyte | null> {
    try {
      return await this.#components.source.estimateFeeRate(target)
    } catch (error) {
      if (error instanceof CodedError && error.fault === 'daemon') return null
      throw error
    }
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #notify(): void {
    for (const listener of this.#listeners) listener()
  }

  async #run(sync: ChainSync): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const isGoing = await this.#round(sync)
      if (!isGoing) return
      await this.#wait()
    }
  }

  /** One look at the daemon; false where going on makes no sense. */
  async #round(sync: ChainSync): Promise<boolean> {
    this.#isSearchWanted = false
    try {
      const status = await this.#components.source.status()
      this.#daemonHeight = status.height
      const lag = status.height - (this.tip()?.height ?? 0)
      if (lag > TOLERATED_LAG) this.#become('syncing', `Reading ${lag} blocks.`)
      const outcome = await sync.synchronise(status)
      if (outcome.kind === 'behind') {
        this.#become(
          'syncing',
          `The daemon fell back to block ${outcome.daemon}: waiting until it has caught up.`
        )
      } else {
        const changed = await this.#mempool.poll()
        this.#become('ready', '')
        if (changed) this.#notify()
      }
      return true
    } catch (error) {
      return this.#fail(error)
    }
  }

  #showProgress(): void {
    const height = this.tip()?.height
    if (this.#state === 'syncing' && height !== undefined && this.#daemonHeight !== null) {
      this.#reason = `Block ${height} of ${this.#daemonHeight} is read.`
    }
    this.#notify()
  }

  #fail(error: unknown): boolean {
    const { log } = this.#components
    const code = errorCode(error)
    const message = error instanceof Error ? error.message : 'The ledger failed.'
    if (code === 'LEDGER_WRONG_CHAIN') this.#become('wrong-chain', message)
    else if (code === 'DAEMON_INCONSISTENT') this.#become('inconsistent', message)
    else if (error instanceof CodedError && error.fault === 'daemon') this.#become('unreachable', message)
    else {
      this.#become('failed', message)
      log.error('ledger.failed', { ledger: this.id, code, message })
      return false
    }
    return true
  }

  #become(state: LedgerState, reason: string): void {
    const isInReach = state === 'ready'
    const isNews = state !== this.#state || reason !== this.#reason || isInReach !== this.#isInReach
    if (state !== this.#state) {
      this.#components.log.info('ledger.state', { ledger: this.id, from: this.#state, to: state, reason })
    }
    this.#state = state
    this.#reason = reason
    this.#isInReach = isInReach
    if (isNews) this.#notify()
  }

  /** Until the daemon has news, or the next look at its mempool is due. */
  async #wait(): Promise<void> {
    if (this.#stopping.signal.aborted || this.#isSearchWanted) return
    this.#resting = new AbortController()
    const { signal } = this.#resting
    const milliseconds =
      this.#options.pollMilliseconds ??
      (this.chain.isTest ? POLL_MILLISECONDS_ON_TEST_CHAINS : POLL_MILLISECONDS)
    const tip = this.tip()
    if (this.#state === 'ready' && tip !== null) {
      try {
        await this.#components.source.waitForChange(tip.hash, milliseconds, signal)
        return
      } catch {
        // The next round says what is wrong with the daemon.
      }
    }
    await this.#pause(milliseconds, signal)
  }

  #pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve()
      const end = () => {
        takeBack()
        signal.removeEventListener('abort', end)
        resolve()
      }
      const takeBack = this.#components.clock.after(milliseconds, end)
      signal.addEventListener('abort', end)
    })
  }
}

function seen(entry: RelevantTransaction, tip: ChainTip): SeenTransaction {
  return {
    transaction: entry.transaction.raw,
    confirmations: entry.position === null ? 0 : tip.height - entry.position.height + 1
  }
}
