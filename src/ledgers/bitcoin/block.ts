import { HEADER_LENGTH, parseBlockHeader, type BlockHeader } from './block-header.ts'
import { ByteReader } from './byte-reader.ts'
import { fromDisplayHash, toDisplayHash } from './display-hash.ts'
import { merkleTreeSteps } from './merkle-tree.ts'
import { readTransaction, type ParsedTransaction } from './parsed-transaction.ts'

/** A block whose transactions are those that its header commits to. */
export interface Block {
  readonly header: BlockHeader
  readonly transactions: readonly ParsedTransaction[]
}

/** Weight 4,000,000 bounds Bitcoin's at 4 MB; Litecoin adds its MWEB part. Twice that is refused unread. */
export const MAX_BLOCK_BYTES = 8_000_000
/** The smallest transaction has 60 bytes. */
const MAX_TRANSACTIONS = Math.floor(MAX_BLOCK_BYTES / 60)

/**
 * Reads a block step by step: each `next()` reads one transaction or hashes a few, so that the caller can give way to other
 * work; the last result is the block, whose transactions hash to the header's merkle root.
 * @throws SerialisationError (`BLOCK_MALFORMED`) where it is malformed, too large, or the root differs.
 */
export function* readBlock(bytes: Uint8Array): Generator<undefined, Block, void> {
  const reader = new ByteReader(bytes, 'BLOCK_MALFORMED')
  if (bytes.length > MAX_BLOCK_BYTES) reader.fail(`a block of ${bytes.length} bytes is too large`)
  const header = parseBlockHeader(reader.slice(HEADER_LENGTH))
  const count = reader.compactSize(MAX_TRANSACTIONS)
  const transactions: ParsedTransaction[] = []
  for (let index = 0; index < count; index++) {
    transactions.push(readTransaction(reader))
    yield
  }
  checkEnd(reader, transactions)
  const tree = yield* merkleTreeSteps(transactions.map((transaction) => fromDisplayHash(transaction.txid)))
  if (tree.isMutated || toDisplayHash(tree.root) !== header.merkleRoot) {
    reader.fail('its transactions are not those that its header commits to')
  }
  if (transactions.findIndex((transaction) => transaction.isCoinbase) !== 0) {
    reader.fail('its first transaction is no coinbase')
  }
  return { header, transactions }
}

/** Litecoin's MWEB part follows the transactions where the last of them is the HogEx (LIP 3); it is not read. */
function checkEnd(reader: ByteReader, transactions: readonly ParsedTransaction[]): void {
  if (reader.remaining === 0) return
  if (transactions.at(-1)?.isHogEx !== true) reader.fail('bytes follow the block')
  if (reader.uint8() > 1) reader.fail('the part after the transactions has no known form')
}

/** {@link readBlock} in one go. */
export function parseBlock(bytes: Uint8Array): Block {
  const steps = readBlock(bytes)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}
