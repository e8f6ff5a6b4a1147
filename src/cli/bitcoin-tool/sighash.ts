import { Transaction } from 'bitcoinjs-lib'
import type * as v from 'valibot'
import { copyBytes, type Bytes } from '../../base/bytes.ts'
import { taggedHash } from '../../base/hash.ts'
import { scriptKind } from '../../ledgers/bitcoin/address.ts'
import { encodeWithLength } from '../../ledgers/bitcoin/script/transaction-encoding.ts'
import { keyHashScript } from '../../ledgers/bitcoin/script/key-hash-script.ts'
import { witnessProgramOf } from '../../ledgers/bitcoin/script/witness-program.ts'
import type { sighashRequest } from './requests.ts'
import { ToolError } from './tool-error.ts'

const TAPSCRIPT_LEAF = 0xc0

type Request = v.InferOutput<typeof sighashRequest>

/** What a signature of one input signs (BIP 143, BIP 341 without an annex, or the form before SegWit), 32 bytes. */
export function signatureHash(transaction: Transaction, request: Request): Bytes {
  const { input, spent, script } = request
  const output = spent[input]
  if (output === undefined) throw new ToolError('INPUT_UNKNOWN', `the transaction has no input ${input}`)
  const kind = scriptKind(output.script)
  if (kind === 'p2tr') return taprootHash(transaction, request)
  if (kind === 'p2sh' && script === undefined) throw missingScript()
  const hashType = request.hashType ?? Transaction.SIGHASH_ALL
  // P2SH runs the script that it names, which may be a witness program of its own.
  const inner = kind === 'p2sh' && script !== undefined ? script : output.script
  const code = witnessScriptCode(inner, script)
  const digest =
    code === null
      ? transaction.hashForSignature(input, inner, hashType)
      : transaction.hashForWitnessV0(input, code, output.amount, hashType)
  return copyBytes(digest)
}

/** BIP 143's script code of a version 0 program; null where the script is none. */
function witnessScriptCode(inner: Bytes, script: Bytes | undefined): Bytes | null {
  const program = witnessProgramOf(inner)
  if (program?.version !== 0) return null
  if (program.program.length === 20) return keyHashScript(program.program)
  if (script === undefined) throw missingScript()
  if (script === inner) throw new ToolError('SCRIPT_UNSUPPORTED', 'P2WSH within P2SH is not supported')
  return script
}

/** The hash types that BIP 341 knows; with any other the signature is invalid. */
const TAPROOT_HASH_TYPES: readonly number[] = [0x00, 0x01, 0x02, 0x03, 0x81, 0x82, 0x83]

function taprootHash(transaction: Transaction, request: Request): Bytes {
  const { input, spent, script, hashType = Transaction.SIGHASH_DEFAULT } = request
  const isSingle = (hashType & 0x03) === Transaction.SIGHASH_SINGLE
  if (!TAPROOT_HASH_TYPES.includes(hashType) || (isSingle && input >= transaction.outs.length)) {
    throw new ToolError(
      'HASH_TYPE_INVALID',
      `a Taproot signature of input ${input} has no hash type ${hashType}`
    )
  }
  const leafHash =
    script === undefined
      ? undefined
      : taggedHash('TapLeaf', Uint8Array.of(TAPSCRIPT_LEAF), encodeWithLength(script))
  const digest = transaction.hashForWitnessV1(
    input,
    spent.map((each) => each.script),
    spent.map((each) => each.amount),
    hashType,
    leafHash
  )
  return copyBytes(digest)
}

function missingScript(): ToolError {
  return new ToolError('SCRIPT_MISSING', 'the spent output names a script by its hash: give it as "script"')
}
