import { toHex } from '../../../base/bytes.ts'
import type { RpcValue } from '../../json-rpc/json.ts'
import type { Arguments, RpcMethod } from '../../json-rpc/method.ts'
import { RpcError } from '../../json-rpc/rpc-error.ts'
import type { BlockEntry } from '../block-tree.ts'
import type { DevelopmentChain } from '../development-chain.ts'
import { RejectedError } from '../errors.ts'
import type { ChainTransaction } from '../transaction.ts'
import { confirmationsOf } from './block-view.ts'
import { amountArgument, transactionArgument, type RpcContext } from './context.ts'
import { transactionView } from './transaction-view.ts'

/** Highest rate taken unless the caller allows more: 0.10 coins per 1000 vbytes. */
const DEFAULT_MAX_FEE_RATE = 10_000_000n
const KILOBYTE = 1000n

/** Methods that read, judge and publish transactions. */
export function transactionMethods({ chain }: RpcContext): readonly RpcMethod[] {
  return [
    {
      name: 'getrawtransaction',
      parameters: ['txid', 'verbose?', 'blockhash?'],
      call: (given) => rawTransaction(chain, given)
    },
    {
      name: 'decoderawtransaction',
      parameters: ['hexstring', 'iswitness?'],
      call: (given) => transactionView(chain.chain, decodeArgument(given.text(0)))
    },
    {
      name: 'sendrawtransaction',
      parameters: ['hexstring', 'maxfeerate?', 'maxburnamount?'],
      call: (given) => send(chain, given)
    },
    {
      name: 'testmempoolaccept',
      parameters: ['rawtxs', 'maxfeerate?'],
      call(given) {
        const [text, ...others] = given.list(0)
        if (text === undefined || others.length > 0) {
          throw new RpcError('INVALID_PARAMETER', 'Array must contain exactly one raw transaction for now')
        }
        return [testAcceptance(chain, transactionArgument(text), maxFeeRate(given))]
      }
    }
  ]
}

function decodeArgument(text: string): ChainTransaction {
  try {
    return transactionArgument(text)
  } catch {
    throw new RpcError('DESERIALIZATION_ERROR', 'TX decode failed')
  }
}

function rawTransaction(chain: DevelopmentChain, given: Arguments): RpcValue {
  const txid = given.hash(0, 'parameter 1')
  const level = given.level(1, 0)
  const found = given.has(2)
    ? findInBlock(chain, txid, given.hash(2, 'parameter 3'))
    : findAnywhere(chain, txid)
  const hex = toHex(found.transaction.bytes)
  if (level <= 0) return hex
  const { entry } = found
  return {
    ...(given.has(2) && entry !== null ? { in_active_chain: chain.state.isActive(entry) } : {}),
    ...transactionView(chain.chain, found.transaction),
    hex,
    ...(entry === null ? {} : placeView(chain, entry))
  }
}

function placeView(chain: DevelopmentChain, entry: BlockEntry): Readonly<Record<string, RpcValue>> {
  const active = chain.state.isActive(entry)
  const { time } = entry.block.header
  return {
    blockhash: entry.block.hash,
    confirmations: active ? confirmationsOf(chain, entry) : 0,
    ...(active ? { time, blocktime: time } : {})
  }
}

interface FoundTransaction {
  readonly transaction: ChainTransaction
  /** Its block; null in the mempool. */
  readonly entry: BlockEntry | null
}

function findAnywhere(chain: DevelopmentChain, txid: string): FoundTransaction {
  const waiting = chain.mempool.get(txid)
  if (waiting !== undefined) return { transaction: waiting.transaction, entry: null }
  const mined = chain.state.transaction(txid)
  if (mined !== undefined && mined.entry.height > 0) return mined
  throw new RpcError(
    'INVALID_ADDRESS_OR_KEY',
    'No such mempool or blockchain transaction. Use gettransaction for wallet transactions.'
  )
}

function findInBlock(chain: DevelopmentChain, txid: string, blockHash: string): FoundTransaction {
  const entry = chain.state.tree.get(blockHash)
  if (entry === undefined) throw new RpcError('INVALID_ADDRESS_OR_KEY', 'Block hash not found')
  const transaction = entry.block.transactions.find((candidate) => candidate.txid === txid)
  if (transaction === undefined) {
    throw new RpcError('INVALID_ADDRESS_OR_KEY', 'No such transaction found in the provided block')
  }
  return { transaction, entry }
}

/** The most that a transaction may pay per 1000 vbytes; null for no bound. */
function maxFeeRate(given: Arguments): bigint | null {
  if (!given.has(1)) return DEFAULT_MAX_FEE_RATE
  const rate = amountArgument(given.raw(1))
  return rate === 0n ? null : rate
}

function exceeds(fee: bigint, virtualSize: number, rate: bigint | null): boolean {
  return rate !== null && fee * KILOBYTE > rate * BigInt(virtualSize)
}

function send(chain: DevelopmentChain, given: Arguments): RpcValue {
  const transaction = transactionArgument(given.text(0))
  const rate = maxFeeRate(given)
  if (chain.mempool.get(transaction.txid) !== undefined) return transaction.txid
  try {
    const { fee } = chain.testTransaction(transaction)
    if (exceeds(fee, transaction.virtualSize, rate)) {
      throw new RpcError(
        'VERIFY_ERROR',
        'Fee exceeds maximum configured by user (e.g. -maxtxfee, maxfeerate)'
      )
    }
    chain.submitTransaction(transaction)
  } catch (error) {
    throw error instanceof RejectedError ? sendError(error) : error
  }
  return transaction.txid
}

function sendError(error: RejectedError): RpcError {
  if (error.reason === 'txn-already-known') {
    return new RpcError('VERIFY_ALREADY_IN_CHAIN', 'Transaction already in block chain')
  }
  const missing = error.reason === 'bad-txns-inputs-missingorspent'
  return new RpcError(missing ? 'VERIFY_ERROR' : 'VERIFY_REJECTED', error.message)
}

function testAcceptance(
  chain: DevelopmentChain,
  transaction: ChainTransaction,
  rate: bigint | null
): RpcValue {
  const { txid, virtualSize } = transaction
  try {
    const { fee } = chain.testTransaction(transaction)
    if (exceeds(fee, virtualSize, rate)) return { txid, allowed: false, 'reject-reason': 'max-fee-exceeded' }
    return { txid, allowed: true, vsize: virtualSize, fees: { base: fee } }
  } catch (error) {
    if (!(error instanceof RejectedError)) throw error
    const missing = error.reason === 'bad-txns-inputs-missingorspent'
    return { txid, allowed: false, 'reject-reason': missing ? 'missing-inputs' : error.reason }
  }
}
