import type { RpcValue } from '../../json-rpc/json.ts'
import type { RpcMethod } from '../../json-rpc/method.ts'
import type { DevelopmentChain } from '../development-chain.ts'
import type { RpcContext } from './context.ts'

/** Longest wait in milliseconds, also where the caller asks for no bound. */
const LONGEST_WAIT = 10 * 60 * 1000

/** Methods that answer when the best chain has moved. */
export function waitingMethods({ chain }: RpcContext): readonly RpcMethod[] {
  return [
    {
      name: 'waitfornewblock',
      parameters: ['timeout?'],
      call(given) {
        const { tip } = chain
        return waitUntil(chain, given.integer(0, 0), () => chain.tip !== tip)
      }
    },
    {
      name: 'waitforblockheight',
      parameters: ['height', 'timeout?'],
      call(given) {
        const height = given.integer(0)
        return waitUntil(chain, given.integer(1, 0), () => chain.tip.height >= height)
      }
    }
  ]
}

function waitUntil(chain: DevelopmentChain, timeout: number, reached: () => boolean): Promise<RpcValue> {
  return new Promise((resolve) => {
    let ended = false
    const end = (): void => {
      if (ended) return
      ended = true
      cancelTimer()
      stopListening()
      resolve({ hash: chain.tip.block.hash, height: chain.tip.height })
    }
    const milliseconds = timeout <= 0 ? LONGEST_WAIT : Math.min(timeout, LONGEST_WAIT)
    const cancelTimer = chain.clock.after(milliseconds, end)
    const stopListening = chain.onChange(() => {
      if (reached()) end()
    })
    if (reached()) end()
  })
}
