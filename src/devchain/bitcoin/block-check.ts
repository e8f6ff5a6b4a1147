import { isCoinbase } from '../../ledgers/bitcoin/policy/coinbase.ts'
import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import { equalBytes } from '../../base/bytes.ts'
import { encodeBlockHeader, type BlockHeaderFields } from '../../ledgers/bitcoin/block-header.ts'
import { toDisplayHash } from '../../ledgers/bitcoin/display-hash.ts'
import type { ChainBlock } from './block.ts'
import { demand } from './errors.ts'
import { heightPush } from '../../ledgers/bitcoin/work/coinbase.ts'
import { isFinal } from '../../ledgers/bitcoin/policy/lock-time.ts'
import { findCommitment, transactionTree, witnessCommitment } from './commitments.ts'
import { MAX_BLOCK_WEIGHT, MAX_FUTURE_BLOCK_TIME, REGTEST_BITS } from './parameters.ts'
import { meetsRegtestTarget } from './proof-of-work.ts'
import { requireSound } from './transaction-check.ts'
import type { ChainTransaction } from './transaction.ts'

/** The block before the one that is checked. */
export interface BlockParent {
  readonly height: number
  readonly medianTime: number
}

/**
 * Proof, target and time of a header.
 * @throws RejectedError `high-hash`, `bad-diffbits`, `time-too-old`, `time-too-new`, `bad-version(…)`.
 */
export function checkHeader(
  chain: BitcoinChain,
  header: BlockHeaderFields,
  place: { readonly parent: BlockParent; readonly now: number }
): void {
  demand(header.bits === REGTEST_BITS, 'bad-diffbits', 'incorrect proof of work')
  demand(meetsRegtestTarget(chain, encodeBlockHeader(header)), 'high-hash', 'proof of work failed')
  demand(header.time > place.parent.medianTime, 'time-too-old', "block's timestamp is too early")
  demand(
    header.time <= place.now + MAX_FUTURE_BLOCK_TIME,
    'time-too-new',
    'block timestamp too far in the future'
  )
  // BIP 34, 66 and 65 retired versions 1 to 3; all three are active from block 1 here.
  const version = (header.version >>> 0).toString(16).padStart(8, '0')
  demand(header.version >= 4, `bad-version(0x${version})`, `rejected nVersion=0x${version} block`)
}

/**
 * Everything of a block that needs no coins.
 * @throws RejectedError with the daemons' reason.
 */
export function checkBlock(chain: BitcoinChain, block: ChainBlock, parent: BlockParent): void {
  const { root, isMutated } = transactionTree(block.transactions)
  demand(toDisplayHash(root) === block.header.merkleRoot, 'bad-txnmrklroot', 'hashMerkleRoot mismatch')
  demand(!isMutated, 'bad-txns-duplicate', 'duplicate transaction')
  demand(block.strippedSize * 4 <= MAX_BLOCK_WEIGHT, 'bad-blk-length', 'size limits failed')
  const [coinbase, ...others] = block.transactions
  demand(
    coinbase !== undefined && isCoinbase(coinbase.transaction),
    'bad-cb-missing',
    'first tx is not coinbase'
  )
  demand(
    !others.some(({ transaction }) => isCoinbase(transaction)),
    'bad-cb-multiple',
    'more than one coinbase'
  )
  for (const transaction of block.transactions) {
    requireSound(chain, transaction)
    demand(
      isFinal(transaction.transaction, parent.height + 1, parent.medianTime),
      'bad-txns-nonfinal',
      'non-final transaction'
    )
  }
  checkHeightInCoinbase(coinbase, parent.height + 1)
  checkWitnesses(coinbase, others)
  demand(block.weight <= MAX_BLOCK_WEIGHT, 'bad-blk-weight', 'weight limit failed')
}

/** BIP 34: "the height of the block is the first item in the coinbase transaction's scriptSig". */
function checkHeightInCoinbase(coinbase: ChainTransaction, height: number): void {
  const script = coinbase.transaction.ins[0]?.script ?? new Uint8Array(0)
  const expected = heightPush(height)
  demand(
    equalBytes(script.subarray(0, expected.length), expected),
    'bad-cb-height',
    'block height mismatch in coinbase'
  )
}

function checkWitnesses(coinbase: ChainTransaction, others: readonly ChainTransaction[]): void {
  const commitment = findCommitment(coinbase)
  if (commitment === null) {
    const witnessed = [coinbase, ...others].some(({ transaction }) => transaction.hasWitnesses())
    demand(!witnessed, 'unexpected-witness', 'unexpected witness data found')
    return
  }
  const [reserved, ...more] = coinbase.transaction.ins[0]?.witness ?? []
  demand(
    reserved?.length === 32 && more.length === 0,
    'bad-witness-nonce-size',
    'invalid witness reserved value size'
  )
  demand(
    equalBytes(witnessCommitment(others, reserved), commitment),
    'bad-witness-merkle-match',
    'witness merkle commitment mismatch'
  )
}
