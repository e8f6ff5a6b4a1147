import { fromDisplayHash, toDisplayHash } from '../../ledgers/bitcoin/display-hash.ts'
import { Transaction } from 'bitcoinjs-lib'
import { copyBytes, equalBytes, toHex, type Bytes } from '../../base/bytes.ts'
import { sha256d } from '../../base/hash.ts'
import { blockHeight, sats, satsPerVbyte, unixSeconds, type SatsPerVbyte } from '../../base/units.ts'
import { STANDARD_FLAGS, verifyTransaction, type SpentOutput } from '../../ledgers/bitcoin/script/verify.ts'
import type {
  ChainTip,
  ExpectedOutput,
  LedgerId,
  OutPoint,
  OutputView,
  SeenTransaction
} from '../../ledgers/ledger.ts'
import type { BroadcastOutcome, Ledger } from '../../ports/ledger.ts'
import type { Clock } from '../../ports/world.ts'

interface SimulatedBlock {
  readonly hash: string
  readonly transactions: readonly Transaction[]
}

/**
 * A ledger in memory with real scripts, signatures and time locks, and without mining: blocks come when the
 * script says so. One object is the chain; {@link SimulatedLedger.view} gives each node its own port to it.
 */
export class SimulatedLedger {
  readonly id: LedgerId
  readonly #clock: Clock
  readonly #minted = new Map<string, SpentOutput>()
  #blocks: SimulatedBlock[] = []
  #mempool = new Map<string, Transaction>()
  readonly #listeners = new Set<() => void>()
  #mints = 0
  /** Seconds by which the median time runs ahead of the clock; negative: behind. */
  ahead = 0
  /** Fee rate that {@link Ledger.feeRate} answers. */
  rate: SatsPerVbyte = satsPerVbyte(2)

  constructor(id: LedgerId, clock: Clock) {
    this.id = id
    this.#clock = clock
    this.mine(1)
  }

  /** A coin out of nothing, confirmed. */
  mint(script: Bytes, amount: bigint): OutPoint {
    const txid = toDisplayHash(sha256d(Buffer.from(`${this.id} coin ${this.#mints++}`)))
    this.#minted.set(`${txid}:0`, { script, amount: sats(amount) })
    return { txid, vout: 0 }
  }

  /** The newest block; the median time follows the clock. */
  get tip(): ChainTip {
    const hash = this.#blocks.at(-1)?.hash ?? ''
    return {
      height: blockHeight(this.#blocks.length),
      hash,
      medianTime: unixSeconds(this.#clock.now() + this.ahead)
    }
  }

  /** Puts the whole mempool into the first of `count` blocks. */
  mine(count: number): void {
    for (let index = 0; index < count; index++) {
      const transactions = [...this.#mempool.values()]
      this.#mempool = new Map()
      const hash = toHex(sha256d(Buffer.from(`${this.id} ${this.#blocks.length} ${this.#mints++}`)))
      this.#blocks.push({ hash, transactions })
    }
    this.#notify()
  }

  /**
   * Takes the newest `depth` blocks away; their transactions go back to the mempool unless `drop` says that the
   * new branch never saw them.
   */
  reorganise(depth: number, drop: (txid: string) => boolean = () => false): void {
    const removed = this.#blocks.splice(-depth)
    const back = [...removed.flatMap((block) => block.transactions), ...this.#mempool.values()]
    this.#mempool = new Map()
    for (const transaction of back) {
      if (!drop(transaction.getId())) this.#accept(transaction)
    }
    this.mine(0)
  }

  /** Waiting and confirmed transactions, serialised, oldest first. */
  transactions(): readonly Bytes[] {
    return this.#all().map((entry) => copyBytes(entry.transaction.toBuffer()))
  }

  /** What was paid to a script and is unspent, confirmed or not. */
  balanceOf(script: Bytes): bigint {
    let sum = 0n
    for (const { transaction } of this.#all()) {
      transaction.outs.forEach((output, vout) => {
        const spent = this.#spenderOf({ txid: transaction.getId(), vout }) !== null
        if (!spent && equalBytes(output.script, script)) sum += output.value
      })
    }
    return sum
  }

  /** Takes a transaction into the mempool if every rule allows it. */
  broadcast(bytes: Bytes): BroadcastOutcome {
    const transaction = Transaction.fromBuffer(bytes)
    if (this.#all().some((entry) => entry.transaction.getId() === transaction.getId()))
      return { kind: 'known' }
    const outcome = this.#accept(transaction)
    if (outcome.kind === 'accepted') this.#notify()
    return outcome
  }

  /** This chain as one node sees it; `reachable` may turn false for a while. */
  view(): SimulatedLedgerView {
    return new SimulatedLedgerView(this)
  }

  /** Calls `listener` after each block and each transaction; the returned function ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What this chain shows of an output. */
  observe(expected: ExpectedOutput): OutputView {
    const { outpoint, script, amount } = expected
    const funding = this.#all().find((entry) => entry.transaction.getId() === outpoint.txid)
    const output = funding?.transaction.outs[outpoint.vout]
    const matches = output !== undefined && equalBytes(output.script, script) && output.value === amount
    return {
      tip: this.tip,
      funding: funding === undefined ? null : { ...seen(funding), matches },
      spend: this.#spenderOf(outpoint)
    }
  }

  #all(): { transaction: Transaction; confirmations: number }[] {
    const confirmed = this.#blocks.flatMap((block, index) =>
      block.transactions.map((transaction) => ({ transaction, confirmations: this.#blocks.length - index }))
    )
    return [
      ...confirmed,
      ...[...this.#mempool.values()].map((transaction) => ({ transaction, confirmations: 0 }))
    ]
  }

  #spenderOf(outpoint: OutPoint): SeenTransaction | null {
    const hash = fromDisplayHash(outpoint.txid)
    const spender = this.#all().find((entry) =>
      entry.transaction.ins.some((input) => input.index === outpoint.vout && equalBytes(input.hash, hash))
    )
    return spender === undefined ? null : seen(spender)
  }

  #outputOf(input: { hash: Uint8Array; index: number }): SpentOutput | null {
    const txid = toDisplayHash(input.hash)
    const minted = this.#minted.get(`${txid}:${input.index}`)
    if (minted !== undefined) return minted
    const output = this.#all().find((entry) => entry.transaction.getId() === txid)?.transaction.outs[
      input.index
    ]
    return output === undefined ? null : { script: copyBytes(output.script), amount: sats(output.value) }
  }

  #accept(transaction: Transaction): BroadcastOutcome {
    const fault = this.#faultIn(transaction)
    if (fault !== null) return { kind: 'rejected', reason: fault }
    this.#mempool.set(transaction.getId(), transaction)
    return { kind: 'accepted' }
  }

  #faultIn(transaction: Transaction): string | null {
    const spentOutputs: SpentOutput[] = []
    const replaced: Transaction[] = []
    for (const input of transaction.ins) {
      const output = this.#outputOf(input)
      if (output === null) return 'missing-inputs'
      spentOutputs.push(output)
      const spender = this.#spenderOf({ txid: toDisplayHash(input.hash), vout: input.index })
      if (spender === null) continue
      if (spender.confirmations > 0) return 'missing-inputs'
      replaced.push(Transaction.fromBuffer(spender.transaction))
    }
    // BIP 113: final where the lock time lies before the median time of the past.
    const locked = transaction.locktime >= 500_000_000 && transaction.locktime >= this.tip.medianTime
    if (locked && transaction.ins.some((input) => input.sequence !== 0xffffffff)) return 'non-final'
    const failure = verifyTransaction({ transaction, spentOutputs, flags: STANDARD_FLAGS })
    if (failure !== null) return `non-mandatory-script-verify-flag (${failure.failure})`
    const fee = (spender: Transaction): bigint =>
      this.#valueIn(spender) - spender.outs.reduce((sum, output) => sum + output.value, 0n)
    if (fee(transaction) < BigInt(transaction.virtualSize())) return 'min relay fee not met'
    if (replaced.some((other) => fee(other) >= fee(transaction))) return 'txn-mempool-conflict'
    for (const other of replaced) this.#mempool.delete(other.getId())
    return null
  }

  #valueIn(transaction: Transaction): bigint {
    return transaction.ins.reduce((sum, input) => sum + (this.#outputOf(input)?.amount ?? 0n), 0n)
  }

  #notify(): void {
    for (const listener of this.#listeners) listener()
  }
}

function seen(entry: { transaction: Transaction; confirmations: number }): SeenTransaction {
  return { transaction: copyBytes(entry.transaction.toBuffer()), confirmations: entry.confirmations }
}

/** One node's daemon on a simulated chain. */
export class SimulatedLedgerView implements Ledger {
  readonly #chain: SimulatedLedger
  reachable = true

  constructor(chain: SimulatedLedger) {
    this.#chain = chain
  }

  get id(): LedgerId {
    return this.#chain.id
  }

  tip(): ChainTip | null {
    return this.reachable ? this.#chain.tip : null
  }

  async watch(): Promise<void> {
    await Promise.resolve()
  }

  observe(output: ExpectedOutput): OutputView | null {
    return this.reachable ? this.#chain.observe(output) : null
  }

  async broadcast(transaction: Bytes): Promise<BroadcastOutcome> {
    await Promise.resolve()
    return this.reachable
      ? this.#chain.broadcast(transaction)
      : { kind: 'unavailable', reason: 'the daemon is out of reach' }
  }

  async feeRate(): Promise<SatsPerVbyte> {
    await Promise.resolve()
    return this.#chain.rate
  }

  onChange(listener: () => void): () => void {
    return this.#chain.onChange(listener)
  }
}
