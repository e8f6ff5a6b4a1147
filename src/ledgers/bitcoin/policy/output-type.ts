import { isPushOnly } from '../script/instruction.ts'
import { witnessProgramOf } from '../script/witness-program.ts'

/** Output types as the daemons name them in `scriptPubKey.type`. */
export type OutputType =
  | 'pubkey'
  | 'pubkeyhash'
  | 'scripthash'
  | 'multisig'
  | 'nulldata'
  | 'witness_v0_keyhash'
  | 'witness_v0_scripthash'
  | 'witness_v1_taproot'
  | 'witness_unknown'
  | 'nonstandard'

const OP_PUSHDATA1 = 0x4c
const OP_PUSHDATA2 = 0x4d
const OP_PUSHDATA4 = 0x4e
const OP_1 = 0x51
const OP_RETURN = 0x6a
const OP_CHECKSIG = 0xac
const OP_CHECKMULTISIG = 0xae

/** One operation of a script: its opcode, and the data where it pushes some. */
export interface ScriptOperation {
  readonly opcode: number
  readonly data: Uint8Array | null
}

/** Bytes of the length field that follows a push opcode. */
function lengthBytes(opcode: number): number {
  if (opcode === OP_PUSHDATA1) return 1
  if (opcode === OP_PUSHDATA2) return 2
  return opcode === OP_PUSHDATA4 ? 4 : 0
}

/** The operations of a script; the last one has the opcode -1 where a push runs past the end. */
export function scriptOperations(script: Uint8Array): readonly ScriptOperation[] {
  const operations: ScriptOperation[] = []
  for (let offset = 0; offset < script.length;) {
    const opcode = script[offset] ?? 0
    offset++
    if (opcode > OP_PUSHDATA4) {
      operations.push({ opcode, data: null })
      continue
    }
    const width = lengthBytes(opcode)
    let length = width === 0 ? opcode : 0
    for (let index = 0; index < width; index++) length += (script[offset + index] ?? 0) * 256 ** index
    offset += width
    if (offset + length > script.length) return [...operations, { opcode: -1, data: null }]
    operations.push({ opcode, data: script.subarray(offset, offset + length) })
    offset += length
  }
  return operations
}

/** The type of an output script. */
export function classifyScript(script: Uint8Array): OutputType {
  const witness = witnessProgramOf(script)
  if (witness !== null) return witnessKind(witness.version, witness.program.length)
  if (matches(script, [0xa9, 0x14], 20, [0x87])) return 'scripthash'
  if (matches(script, [0x76, 0xa9, 0x14], 20, [0x88, 0xac])) return 'pubkeyhash'
  if (script[0] === OP_RETURN && isPushOnly(script.subarray(1))) return 'nulldata'
  const operations = scriptOperations(script)
  if (isKeyScript(operations)) return 'pubkey'
  return multisigKeys(operations) === null ? 'nonstandard' : 'multisig'
}

function witnessKind(version: number, length: number): OutputType {
  if (version === 0 && length === 20) return 'witness_v0_keyhash'
  if (version === 0 && length === 32) return 'witness_v0_scripthash'
  if (version === 0) return 'nonstandard'
  return version === 1 && length === 32 ? 'witness_v1_taproot' : 'witness_unknown'
}

function matches(
  script: Uint8Array,
  start: readonly number[],
  hashLength: number,
  end: readonly number[]
): boolean {
  return (
    script.length === start.length + hashLength + end.length &&
    start.every((byte, index) => script[index] === byte) &&
    end.every((byte, index) => script[start.length + hashLength + index] === byte)
  )
}

function isKey(operation: ScriptOperation | undefined): boolean {
  const first = operation?.data?.[0]
  if (operation?.data?.length === 33) return first === 2 || first === 3
  return operation?.data?.length === 65 && first !== undefined && [4, 6, 7].includes(first)
}

function isKeyScript(operations: readonly ScriptOperation[]): boolean {
  return operations.length === 2 && isKey(operations[0]) && operations[1]?.opcode === OP_CHECKSIG
}

/** How many signatures of how many keys a bare multisignature script asks for; null for other scripts. */
export function multisigKeys(
  operations: readonly ScriptOperation[]
): { readonly required: number; readonly keys: number } | null {
  const small = (operation: ScriptOperation | undefined): number => (operation?.opcode ?? 0) - OP_1 + 1
  const required = small(operations[0])
  const keys = small(operations.at(-2))
  const wellFormed =
    operations.at(-1)?.opcode === OP_CHECKMULTISIG &&
    required >= 1 &&
    keys >= required &&
    keys <= 16 &&
    operations.length === keys + 3 &&
    operations.slice(1, -2).every(isKey)
  return wellFormed ? { required, keys } : null
}
