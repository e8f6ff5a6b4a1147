import { concatBytes, equalBytes, type Bytes } from '../../base/bytes.ts'
import { sha256d } from '../../base/hash.ts'
import { bytesToDisplay, displayToBytes } from './header.ts'
import type { ChainTransaction } from './transaction.ts'

const NULL_HASH: Bytes = new Uint8Array(32)

/** A Merkle tree's answer. */
interface MerkleTree {
  /** 32 bytes, hash order. */
  readonly root: Bytes
  /**
   * Whether two neighbours were equal: another list of transactions then has the same root (CVE-2012-2459),
   * so that the block is refused without its hash being remembered as bad.
   */
  readonly mutated: boolean
}

function merkleTree(leaves: readonly Bytes[]): MerkleTree {
  let level = leaves
  let mutated = false
  while (level.length > 1) {
    const next: Bytes[] = []
    for (let index = 0; index < level.length; index += 2) {
      const left = level[index] ?? NULL_HASH
      const right = level[index + 1]
      if (right !== undefined && equalBytes(left, right)) mutated = true
      next.push(sha256d(concatBytes(left, right ?? left)))
    }
    level = next
  }
  return { root: level[0] ?? NULL_HASH, mutated }
}

/** Root over the transaction ids in display order, and whether the list is ambiguous. */
export function transactionRoot(transactions: readonly ChainTransaction[]): {
  readonly root: string
  readonly mutated: boolean
} {
  const tree = merkleTree(transactions.map(({ txid }) => displayToBytes(txid)))
  return { root: bytesToDisplay(tree.root), mutated: tree.mutated }
}

/**
 * BIP 141's commitment: SHA256d of the root over the wtxids (the coinbase counts as zeros) and the witness
 * reserved value, 32 bytes in hash order.
 */
export function witnessCommitment(others: readonly ChainTransaction[], reserved: Uint8Array): Bytes {
  const tree = merkleTree([NULL_HASH, ...others.map(({ wtxid }) => displayToBytes(wtxid))])
  return sha256d(concatBytes(tree.root, reserved))
}

const COMMITMENT_HEADER = Uint8Array.of(0x6a, 0x24, 0xaa, 0x21, 0xa9, 0xed)

/** OP_RETURN, a push of 36 bytes, aa21a9ed and the commitment (BIP 141). */
export function commitmentScript(commitment: Uint8Array): Bytes {
  return concatBytes(COMMITMENT_HEADER, commitment)
}

/**
 * The commitment in the last coinbase output that has one (BIP 141: "the one with highest output index is
 * assumed to be the commitment"), or null.
 */
export function findCommitment(coinbase: ChainTransaction): Uint8Array | null {
  const start = COMMITMENT_HEADER.length
  const scripts = coinbase.transaction.outs
    .map(({ script }) => script)
    .filter(
      (script) => script.length >= start + 32 && equalBytes(script.subarray(0, start), COMMITMENT_HEADER)
    )
  return scripts.at(-1)?.subarray(start, start + 32) ?? null
}
