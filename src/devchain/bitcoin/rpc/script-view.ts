import { witnessProgramOf } from '../../../ledgers/bitcoin/script/witness-program.ts'
import { script as scripts } from 'bitcoinjs-lib'
import { toHex } from '../../../base/bytes.ts'
import type { BitcoinChain } from '../../../ledgers/bitcoin/networks.ts'
import { OPCODES } from '../../../ledgers/bitcoin/script/opcodes.ts'
import type { RpcValue } from '../../json-rpc/json.ts'
import { scriptToAddress } from '../address.ts'
import { dialectOf } from '../../../ledgers/bitcoin/policy/dialect.ts'
import {
  classifyScript,
  scriptOperations,
  type ScriptOperation
} from '../../../ledgers/bitcoin/policy/output-type.ts'
import { withChecksum } from './descriptor.ts'

const OP_1NEGATE = 0x4f
const OP_1 = 0x51
const OP_16 = 0x60
/** Pushes up to this length are shown as numbers. */
const MAX_NUMBER_BYTES = 4
const NAMES = new Map(Object.entries(OPCODES).map(([name, opcode]) => [opcode as number, `OP_${name}`]))
const HASH_TYPES = new Map([
  [0x01, 'ALL'],
  [0x02, 'NONE'],
  [0x03, 'SINGLE'],
  [0x81, 'ALL|ANYONECANPAY'],
  [0x82, 'NONE|ANYONECANPAY'],
  [0x83, 'SINGLE|ANYONECANPAY']
])

/** A script as the daemons write it; `signatures` shows the hash type of those as a word. */
export function scriptToAsm(script: Uint8Array, signatures: 'plain' | 'decoded' = 'plain'): string {
  return scriptOperations(script)
    .map((operation) => operationText(operation, signatures))
    .join(' ')
}

function operationText({ opcode, data }: ScriptOperation, signatures: 'plain' | 'decoded'): string {
  if (opcode === -1) return '[error]'
  if (opcode === OP_1NEGATE) return '-1'
  if (opcode >= OP_1 && opcode <= OP_16) return String(opcode - OP_1 + 1)
  if (data === null) return NAMES.get(opcode) ?? 'OP_UNKNOWN'
  if (data.length <= MAX_NUMBER_BYTES) return numberText(data)
  const type = HASH_TYPES.get(data.at(-1) ?? 0)
  if (signatures === 'decoded' && type !== undefined && scripts.isCanonicalScriptSignature(data)) {
    return `${toHex(data.subarray(0, -1))}[${type}]`
  }
  return toHex(data)
}

/** Script numbers are little-endian with the sign in the top bit. */
function numberText(data: Uint8Array): string {
  const last = data.at(-1) ?? 0
  let value = 0
  data.forEach((byte, index) => {
    value += (index === data.length - 1 ? byte & 0x7f : byte) * 256 ** index
  })
  return String(last >= 0x80 ? -value : value)
}

/** `scriptPubKey` of an output. */
export function scriptView(chain: BitcoinChain, script: Uint8Array): RpcValue {
  const type = classifyScript(script)
  const address = type === 'pubkey' ? null : scriptToAddress(chain, script)
  const asm = scriptToAsm(script)
  if (dialectOf(chain) === 'bitcoin-28') {
    return {
      asm,
      desc: inferDescriptor(script, address),
      hex: toHex(script),
      ...(address === null ? {} : { address }),
      type
    }
  }
  if (address === null) return { asm, hex: toHex(script), type }
  return { asm, hex: toHex(script), reqSigs: 1, type, addresses: [address] }
}

/** The descriptor that a node without keys gives for a script. */
function inferDescriptor(script: Uint8Array, address: string | null): string {
  const witness = witnessProgramOf(script)
  if (witness?.version === 1 && witness.program.length === 32) {
    return withChecksum(`rawtr(${toHex(witness.program)})`)
  }
  if (classifyScript(script) === 'pubkey') return withChecksum(`pk(${toHex(script.subarray(1, -1))})`)
  return withChecksum(address === null ? `raw(${toHex(script)})` : `addr(${address})`)
}
