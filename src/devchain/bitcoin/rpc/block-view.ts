import type { RpcValue } from '../../json-rpc/json.ts'
import type { BlockEntry } from '../block-tree.ts'
import type { DevelopmentChain } from '../development-chain.ts'
import { dialectOf } from '../../../ledgers/bitcoin/policy/dialect.ts'
import { REGTEST_BITS } from '../parameters.ts'
import { transactionView } from './transaction-view.ts'

/** Difficulty 1's target over regtest's, with the 16 digits that the daemons show. */
export const REGTEST_DIFFICULTY = Number((0xffff / 0x7fffff / 2 ** 24).toPrecision(16))
const WORK_DIGITS = 64

/** Work as 64 hexadecimal digits. */
export function workView(work: bigint): string {
  return work.toString(16).padStart(WORK_DIGITS, '0')
}

/** Blocks on top of one with itself counted, -1 off the best chain. */
export function confirmationsOf(chain: DevelopmentChain, entry: BlockEntry): number {
  return chain.state.isActive(entry) ? chain.tip.height - entry.height + 1 : -1
}

/** A header as getblockheader shows it. */
export function headerView(
  chain: DevelopmentChain,
  entry: BlockEntry
): Readonly<Record<string, RpcValue | undefined>> {
  const { header, hash, transactions } = entry.block
  const next = chain.state.isActive(entry) ? chain.state.at(entry.height + 1) : undefined
  return {
    hash,
    confirmations: confirmationsOf(chain, entry),
    height: entry.height,
    version: header.version,
    versionHex: (header.version >>> 0).toString(16).padStart(8, '0'),
    merkleroot: header.merkleRoot,
    time: header.time,
    mediantime: entry.medianTime,
    nonce: header.nonce,
    bits: REGTEST_BITS.toString(16),
    difficulty: REGTEST_DIFFICULTY,
    chainwork: workView(entry.chainWork),
    nTx: transactions.length,
    previousblockhash: entry.parent?.block.hash,
    nextblockhash: next?.block.hash
  }
}

/** A block as getblock shows it: with transaction ids, or with whole transactions. */
export function blockView(chain: DevelopmentChain, entry: BlockEntry, detail: 'ids' | 'whole'): RpcValue {
  const { bytes, strippedSize, weight, transactions } = entry.block
  return {
    ...headerView(chain, entry),
    strippedsize: strippedSize,
    size: bytes.length,
    weight,
    tx: detail === 'ids' ? transactions.map(({ txid }) => txid) : wholeTransactions(chain, entry)
  }
}

function wholeTransactions(chain: DevelopmentChain, entry: BlockEntry): readonly RpcValue[] {
  const fees = dialectOf(chain.chain) === 'bitcoin-28' ? feesOf(entry) : []
  return entry.block.transactions.map((transaction, index) => ({
    ...transactionView(chain.chain, transaction),
    fee: fees[index],
    hex: Buffer.from(transaction.bytes).toString('hex')
  }))
}

/** What each transaction of a connected block paid; undefined for the coinbase. */
function feesOf(entry: BlockEntry): readonly (bigint | undefined)[] {
  let next = 0
  const spent = entry.undo?.spent ?? []
  return entry.block.transactions.map(({ transaction }, index) => {
    if (index === 0 || entry.undo === null) return undefined
    const coins = spent.slice(next, next + transaction.ins.length)
    next += transaction.ins.length
    const incoming = coins.reduce((sum, [, { amount }]) => sum + amount, 0n)
    return transaction.outs.reduce((rest, { value }) => rest - value, incoming)
  })
}
