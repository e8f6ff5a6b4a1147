import { concatBytes, type Bytes } from '../../../base/bytes.ts'
import { sha256, sha256d } from '../../../base/hash.ts'
import { ecdsaOutputType, isAnyoneCanPay } from './sighash-type.ts'
import type { SpendContext } from './spend-context.ts'
import {
  encodeInt64,
  encodeOutPoint,
  encodeOutput,
  encodeUint32,
  encodeWithLength
} from './transaction-encoding.ts'

const ZEROS: Bytes = new Uint8Array(32)

/**
 * The digest that a signature in a SegWit v0 script covers, 32 bytes (BIP 143).
 * @param scriptCode the script from the last executed CODESEPARATOR on.
 */
export function witnessV0Sighash(context: SpendContext, scriptCode: Uint8Array, hashType: number): Bytes {
  const { transaction, input, midstates } = context
  const ownInputOnly = isAnyoneCanPay(hashType)
  const allOutputs = ecdsaOutputType(hashType) === 'all'
  return sha256d(
    concatBytes(
      encodeUint32(transaction.version),
      ownInputOnly ? ZEROS : sha256(midstates.prevouts),
      ownInputOnly || !allOutputs ? ZEROS : sha256(midstates.sequences),
      encodeOutPoint(input),
      encodeWithLength(scriptCode),
      encodeInt64(context.spentOutput.amount),
      encodeUint32(input.sequence),
      allOutputs ? sha256(midstates.outputs) : ownOutputHash(context, hashType),
      encodeUint32(transaction.locktime),
      encodeUint32(hashType)
    )
  )
}

function ownOutputHash({ transaction, inputIndex }: SpendContext, hashType: number): Bytes {
  const output = transaction.outs[inputIndex]
  return ecdsaOutputType(hashType) === 'single' && output !== undefined
    ? sha256d(encodeOutput(output))
    : ZEROS
}
