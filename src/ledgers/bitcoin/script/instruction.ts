import { concatBytes, type Bytes } from '../../../base/bytes.ts'
import { OPCODES } from './opcodes.ts'

/** One instruction of a script. */
export interface Instruction {
  readonly opcode: number
  /** What a push pushes; empty for every other opcode. */
  readonly data: Uint8Array
  /** Offset of the instruction after it. */
  readonly next: number
}

const NO_DATA = new Uint8Array(0)

/** Bytes that give the length of a push: none for a direct push, else 1, 2 or 4, least first. */
function lengthBytes(opcode: number): number {
  if (opcode === OPCODES.PUSHDATA1) return 1
  if (opcode === OPCODES.PUSHDATA2) return 2
  return opcode === OPCODES.PUSHDATA4 ? 4 : 0
}

/** The instruction at `offset`, or null at the end and where a push is longer than what is left. */
export function instructionAt(script: Uint8Array, offset: number): Instruction | null {
  const opcode = script[offset]
  if (opcode === undefined) return null
  if (opcode > OPCODES.PUSHDATA4) return { opcode, data: NO_DATA, next: offset + 1 }
  const width = lengthBytes(opcode)
  const start = offset + 1 + width
  if (start > script.length) return null
  let length = width === 0 ? opcode : 0
  for (let index = width - 1; index >= 0; index--) {
    length = length * 256 + (script[offset + 1 + index] ?? 0)
  }
  const next = start + length
  return next > script.length ? null : { opcode, data: script.subarray(start, next), next }
}

/** Whether the script holds nothing but pushes, of which RESERVED (0x50) counts as one. */
export function isPushOnly(script: Uint8Array): boolean {
  for (let offset = 0; offset < script.length;) {
    const instruction = instructionAt(script, offset)
    if (instruction === null || instruction.opcode > OPCODES['16']) return false
    offset = instruction.next
  }
  return true
}

/** Whether no shorter instruction pushes the same bytes (BIP 62 rule 3). */
export function isMinimalPush({ opcode, data }: Instruction): boolean {
  const [first] = data
  if (first === undefined) return opcode === OPCODES['0']
  if (data.length === 1 && ((first >= 1 && first <= 16) || first === 0x81)) return false
  if (data.length < OPCODES.PUSHDATA1) return opcode === data.length
  if (data.length <= 0xff) return opcode === OPCODES.PUSHDATA1
  return data.length > 0xffff || opcode === OPCODES.PUSHDATA2
}

/** The push of `data` by its length alone: a single byte is never turned into a number opcode. */
export function pushOf(data: Uint8Array): Bytes {
  const head: number[] = []
  if (data.length < OPCODES.PUSHDATA1) head.push(data.length)
  else if (data.length <= 0xff) head.push(OPCODES.PUSHDATA1, data.length)
  else if (data.length <= 0xffff) head.push(OPCODES.PUSHDATA2, data.length & 0xff, data.length >> 8)
  else {
    head.push(OPCODES.PUSHDATA4)
    for (let shift = 0; shift < 32; shift += 8) head.push((data.length >>> shift) & 0xff)
  }
  return concatBytes(Uint8Array.from(head), data)
}

/** The script without every copy of `pattern` that begins where an instruction may; itself where there is none. */
export function findAndDelete(script: Uint8Array, pattern: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = []
  let keptFrom = 0
  for (let offset = 0; ;) {
    if (startsWith(script, offset, pattern)) {
      kept.push(script.subarray(keptFrom, offset))
      offset += pattern.length
      keptFrom = offset
      continue
    }
    const instruction = instructionAt(script, offset)
    if (instruction === null) break
    offset = instruction.next
  }
  return kept.length === 0 ? script : concatBytes(...kept, script.subarray(keptFrom))
}

function startsWith(script: Uint8Array, offset: number, pattern: Uint8Array): boolean {
  if (pattern.length === 0 || script.length - offset < pattern.length) return false
  return pattern.every((byte, index) => script[offset + index] === byte)
}
