import { concatBytes, fromHex, type Bytes } from '../../../../src/base/bytes.ts'
import { pushOf } from '../../../../src/ledgers/bitcoin/script/instruction.ts'
import { encodeNumber } from '../../../../src/ledgers/bitcoin/script/number.ts'
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
  return concatBytes(...text.split(/\s+/).filter(Boolean).map(assembleWord))
}

function assembleWord(word: string): Uint8Array {
  if (/^-?\d+$/.test(word)) return assembleNumber(Number(word))
  if (word.startsWith('0x')) return fromHex(word.slice(2))
  if (/^'.*'$/.test(word)) return pushOf(new TextEncoder().encode(word.slice(1, -1)))
  const opcode = NAMES.get(word)
  if (opcode === undefined) throw new RangeError(`no such word in a script: ${word}`)
  return Uint8Array.of(opcode)
}

function assembleNumber(value: number): Uint8Array {
  if (value === 0) return Uint8Array.of(OPCODES['0'])
  if (value === -1 || (value >= 1 && value <= 16)) return Uint8Array.of(OPCODES.RESERVED + value)
  return pushOf(encodeNumber(value))
}
