import type { RpcMethods } from '../../json-rpc/dispatch.ts'
import type { RpcMethod } from '../../json-rpc/method.ts'
import { blockMethods } from './block-methods.ts'
import { coinMethods } from './coin-methods.ts'
import type { RpcContext } from './context.ts'
import { faucetMethods } from './faucet-methods.ts'
import { mempoolMethods } from './mempool-methods.ts'
import { miningMethods } from './mining-methods.ts'
import { nodeMethods } from './node-methods.ts'
import { transactionMethods } from './transaction-methods.ts'
import { waitingMethods } from './waiting-methods.ts'

/** All methods of a development chain's server, by name. */
export function bitcoinMethods(context: RpcContext): RpcMethods {
  const methods = new Map<string, RpcMethod>()
  const groups = [
    blockMethods(context),
    coinMethods(context),
    faucetMethods(context),
    mempoolMethods(context),
    miningMethods(context),
    transactionMethods(context),
    waitingMethods(context),
    nodeMethods(context, () => methods.values())
  ]
  for (const method of groups.flat()) methods.set(method.name, method)
  return methods
}
