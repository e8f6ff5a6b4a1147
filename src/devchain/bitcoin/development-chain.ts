import { randomBytes } from 'node:crypto'
import { copyBytes, type Bytes } from '../../base/bytes.ts'
import { sats, unixSeconds, type Sats, type UnixSeconds } from '../../base/units.ts'
import { curve } from '../../crypto/curve/selected.ts'
import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import { addressToScript } from './address.ts'
import { decodeBlock, type ChainBlock } from './block.ts'
import { mineBlock, selectTransactions } from './block-assembly.ts'
import { BlockFile } from './block-file.ts'
import type { BlockEntry } from './block-tree.ts'
import { ChainState, type ChainMove } from './chain-state.ts'
import { SYSTEM_CLOCK, type DevelopmentClock } from './clock.ts'
import type { Coin } from './coins.ts'
import { DevelopmentChainError, RejectedError } from './errors.ts'
import { keptKey } from './faucet-file.ts'
import { faucetKey, payFromFaucet, type FaucetKey } from './faucet.ts'
import { fromDisplayHash, toDisplayHash } from '../../ledgers/bitcoin/display-hash.ts'
import { Mempool } from './mempool.ts'
import { judgeTransaction, type Acceptable, type Origin } from './mempool-acceptance.ts'
import { COINBASE_MATURITY } from '../../ledgers/bitcoin/policy/spent-coins.ts'
import { requireRegtest } from './parameters.ts'
import { chainTransaction, type ChainTransaction } from './transaction.ts'

/** Bytes of chance in each coinbase: two chains, or two branches, never make the same one. */
const EXTRA_NONCE_BYTES = 8

/** How a development chain is made. */
export interface DevelopmentChainOptions {
  /** Only chains whose `rpcChain` is regtest. */
  readonly chain: BitcoinChain
  /** The machine's clock unless given. */
  readonly clock?: DevelopmentClock
  /** Fresh bytes for coinbases and the faucet key; the machine's unless given. */
  readonly random?: (length: number) => Uint8Array
  /** Where blocks are kept; memory only unless given. */
  readonly folder?: string
  /** 32 bytes, a private key; the one in the folder unless given, else drawn fresh. */
  readonly faucetKey?: Bytes
}

/** What was paid by {@link DevelopmentChain.fund}: the output with the asked amount. */
export interface FundedOutput {
  readonly txid: string
  readonly vout: number
  /** Serialised with witnesses. */
  readonly transaction: Bytes
}

/**
 * A regtest-like chain in this process: it mines on command, and validates whatever it is given as the real
 * daemons do (SegWit, Taproot, CLTV and CSV from block 1). ITS COINS ARE NOT MONEY: anyone who reaches it mines.
 */
export class DevelopmentChain {
  readonly chain: BitcoinChain
  readonly state: ChainState
  readonly mempool = new Mempool()
  readonly faucet: FaucetKey
  readonly clock: DevelopmentClock
  readonly #random: (length: number) => Uint8Array
  readonly #listeners = new Set<() => void>()
  readonly #file: BlockFile | null
  #mockTime: UnixSeconds | null = null
  #replaying = true

  private constructor(options: DevelopmentChainOptions) {
    this.chain = options.chain
    this.clock = options.clock ?? SYSTEM_CLOCK
    this.#random = options.random ?? randomBytes
    this.faucet = faucetKey(options.faucetKey ?? keptKey(options.folder, () => this.#freshKey()))
    this.state = new ChainState({
      chain: options.chain,
      now: () => this.now(),
      moved: (move) => this.#moved(move)
    })
    this.#file =
      options.folder === undefined ? null : new BlockFile(options.folder, options.chain.genesisHash)
    this.#replay()
    this.#replaying = false
  }

  /**
   * A chain with only its genesis block, or with what its folder holds.
   * @throws {@link DevelopmentChainError} `CHAIN_NOT_REGTEST`, `BLOCK_FILE_CORRUPT`.
   */
  static create(options: DevelopmentChainOptions): DevelopmentChain {
    requireRegtest(options.chain)
    return new DevelopmentChain(options)
  }

  /** The highest block of the best chain. */
  get tip(): BlockEntry {
    return this.state.tip
  }

  /** What the faucet can pay now, fees not taken off. */
  get faucetBalance(): Sats {
    return sats(this.#faucetCoins().reduce((sum, [, coin]) => sum + coin.amount, 0n))
  }

  /** The mock time where one is set, else the clock. */
  now(): UnixSeconds {
    return this.#mockTime ?? this.clock.now()
  }

  /** Stops the chain's clock at `time`; 0 lets it run again. */
  setMockTime(time: number): void {
    this.#mockTime = time === 0 ? null : unixSeconds(time)
  }

  /** Calls `listener` after each change of the best chain or the mempool; the result ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Mines `count` blocks with what the mempool holds; the reward goes to `script`, the faucet's unless given. */
  mine(count: number, script: Uint8Array = this.faucet.script): readonly string[] {
    return Array.from({ length: count }, () => {
      const entries = selectTransactions(this.mempool)
      const block = this.#assemble(script, {
        transactions: entries.map(({ transaction }) => transaction),
        fees: entries.reduce((sum, { fee }) => sum + fee, 0n)
      })
      this.submitBlock(block)
      return block.hash
    })
  }

  /**
   * Mines one block of exactly these transactions, past the policy of the mempool; claims no fees.
   * @throws RejectedError where the block would be refused; it is not kept then.
   */
  mineExactly(transactions: readonly ChainTransaction[], script: Uint8Array): string {
    const block = this.#assemble(script, { transactions, fees: 0n })
    this.state.test(block)
    this.submitBlock(block)
    return block.hash
  }

  /** Mines a block each `milliseconds` until the returned function is called. */
  mineEvery(milliseconds: number, script: Uint8Array = this.faucet.script): () => void {
    let cancel = (): void => undefined
    const tick = (): void => {
      cancel = this.clock.after(milliseconds, tick)
      this.mine(1, script)
    }
    cancel = this.clock.after(milliseconds, tick)
    return () => cancel()
  }

  /**
   * Takes a block in. Its entry says by `failure` where it was bad, and `state.isActive` whether it leads.
   * @throws RejectedError
   */
  submitBlock(block: ChainBlock): BlockEntry {
    const entry = this.state.accept(block, this.#replaying ? 'trusted' : 'judged')
    if (entry.failure === null) this.#record('block', block.bytes)
    return entry
  }

  /** @throws DevelopmentChainError `BLOCK_UNKNOWN`. */
  invalidateBlock(hash: string): void {
    this.state.invalidate(this.#known(hash))
    this.#record('invalidate', fromDisplayHash(hash))
  }

  /** @throws DevelopmentChainError `BLOCK_UNKNOWN`. */
  reconsiderBlock(hash: string): void {
    this.state.reconsider(this.#known(hash))
    this.#record('reconsider', fromDisplayHash(hash))
  }

  /** Judges a transaction as the mempool would, and changes nothing. @throws RejectedError */
  testTransaction(transaction: ChainTransaction): Acceptable {
    return judgeTransaction(this.#acceptance(), transaction)
  }

  /** Takes a transaction into the mempool; what it replaces leaves it. @throws RejectedError */
  submitTransaction(transaction: ChainTransaction): void {
    this.#admit(transaction, 'relayed')
    this.#changed()
  }

  /**
   * Pays `amount` to an address or output script from the faucet, into the mempool. Blocks are mined to the
   * faucet first where it has nothing mature.
   * @throws DevelopmentChainError `FAUCET_EMPTY`, `ADDRESS_INVALID`; RejectedError where the output is refused.
   */
  fund(target: string | Uint8Array, amount: Sats): FundedOutput {
    const script = typeof target === 'string' ? addressToScript(this.chain, target) : target
    if (this.#faucetCoins().length === 0) this.mine(COINBASE_MATURITY + 1)
    const paid = chainTransaction(
      payFromFaucet({
        chain: this.chain,
        key: this.faucet,
        coins: this.#faucetCoins(),
        script,
        amount
      })
    )
    this.submitTransaction(paid)
    return { txid: paid.txid, vout: 0, transaction: paid.bytes }
  }

  /** Ends what was begun: the block file is synced and closed. */
  close(): void {
    this.#listeners.clear()
    this.#file?.close()
  }

  #freshKey(): Bytes {
    for (;;) {
      const candidate = copyBytes(this.#random(32))
      if (curve().isPrivateKey(candidate)) return candidate
    }
  }

  #assemble(
    script: Uint8Array,
    content: { readonly transactions: readonly ChainTransaction[]; readonly fees: bigint }
  ): ChainBlock {
    return mineBlock(this.chain, {
      parent: this.tip,
      now: this.now(),
      script,
      transactions: content.transactions,
      fees: sats(content.fees),
      extraNonce: this.#random(EXTRA_NONCE_BYTES)
    })
  }

  #faucetCoins(): (readonly [string, Coin])[] {
    const script = Buffer.from(this.faucet.script)
    const height = this.tip.height + 1
    return [...this.state.coins.entries()].filter(
      ([key, coin]) =>
        script.equals(coin.script) &&
        (!coin.coinbase || height - coin.height >= COINBASE_MATURITY) &&
        this.mempool.spender(key) === undefined
    )
  }

  #known(hash: string): BlockEntry {
    const entry = this.state.tree.get(hash)
    if (entry === undefined) throw new DevelopmentChainError('BLOCK_UNKNOWN', 'Block not found')
    return entry
  }

  #acceptance() {
    return { chain: this.chain, state: this.state, mempool: this.mempool }
  }

  #admit(transaction: ChainTransaction, origin: Origin): void {
    const accepted = judgeTransaction(this.#acceptance(), transaction, origin)
    for (const entry of accepted.replaced) {
      if (this.mempool.get(entry.transaction.txid) === entry) this.mempool.evict(entry)
    }
    this.mempool.add({
      transaction,
      fee: accepted.fee,
      time: this.now(),
      height: this.tip.height,
      sigopsCost: accepted.sigopsCost
    })
  }

  #moved(move: ChainMove): void {
    for (const { block } of move.added) this.#dropMined(block)
    if (move.removed.length > 0) this.#rejudge(move)
    this.#changed()
  }

  /** Takes out what a block holds, and what spends the same outputs otherwise. */
  #dropMined(block: ChainBlock): void {
    for (const transaction of block.transactions) {
      const entry = this.mempool.get(transaction.txid)
      if (entry !== undefined) this.mempool.remove(entry)
      for (const conflict of this.mempool.spendersOf(transaction)) this.mempool.evict(conflict)
    }
  }

  /** After blocks were taken off, their transactions and all others are judged anew, parents first. */
  #rejudge(move: ChainMove): void {
    const returned = [...move.removed].reverse().flatMap(({ block }) => block.transactions.slice(1))
    const waiting = this.mempool.drain().map(({ transaction }) => transaction)
    for (const transaction of [...returned, ...waiting]) {
      try {
        this.#admit(transaction, 'disconnected')
      } catch (error) {
        if (!(error instanceof RejectedError)) throw error
      }
    }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }

  #record(kind: 'block' | 'invalidate' | 'reconsider', bytes: Bytes): void {
    if (!this.#replaying) this.#file?.append({ kind, bytes })
  }

  #replay(): void {
    for (const { kind, bytes } of this.#file?.records ?? []) {
      if (kind === 'block') this.submitBlock(decodeBlock(bytes))
      else if (kind === 'invalidate') this.invalidateBlock(toDisplayHash(bytes))
      else this.reconsiderBlock(toDisplayHash(bytes))
    }
  }
}
