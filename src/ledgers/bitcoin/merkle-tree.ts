import { copyBytes, equalBytes, type Bytes } from '../../base/bytes.ts'
import { sha256d } from '../../base/hash.ts'

/** What a list of transaction hashes comes to. */
export interface MerkleTree {
  /** 32 bytes in hash order; zeros over an empty list. */
  readonly root: Bytes
  /** Whether two neighbours are equal: another list of transactions then has the same root (CVE-2012-2459). */
  readonly isMutated: boolean
}

/** Pairs hashed in one step of {@link merkleTreeSteps}: well under a millisecond. */
const PAIRS_PER_STEP = 128

/** The tree over transaction hashes in hash order, 32 bytes each; a level's odd last one is paired with itself. */
export function merkleTree(hashes: readonly Uint8Array[]): MerkleTree {
  const steps = merkleTreeSteps(hashes)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** {@link merkleTree} step by step, so that the caller can give way to other work. */
export function* merkleTreeSteps(hashes: readonly Uint8Array[]): Generator<undefined, MerkleTree, void> {
  let level = hashes
  let isMutated = false
  const pair = new Uint8Array(64)
  while (level.length > 1) {
    const next: Uint8Array[] = []
    for (const [index, left] of level.entries()) {
      if (index % 2 === 1) continue
      if (index % (2 * PAIRS_PER_STEP) === 0) yield
      const right = level[index + 1]
      if (right !== undefined && equalBytes(left, right)) isMutated = true
      pair.set(left)
      pair.set(right ?? left, 32)
      next.push(sha256d(pair))
    }
    level = next
  }
  const [root = new Uint8Array(32)] = level
  return { root: copyBytes(root), isMutated }
}
