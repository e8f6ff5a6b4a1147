import { fromDisplayHash } from '../../ledgers/bitcoin/display-hash.ts'
import { Transaction } from 'bitcoinjs-lib'
import { copyBytes, type Bytes } from '../../base/bytes.ts'
import { sats, type Sats } from '../../base/units.ts'
import type { OutPoint } from '../../ledgers/ledger.ts'
import type { Escrow } from './escrow.ts'

/** The three ways to open an escrow. */
export type SpendPath = 'key' | 'claim' | 'refund'

/** Signals replaceability (BIP 125) and keeps the lock time in force. */
const SEQUENCE = 0xfffffffd

/**
 * Witness weight units of each way: item count, then each item behind its length. Key: one signature (64).
 * Claim: two signatures, a script of 68 and a control block of 65 bytes. Refund: one signature, a script of
 * 41 (a lock time of 5 bytes is counted, until 2038 it has 4 or 5) and a control block.
 */
const WITNESS_BYTES: Readonly<Record<SpendPath, number>> = {
  key: 1 + 65,
  claim: 1 + 65 + 65 + 69 + 66,
  refund: 1 + 65 + 43 + 66
}

/** A transaction that spends one escrow to one script, still without witness. */
export interface EscrowSpend {
  readonly path: SpendPath
  readonly transaction: Transaction
  /** What its signatures sign (BIP 341, SIGHASH_DEFAULT), 32 bytes. */
  readonly sighash: Bytes
  readonly fee: Sats
  /** Transaction id in display order; the witness does not change it. */
  readonly txid: string
}

/** What fixes a spend: both sides build the same bytes from it. */
export interface SpendPlan {
  readonly escrow: Escrow
  readonly outpoint: OutPoint
  readonly path: SpendPath
  /** Where it pays, a witness program of 22 to 34 bytes. */
  readonly script: Bytes
  /** In satoshi per 1000 virtual bytes. */
  readonly feeRate: number
  /** Lock time of a refund: the escrow's refund time; 0 otherwise. */
  readonly lockTime: number
}

/** Virtual bytes of a spend to a script of this length (BIP 141). */
export function spendVirtualSize(path: SpendPath, scriptLength: number): number {
  const base = 4 + 1 + 41 + 1 + 8 + 1 + scriptLength + 4
  return Math.ceil((base * 4 + 2 + WITNESS_BYTES[path]) / 4)
}

/** Fee of a spend, rounded up. */
export function spendFee(path: SpendPath, scriptLength: number, feeRate: number): Sats {
  return sats(Math.ceil((spendVirtualSize(path, scriptLength) * feeRate) / 1000))
}

/** Builds a spend. @throws {@link RangeError} where the fee eats the amount. */
export function buildSpend(plan: SpendPlan): EscrowSpend {
  const { escrow, outpoint, path, script } = plan
  const fee = spendFee(path, script.length, plan.feeRate)
  const value = sats(escrow.amount - fee)
  const transaction = new Transaction()
  transaction.version = 2
  transaction.locktime = plan.lockTime
  transaction.addInput(fromDisplayHash(outpoint.txid), outpoint.vout, SEQUENCE)
  transaction.addOutput(script, value)
  const leaf = path === 'key' ? undefined : escrow[path].leafHash
  const sighash = transaction.hashForWitnessV1(
    0,
    [escrow.outputScript],
    [escrow.amount],
    Transaction.SIGHASH_DEFAULT,
    leaf
  )
  return { path, transaction, sighash: copyBytes(sighash), fee, txid: transaction.getId() }
}

function withWitness(spend: EscrowSpend, witness: Uint8Array[]): Bytes {
  const signed = spend.transaction.clone()
  signed.setWitness(0, witness)
  return copyBytes(signed.toBuffer())
}

/** The claim with both signatures (64 bytes each), serialised. */
export function finishClaim(
  spend: EscrowSpend,
  escrow: Escrow,
  signatures: { maker: Bytes; taker: Bytes }
): Bytes {
  const { script, controlBlock } = escrow.claim
  return withWitness(spend, [signatures.taker, signatures.maker, script, controlBlock])
}

/** The refund with its owner's signature (64 bytes), serialised. */
export function finishRefund(spend: EscrowSpend, escrow: Escrow, signature: Bytes): Bytes {
  const { script, controlBlock } = escrow.refund
  return withWitness(spend, [signature, script, controlBlock])
}

/** The key-path spend with the aggregated MuSig2 signature (64 bytes), serialised. */
export function finishKeySpend(spend: EscrowSpend, signature: Bytes): Bytes {
  return withWitness(spend, [signature])
}
