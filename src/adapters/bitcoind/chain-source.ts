import type { Bytes } from '../../base/bytes.ts'
import { toHex } from '../../base/bytes.ts'
import {
  blockHeight,
  satsPerVbyte,
  type BlockHeight,
  type Blocks,
  type SatsPerVbyte
} from '../../base/units.ts'
import type { ChainSource, ChainStatus } from '../../ports/chain-source.ts'
import type { BroadcastOutcome } from '../../ports/ledger.ts'
import { coinsToSats } from './amounts.ts'
import {
  chainInfoSchema,
  feeEstimateSchema,
  hashSchema,
  headerSchema,
  hexSchema,
  parseResult,
  txidsSchema
} from './answers.ts'
import { broadcastOutcome } from './broadcast.ts'
import { DaemonError } from './errors.ts'
import { BitcoinRpcClient, type RpcCall, type RpcClientOptions, type RpcOutcome } from './rpc-client.ts'
import { TipWaiter } from './tip-waiter.ts'

const RPC_NOT_FOUND = -5
const RPC_OUT_OF_RANGE = -8
/** Calls in one batch: some hundred kilobytes of headers. */
const MAX_BATCH_CALLS = 500
/** Litoshi or satoshi per vbyte of one per 1000 vbytes. */
const VBYTES_PER_KILOBYTE = 1000

/** A chain source with a connection to end. */
export interface BitcoindChainSource extends ChainSource {
  /** Ends all connections; calls under way fail. */
  close(): void
}

/** A {@link ChainSource} over bitcoind, litecoind or a development chain. */
export function createBitcoindChainSource(options: RpcClientOptions): BitcoindChainSource {
  return new BitcoindSource(new BitcoinRpcClient(options))
}

class BitcoindSource implements BitcoindChainSource {
  readonly #client: BitcoinRpcClient
  readonly #waiter: TipWaiter

  constructor(client: BitcoinRpcClient) {
    this.#client = client
    this.#waiter = new TipWaiter(client)
  }

  async status(): Promise<ChainStatus> {
    const [info, genesis] = await this.#client.batch([
      { method: 'getblockchaininfo', params: [] },
      { method: 'getblockhash', params: [0] }
    ])
    const { chain, blocks, bestblockhash, initialblockdownload } = parseResult(
      chainInfoSchema,
      resultOf(info),
      'getblockchaininfo'
    )
    return {
      chain,
      genesisHash: parseResult(hashSchema, resultOf(genesis), 'getblockhash'),
      height: blockHeight(blocks),
      bestBlockHash: bestblockhash,
      initialBlockDownload: initialblockdownload
    }
  }

  async blockHash(height: BlockHeight): Promise<string | null> {
    const result = await resultOrAbsent(this.#client.call('getblockhash', [height]), RPC_OUT_OF_RANGE)
    return result === ABSENT ? null : parseResult(hashSchema, result, 'getblockhash')
  }

  async headers(first: BlockHeight, count: number): Promise<readonly Bytes[]> {
    const hashes = await this.#hashes(first, count)
    const outcomes = await this.#batches(
      hashes.map((hash) => ({ method: 'getblockheader', params: [hash, false] }))
    )
    return outcomes.map((outcome) => parseResult(headerSchema, resultOf(outcome), 'getblockheader'))
  }

  async block(hash: string): Promise<Bytes | null> {
    const result = await resultOrAbsent(this.#client.call('getblock', [hash, 0]), RPC_NOT_FOUND)
    return result === ABSENT ? null : parseResult(hexSchema, result, 'getblock')
  }

  async mempool(): Promise<readonly string[]> {
    return parseResult(txidsSchema, await this.#client.call('getrawmempool'), 'getrawmempool')
  }

  async mempoolTransactions(txids: readonly string[]): Promise<readonly (Bytes | null)[]> {
    const outcomes = await this.#batches(
      txids.map((txid) => ({ method: 'getrawtransaction', params: [txid, false] }))
    )
    return outcomes.map((outcome) => {
      if (!outcome.ok && outcome.error.rpcCode === RPC_NOT_FOUND) return null
      return parseResult(hexSchema, resultOf(outcome), 'getrawtransaction')
    })
  }

  async broadcast(transaction: Bytes): Promise<BroadcastOutcome> {
    try {
      // The bound on the fee is our own; the daemon's default of 0.1 coins would refuse small chains' rates.
      await this.#client.call('sendrawtransaction', [toHex(transaction), 0])
      return { kind: 'accepted' }
    } catch (error) {
      if (error instanceof DaemonError) return broadcastOutcome(error)
      throw error
    }
  }

  async estimateFeeRate(target: Blocks): Promise<SatsPerVbyte | null> {
    const result = await this.#client.call('estimatesmartfee', [target])
    const { feerate } = parseResult(feeEstimateSchema, result, 'estimatesmartfee')
    if (feerate === undefined) return null
    const perKilobyte = coinsToSats(feerate)
    if (perKilobyte !== null) return satsPerVbyte(Number(perKilobyte) / VBYTES_PER_KILOBYTE)
    throw new DaemonError('DAEMON_MALFORMED', 'the daemon estimates a fee rate that is no amount')
  }

  waitForChange(known: string, milliseconds: number, signal: AbortSignal): Promise<void> {
    return this.#waiter.waitForChange(known, milliseconds, signal)
  }

  close(): void {
    this.#client.close()
  }

  async #hashes(first: BlockHeight, count: number): Promise<readonly string[]> {
    const calls = Array.from({ length: count }, (_, index) => ({
      method: 'getblockhash',
      params: [first + index]
    }))
    const hashes: string[] = []
    for (const outcome of await this.#batches(calls)) {
      if (!outcome.ok && outcome.error.rpcCode === RPC_OUT_OF_RANGE) break
      hashes.push(parseResult(hashSchema, resultOf(outcome), 'getblockhash'))
    }
    return hashes
  }

  async #batches(calls: readonly RpcCall[]): Promise<readonly RpcOutcome[]> {
    const outcomes: RpcOutcome[] = []
    for (let start = 0; start < calls.length; start += MAX_BATCH_CALLS) {
      outcomes.push(...(await this.#client.batch(calls.slice(start, start + MAX_BATCH_CALLS))))
    }
    return outcomes
  }
}

function resultOf(outcome: RpcOutcome | undefined): unknown {
  if (outcome?.ok === true) return outcome.result
  throw outcome?.error ?? new DaemonError('DAEMON_MALFORMED', 'a call of a batch has no answer')
}

/** Stands for what the daemon does not have; null could be its answer. */
const ABSENT = Symbol('absent')

/** The result, or {@link ABSENT} where the daemon refuses with that number. */
async function resultOrAbsent(call: Promise<unknown>, absent: number): Promise<unknown> {
  try {
    return await call
  } catch (error) {
    if (error instanceof DaemonError && error.rpcCode === absent) return ABSENT
    throw error
  }
}
