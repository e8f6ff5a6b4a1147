import type { Transaction } from 'bitcoinjs-lib'
import { joinBytes, type Bytes } from '../../../base/bytes.ts'
import { sha256 } from '../../../base/hash.ts'
import type { Sats } from '../../../base/units.ts'
import {
  encodeInt64,
  encodeOutPoint,
  encodeOutput,
  encodeUint32,
  encodeWithLength
} from './transaction-encoding.ts'

/** An output that an input spends. */
export interface SpentOutput {
  readonly script: Bytes
  readonly amount: Sats
}

/**
 * The parts of a signature hash that all inputs of a transaction share (BIP 143 and BIP 341), each a single
 * SHA-256 of 32 bytes made at its first use. They hold for the transaction as it is then: it must not change.
 */
export class SighashMidstates {
  readonly #transaction: Transaction
  readonly #spentOutputs: readonly SpentOutput[]
  readonly #digests = new Map<string, Bytes>()

  constructor(transaction: Transaction, spentOutputs: readonly SpentOutput[]) {
    this.#transaction = transaction
    this.#spentOutputs = spentOutputs
  }

  /** Whether these are the midstates of those very objects. */
  belongTo(transaction: Transaction, spentOutputs: readonly SpentOutput[]): boolean {
    return this.#transaction === transaction && this.#spentOutputs === spentOutputs
  }

  /** Hash of all outpoints. */
  get prevouts(): Bytes {
    return this.#digest('prevouts', () => this.#transaction.ins.map(encodeOutPoint))
  }

  /** Hash of all spent amounts. */
  get amounts(): Bytes {
    return this.#digest('amounts', () => this.#spentOutputs.map(({ amount }) => encodeInt64(amount)))
  }

  /** Hash of all spent output scripts. */
  get scriptPubKeys(): Bytes {
    return this.#digest('scriptPubKeys', () =>
      this.#spentOutputs.map(({ script }) => encodeWithLength(script))
    )
  }

  /** Hash of all sequences. */
  get sequences(): Bytes {
    return this.#digest('sequences', () =>
      this.#transaction.ins.map(({ sequence }) => encodeUint32(sequence))
    )
  }

  /** Hash of all outputs. */
  get outputs(): Bytes {
    return this.#digest('outputs', () => this.#transaction.outs.map(encodeOutput))
  }

  #digest(name: string, parts: () => readonly Bytes[]): Bytes {
    let digest = this.#digests.get(name)
    if (digest === undefined) {
      digest = sha256(joinBytes(parts()))
      this.#digests.set(name, digest)
    }
    return digest
  }
}
