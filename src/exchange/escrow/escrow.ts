import { script as bitcoinScript, opcodes } from 'bitcoinjs-lib'
import { compareBytes, concatBytes, copyBytes, type Bytes } from '../../base/bytes.ts'
import { taggedHash } from '../../base/hash.ts'
import type { Sats } from '../../base/units.ts'
import { curve } from '../../crypto/curve/selected.ts'
import { xOnly } from '../../crypto/curve/curve.ts'
import { keyAgg } from '../../crypto/musig2/index.ts'
import type { ExpectedOutput } from '../../ledgers/ledger.ts'
import type { LegName, TradeTerms } from '../terms.ts'

const LEAF_VERSION = 0xc0

/** A leaf of the escrow's script tree, with what a witness needs to open it (BIP 341). */
export interface EscrowLeaf {
  readonly script: Bytes
  /** TapLeaf hash, 32 bytes. */
  readonly leafHash: Bytes
  /** Leaf version and parity, internal key, sibling hash: 65 bytes. */
  readonly controlBlock: Bytes
}

/**
 * A Taproot output that both traders together can spend by its key, both together by the claim leaf, and
 * its owner alone by the refund leaf once the median time of the chain has passed the lock.
 */
export interface Escrow {
  readonly amount: Sats
  /** The two escrow keys in MuSig2 order: maker, taker; compressed, 33 bytes each. */
  readonly keys: readonly [maker: Bytes, taker: Bytes]
  /** Merkle root of the two leaves, 32 bytes: the key path is tweaked with it. */
  readonly merkleRoot: Bytes
  /** x-only output key, 32 bytes. */
  readonly outputKey: Bytes
  /** Output script: OP_1 and the output key, 34 bytes. */
  readonly outputScript: Bytes
  readonly claim: EscrowLeaf
  readonly refund: EscrowLeaf
}

/** What makes an escrow. */
export interface EscrowKeys {
  /** Compressed, 33 bytes. */
  readonly makerKey: Bytes
  /** Compressed, 33 bytes. */
  readonly takerKey: Bytes
  /** x-only, 32 bytes. */
  readonly refundKey: Bytes
  /** UNIX time of the absolute lock (BIP 65), at least 500,000,000. */
  readonly refundTime: number
  readonly amount: Sats
}

/** `<maker> OP_CHECKSIGVERIFY <taker> OP_CHECKSIG`, x-only keys (BIP 342). */
function claimScript(makerKey: Bytes, takerKey: Bytes): Bytes {
  return copyBytes(
    bitcoinScript.compile([
      xOnly(makerKey),
      opcodes['OP_CHECKSIGVERIFY'] ?? 0,
      xOnly(takerKey),
      opcodes['OP_CHECKSIG'] ?? 0
    ])
  )
}

/** `<time> OP_CHECKLOCKTIMEVERIFY OP_DROP <owner> OP_CHECKSIG` (BIP 65). */
function refundScript(refundKey: Bytes, refundTime: number): Bytes {
  return copyBytes(
    bitcoinScript.compile([
      bitcoinScript.number.encode(refundTime),
      opcodes['OP_CHECKLOCKTIMEVERIFY'] ?? 0,
      opcodes['OP_DROP'] ?? 0,
      refundKey,
      opcodes['OP_CHECKSIG'] ?? 0
    ])
  )
}

/** Scripts here are far below 253 bytes, so their length is one byte (BIP 341, TapLeaf). */
function tapLeafHash(script: Bytes): Bytes {
  return taggedHash('TapLeaf', Uint8Array.of(LEAF_VERSION, script.length), script)
}

/** Builds the escrow of given keys. @throws {@link RangeError} where a key is no point. */
export function buildEscrow(keys: EscrowKeys): Escrow {
  const internalKey = xOnly(keyAgg([keys.makerKey, keys.takerKey]).point)
  const claim = claimScript(keys.makerKey, keys.takerKey)
  const refund = refundScript(keys.refundKey, keys.refundTime)
  const claimHash = tapLeafHash(claim)
  const refundHash = tapLeafHash(refund)
  const siblings = [claimHash, refundHash].sort(compareBytes)
  const merkleRoot = taggedHash('TapBranch', ...siblings)
  const tweak = taggedHash('TapTweak', internalKey, merkleRoot)
  const outputPoint = curve().pointAddScalar(concatBytes(Uint8Array.of(2), internalKey), tweak)
  // Reached with probability 2^-256: BIP 341 calls such an output unspendable by its key.
  if (outputPoint === null) throw new RangeError('the escrow has no output key')
  const parity = outputPoint[0] === 3 ? 1 : 0
  const control = (sibling: Bytes): Bytes =>
    concatBytes(Uint8Array.of(LEAF_VERSION | parity), internalKey, sibling)
  const outputKey = xOnly(outputPoint)
  return {
    amount: keys.amount,
    keys: [keys.makerKey, keys.takerKey],
    merkleRoot,
    outputKey,
    outputScript: concatBytes(Uint8Array.of(0x51, 0x20), outputKey),
    claim: { script: claim, leafHash: claimHash, controlBlock: control(refundHash) },
    refund: { script: refund, leafHash: refundHash, controlBlock: control(claimHash) }
  }
}

/** The parts of the terms that fix an escrow, known before the other leg's funding is. */
export type EscrowTerms = Pick<TradeTerms, 'maker' | 'taker'> & {
  readonly legs: Readonly<Record<LegName, { readonly amount: Sats; readonly refundTime: number }>>
}

/**
 * Escrows of terms that are in use. Building one takes about 10 curve operations, and every look at a ledger needs
 * both; terms never change, so that the same object means the same escrow.
 */
const escrowsInUse = new WeakMap<EscrowTerms, Map<LegName, Escrow>>()

/** The escrow of one leg of agreed terms. */
export function escrowOf(terms: EscrowTerms, leg: LegName): Escrow {
  const known = escrowsInUse.get(terms) ?? new Map<LegName, Escrow>()
  escrowsInUse.set(terms, known)
  const escrow = known.get(leg) ?? build(terms, leg)
  known.set(leg, escrow)
  return escrow
}

function build(terms: EscrowTerms, leg: LegName): Escrow {
  const makerKey = leg === 'A' ? terms.maker.escrowKeyA : terms.maker.escrowKeyB
  const takerKey = leg === 'A' ? terms.taker.escrowKeyA : terms.taker.escrowKeyB
  const owner = leg === 'A' ? terms.maker : terms.taker
  const { amount, refundTime } = terms.legs[leg]
  return buildEscrow({ makerKey, takerKey, refundKey: owner.refundKey, refundTime, amount })
}

/** What must lie on the ledger once a leg is funded. */
export function expectedEscrow(terms: TradeTerms, leg: LegName): ExpectedOutput {
  const { funding, amount } = terms.legs[leg]
  return { outpoint: funding, script: escrowOf(terms, leg).outputScript, amount }
}
