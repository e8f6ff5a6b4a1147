import type { BlockHeight } from '../../base/units.ts'
import { outpointKey, type ParsedTransaction } from '../../ledgers/bitcoin/parsed-transaction.ts'
import type { ExpectedOutput } from '../../ledgers/ledger.ts'

/** An output that somebody follows. */
export interface WatchedOutput {
  readonly output: ExpectedOutput
  /** First height at which it can lie. */
  readonly since: BlockHeight
  /** Blocks from `since` to the tip are still to be searched for it. */
  readonly isPending: boolean
}

/** All outputs that are followed, by outpoint and by the transaction that makes them. */
export class WatchedOutputs {
  readonly #byOutpoint = new Map<string, WatchedOutput>()
  readonly #txids = new Set<string>()

  /** The watch of an output, by its outpoint. */
  get(output: ExpectedOutput): WatchedOutput | undefined {
    return this.#byOutpoint.get(outpointKey(output.outpoint))
  }

  /** Adds a watch, or replaces the one of the same outpoint. */
  put(watch: WatchedOutput): void {
    this.#byOutpoint.set(outpointKey(watch.output.outpoint), watch)
    this.#txids.add(watch.output.outpoint.txid)
  }

  /** Those that blocks are still to be searched for. */
  pending(): readonly WatchedOutput[] {
    return [...this.#byOutpoint.values()].filter((watch) => watch.isPending)
  }

  /** Ids of the transactions that make watched outputs. */
  txids(): ReadonlySet<string> {
    return this.#txids
  }

  /** Whether the transaction makes or spends a watched output. */
  concerns(transaction: ParsedTransaction): boolean {
    return (
      this.#txids.has(transaction.txid) ||
      transaction.inputs.some(({ outpoint }) => this.#byOutpoint.has(outpointKey(outpoint)))
    )
  }
}
