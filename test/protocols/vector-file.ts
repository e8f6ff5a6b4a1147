import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { fromHex, toHex, type Bytes } from '../../src/base/bytes.ts'
import { WireError } from '../../src/base/wire.ts'

interface ValidVector {
  readonly name: string
  /** The message: bytes as `{"hex": …}`, big integers as `{"int": …}`. */
  readonly message: unknown
  readonly bytes: string
}

interface InvalidVector {
  readonly name: string
  readonly bytes: string
  readonly code: string
  readonly field: string
}

/** A codec under test. */
export interface Codec<Message> {
  readonly encode: (message: Message) => Bytes
  readonly decode: (bytes: Uint8Array) => Message
}

/** Defines one test for each vector of `protocols/<folder>/vectors` whose name begins with `prefix`. */
export function testVectors<Message>(folder: string, codec: Codec<Message>, prefix = ''): void {
  for (const vector of (read(folder, 'valid') as ValidVector[]).filter(({ name }) =>
    name.startsWith(prefix)
  )) {
    it(`valid: ${vector.name}`, () => {
      const message = revive(vector.message) as Message
      expect(codec.decode(fromHex(vector.bytes))).to.deep.equal(message)
      expect(toHex(codec.encode(message))).to.equal(vector.bytes)
    })
  }
  for (const vector of (read(folder, 'invalid') as InvalidVector[]).filter(({ name }) =>
    name.startsWith(prefix)
  )) {
    it(`invalid: ${vector.name}`, () => {
      const error = wireError(() => codec.decode(fromHex(vector.bytes)))
      expect(error).to.include({ code: vector.code, fault: 'peer' })
      expect(error.details).to.deep.equal({ field: vector.field })
    })
  }
}

/** The WireError that `run` throws; fails where it throws none. */
export function wireError(run: () => unknown): WireError {
  try {
    run()
  } catch (error) {
    if (error instanceof WireError) return error
    throw error
  }
  throw new Error('expected a WireError')
}

/** Every message that is `bytes` with one bit flipped is refused, or is a valid message with these very bytes. */
export function flipEachBit<Message>(bytes: Bytes, codec: Codec<Message>): void {
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = Uint8Array.from(bytes)
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    decodesOrIsRefused(flipped, codec)
  }
}

/** Bytes are refused with a WireError, or are the encoding of what they decode to. */
export function decodesOrIsRefused<Message>(bytes: Uint8Array, codec: Codec<Message>): void {
  let message: Message
  try {
    message = codec.decode(bytes)
  } catch (error) {
    expect(error, toHex(bytes)).to.be.instanceOf(WireError)
    return
  }
  expect(toHex(codec.encode(message))).to.equal(toHex(bytes))
}

function read(folder: string, name: 'valid' | 'invalid'): unknown {
  return JSON.parse(readFileSync(`protocols/${folder}/vectors/${name}.json`, 'utf8'))
}

function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive)
  if (typeof value !== 'object' || value === null) return value
  const { hex, int } = value as { hex?: string; int?: string }
  if (hex !== undefined) return fromHex(hex)
  if (int !== undefined) return BigInt(int)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revive(inner)]))
}
