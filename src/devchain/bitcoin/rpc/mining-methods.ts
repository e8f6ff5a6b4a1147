import { toHex } from '../../../base/bytes.ts'
import type { RpcValue } from '../../json-rpc/json.ts'
import type { RpcMethod } from '../../json-rpc/method.ts'
import { RpcError } from '../../json-rpc/rpc-error.ts'
import { addressToScript } from '../address.ts'
import { decodeBlock, type ChainBlock } from '../block.ts'
import { BLOCK_VERSION, defaultCommitment, nextBlockTime, selectTransactions } from '../block-assembly.ts'
import type { DevelopmentChain } from '../development-chain.ts'
import { RejectedError } from '../errors.ts'
import {
  blockSubsidy,
  MAX_BLOCK_SIGOPS_COST,
  MAX_BLOCK_WEIGHT,
  REGTEST_BITS,
  REGTEST_TARGET
} from '../parameters.ts'
import type { ChainTransaction } from '../transaction.ts'
import { blockArgument, bytesArgument, transactionArgument, type RpcContext } from './context.ts'
import { descriptorToScript } from './descriptor.ts'

/** Most blocks that one call mines: it holds the process meanwhile. */
const MAX_GENERATED = 10_000
const TXID = /^[0-9a-fA-F]{64}$/

/** Methods that make blocks and take them. */
export function miningMethods({ chain }: RpcContext): readonly RpcMethod[] {
  return [
    {
      name: 'generatetoaddress',
      parameters: ['nblocks', 'address', 'maxtries?'],
      call: (given) => generate(chain, given.integer(0), addressArgument(chain, given.text(1)))
    },
    {
      name: 'generatetodescriptor',
      parameters: ['num_blocks', 'descriptor', 'maxtries?'],
      call: (given) => generate(chain, given.integer(0), descriptorToScript(chain.chain, given.text(1)))
    },
    {
      name: 'generateblock',
      parameters: ['output', 'transactions', 'submit?'],
      call: (given) => generateBlock(chain, given.text(0), given.list(1))
    },
    { name: 'submitblock', parameters: ['hexdata', 'dummy?'], call: (given) => submit(chain, given.text(0)) },
    {
      name: 'getblocktemplate',
      parameters: ['template_request?'],
      call: (given) => template(chain, given.raw(0))
    },
    {
      name: 'invalidateblock',
      parameters: ['blockhash'],
      call(given) {
        chain.invalidateBlock(blockArgument(chain, given).block.hash)
        return null
      }
    },
    {
      name: 'reconsiderblock',
      parameters: ['blockhash'],
      call(given) {
        chain.reconsiderBlock(blockArgument(chain, given).block.hash)
        return null
      }
    },
    {
      name: 'setmocktime',
      parameters: ['timestamp'],
      call(given) {
        const time = given.integer(0)
        if (time < 0) throw new RpcError('INVALID_PARAMETER', 'Mocktime can not be negative: 0 ends it')
        chain.setMockTime(time)
        return null
      }
    }
  ]
}

function addressArgument(chain: DevelopmentChain, address: string): Uint8Array {
  try {
    return addressToScript(chain.chain, address)
  } catch {
    throw new RpcError('INVALID_ADDRESS_OR_KEY', 'Error: Invalid address')
  }
}

function generate(chain: DevelopmentChain, count: number, script: Uint8Array): RpcValue {
  if (count > MAX_GENERATED) throw new RpcError('INVALID_PARAMETER', `at most ${MAX_GENERATED} blocks a call`)
  return chain.mine(Math.max(count, 0), script)
}

function generateBlock(chain: DevelopmentChain, output: string, items: readonly unknown[]): RpcValue {
  const script = output.includes('(')
    ? descriptorToScript(chain.chain, output)
    : addressArgument(chain, output)
  try {
    return {
      hash: chain.mineExactly(
        items.map((item) => generatedItem(chain, item)),
        script
      )
    }
  } catch (error) {
    if (!(error instanceof RejectedError)) throw error
    throw new RpcError('VERIFY_ERROR', `TestBlockValidity failed: ${error.message}`)
  }
}

/** An item is a transaction in hexadecimal, or the id of one in the mempool. */
function generatedItem(chain: DevelopmentChain, item: unknown): ChainTransaction {
  if (typeof item !== 'string' || !TXID.test(item)) return transactionArgument(item)
  const entry = chain.mempool.get(item.toLowerCase())
  if (entry === undefined) {
    throw new RpcError('INVALID_ADDRESS_OR_KEY', `Transaction ${item} not in mempool.`)
  }
  return entry.transaction
}

/** BIP 22's answer: null where the block leads the chain, else a word for what became of it. */
function submit(chain: DevelopmentChain, hexdata: string): RpcValue {
  try {
    const entry = chain.submitBlock(blockOf(hexdata))
    if (entry.failure !== null) return entry.failure
    return chain.state.isActive(entry) ? null : 'inconclusive'
  } catch (error) {
    if (error instanceof RejectedError) return error.reason
    throw error
  }
}

function blockOf(hexdata: string): ChainBlock {
  try {
    return decodeBlock(bytesArgument(hexdata, 'Block decode failed'))
  } catch {
    throw new RpcError('DESERIALIZATION_ERROR', 'Block decode failed')
  }
}

function template(chain: DevelopmentChain, request: unknown): RpcValue {
  const rules = rulesOf(request)
  if (!rules.includes('segwit')) {
    throw new RpcError(
      'INVALID_PARAMETER',
      'getblocktemplate must be called with the segwit rule set (call with {"rules": ["segwit"]})'
    )
  }
  const entries = selectTransactions(chain.mempool)
  const { tip } = chain
  const position = new Map(entries.map((entry, index) => [entry, index + 1]))
  const fees = entries.reduce((sum, { fee }) => sum + fee, 0n)
  return {
    capabilities: ['proposal'],
    version: BLOCK_VERSION,
    rules: ['csv', '!segwit', 'taproot'],
    vbavailable: {},
    vbrequired: 0,
    previousblockhash: tip.block.hash,
    transactions: entries.map((entry) => ({
      data: toHex(entry.transaction.bytes),
      txid: entry.transaction.txid,
      hash: entry.transaction.wtxid,
      depends: [...entry.parents].flatMap((parent) => position.get(parent) ?? []),
      fee: Number(entry.fee),
      sigops: entry.sigopsCost,
      weight: entry.transaction.weight
    })),
    coinbaseaux: {},
    coinbasevalue: Number(blockSubsidy(tip.height + 1) + fees),
    longpollid: `${tip.block.hash}${chain.mempool.size}`,
    target: REGTEST_TARGET.toString(16).padStart(64, '0'),
    mintime: tip.medianTime + 1,
    mutable: ['time', 'transactions', 'prevblock'],
    noncerange: '00000000ffffffff',
    sigoplimit: MAX_BLOCK_SIGOPS_COST,
    sizelimit: MAX_BLOCK_WEIGHT,
    weightlimit: MAX_BLOCK_WEIGHT,
    curtime: nextBlockTime(tip, chain.now()),
    bits: REGTEST_BITS.toString(16),
    height: tip.height + 1,
    default_witness_commitment: toHex(defaultCommitment(entries.map(({ transaction }) => transaction)))
  }
}

function rulesOf(request: unknown): readonly unknown[] {
  const rules = typeof request === 'object' && request !== null && 'rules' in request ? request.rules : []
  return Array.isArray(rules) ? rules : []
}
