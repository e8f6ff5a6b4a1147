import type { ParsedTransaction } from '../../ledgers/bitcoin/parsed-transaction.ts'
import { HeaderChain } from './header-chain.ts'
import {
  RelevantTransactions,
  type BlockPosition,
  type ConfirmedTransaction
} from './relevant-transactions.ts'
import { NO_SCRIPTS, type ScriptInterest } from './script-interest.ts'
import { WatchedOutputs } from './watched-outputs.ts'

/** What the follower holds in memory of one chain. Every change of it is one synchronous step. */
export class ChainView {
  readonly headers = new HeaderChain()
  readonly transactions = new RelevantTransactions()
  readonly watches = new WatchedOutputs()
  interest: ScriptInterest = NO_SCRIPTS

  /** Takes in what matters of a block's transactions; gives it. */
  takeBlock(
    transactions: readonly ParsedTransaction[],
    positionAt: (index: number) => BlockPosition
  ): readonly ConfirmedTransaction[] {
    const taken = new Map<string, ConfirmedTransaction>()
    let isComplete = false
    while (!isComplete) {
      isComplete = true
      transactions.forEach((transaction, index) => {
        if (taken.has(transaction.txid) || !this.isRelevant(transaction)) return
        const entry = { transaction, position: positionAt(index) }
        taken.set(transaction.txid, entry)
        this.transactions.put(entry)
        if (this.#noteUsedScripts(transaction)) isComplete = false
      })
    }
    return [...taken.values()]
  }

  /** Takes in a transaction of the mempool where it matters and is not in the chain; answers whether it did. */
  takeWaiting(transaction: ParsedTransaction): boolean {
    if (this.transactions.get(transaction.txid) !== undefined || !this.isRelevant(transaction)) return false
    this.transactions.put({ transaction, position: null })
    this.#noteUsedScripts(transaction)
    return true
  }

  /** Whether the transaction pays to or spends from the attached scripts or a watched output. */
  isRelevant(transaction: ParsedTransaction): boolean {
    return (
      transaction.outputs.some((output) => this.interest.owns(output.script)) ||
      this.watches.concerns(transaction) ||
      transaction.inputs.some(({ outpoint }) => {
        const output = this.transactions.get(outpoint.txid)?.transaction.outputs[outpoint.vout]
        return output !== undefined && this.interest.owns(output.script)
      })
    )
  }

  /** Tells the interest of every script that is paid by what was loaded, until its gap moves no further. */
  noteStored(): void {
    let isMoving = true
    while (isMoving) {
      isMoving = [...this.transactions.values()]
        .map((entry) => this.#noteUsedScripts(entry.transaction))
        .includes(true)
    }
  }

  #noteUsedScripts(transaction: ParsedTransaction): boolean {
    return transaction.outputs
      .filter((output) => this.interest.owns(output.script))
      .map((output) => this.interest.noteUsed(output.script))
      .includes(true)
  }
}
