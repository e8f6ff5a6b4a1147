import { copyBytes, type Bytes } from '../../base/bytes.ts'
import { CodedError } from '../../base/coded-error.ts'
import { toDisplayHash } from './display-hash.ts'

/** Bytes that are no well-formed transaction, header or block: too short, too long, or counts that cannot be. */
export type SerialisationCode = 'TRANSACTION_MALFORMED' | 'HEADER_MALFORMED' | 'BLOCK_MALFORMED'

/** Bytes from a daemon or a peer that do not parse. */
export class SerialisationError extends CodedError<SerialisationCode> {}

/** Reads Bitcoin's serialisation (little-endian integers, CompactSize) front to back, never past the end. */
export class ByteReader {
  readonly bytes: Uint8Array
  offset: number
  readonly #view: DataView
  readonly #code: SerialisationCode

  constructor(bytes: Uint8Array, code: SerialisationCode, offset = 0) {
    this.bytes = bytes
    this.offset = offset
    this.#code = code
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** Bytes that are left. */
  get remaining(): number {
    return this.bytes.length - this.offset
  }

  /** @throws SerialisationError always, with this reader's code. */
  fail(why: string): never {
    throw new SerialisationError(this.#code, `The data is malformed at byte ${this.offset}: ${why}.`, {
      fault: 'daemon',
      details: { offset: this.offset }
    })
  }

  #advance(length: number): number {
    if (length > this.remaining) this.fail('it ends too early')
    const start = this.offset
    this.offset += length
    return start
  }

  /** One byte, without moving on. */
  peek(ahead = 0): number {
    const value = this.bytes[this.offset + ahead]
    return value ?? this.fail('it ends too early')
  }

  /** 0 to 255. */
  uint8(): number {
    return this.#view.getUint8(this.#advance(1))
  }

  /** 0 to 2^32-1. */
  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true)
  }

  /** Two's complement. */
  int32(): number {
    return this.#view.getInt32(this.#advance(4), true)
  }

  /** 0 to 2^64-1. */
  uint64(): bigint {
    return this.#view.getBigUint64(this.#advance(8), true)
  }

  /** A view into the source, not a copy. */
  slice(length: number): Uint8Array {
    const start = this.#advance(length)
    return this.bytes.subarray(start, start + length)
  }

  /** A copy of `length` bytes. */
  copy(length: number): Bytes {
    return copyBytes(this.slice(length))
  }

  /** 32 bytes as a hash in display order (last byte first). */
  hash(): string {
    return toDisplayHash(this.slice(32))
  }

  /**
   * CompactSize: 1, 3, 5 or 9 bytes, the shortest form only.
   * @throws SerialisationError above `limit` or in a longer form than needed.
   */
  compactSize(limit: number): number {
    const first = this.uint8()
    if (first < 0xfd) return first > limit ? this.fail('a count is too large') : first
    const [value, least] = this.#longSize(first)
    if (value < least) this.fail('a count is not in its shortest form')
    return value > limit ? this.fail('a count is too large') : value
  }

  #longSize(first: number): readonly [value: number, least: number] {
    if (first === 0xfd) return [this.#view.getUint16(this.#advance(2), true), 0xfd]
    if (first === 0xfe) return [this.uint32(), 0x10000]
    return [Number(this.uint64()), 0x100000000]
  }
}
