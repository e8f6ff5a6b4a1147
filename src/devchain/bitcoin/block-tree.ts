import type { UnixSeconds } from '../../base/units.ts'
import { MEDIAN_TIME_SPAN, medianTime } from '../../ledgers/bitcoin/block-header.ts'
import type { ChainBlock } from './block.ts'
import type { BlockUndo } from './coins.ts'
import { BLOCK_WORK } from './parameters.ts'

/** A block whose header passed, with its place in the tree. */
export interface BlockEntry {
  readonly block: ChainBlock
  readonly height: number
  readonly parent: BlockEntry | null
  /** Work of the branch up to and with this block. */
  readonly chainWork: bigint
  /** Median of the times of this block and the ten before it (BIP 113). */
  readonly medianTime: UnixSeconds
  /** Order of arrival: of two branches with equal work the first seen stays. */
  readonly arrival: number
  /** Why the block is refused; null while it is not. */
  failure: string | null
  /** What the block spent; null until it was once connected. */
  undo: BlockUndo | null
}

function medianTimePast(block: ChainBlock, parent: BlockEntry | null): UnixSeconds {
  const times = [block.header.time]
  for (let entry = parent; entry !== null && times.length < MEDIAN_TIME_SPAN; entry = entry.parent) {
    times.push(entry.block.header.time)
  }
  return medianTime(times)
}

/** All known blocks, of every branch. */
export class BlockTree {
  readonly #entries = new Map<string, BlockEntry>()
  readonly #tips = new Set<BlockEntry>()

  /** The block with this hash, display order. */
  get(hash: string): BlockEntry | undefined {
    return this.#entries.get(hash)
  }

  /** Adds a block below its parent, which must be in the tree (null for block 0). */
  add(block: ChainBlock, parent: BlockEntry | null): BlockEntry {
    const entry: BlockEntry = {
      block,
      height: parent === null ? 0 : parent.height + 1,
      parent,
      chainWork: (parent?.chainWork ?? 0n) + BLOCK_WORK,
      medianTime: medianTimePast(block, parent),
      arrival: this.#entries.size,
      failure: null,
      undo: null
    }
    this.#entries.set(block.hash, entry)
    if (parent !== null) this.#tips.delete(parent)
    this.#tips.add(entry)
    return entry
  }

  /** Blocks that nothing builds on. */
  tips(): readonly BlockEntry[] {
    return [...this.#tips]
  }

  /** The sound block with the most work; of equals the one that was there first. */
  best(): BlockEntry | null {
    let best: BlockEntry | null = null
    for (const tip of this.#tips) {
      const candidate = soundAncestor(tip)
      if (candidate !== null && (best === null || isBetter(candidate, best))) best = candidate
    }
    return best
  }

  /** Marks a block and everything above it as refused. */
  fail(entry: BlockEntry, reason: string): void {
    for (const descendant of this.#descendants(entry)) descendant.failure ??= reason
  }

  /** Takes the mark from a block, its ancestors and everything above it. */
  pardon(entry: BlockEntry): void {
    for (const descendant of this.#descendants(entry)) descendant.failure = null
    for (let ancestor = entry.parent; ancestor !== null; ancestor = ancestor.parent) ancestor.failure = null
  }

  #descendants(entry: BlockEntry): readonly BlockEntry[] {
    return [...this.#entries.values()].filter((candidate) => ancestorAt(candidate, entry.height) === entry)
  }
}

function soundAncestor(tip: BlockEntry): BlockEntry | null {
  let entry: BlockEntry | null = tip
  while (entry !== null && entry.failure !== null) entry = entry.parent
  return entry
}

function isBetter(candidate: BlockEntry, best: BlockEntry): boolean {
  if (candidate.chainWork !== best.chainWork) return candidate.chainWork > best.chainWork
  return candidate.arrival < best.arrival
}

/** The block at `height` of the branch that ends in `entry`; null above it. */
export function ancestorAt(entry: BlockEntry, height: number): BlockEntry | null {
  let ancestor: BlockEntry | null = entry
  while (ancestor !== null && ancestor.height > height) ancestor = ancestor.parent
  return ancestor?.height === height ? ancestor : null
}
