import { Transaction } from 'bitcoinjs-lib'
import { concatBytes, copyBytes, fromHex, type Bytes } from '../../src/base/bytes.ts'
import { CodedError } from '../../src/base/coded-error.ts'
import { sha256d } from '../../src/base/hash.ts'
import { blockHeight, type BlockHeight, type SatsPerVbyte } from '../../src/base/units.ts'
import { parseBlockHeader } from '../../src/ledgers/bitcoin/block-header.ts'
import { encodeCompactSize } from '../../src/ledgers/bitcoin/compact-size.ts'
import { fromDisplayHash, toDisplayHash } from '../../src/ledgers/bitcoin/display-hash.ts'
import { merkleTree } from '../../src/ledgers/bitcoin/merkle-tree.ts'
import { BITCOIN_CHAINS } from '../../src/ledgers/bitcoin/networks.ts'
import { outpointKey } from '../../src/ledgers/bitcoin/parsed-transaction.ts'
import type { ChainSource, ChainStatus } from '../../src/ports/chain-source.ts'
import type { BroadcastOutcome } from '../../src/ports/ledger.ts'

/** An easy target: every second header meets it. */
const REGTEST_BITS = 0x207fffff
const GENESIS_TIME = 1296688602
const OP_TRUE = Uint8Array.of(0x51)

interface ScriptedBlock {
  readonly hash: string
  readonly raw: Bytes
  readonly transactions: readonly Transaction[]
}

function header(previous: Uint8Array, root: Uint8Array, time: number, nonce: number): Bytes {
  const bytes = new Uint8Array(80)
  const view = new DataView(bytes.buffer)
  view.setInt32(0, 1, true)
  bytes.set(previous, 4)
  bytes.set(root, 36)
  view.setUint32(68, time, true)
  view.setUint32(72, REGTEST_BITS, true)
  view.setUint32(76, nonce, true)
  return bytes
}

/** A chain of Bitcoin's regtest in memory: a daemon that does what the test says. It checks double spends, no scripts. */
export class ScriptedChain implements ChainSource {
  readonly chain = BITCOIN_CHAINS['bitcoin-regtest']
  blocks: ScriptedBlock[] = []
  readonly waiting = new Map<string, Transaction>()
  /** Every call rejects while set. */
  isDown = false
  /** Only so many blocks are shown, as after a loss of the chain state. */
  shown = Infinity
  /** Genesis hash that the daemon names. */
  genesisHash: string = this.chain.genesisHash
  /** Puts other bytes in the place of a block's or a header's. */
  lie: { block?: (raw: Bytes) => Bytes | null; header?: (raw: Bytes, height: number) => Bytes } = {}
  /** The daemon's answer to each broadcast, where it is not the chain's own. */
  answer: BroadcastOutcome | null = null
  /** Whether a broadcast takes the place of what it conflicts with in the mempool (BIP 125). */
  isReplacing = false
  readonly broadcasts: string[] = []
  estimate: number | null = null
  #counter = 0
  readonly #waiters = new Set<() => void>()

  constructor() {
    const root = fromHex('3ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a')
    const raw = header(new Uint8Array(32), root, GENESIS_TIME, 2)
    this.blocks.push({ hash: parseBlockHeader(raw).hash, raw, transactions: [] })
  }

  get height(): BlockHeight {
    return blockHeight(this.blocks.length - 1)
  }

  get tipHash(): string {
    return this.blocks.at(-1)!.hash
  }

  /** A payment out of nowhere. */
  payment(script: Uint8Array, amount: bigint, from?: { txid: string; vout: number }): Transaction {
    const transaction = new Transaction()
    transaction.version = 2
    const previous = from === undefined ? this.#freshHash() : fromDisplayHash(from.txid)
    transaction.addInput(previous, from?.vout ?? 0)
    transaction.setWitness(0, [Uint8Array.of(1)])
    transaction.addOutput(script, amount)
    return transaction
  }

  #freshHash(): Bytes {
    return sha256d(new TextEncoder().encode(`fresh ${this.#counter++}`))
  }

  /** Mines blocks; the first holds the mempool and `transactions`, each pays its coinbase to `payTo`. */
  mine(
    count = 1,
    options: { transactions?: readonly Transaction[]; payTo?: Uint8Array; empty?: boolean } = {}
  ): void {
    for (let index = 0; index < count; index++) {
      const fromPool = options.empty === true ? [] : [...this.waiting.values()]
      const included = index === 0 ? [...fromPool, ...(options.transactions ?? [])] : fromPool
      for (const transaction of included) this.waiting.delete(transaction.getId())
      this.blocks.push(this.#assemble([this.#coinbase(options.payTo ?? OP_TRUE), ...included]))
      this.#dropConflicts()
    }
    this.changed()
  }

  #coinbase(script: Uint8Array): Transaction {
    const transaction = new Transaction()
    const tag = new Uint8Array(8)
    new DataView(tag.buffer).setUint32(0, this.blocks.length)
    new DataView(tag.buffer).setUint32(4, this.#counter++)
    transaction.addInput(new Uint8Array(32), 0xffffffff, 0xffffffff, tag)
    transaction.addOutput(script, 50_0000_0000n)
    return transaction
  }

  #assemble(transactions: readonly Transaction[]): ScriptedBlock {
    const root = merkleTree(transactions.map((transaction) => transaction.getHash())).root
    const previous = fromDisplayHash(this.tipHash)
    for (let nonce = 0; ; nonce++) {
      const head = header(previous, root, GENESIS_TIME + this.blocks.length * 600, nonce)
      if (sha256d(head)[31]! >= 0x80) continue
      const count = encodeCompactSize(transactions.length)
      const raw = concatBytes(head, count, ...transactions.map((transaction) => transaction.toBuffer()))
      return { hash: parseBlockHeader(head).hash, raw, transactions }
    }
  }

  #dropConflicts(): void {
    const spent = this.#spentInChain()
    for (const [txid, transaction] of this.waiting) {
      if (inputs(transaction).some((key) => spent.has(key))) this.waiting.delete(txid)
    }
  }

  #spentInChain(): Set<string> {
    return new Set(this.blocks.flatMap((block) => block.transactions.slice(1).flatMap(inputs)))
  }

  /** Takes `depth` blocks off (their transactions wait again, unless dropped) and mines `length` others. */
  reorganise(
    depth: number,
    length: number,
    options: { dropTransactions?: boolean; payTo?: Uint8Array } = {}
  ): void {
    const removed = this.blocks.splice(this.blocks.length - depth)
    if (options.dropTransactions !== true) {
      for (const transaction of removed.flatMap((block) => block.transactions.slice(1))) {
        this.waiting.set(transaction.getId(), transaction)
      }
    }
    this.mine(length, { empty: true, ...(options.payTo && { payTo: options.payTo }) })
  }

  /** Puts a transaction into the mempool, in place of those that it conflicts with. */
  submit(transaction: Transaction): void {
    const keys = new Set(inputs(transaction))
    for (const [txid, other] of this.waiting)
      if (inputs(other).some((key) => keys.has(key))) this.waiting.delete(txid)
    this.waiting.set(transaction.getId(), transaction)
    this.changed()
  }

  /** Wakes who waits for news. */
  changed(): void {
    for (const wake of this.#waiters) wake()
  }

  /** All unspent outputs of the chain, and with `withMempool` of the mempool, that pay one of the scripts. */
  unspent(owns: (script: Bytes) => boolean, withMempool: boolean): { key: string; amount: bigint }[] {
    const confirmed = this.blocks.flatMap((block) => block.transactions)
    const all = [...confirmed, ...(withMempool ? this.waiting.values() : [])]
    const spent = new Set(all.flatMap(inputs))
    return all.flatMap((transaction) =>
      transaction.outs
        .map((out, vout) => ({
          key: outpointKey({ txid: transaction.getId(), vout }),
          amount: out.value,
          script: out.script
        }))
        .filter((out) => owns(copyBytes(out.script)) && !spent.has(out.key))
    )
  }

  async #answerAsDaemon<Value>(value: () => Value): Promise<Value> {
    await new Promise((resolve) => setImmediate(resolve))
    if (this.isDown) {
      throw new CodedError('DAEMON_UNREACHABLE', 'The daemon does not answer. Is it running?', {
        fault: 'daemon'
      })
    }
    return value()
  }

  #visible(): ScriptedBlock[] {
    return this.blocks.slice(0, Math.min(this.shown, this.blocks.length))
  }

  status(): Promise<ChainStatus> {
    return this.#answerAsDaemon(() => ({
      chain: this.chain.rpcChain,
      genesisHash: this.genesisHash,
      height: blockHeight(this.#visible().length - 1),
      bestBlockHash: this.#visible().at(-1)!.hash,
      initialBlockDownload: false
    }))
  }

  blockHash(height: BlockHeight): Promise<string | null> {
    return this.#answerAsDaemon(() => this.#visible()[height]?.hash ?? null)
  }

  headers(first: BlockHeight, count: number): Promise<readonly Bytes[]> {
    return this.#answerAsDaemon(() =>
      this.#visible()
        .slice(first, first + count)
        .map((block, index) => {
          const raw = block.raw.slice(0, 80)
          return this.lie.header?.(raw, first + index) ?? raw
        })
    )
  }

  block(hash: string): Promise<Bytes | null> {
    return this.#answerAsDaemon(() => {
      const raw = this.#visible().find((block) => block.hash === hash)?.raw ?? null
      return raw !== null && this.lie.block ? this.lie.block(raw.slice()) : raw
    })
  }

  mempool(): Promise<readonly string[]> {
    return this.#answerAsDaemon(() => [...this.waiting.keys()])
  }

  mempoolTransactions(txids: readonly string[]): Promise<readonly (Bytes | null)[]> {
    return this.#answerAsDaemon(() =>
      txids.map((txid) => {
        const transaction = this.waiting.get(txid)
        return transaction === undefined ? null : copyBytes(transaction.toBuffer())
      })
    )
  }

  broadcast(bytes: Bytes): Promise<BroadcastOutcome> {
    return this.#answerAsDaemon((): BroadcastOutcome => {
      const transaction = Transaction.fromBuffer(bytes)
      this.broadcasts.push(transaction.getId())
      if (this.answer !== null) return this.answer
      const isKnown =
        this.waiting.has(transaction.getId()) ||
        this.blocks.some((block) => block.transactions.some((other) => other.getId() === transaction.getId()))
      if (isKnown) return { kind: 'known' }
      const waiting = [...this.waiting.values()].flatMap(inputs)
      const taken = new Set([...this.#spentInChain(), ...(this.isReplacing ? [] : waiting)])
      if (inputs(transaction).some((key) => taken.has(key))) {
        return { kind: 'rejected', reason: 'bad-txns-inputs-missingorspent' }
      }
      this.submit(transaction)
      return { kind: 'accepted' }
    })
  }

  estimateFeeRate(): Promise<SatsPerVbyte | null> {
    return this.#answerAsDaemon(() => this.estimate as SatsPerVbyte | null)
  }

  async waitForChange(_known: string, milliseconds: number, signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer)
        this.#waiters.delete(end)
        signal.removeEventListener('abort', end)
        resolve()
      }
      const timer = setTimeout(end, milliseconds)
      this.#waiters.add(end)
      signal.addEventListener('abort', end)
    })
  }
}

function inputs(transaction: Transaction): string[] {
  return transaction.isCoinbase()
    ? []
    : transaction.ins.map((input) => outpointKey({ txid: toDisplayHash(input.hash), vout: input.index }))
}
