import { concatBytes, type Bytes } from '../../../base/bytes.ts'
import { sha256, taggedHash } from '../../../base/hash.ts'
import { isAnyoneCanPay, SIGHASH } from './sighash-type.ts'
import type { SpendContext } from './spend-context.ts'
import {
  encodeInt64,
  encodeOutPoint,
  encodeOutput,
  encodeUint32,
  encodeWithLength
} from './transaction-encoding.ts'

/** What a Taproot signature covers besides the transaction. */
export interface TaprootScope {
  /** SHA-256 of the annex with its length, or null without an annex. */
  readonly annexHash: Bytes | null
  /** The leaf that runs, or null for a spend by key. */
  readonly leaf: {
    readonly hash: Bytes
    /** Index of the last executed CODESEPARATOR among the instructions, 0xffffffff for none. */
    readonly codeSeparatorPosition: number
  } | null
}

const SIGHASH_EPOCH = 0x00
const KEY_VERSION = 0x00

/**
 * The digest that a Taproot signature covers, 32 bytes (BIP 341, common signature message; BIP 342, extension).
 * null where the hash type is not defined, or is SINGLE without an output of the input's index.
 */
export function taprootSighash(context: SpendContext, hashType: number, scope: TaprootScope): Bytes | null {
  const isSingle = (hashType & 0x03) === SIGHASH.SINGLE
  const ownOutput = context.transaction.outs[context.inputIndex]
  if (!isDefinedTaprootHashType(hashType) || (isSingle && ownOutput === undefined)) return null
  return taggedHash(
    'TapSighash',
    Uint8Array.of(SIGHASH_EPOCH, hashType),
    ...transactionParts(context, hashType),
    spendType(scope),
    isAnyoneCanPay(hashType) ? ownInput(context) : encodeUint32(context.inputIndex),
    ...(scope.annexHash === null ? [] : [scope.annexHash]),
    ...(isSingle && ownOutput !== undefined ? [sha256(encodeOutput(ownOutput))] : []),
    ...leafExtension(scope)
  )
}

function transactionParts({ transaction, midstates }: SpendContext, hashType: number): Uint8Array[] {
  const parts = [encodeUint32(transaction.version), encodeUint32(transaction.locktime)]
  if (!isAnyoneCanPay(hashType)) {
    parts.push(midstates.prevouts, midstates.amounts, midstates.scriptPubKeys, midstates.sequences)
  }
  const coversAllOutputs = hashType === SIGHASH.DEFAULT || (hashType & 0x03) === SIGHASH.ALL
  return coversAllOutputs ? [...parts, midstates.outputs] : parts
}

function spendType({ leaf, annexHash }: TaprootScope): Uint8Array {
  return Uint8Array.of((leaf === null ? 0 : 2) + (annexHash === null ? 0 : 1))
}

function ownInput({ input, spentOutput }: SpendContext): Bytes {
  return concatBytes(
    encodeOutPoint(input),
    encodeInt64(spentOutput.amount),
    encodeWithLength(spentOutput.script),
    encodeUint32(input.sequence)
  )
}

function leafExtension({ leaf }: TaprootScope): Uint8Array[] {
  if (leaf === null) return []
  return [leaf.hash, Uint8Array.of(KEY_VERSION), encodeUint32(leaf.codeSeparatorPosition)]
}

// BIP 341, common signature message: 00 to 03 and 81 to 83; every other value fails.
function isDefinedTaprootHashType(hashType: number): boolean {
  return hashType <= SIGHASH.SINGLE || (hashType > SIGHASH.ANYONECANPAY && hashType <= 0x83)
}
