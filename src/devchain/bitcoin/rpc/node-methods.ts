import type { RpcValue } from '../../json-rpc/json.ts'
import { usageOf, type RpcMethod } from '../../json-rpc/method.ts'
import { RpcError } from '../../json-rpc/rpc-error.ts'
import type { DevelopmentChain } from '../development-chain.ts'
import { dialectOf } from '../../../ledgers/bitcoin/policy/dialect.ts'
import { minimumFee } from '../../../ledgers/bitcoin/policy/fee.ts'
import { NOT_MONEY } from '../parameters.ts'
import { REGTEST_DIFFICULTY } from './block-view.ts'
import type { RpcContext } from './context.ts'

/** Version numbers of the daemons whose answers are given. */
const VERSIONS = {
  'litecoin-0.21': { version: 210201, name: 'LitecoinCore:0.21.2.1' },
  'bitcoin-28': { version: 280100, name: 'Satoshi:28.1.0' }
} as const
const PROTOCOL_VERSION = 70016
const KILOBYTE = 1000
const MAX_CONFIRMATION_TARGET = 1008

/** Methods about the server itself. `all` is looked at when `help` is called. */
export function nodeMethods(context: RpcContext, all: () => Iterable<RpcMethod>): readonly RpcMethod[] {
  const { chain } = context
  return [
    { name: 'getnetworkinfo', parameters: [], call: () => networkInfo(chain) },
    { name: 'getpeerinfo', parameters: [], call: () => [] },
    { name: 'getconnectioncount', parameters: [], call: () => 0 },
    { name: 'getmininginfo', parameters: [], call: () => miningInfo(chain) },
    {
      name: 'estimatesmartfee',
      parameters: ['conf_target', 'estimate_mode?'],
      call: (given) => noEstimate(chain, given.integer(0))
    },
    { name: 'uptime', parameters: [], call: () => Math.max(chain.clock.now() - context.startedAt, 0) },
    {
      name: 'stop',
      parameters: [],
      call() {
        chain.clock.after(0, () => context.stop())
        return `${chain.chain.name} development chain stopping`
      }
    },
    {
      name: 'help',
      parameters: ['command?'],
      call(given) {
        const methods = [...all()]
        if (!given.has(0)) return methods.map(usageOf).sort().join('\n')
        const method = methods.find(({ name }) => name === given.text(0))
        return method === undefined ? `help: unknown command: ${given.text(0)}` : usageOf(method)
      }
    }
  ]
}

function networkInfo(chain: DevelopmentChain): RpcValue {
  const dialect = dialectOf(chain.chain)
  const { version, name } = VERSIONS[dialect]
  const rate = minimumFee(chain.chain, KILOBYTE)
  return {
    version,
    subversion: `/${name}(development)/`,
    protocolversion: PROTOCOL_VERSION,
    localservices: '0000000000000409',
    localservicesnames: ['NETWORK', 'WITNESS', 'NETWORK_LIMITED'],
    localrelay: true,
    timeoffset: 0,
    networkactive: false,
    connections: 0,
    connections_in: 0,
    connections_out: 0,
    networks: [],
    relayfee: rate,
    incrementalfee: rate,
    localaddresses: [],
    warnings: dialect === 'bitcoin-28' ? [NOT_MONEY] : NOT_MONEY
  }
}

function miningInfo(chain: DevelopmentChain): RpcValue {
  return {
    blocks: chain.tip.height,
    difficulty: REGTEST_DIFFICULTY,
    networkhashps: 0,
    pooledtx: chain.mempool.size,
    chain: chain.chain.rpcChain,
    warnings: dialectOf(chain.chain) === 'bitcoin-28' ? [NOT_MONEY] : NOT_MONEY
  }
}

/** As regtest daemons without traffic: there is nothing to estimate from. */
function noEstimate(chain: DevelopmentChain, target: number): RpcValue {
  if (target < 1 || target > MAX_CONFIRMATION_TARGET) {
    throw new RpcError(
      'INVALID_PARAMETER',
      `Invalid conf_target, must be between 1 and ${MAX_CONFIRMATION_TARGET}`
    )
  }
  const blocks = dialectOf(chain.chain) === 'bitcoin-28' ? target : 0
  return { errors: ['Insufficient data or no feerate found'], blocks }
}
