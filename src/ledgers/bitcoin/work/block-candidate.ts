import { concatBytes, copyBytes, type Bytes } from '../../../base/bytes.ts'
import { sats, unixSeconds } from '../../../base/units.ts'
import { encodeBlockHeader, type BlockHeaderFields } from '../block-header.ts'
import { encodeCompactSize } from '../compact-size.ts'
import { fromDisplayHash, toDisplayHash } from '../display-hash.ts'
import { merkleTree } from '../merkle-tree.ts'
import type { BlockTemplate } from './block-template.ts'
import { coinbaseTransaction, WITNESS_RESERVED_VALUE } from './coinbase.ts'

/** What a builder adds to a template. */
export interface CandidatePlan {
  /** Output script that subsidy and fees go to. */
  readonly script: Bytes
  /** What the coinbase commits to, 32 bytes: see {@link commitmentOutput}. */
  readonly commitment: Uint8Array
  /** Makes this candidate different from every other: 1 to 90 bytes. */
  readonly extraNonce: Uint8Array
}

/** A block that lacks nothing but a nonce. */
export interface BlockCandidate {
  /** With nonce 0. */
  readonly header: BlockHeaderFields
  /** The coinbase, serialised with its witness. */
  readonly coinbase: Bytes
  /** Everything behind the header: transactions, and Litecoin's extension block where there is one. */
  readonly body: Bytes
}

const OP_RETURN = 0x6a
const COMMITMENT_LENGTH = 32
/** Litecoin writes an optional part behind a byte that says whether it is there (LIP 2). */
const PART_PRESENT = 0x01

/**
 * The coinbase's second output: OP_RETURN and a push of the 32 bytes, 34 bytes in all, with no amount. BIP 141's
 * commitment, the last output, has 38 bytes and a head of its own, so neither is taken for the other.
 * @throws {@link RangeError} where the commitment has not 32 bytes.
 */
export function commitmentOutput(commitment: Uint8Array): Bytes {
  if (commitment.length !== COMMITMENT_LENGTH) throw new RangeError('a commitment has 32 bytes')
  return concatBytes(Uint8Array.of(OP_RETURN, COMMITMENT_LENGTH), commitment)
}

/** Builds a candidate from a template: all of its transactions behind a coinbase that pays everything to one script. */
export function buildCandidate(template: BlockTemplate, plan: CandidatePlan): BlockCandidate {
  const outputs = [
    { script: plan.script, amount: template.coinbaseValue },
    { script: commitmentOutput(plan.commitment), amount: sats(0) }
  ]
  const { witnessCommitment, transactions, extensionBlock } = template
  if (witnessCommitment !== null) outputs.push({ script: witnessCommitment, amount: sats(0) })
  const { height } = template
  const reservedValue = witnessCommitment === null ? null : WITNESS_RESERVED_VALUE
  const coinbase = coinbaseTransaction({ height, extraNonce: plan.extraNonce, outputs, reservedValue })
  const hashes = [coinbase.getId(), ...transactions.map(({ txid }) => txid)].map(fromDisplayHash)
  const raw = copyBytes(coinbase.toBuffer())
  return {
    header: {
      version: template.version,
      previousHash: template.previousHash,
      merkleRoot: toDisplayHash(merkleTree(hashes).root),
      time: unixSeconds(Math.max(template.earliestTime, template.currentTime)),
      bits: template.bits,
      nonce: 0
    },
    coinbase: raw,
    body: concatBytes(
      encodeCompactSize(transactions.length + 1),
      raw,
      ...transactions.map((transaction) => transaction.raw),
      ...(extensionBlock === null ? [] : [Uint8Array.of(PART_PRESENT), extensionBlock])
    )
  }
}

/** The whole block with that nonce, ready to submit. */
export function serialiseCandidate({ header, body }: BlockCandidate, nonce: number): Bytes {
  return concatBytes(encodeBlockHeader({ ...header, nonce }), body)
}
