import { concatBytes, copyBytes, fromHex, type Bytes } from '../../../../src/base/bytes.ts'
import { pushOf } from '../../../../src/ledgers/bitcoin/script/instruction.ts'
import { OPCODES } from '../../../../src/ledgers/bitcoin/script/opcodes.ts'

const ALIASES: Readonly<Record<string, number>> = {
  NOP2: OPCODES.CHECKLOCKTIMEVERIFY,
  NOP3: OPCODES.CHECKSEQUENCEVERIFY
}
const NAMES: ReadonlyMap<string, number> = new Map<string, number>(
  Object.entries({ ...OPCODES, ...ALIASES }).flatMap(([name, opcode]) => [
    [name, opcode],
    [`OP_${name}`, opcode]
  ])
)

/** Bytes of a script in the notation of Core's test files: opcode names, numbers, 'text' and raw 0x bytes. */
export function assemble(text: string): Bytes {
  return copyBytes(Buffer.concat(text.split(/\s+/).filter(Boolean).map(assembleWord)))
}

function assembleWord(word: string): Uint8Array {
  if (/^-?\d+$/.test(word)) return assembleNumber(BigInt(word))
  if (word.startsWith('0x')) return fromHex(word.slice(2))
  if (/^'.*'$/.test(word)) return pushOf(new TextEncoder().encode(word.slice(1, -1)))
  const opcode = NAMES.get(word)
  if (opcode === undefined) throw new RangeError(`no such word in a script: ${word}`)
  return Uint8Array.of(opcode)
}

// The files hold numbers of up to 8 bytes, which no opcode computes with.
function assembleNumber(value: bigint): Uint8Array {
  if (value === 0n) return Uint8Array.of(OPCODES['0'])
  if (value === -1n || (value >= 1n && value <= 16n)) return Uint8Array.of(OPCODES.RESERVED + Number(value))
  const magnitude = value < 0n ? -value : value
  const digits = magnitude.toString(16)
  const bytes = fromHex(digits.padStart(digits.length + (digits.length % 2), '0'))
  const padded = bytes[0]! >= 0x80 ? concatBytes(Uint8Array.of(0), bytes) : bytes
  if (value < 0n) padded[0]! |= 0x80
  return pushOf(padded.reverse())
}
