import { isCoinbase } from '../../ledgers/bitcoin/policy/coinbase.ts'
import { copyBytes } from '../../base/bytes.ts'
import { sats } from '../../base/units.ts'
import type { SpentCoin } from '../../ledgers/bitcoin/policy/spent-coins.ts'
import type { ChainBlock } from './block.ts'
import { demand } from './errors.ts'
import { outpointKey } from '../../ledgers/bitcoin/parsed-transaction.ts'
import { spentOutpointKey, type ChainTransaction } from './transaction.ts'

/** An unspent output. */
export type Coin = SpentCoin

/** Where unspent outputs are looked up; the key is {@link outpointKey}'s. */
export interface CoinView {
  coin(key: string): Coin | undefined
}

/** What a block took from the set: enough to put it back. */
export interface BlockUndo {
  readonly spent: readonly (readonly [key: string, coin: Coin])[]
}

/** BIP 141 keeps unspendable outputs out of the set: OP_RETURN first, or longer than any script may be. */
const OP_RETURN = 0x6a
const MAX_SCRIPT_SIZE = 10_000

function isUnspendable(script: Uint8Array): boolean {
  return script[0] === OP_RETURN || script.length > MAX_SCRIPT_SIZE
}

/** The spendable outputs of a transaction as coins. */
export function coinsOf(transaction: ChainTransaction, height: number): (readonly [string, Coin])[] {
  const { txid } = transaction
  const coinbase = isCoinbase(transaction.transaction)
  return transaction.transaction.outs.flatMap(({ script, value }, index) =>
    isUnspendable(script)
      ? []
      : [
          [
            outpointKey({ txid, vout: index }),
            { script: copyBytes(script), amount: sats(value), height, coinbase }
          ]
        ]
  )
}

/** Keys of the outputs that a transaction spends, in the order of its inputs. */
export function spentKeys(transaction: ChainTransaction): readonly string[] {
  return transaction.transaction.ins.map(({ hash, index }) => spentOutpointKey(hash, index))
}

/** The unspent outputs of the best chain. */
export class CoinSet implements CoinView {
  readonly #coins = new Map<string, Coin>()

  /** Number of unspent outputs. */
  get size(): number {
    return this.#coins.size
  }

  coin(key: string): Coin | undefined {
    return this.#coins.get(key)
  }

  /** All unspent outputs by key. */
  entries(): IterableIterator<[string, Coin]> {
    return this.#coins.entries()
  }

  /** Puts outputs in; one of the same key is replaced. */
  add(entries: readonly (readonly [string, Coin])[]): void {
    for (const [key, coin] of entries) this.#coins.set(key, coin)
  }

  /**
   * Takes the coins that a transaction spends.
   * @throws RejectedError `bad-txns-inputs-missingorspent`; nothing is taken then.
   */
  spend(transaction: ChainTransaction): readonly (readonly [string, Coin])[] {
    const taken = spentKeys(transaction).map((key) => {
      const coin = this.#coins.get(key)
      demand(coin !== undefined, 'bad-txns-inputs-missingorspent')
      return [key, coin] as const
    })
    for (const [key] of taken) this.#coins.delete(key)
    return taken
  }

  /** Takes a connected block back: its outputs go, what it spent from earlier blocks returns. */
  disconnect(block: ChainBlock, undo: BlockUndo): void {
    const made = new Set(
      block.transactions.flatMap((transaction) => coinsOf(transaction, 0).map(([key]) => key))
    )
    for (const key of made) this.#coins.delete(key)
    this.add(undo.spent.filter(([key]) => !made.has(key)))
  }
}
