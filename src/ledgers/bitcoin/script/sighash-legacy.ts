import { concatBytes, type Bytes, joinBytes } from '../../../base/bytes.ts'
import { sha256d } from '../../../base/hash.ts'
import { encodeCompactSize } from '../compact-size.ts'
import { findAndDelete } from './instruction.ts'
import { OPCODES } from './opcodes.ts'
import { ecdsaOutputType, isAnyoneCanPay } from './sighash-type.ts'
import type { SpendContext } from './spend-context.ts'
import { encodeOutPoint, encodeOutput, encodeUint32, encodeWithLength } from './transaction-encoding.ts'

// What SIGHASH_SINGLE without a matching output signs since 2010: the number one as the C++ code stored it.
const ONE: Bytes = Uint8Array.of(1, ...new Uint8Array(31))
const CODESEPARATOR = Uint8Array.of(OPCODES.CODESEPARATOR)
const BLANK_OUTPUT = { value: -1n, script: new Uint8Array(0) }

/**
 * The digest that a signature in a legacy script covers, 32 bytes.
 * @param scriptCode the script from the last executed CODESEPARATOR on, its signatures already deleted.
 * @param hashType 32 bits of which a signature gives the lowest 8.
 */
export function legacySighash(context: SpendContext, scriptCode: Uint8Array, hashType: number): Bytes {
  const { transaction, inputIndex } = context
  if (ecdsaOutputType(hashType) === 'single' && inputIndex >= transaction.outs.length) return ONE
  return sha256d(
    concatBytes(
      encodeUint32(transaction.version),
      joinBytes(signedInputs(context, scriptCode, hashType)),
      joinBytes(signedOutputs(context, hashType)),
      encodeUint32(transaction.locktime),
      encodeUint32(hashType)
    )
  )
}

function signedInputs(context: SpendContext, scriptCode: Uint8Array, hashType: number): Bytes[] {
  const own = encodeWithLength(findAndDelete(scriptCode, CODESEPARATOR))
  const { transaction, input } = context
  if (isAnyoneCanPay(hashType)) {
    return [encodeCompactSize(1), encodeOutPoint(input), own, encodeUint32(input.sequence)]
  }
  const keepsSequences = ecdsaOutputType(hashType) === 'all'
  const parts = transaction.ins.map((other, index) =>
    index === context.inputIndex
      ? concatBytes(encodeOutPoint(other), own, encodeUint32(other.sequence))
      : concatBytes(
          encodeOutPoint(other),
          encodeCompactSize(0),
          encodeUint32(keepsSequences ? other.sequence : 0)
        )
  )
  return [encodeCompactSize(transaction.ins.length), ...parts]
}

function signedOutputs({ transaction, inputIndex }: SpendContext, hashType: number): Bytes[] {
  const type = ecdsaOutputType(hashType)
  if (type === 'none') return [encodeCompactSize(0)]
  const outputs =
    type === 'all'
      ? transaction.outs
      : transaction.outs
          .slice(0, inputIndex + 1)
          .map((output, index) => (index === inputIndex ? output : BLANK_OUTPUT))
  return [encodeCompactSize(outputs.length), ...outputs.map(encodeOutput)]
}
