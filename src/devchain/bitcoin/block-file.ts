import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync
} from 'node:fs'
import { join } from 'node:path'
import { concatBytes, copyBytes, equalBytes, type Bytes } from '../../base/bytes.ts'
import { sha256d } from '../../base/hash.ts'
import { DevelopmentChainError } from './errors.ts'
import { fromDisplayHash } from '../../ledgers/bitcoin/display-hash.ts'

/** What happened to the chain, in order: enough to build it again. */
export type BlockRecord =
  | { readonly kind: 'block'; readonly bytes: Bytes }
  /** `hash` in hash order. */
  | { readonly kind: 'invalidate'; readonly bytes: Bytes }
  | { readonly kind: 'reconsider'; readonly bytes: Bytes }

const KINDS = ['block', 'invalidate', 'reconsider'] as const
/** "BDC" and the version of the layout, then the genesis hash in hash order. */
const MAGIC = Uint8Array.of(0x42, 0x44, 0x43, 0x01)
const FILE_HEADER_LENGTH = MAGIC.length + 32
/** Kind (1 byte), length (4 bytes, little-endian), the bytes, and the first 4 bytes of their SHA256d. */
const RECORD_HEADER_LENGTH = 5
const CHECKSUM_LENGTH = 4

/**
 * An append-only file `blocks.dat` in a folder of its own. A record that a crash cut short at the end is
 * dropped when the file is opened; damage anywhere else is refused.
 */
export class BlockFile {
  readonly #descriptor: number
  /** What the file held when it was opened. */
  readonly records: readonly BlockRecord[]

  /** @throws DevelopmentChainError `BLOCK_FILE_CORRUPT`. */
  constructor(folder: string, genesisHash: string) {
    mkdirSync(folder, { recursive: true })
    const path = join(folder, 'blocks.dat')
    const header = concatBytes(MAGIC, fromDisplayHash(genesisHash))
    const content = existsSync(path) ? copyBytes(readFileSync(path)) : new Uint8Array(0)
    if (content.length < FILE_HEADER_LENGTH) {
      this.records = []
      this.#descriptor = openSync(path, 'w')
      writeSync(this.#descriptor, header)
      return
    }
    if (!equalBytes(content.subarray(0, FILE_HEADER_LENGTH), header)) {
      throw new DevelopmentChainError(
        'BLOCK_FILE_CORRUPT',
        `${path} belongs to another chain or version: give the development chain a folder of its own`
      )
    }
    const { records, end } = readRecords(content, path)
    this.records = records
    truncateSync(path, end)
    this.#descriptor = openSync(path, 'a')
  }

  /** Adds a record at the end. */
  append(record: BlockRecord): void {
    const header = new Uint8Array(RECORD_HEADER_LENGTH)
    header[0] = KINDS.indexOf(record.kind)
    new DataView(header.buffer).setUint32(1, record.bytes.length, true)
    writeSync(this.#descriptor, concatBytes(header, record.bytes, checksum(record.bytes)))
  }

  /** Writes what the system still holds, then frees the file. */
  close(): void {
    fsyncSync(this.#descriptor)
    closeSync(this.#descriptor)
  }
}

function checksum(bytes: Uint8Array): Bytes {
  return sha256d(bytes).slice(0, CHECKSUM_LENGTH)
}

function readRecords(content: Bytes, path: string): { records: BlockRecord[]; end: number } {
  const records: BlockRecord[] = []
  const view = new DataView(content.buffer)
  let offset = FILE_HEADER_LENGTH
  while (offset + RECORD_HEADER_LENGTH <= content.length) {
    const start = offset + RECORD_HEADER_LENGTH
    const end = start + view.getUint32(offset + 1, true)
    if (end + CHECKSUM_LENGTH > content.length) break
    const kind = KINDS[content[offset] ?? 0xff]
    const bytes = content.slice(start, end)
    if (kind === undefined || !equalBytes(checksum(bytes), content.subarray(end, end + CHECKSUM_LENGTH))) {
      throw new DevelopmentChainError(
        'BLOCK_FILE_CORRUPT',
        `${path} is damaged at byte ${offset}: remove it to begin a new chain`
      )
    }
    records.push({ kind, bytes })
    offset = end + CHECKSUM_LENGTH
  }
  return { records, end: offset }
}
