import type { RpcMethod } from '../../json-rpc/method.ts'
import { RpcError } from '../../json-rpc/rpc-error.ts'
import type { DevelopmentChain } from '../development-chain.ts'
import { DevelopmentChainError, RejectedError } from '../errors.ts'
import { amountArgument, type RpcContext } from './context.ts'

/** Methods of the faucet, under the names that the daemons' wallets have for them. */
export function faucetMethods({ chain }: RpcContext): readonly RpcMethod[] {
  return [
    { name: 'getbalance', parameters: [], call: () => chain.faucetBalance },
    {
      name: 'sendtoaddress',
      parameters: ['address', 'amount'],
      call: (given) => pay(chain, given.text(0), given.raw(1))
    }
  ]
}

function pay(chain: DevelopmentChain, address: string, amount: unknown): string {
  try {
    return chain.fund(address, amountArgument(amount)).txid
  } catch (error) {
    if (error instanceof RejectedError) throw new RpcError('VERIFY_REJECTED', error.message)
    if (!(error instanceof DevelopmentChainError)) throw error
    if (error.code === 'FAUCET_EMPTY') throw new RpcError('WALLET_INSUFFICIENT_FUNDS', 'Insufficient funds')
    throw new RpcError('INVALID_ADDRESS_OR_KEY', 'Invalid address')
  }
}
