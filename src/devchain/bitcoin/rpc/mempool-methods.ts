import type { RpcValue } from '../../json-rpc/json.ts'
import type { RpcMethod } from '../../json-rpc/method.ts'
import { RpcError } from '../../json-rpc/rpc-error.ts'
import type { DevelopmentChain } from '../development-chain.ts'
import { dialectOf } from '../../../ledgers/bitcoin/policy/dialect.ts'
import { ancestorsOf, descendantsOf, type MempoolEntry } from '../mempool.ts'
import { minimumFee } from '../../../ledgers/bitcoin/policy/fee.ts'
import { isReplaceable } from '../mempool-acceptance.ts'
import type { RpcContext } from './context.ts'

/** What the daemons say they may hold, in bytes; this mempool holds what comes. */
const MAX_MEMPOOL = 300_000_000
const KILOBYTE = 1000

/** Methods that read the mempool. */
export function mempoolMethods({ chain }: RpcContext): readonly RpcMethod[] {
  return [
    { name: 'getmempoolinfo', parameters: [], call: () => mempoolInfo(chain) },
    {
      name: 'getrawmempool',
      parameters: ['verbose?', 'mempool_sequence?'],
      call(given) {
        const entries = chain.mempool.entries()
        if (!given.flag(0, false)) return entries.map(({ transaction }) => transaction.txid)
        return Object.fromEntries(entries.map((entry) => [entry.transaction.txid, entryView(chain, entry)]))
      }
    },
    {
      name: 'getmempoolentry',
      parameters: ['txid'],
      call(given) {
        const entry = chain.mempool.get(given.hash(0, 'parameter 1'))
        if (entry === undefined) throw new RpcError('INVALID_ADDRESS_OR_KEY', 'Transaction not in mempool')
        return entryView(chain, entry)
      }
    }
  ]
}

function mempoolInfo(chain: DevelopmentChain): RpcValue {
  const modern = dialectOf(chain.chain) === 'bitcoin-28'
  const rate = minimumFee(chain.chain, KILOBYTE)
  const entries = chain.mempool.entries()
  return {
    loaded: true,
    size: chain.mempool.size,
    bytes: chain.mempool.virtualBytes,
    usage: entries.reduce((sum, { transaction }) => sum + transaction.bytes.length, 0),
    total_fee: modern ? entries.reduce((sum, { fee }) => sum + fee, 0n) : undefined,
    maxmempool: MAX_MEMPOOL,
    mempoolminfee: rate,
    minrelaytxfee: rate,
    incrementalrelayfee: modern ? rate : undefined,
    unbroadcastcount: chain.mempool.size,
    fullrbf: modern ? false : undefined
  }
}

function entryView(chain: DevelopmentChain, entry: MempoolEntry): RpcValue {
  const ancestors = totals(ancestorsOf(entry))
  const descendants = totals(descendantsOf(entry))
  const { transaction, fee } = entry
  const legacy =
    dialectOf(chain.chain) === 'litecoin-0.21'
      ? {
          fee,
          modifiedfee: fee,
          // Weights of extension blocks, which nothing here has.
          mwebweight: 0,
          ancestormwebweight: 0,
          descendantmwebweight: 0,
          descendantfees: Number(descendants.fees),
          ancestorfees: Number(ancestors.fees)
        }
      : {}
  return {
    ...legacy,
    fees: { base: fee, modified: fee, ancestor: ancestors.fees, descendant: descendants.fees },
    vsize: transaction.virtualSize,
    weight: transaction.weight,
    time: entry.time,
    height: entry.height,
    descendantcount: descendants.count,
    descendantsize: descendants.size,
    ancestorcount: ancestors.count,
    ancestorsize: ancestors.size,
    wtxid: transaction.wtxid,
    depends: [...entry.parents].map((parent) => parent.transaction.txid),
    spentby: [...entry.children].map((child) => child.transaction.txid),
    'bip125-replaceable': isReplaceable(entry),
    unbroadcast: true
  }
}

function totals(entries: ReadonlySet<MempoolEntry>): { count: number; size: number; fees: bigint } {
  let size = 0
  let fees = 0n
  for (const { transaction, fee } of entries) {
    size += transaction.virtualSize
    fees += fee
  }
  return { count: entries.size, size, fees }
}
