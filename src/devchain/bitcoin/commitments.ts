import { concatBytes, equalBytes, type Bytes } from '../../base/bytes.ts'
import { sha256d } from '../../base/hash.ts'
import { fromDisplayHash, toDisplayHash } from '../../ledgers/bitcoin/display-hash.ts'
import { merkleTree, type MerkleTree } from '../../ledgers/bitcoin/merkle-tree.ts'
import type { ChainTransaction } from './transaction.ts'

const NULL_HASH: Bytes = new Uint8Array(32)

/** Tree over the transaction ids: its root is what a header commits to. */
export function transactionTree(transactions: readonly ChainTransaction[]): MerkleTree {
  return merkleTree(transactions.map(({ txid }) => fromDisplayHash(txid)))
}

/** Root of {@link transactionTree} as a header names it: display order. */
export function transactionRoot(transactions: readonly ChainTransaction[]): string {
  return toDisplayHash(transactionTree(transactions).root)
}

/**
 * BIP 141's commitment: SHA256d of the root over the wtxids (the coinbase counts as zeros) and the witness
 * reserved value, 32 bytes in hash order.
 */
export function witnessCommitment(others: readonly ChainTransaction[], reserved: Uint8Array): Bytes {
  const tree = merkleTree([NULL_HASH, ...others.map(({ wtxid }) => fromDisplayHash(wtxid))])
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
