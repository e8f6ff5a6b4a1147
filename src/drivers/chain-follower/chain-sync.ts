import { blockHeight, type BlockHeight } from '../../base/units.ts'
import { readBlock, type Block } from '../../ledgers/bitcoin/block.ts'
import { parseBlockHeader, type BlockHeader } from '../../ledgers/bitcoin/block-header.ts'
import type { ChainSource, ChainStatus } from '../../ports/chain-source.ts'
import type { StoreChange } from '../../ports/store.ts'
import { birthdayHeight, type Birthday } from './birthday.ts'
import type { ChainStore } from './chain-store.ts'
import type { ChainView } from './chain-view.ts'
import { FollowerError, inconsistent } from './follower-error.ts'
import { checkHeaders, type HeaderRules } from './header-chain.ts'
import { TimeSlice } from '../time-slice.ts'

/** Headers asked for at a time. */
const HEADERS_PER_CALL = 50
/** A commit covers so many bytes of blocks at most, but for a single larger one. */
const BYTES_PER_BATCH = 4_000_000
/** Headers below a fresh wallet's first block: median time, and reorganisations that reach below it. */
const HEADERS_BEFORE_BIRTHDAY = 144
/**
 * Headers that are kept: a reorganisation down to here moves over block by block, a deeper one begins afresh; a
 * watched output can lie so deep when its watch begins.
 */
export const HEADERS_KEPT = 1000

/** What synchronisation works with. */
export interface SyncParts {
  readonly source: ChainSource
  readonly records: ChainStore
  readonly view: ChainView
  readonly rules: HeaderRules
  /** Called after each commit that changed the view. */
  readonly onProgress: () => void
}

/** What one synchronisation came to. `behind`: the daemon's chain is the lower part of ours; we wait for it. */
export type SyncOutcome =
  { readonly kind: 'synced' } | { readonly kind: 'behind'; readonly daemon: BlockHeight }

/** Moves the view and its records to the daemon's best chain, checking everything on the way. */
export class ChainSync {
  readonly #parts: SyncParts
  #birthday: Birthday | null

  /** `birthday` is where the wallet's blocks begin; null takes the daemon's tip at first contact. */
  constructor(parts: SyncParts, birthday: Birthday | null) {
    this.#parts = parts
    this.#birthday = birthday
  }

  /**
   * @throws FollowerError `DAEMON_INCONSISTENT` (what was accepted before stays), `LEDGER_WRONG_CHAIN`; what the source
   * or the store rejects with.
   */
  async synchronise(status: ChainStatus): Promise<SyncOutcome> {
    this.#checkIdentity(status)
    const { headers } = this.#parts.view
    if (headers.isEmpty) await this.#begin(status, this.#birthday ?? status.height)
    // Below all that we keep nothing can be compared. A daemon that has lost its blocks is the likely reason: what we
    // know of escrows and coins must not be forgotten for that.
    if (status.height < headers.first) return { kind: 'behind', daemon: status.height }
    let fork = await this.#findFork(status)
    if (fork === null) {
      await this.#begin(
        status,
        this.#parts.rules.chain.isTest ? blockHeight(0) : (this.#birthday ?? headers.first)
      )
      fork = await this.#findFork(status)
    }
    const tip = headers.tip
    if (fork === null || tip === null) throw inconsistent('The daemon changes its chain at every call')
    if (fork < tip.height && fork === status.height) return { kind: 'behind', daemon: status.height }
    await this.#connect(fork, status.height)
    await this.#searchPending()
    return { kind: 'synced' }
  }

  #checkIdentity(status: ChainStatus): void {
    const { chain } = this.#parts.rules
    if (status.genesisHash === chain.genesisHash && status.chain === chain.rpcChain) return
    throw new FollowerError(
      'LEDGER_WRONG_CHAIN',
      `The daemon follows another chain than ${chain.name}. Check its address and its network option.`,
      { fault: 'daemon', details: { expected: chain.genesisHash, actual: status.genesisHash } }
    )
  }

  /** Forgets the chain and begins at `birthday`: headers below it are taken for their times and links alone. */
  async #begin(status: ChainStatus, birthday: Birthday): Promise<void> {
    const { source, records, view, rules, onProgress } = this.#parts
    const start = await birthdayHeight(birthday, status.height, source)
    const first = blockHeight(Math.max(0, start - HEADERS_BEFORE_BIRTHDAY))
    const raws = await readHeaders(source, first, start - first + 1)
    const headers = await checkHeaders(raws, first, undefined, rules)
    if (headers.length === 0) throw inconsistent('The daemon has no block at the height that it names')
    const changes: StoreChange[] = []
    for (let height = view.headers.first; view.headers.at(height) !== undefined; height++) {
      changes.push(records.deleteHeader(blockHeight(height)))
    }
    changes.push(...view.transactions.removeAbove(-1).map((txid) => records.deleteTransaction(txid)))
    view.headers.restart(first)
    for (const header of headers) changes.push(records.putHeader(view.headers.push(header), header))
    // Our height of birth stays, should the chain be replaced by one that is shorter for now.
    const born = typeof this.#birthday === 'number' ? this.#birthday : start
    this.#birthday = born
    changes.push(records.putBirthday(born))
    await records.commit(changes)
    onProgress()
  }

  /** The highest block that the daemon's best chain shares with ours, or null where it lies below what we keep. */
  async #findFork(status: ChainStatus): Promise<BlockHeight | null> {
    const { source, view } = this.#parts
    const tip = view.headers.tip
    if (tip === null) return null
    if (tip.hash === status.bestBlockHash) return tip.height
    let top = Math.min(tip.height, status.height)
    while (top >= view.headers.first) {
      const bottom = Math.max(view.headers.first, top - HEADERS_PER_CALL + 1)
      const theirs = await readHeaders(source, blockHeight(bottom), top - bottom + 1)
      for (let height = bottom + theirs.length - 1; height >= bottom; height--) {
        if (headerHash(theirs[height - bottom]) === view.headers.at(height)?.hash) return blockHeight(height)
      }
      top = bottom - 1
    }
    return null
  }

  /** Reads the blocks above `fork`, batch by batch; ours above it go in the same commit that brings theirs. */
  async #connect(fork: BlockHeight, target: BlockHeight): Promise<void> {
    const { source, view, rules } = this.#parts
    let height = fork
    while (height < target) {
      const count = Math.min(HEADERS_PER_CALL, target - height)
      const raws = await readHeaders(source, blockHeight(height + 1), count)
      if (raws.length === 0) return
      const headers = await checkHeaders(raws, height + 1, view.headers.at(height), rules)
      let rest = headers
      while (rest.length > 0) {
        const batch = await this.#readBlocks(rest)
        await this.#accept(height, batch)
        rest = rest.slice(batch.length)
        height = blockHeight(height + batch.length)
      }
    }
  }

  async #readBlocks(headers: readonly BlockHeader[]): Promise<readonly Block[]> {
    const blocks: Block[] = []
    let bytes = 0
    for (const header of headers) {
      const block = await this.#readBlock(header)
      blocks.push(block)
      bytes += block.transactions.reduce((sum, transaction) => sum + transaction.raw.length, 0)
      if (bytes >= BYTES_PER_BATCH) break
    }
    return blocks
  }

  async #readBlock(header: BlockHeader): Promise<Block> {
    const raw = await this.#parts.source.block(header.hash)
    if (raw === null) {
      throw inconsistent(`The daemon does not have block ${header.hash} of its own chain (it may be pruned)`)
    }
    const slice = new TimeSlice()
    try {
      const steps = readBlock(raw)
      for (;;) {
        const step = steps.next()
        if (step.done === true) {
          if (step.value.header.hash === header.hash) return step.value
          throw inconsistent(`The daemon serves another block than ${header.hash} under that hash`)
        }
        await slice.pause()
      }
    } catch (error) {
      if (error instanceof FollowerError) throw error
      throw inconsistent(`The daemon serves a block that does not fit its hash ${header.hash}`, error)
    }
  }

  async #accept(parent: number, batch: readonly Block[]): Promise<void> {
    const { records, view, onProgress } = this.#parts
    const changes: StoreChange[] = []
    const slice = new TimeSlice()
    const oldTip = view.headers.tip?.height ?? parent
    for (const [index, block] of batch.entries()) {
      await slice.pause()
      // Taking the old branch off and the first new block on is one synchronous step: no reader sees less.
      if (index === 0 && oldTip > parent) {
        view.headers.truncate(blockHeight(parent))
        changes.push(...view.transactions.removeAbove(parent).map((txid) => records.deleteTransaction(txid)))
        for (let height = parent + 1; height <= oldTip; height++)
          changes.push(records.deleteHeader(blockHeight(height)))
      }
      changes.push(...this.#acceptBlock(block))
    }
    changes.push(...view.headers.prune(HEADERS_KEPT).map((height) => records.deleteHeader(height)))
    await records.commit(changes)
    onProgress()
  }

  #acceptBlock(block: Block): readonly StoreChange[] {
    const { records, view } = this.#parts
    const height = view.headers.push(block.header)
    const taken = view.takeBlock(block.transactions, (index) => ({ height, index, time: block.header.time }))
    return [records.putHeader(height, block.header), ...taken.map((entry) => records.putTransaction(entry))]
  }

  /** Looks through the blocks that passed before a watch began. */
  async #searchPending(): Promise<void> {
    const { records, view, onProgress } = this.#parts
    const pending = view.watches.pending()
    const tip = view.headers.tip
    if (pending.length === 0 || tip === null) return
    const changes: StoreChange[] = []
    const since = Math.max(view.headers.first, Math.min(...pending.map((watch) => watch.since)))
    for (let height = since; height <= tip.height; height++) {
      const header = view.headers.at(height)
      if (header === undefined) continue
      const block = await this.#readBlock(header)
      const taken = view.takeBlock(block.transactions, (index) => ({
        height: blockHeight(height),
        index,
        time: block.header.time
      }))
      changes.push(...taken.map((entry) => records.putTransaction(entry)))
    }
    for (const watch of pending) {
      const found = { ...watch, isPending: false }
      view.watches.put(found)
      changes.push(records.putWatch(found))
    }
    await records.commit(changes)
    onProgress()
  }
}

/** Headers in as many calls as it takes; fewer where the daemon's chain ends earlier. */
async function readHeaders(
  source: ChainSource,
  first: BlockHeight,
  count: number
): Promise<readonly Uint8Array[]> {
  const headers: Uint8Array[] = []
  while (headers.length < count) {
    const want = Math.min(HEADERS_PER_CALL, count - headers.length)
    const page = await source.headers(blockHeight(first + headers.length), want)
    headers.push(...page.slice(0, want))
    if (page.length === 0) break
  }
  return headers
}

function headerHash(raw: Uint8Array | undefined): string | null {
  try {
    return raw === undefined ? null : parseBlockHeader(raw).hash
  } catch (error) {
    throw inconsistent('The daemon serves something that is no block header', error)
  }
}
