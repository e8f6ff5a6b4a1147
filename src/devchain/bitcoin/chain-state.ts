import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import type { ChainBlock } from './block.ts'
import { checkBlock, checkHeader } from './block-check.ts'
import { ancestorAt, BlockTree, type BlockEntry } from './block-tree.ts'
import { CoinSet } from './coins.ts'
import { connectBlock } from './connect.ts'
import { demand, RejectedError } from './errors.ts'
import { genesisBlock } from './genesis.ts'
import type { ChainTransaction } from './transaction.ts'

/** Where a transaction of the best chain lies. */
export interface TransactionPlace {
  readonly entry: BlockEntry
  readonly transaction: ChainTransaction
}

/** How the best chain moved: the blocks taken off, tip first, and those put on, lowest first. */
export interface ChainMove {
  readonly removed: readonly BlockEntry[]
  readonly added: readonly BlockEntry[]
}

/** Parts that a chain state works with. */
export interface ChainStateParts {
  readonly chain: BitcoinChain
  /** UNIX time in seconds. */
  now(): number
  /** Called after the best chain moved, once per move. */
  moved(move: ChainMove): void
}

/** The tree of blocks, its best chain, and the coins and transactions of that. */
export class ChainState {
  readonly tree = new BlockTree()
  readonly coins = new CoinSet()
  readonly #parts: ChainStateParts
  readonly #active: BlockEntry[]
  readonly #transactions = new Map<string, TransactionPlace>()

  constructor(parts: ChainStateParts) {
    this.#parts = parts
    const genesis = this.tree.add(genesisBlock(parts.chain), null)
    genesis.undo = { spent: [] }
    this.#active = [genesis]
    // The coinbase of block 0 is known but was never spendable: its coins stay out of the set.
    for (const transaction of genesis.block.transactions) {
      this.#transactions.set(transaction.txid, { entry: genesis, transaction })
    }
  }

  /** The highest block of the best chain. */
  get tip(): BlockEntry {
    const tip = this.#active.at(-1)
    demand(tip !== undefined, 'no genesis block')
    return tip
  }

  /** The block at `height` of the best chain. */
  at(height: number): BlockEntry | undefined {
    return this.#active[height]
  }

  /** Whether the block lies on the best chain. */
  isActive(entry: BlockEntry): boolean {
    return this.#active[entry.height] === entry
  }

  /** A transaction of the best chain by its id in display order. */
  transaction(txid: string): TransactionPlace | undefined {
    return this.#transactions.get(txid)
  }

  /** Median time past of the block at `height` of the best chain. */
  readonly medianTimeAt = (height: number): number => this.#active[height]?.medianTime ?? 0

  /**
   * Checks a block and puts it into the tree; the best chain moves where it has the most work.
   * @returns its entry; `failure` says where it turned out bad while it was connected.
   * @throws RejectedError `duplicate`, `duplicate-invalid`, `prev-blk-not-found`, `bad-prevblk` and every
   * reason that needs no coins.
   */
  accept(block: ChainBlock, scripts: 'judged' | 'trusted' = 'judged'): BlockEntry {
    const known = this.tree.get(block.hash)
    if (known !== undefined) {
      throw new RejectedError(known.failure === null ? 'duplicate' : 'duplicate-invalid')
    }
    const parent = this.tree.get(block.header.previousHash)
    demand(parent !== undefined, 'prev-blk-not-found')
    demand(parent.failure === null, 'bad-prevblk')
    // A stored block was timely when it came, perhaps by a mock time that is no longer set.
    const now = scripts === 'trusted' ? Infinity : this.#parts.now()
    checkHeader(this.#parts.chain, block.header, { parent, now })
    checkBlock(this.#parts.chain, block, parent)
    const entry = this.tree.add(block, parent)
    this.#activateBest(scripts)
    return entry
  }

  /** Checks a block on top of the tip without keeping it. @throws RejectedError */
  test(block: ChainBlock): void {
    demand(block.header.previousHash === this.tip.block.hash, 'inconclusive-not-best-prevblk')
    checkBlock(this.#parts.chain, block, this.tip)
    const entry = new BlockTree().add(block, this.tip)
    const undo = connectBlock(entry, this.coins, {
      chain: this.#parts.chain,
      scripts: 'judged',
      medianTimeAt: this.medianTimeAt
    })
    this.coins.disconnect(block, undo)
  }

  /** Refuses a block and everything above it from here on; the best of the rest becomes the chain. */
  invalidate(entry: BlockEntry): void {
    demand(entry.parent !== null, 'the genesis block cannot be invalidated')
    this.tree.fail(entry, 'invalidated')
    this.#activateBest('judged')
  }

  /** Takes {@link invalidate} back for a block, its ancestors and its descendants. */
  reconsider(entry: BlockEntry): void {
    this.tree.pardon(entry)
    this.#activateBest('judged')
  }

  #activateBest(scripts: 'judged' | 'trusted'): void {
    const start = this.tip
    const removed: BlockEntry[] = []
    const added: BlockEntry[] = []
    for (let best = this.tree.best(); best !== null && best !== this.tip; best = this.tree.best()) {
      this.#moveTo(best, { removed, added, scripts })
    }
    if (this.tip !== start) this.#parts.moved({ removed, added })
  }

  /** Moves towards `best`; a block that turns out bad is marked, and the caller chooses again. */
  #moveTo(
    best: BlockEntry,
    work: { removed: BlockEntry[]; added: BlockEntry[]; readonly scripts: 'judged' | 'trusted' }
  ): void {
    while (ancestorAt(best, this.tip.height) !== this.tip) {
      const entry = this.tip
      this.#disconnectTip(entry)
      if (work.added.at(-1) === entry) work.added.pop()
      else work.removed.push(entry)
    }
    while (this.tip !== best) {
      const next = ancestorAt(best, this.tip.height + 1)
      if (next === null) return
      if (!this.#connect(next, work.scripts)) return
      if (work.removed.at(-1) === next) work.removed.pop()
      else work.added.push(next)
    }
  }

  #connect(entry: BlockEntry, scripts: 'judged' | 'trusted'): boolean {
    try {
      entry.undo = connectBlock(entry, this.coins, {
        chain: this.#parts.chain,
        scripts,
        medianTimeAt: this.medianTimeAt
      })
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error
      this.tree.fail(entry, error.reason)
      return false
    }
    this.#active.push(entry)
    for (const transaction of entry.block.transactions) {
      this.#transactions.set(transaction.txid, { entry, transaction })
    }
    return true
  }

  #disconnectTip(entry: BlockEntry): void {
    demand(entry.undo !== null, 'a block that was never connected')
    this.#active.pop()
    this.coins.disconnect(entry.block, entry.undo)
    for (const transaction of entry.block.transactions) this.#transactions.delete(transaction.txid)
  }
}
