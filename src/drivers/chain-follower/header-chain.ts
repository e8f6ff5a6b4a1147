import { blockHeight, type BlockHeight, type UnixSeconds } from '../../base/units.ts'
import {
  MEDIAN_TIME_SPAN,
  medianTime,
  parseBlockHeader,
  type BlockHeader
} from '../../ledgers/bitcoin/block-header.ts'
import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import { hasProofOfWork, isPossibleRetarget, type ProofOfWork } from '../../ledgers/bitcoin/proof-of-work.ts'
import type { ChainTip } from '../../ledgers/ledger.ts'
import { inconsistent } from './follower-error.ts'
import { TimeSlice } from '../time-slice.ts'

/** The newest part of the chain that the node has checked itself: headers at consecutive heights. */
export class HeaderChain {
  #headers: BlockHeader[] = []
  #first = 0
  #tip: ChainTip | null = null

  /** Whether no header is held. */
  get isEmpty(): boolean {
    return this.#headers.length === 0
  }

  /** Height of the oldest header that is kept. */
  get first(): BlockHeight {
    return blockHeight(this.#first)
  }

  /** Hash, height and median time of the newest header; null while there is none. */
  get tip(): ChainTip | null {
    return this.#tip
  }

  /** The header at a height, where it is held. */
  at(height: number): BlockHeader | undefined {
    return this.#headers[height - this.#first]
  }

  /** Forgets everything; the next {@link push} begins at `first`. */
  restart(first: BlockHeight): void {
    this.#headers = []
    this.#first = first
    this.#tip = null
  }

  /** Adds a checked header on top. */
  push(header: BlockHeader): BlockHeight {
    this.#headers.push(header)
    this.#updateTip()
    return blockHeight(this.#first + this.#headers.length - 1)
  }

  /** Takes off every header above `height`. */
  truncate(height: BlockHeight): void {
    this.#headers.length = Math.min(this.#headers.length, height - this.#first + 1)
    this.#updateTip()
  }

  /** Forgets the oldest headers beyond `kept`; gives their heights. */
  prune(kept: number): readonly BlockHeight[] {
    const excess = Math.max(0, this.#headers.length - kept)
    const heights = Array.from({ length: excess }, (_, index) => blockHeight(this.#first + index))
    if (excess > 0) {
      this.#headers = this.#headers.slice(excess)
      this.#first += excess
    }
    return heights
  }

  /** Median time past of the block at `height` (BIP 113); null where the headers that it needs are not kept. */
  medianTimeAt(height: number): UnixSeconds | null {
    const oldest = Math.max(0, height - MEDIAN_TIME_SPAN + 1)
    if (oldest < this.#first || this.at(height) === undefined) return null
    return medianTime(
      this.#headers.slice(oldest - this.#first, height - this.#first + 1).map((header) => header.time)
    )
  }

  #updateTip(): void {
    const top = this.#headers.at(-1)
    this.#tip =
      top === undefined
        ? null
        : {
            height: blockHeight(this.#first + this.#headers.length - 1),
            hash: top.hash,
            medianTime: medianTime(this.#headers.slice(-MEDIAN_TIME_SPAN).map((header) => header.time))
          }
  }
}

/** What headers are checked against. */
export interface HeaderRules {
  readonly chain: BitcoinChain
  readonly proofOfWork: ProofOfWork
}

/**
 * Parses headers at consecutive heights from `first` on and checks that each names the one before it, carries the
 * work that it claims, and on a main chain has a target that can follow its parent's.
 * @throws FollowerError `DAEMON_INCONSISTENT`.
 */
export async function checkHeaders(
  raws: readonly Uint8Array[],
  first: number,
  parent: BlockHeader | undefined,
  rules: HeaderRules
): Promise<readonly BlockHeader[]> {
  const slice = new TimeSlice()
  const headers: BlockHeader[] = []
  let before = parent
  for (const [index, raw] of raws.entries()) {
    await slice.pause()
    const header = parseHeader(raw)
    checkHeader(header, first + index, before, rules)
    headers.push(header)
    before = header
  }
  return headers
}

function parseHeader(raw: Uint8Array): BlockHeader {
  try {
    return parseBlockHeader(raw)
  } catch (error) {
    throw inconsistent('The daemon serves something that is no block header', error)
  }
}

function checkHeader(
  header: BlockHeader,
  height: number,
  parent: BlockHeader | undefined,
  rules: HeaderRules
): void {
  if (parent !== undefined && header.previousHash !== parent.hash) {
    throw inconsistent(`The daemon serves a block ${height} that does not follow its block ${height - 1}`)
  }
  if (height === 0 && header.hash !== rules.chain.genesisHash) {
    throw inconsistent(`The daemon serves a block 0 that is not the first of ${rules.chain.name}`)
  }
  if (!hasProofOfWork(header, rules.proofOfWork)) {
    throw inconsistent(`The daemon serves a block ${height} without its proof of work`)
  }
  const isMain = rules.chain.rpcChain === 'main'
  if (isMain && parent !== undefined && !isPossibleRetarget(parent.bits, header.bits, height)) {
    throw inconsistent(`The daemon serves a block ${height} whose difficulty cannot follow the one before`)
  }
}
