import { sats, type BlockHeight, type Sats } from '../../base/units.ts'
import type { OutPoint } from '../../ledgers/ledger.ts'
import type { SpendableCoin } from '../../ledgers/bitcoin/payment.ts'
import { outpointKey, type ParsedTransaction } from '../../ledgers/bitcoin/parsed-transaction.ts'
import type { RelevantTransaction } from '../chain-follower/relevant-transactions.ts'
import type { ScriptBook } from './script-book.ts'
import { versionsOf, type SpendRecord } from './wallet-records.ts'

/** Bitcoin and Litecoin: "COINBASE_MATURITY = 100". */
const COINBASE_MATURITY = 100
/** Litecoin: peg-outs of the HogEx can be spent after 6 blocks (LIP 3). */
const PEG_OUT_MATURITY = 6
/** Coins of a transaction that lost against another stay locked until the other is so deep. */
const CONFLICT_DEPTH = 6

/** An unspent output of the wallet. */
export interface WalletCoin extends SpendableCoin {
  /** `pending`: not in a block yet; `immature`: in a block, not to be spent yet. */
  readonly state: 'confirmed' | 'pending' | 'immature'
  /** Change of a transaction of our own: it comes to be as surely as its payment does. */
  readonly isOwnChange: boolean
  /** 1 in the newest block, 0 while it waits. */
  readonly confirmations: number
  /** Reference of a stored transaction that is to spend it, or just lost to another; null where there is none. */
  readonly reference: string | null
  readonly isLockedByHand: boolean
  /** Whether nothing else may spend it: it is kept for a reference, or by hand. */
  readonly isLocked: boolean
}

/** Amounts by what can be done with them; their sum is all that the wallet has. */
export interface Balance {
  /** In blocks and free to spend. */
  readonly confirmed: Sats
  /** On its way: in the mempool, or change of what was sent. */
  readonly pending: Sats
  /** Mined or pegged out, and too young to be spent. */
  readonly immature: Sats
  /** Kept for trades and payments that are not on the ledger yet. */
  readonly locked: Sats
}

/** What the coins follow from. */
export interface CoinSources {
  readonly book: ScriptBook
  readonly ledger: readonly RelevantTransaction[]
  /** By reference. */
  readonly spends: ReadonlyMap<string, SpendRecord>
  /** Outpoints, as outpointKey writes them, that a person locked. */
  readonly lockedByHand: ReadonlySet<string>
  /** null before the first block was read. */
  readonly height: BlockHeight | null
}

/** What became of a stored transaction. */
export type SpendFate =
  | { readonly kind: 'on-ledger' }
  /** Not on the ledger, and nothing speaks against it. */
  | { readonly kind: 'waiting' }
  /** A transaction whose output it spends is gone (a payment to us that its sender replaced): it cannot be mined. */
  | { readonly kind: 'orphaned' }
  /** Another transaction spends one of its coins; `depth` is that one's confirmations, 0 in the mempool. */
  | { readonly kind: 'conflicted'; readonly depth: number }

/** The wallet's transactions at one moment, and the coins that they leave. */
export class CoinSet {
  readonly coins: readonly WalletCoin[]
  readonly #sources: CoinSources
  readonly #entries: Map<string, RelevantTransaction>
  /** By outpoint: the ledger's transaction that spends it. */
  readonly #spenders = new Map<string, RelevantTransaction>()
  readonly #outstanding: ReadonlyMap<string, RelevantTransaction>

  constructor(sources: CoinSources) {
    this.#sources = sources
    this.#entries = new Map(sources.ledger.map((entry) => [entry.transaction.txid, entry]))
    for (const txid of this.#superseded()) this.#entries.delete(txid)
    for (const entry of this.#entries.values()) {
      for (const key of inputKeys(entry.transaction)) {
        if (entry.position !== null || !this.#spenders.has(key)) this.#spenders.set(key, entry)
      }
    }
    this.#outstanding = this.#collectOutstanding()
    this.coins = this.#collect()
  }

  /** What has become of a transaction that the wallet signed. */
  fateOf(spend: SpendRecord): SpendFate {
    const { txid } = spend.transaction
    if (this.#entries.has(txid)) return { kind: 'on-ledger' }
    const rivals = inputKeys(spend.transaction)
      .map((key) => this.#spenders.get(key))
      .filter((rival) => rival !== undefined)
    if (rivals.length > 0) {
      return { kind: 'conflicted', depth: Math.max(...rivals.map((rival) => this.#depth(rival))) }
    }
    const isMinable = this.#outstanding.has(txid) || this.#hasParents(spend.transaction)
    return { kind: isMinable ? 'waiting' : 'orphaned' }
  }

  /** The transaction as the wallet knows it: of the ledger, or an own one that is on its way there. */
  transaction(txid: string): RelevantTransaction | undefined {
    return this.#entries.get(txid) ?? this.#outstanding.get(txid)
  }

  /** The wallet's output at this place, spent or not; undefined where it is not the wallet's. */
  output(outpoint: OutPoint): SpendableCoin | undefined {
    const output = this.transaction(outpoint.txid)?.transaction.outputs[outpoint.vout]
    const path = output && this.#sources.book.pathOf(output.script)
    if (output === undefined || path === undefined) return undefined
    const { amount, script } = output
    return { outpoint, amount, script, kind: path.purpose === 84 ? 'p2wpkh' : 'p2tr', path }
  }

  /** All transactions: the ledger's, and our own published ones that the daemon does not show. */
  transactions(): readonly RelevantTransaction[] {
    return [...this.#entries.values(), ...this.#outstanding.values()]
  }

  /** Sums of the coins, by what can be done with them. */
  balance(): Balance {
    const sum = (matches: (coin: WalletCoin) => boolean) =>
      sats(this.coins.filter(matches).reduce((total, coin) => total + coin.amount, 0n))
    return {
      confirmed: sum((coin) => coin.state === 'confirmed' && !coin.isLocked),
      pending: sum((coin) => coin.state === 'pending' && !coin.isLocked),
      immature: sum((coin) => coin.state === 'immature' && !coin.isLocked),
      locked: sum((coin) => coin.isLocked)
    }
  }

  #depth(entry: RelevantTransaction): number {
    const { height } = this.#sources
    return entry.position === null || height === null ? 0 : height - entry.position.height + 1
  }

  /** Waiting versions of payments that another version stands for: the mined one, else the one that is meant. */
  #superseded(): readonly string[] {
    return [...this.#sources.spends.values()].flatMap((spend) => {
      if (spend.alternates.length === 0 || !isOnItsWay(spend)) return []
      const txids = versionsOf(spend).map((version) => version.transaction.txid)
      const mined = txids.find((txid) => (this.#entries.get(txid)?.position ?? null) !== null)
      return txids.filter((txid) => txid !== (mined ?? spend.transaction.txid))
    })
  }

  #hasParents(transaction: ParsedTransaction, outstanding = this.#outstanding): boolean {
    return transaction.inputs.every(
      ({ outpoint }) => this.#entries.has(outpoint.txid) || outstanding.has(outpoint.txid)
    )
  }

  /** Own published transactions that the ledger does not show, parents first. */
  #collectOutstanding(): ReadonlyMap<string, RelevantTransaction> {
    const found = new Map<string, RelevantTransaction>()
    let rest = [...this.#sources.spends.values()].filter(
      (spend) =>
        isOnItsWay(spend) &&
        !this.#entries.has(spend.transaction.txid) &&
        !inputKeys(spend.transaction).some((key) => this.#spenders.has(key))
    )
    for (;;) {
      const ready = rest.filter((spend) => this.#hasParents(spend.transaction, found))
      if (ready.length === 0) return found
      for (const { transaction } of ready) found.set(transaction.txid, { transaction, position: null })
      rest = rest.filter((spend) => !found.has(spend.transaction.txid))
    }
  }

  #collect(): readonly WalletCoin[] {
    const outstanding = [...this.#outstanding.values()]
    const spent = new Set(outstanding.flatMap((entry) => inputKeys(entry.transaction)))
    const locked = this.#lockedKeys()
    const { lockedByHand } = this.#sources
    const own = new Set(
      [...this.#sources.spends.values()].flatMap((spend) =>
        versionsOf(spend).map(({ transaction }) => transaction.txid)
      )
    )
    const coins: WalletCoin[] = []
    for (const entry of this.transactions()) {
      const { txid, outputs } = entry.transaction
      outputs.forEach(({ amount }, vout) => {
        const coin = this.output({ txid, vout })
        const key = outpointKey({ txid, vout })
        if (coin === undefined || amount === 0n || spent.has(key) || this.#spenders.has(key)) return
        coins.push({
          ...coin,
          state: this.#coinState(entry),
          isOwnChange: own.has(txid),
          confirmations: this.#depth(entry),
          reference: locked.get(key) ?? null,
          isLockedByHand: lockedByHand.has(key),
          isLocked: locked.has(key) || lockedByHand.has(key)
        })
      })
    }
    return coins
  }

  /** Coins of transactions that were signed and may yet be published, or that only just lost to another: references. */
  #lockedKeys(): ReadonlyMap<string, string> {
    const holding = [...this.#sources.spends].filter(([, spend]) => this.#holdsCoins(spend))
    return new Map(
      holding.flatMap(([reference, spend]) =>
        versionsOf(spend)
          .flatMap(({ transaction }) => inputKeys(transaction))
          .map((key) => [key, reference] as const)
      )
    )
  }

  #holdsCoins(spend: SpendRecord): boolean {
    const fate = this.fateOf(spend)
    if (fate.kind === 'conflicted') return fate.depth < CONFLICT_DEPTH
    if (fate.kind !== 'on-ledger') return true
    const entry = this.#entries.get(spend.transaction.txid)
    return entry !== undefined && this.#depth(entry) < CONFLICT_DEPTH
  }

  #coinState(entry: RelevantTransaction): WalletCoin['state'] {
    if (entry.position === null) return 'pending'
    const { isCoinbase, isHogEx } = entry.transaction
    const maturity = isCoinbase ? COINBASE_MATURITY : isHogEx ? PEG_OUT_MATURITY : 1
    return this.#depth(entry) >= maturity ? 'confirmed' : 'immature'
  }
}

/** Whether the wallet itself sees to it that the transaction reaches the ledger. */
export function isOnItsWay(spend: SpendRecord): boolean {
  return spend.state === 'published' || (spend.kind === 'send' && spend.state === 'stored')
}

function inputKeys(transaction: ParsedTransaction): readonly string[] {
  return transaction.inputs.map(({ outpoint }) => outpointKey(outpoint))
}
