import { toHex } from '../../../base/bytes.ts'
import type { RpcMethod } from '../../json-rpc/method.ts'
import { RpcError } from '../../json-rpc/rpc-error.ts'
import { dialectOf } from '../../../ledgers/bitcoin/policy/dialect.ts'
import { encodeBlockHeader } from '../../../ledgers/bitcoin/block-header.ts'
import { NOT_MONEY } from '../parameters.ts'
import { blockView, headerView, REGTEST_DIFFICULTY, workView } from './block-view.ts'
import { blockArgument, type RpcContext } from './context.ts'

/** Seconds without a block after which a node believes that it is still syncing. */
const MAX_TIP_AGE = 24 * 60 * 60

/** Methods that read blocks. */
export function blockMethods(context: RpcContext): readonly RpcMethod[] {
  const { chain } = context
  return [
    { name: 'getblockcount', parameters: [], call: () => chain.tip.height },
    { name: 'getbestblockhash', parameters: [], call: () => chain.tip.block.hash },
    {
      name: 'getblockhash',
      parameters: ['height'],
      call(given) {
        const entry = chain.state.at(given.integer(0))
        if (entry === undefined) throw new RpcError('INVALID_PARAMETER', 'Block height out of range')
        return entry.block.hash
      }
    },
    {
      name: 'getblockheader',
      parameters: ['blockhash', 'verbose?'],
      call(given) {
        const entry = blockArgument(chain, given, 'hash')
        return given.flag(1, true) ? headerView(chain, entry) : toHex(encodeBlockHeader(entry.block.header))
      }
    },
    {
      name: 'getblock',
      parameters: ['blockhash', 'verbosity?'],
      call(given) {
        const entry = blockArgument(chain, given)
        const level = given.level(1, 1)
        return level <= 0 ? toHex(entry.block.bytes) : blockView(chain, entry, level === 1 ? 'ids' : 'whole')
      }
    },
    { name: 'getblockchaininfo', parameters: [], call: () => chainInfo(context) },
    { name: 'getdifficulty', parameters: [], call: () => REGTEST_DIFFICULTY },
    { name: 'getchaintips', parameters: [], call: () => chainTips(context) }
  ]
}

function chainInfo({ chain }: RpcContext) {
  const { tip } = chain
  const litecoin = dialectOf(chain.chain) === 'litecoin-0.21'
  return {
    chain: chain.chain.rpcChain,
    blocks: tip.height,
    headers: tip.height,
    bestblockhash: tip.block.hash,
    difficulty: REGTEST_DIFFICULTY,
    time: litecoin ? undefined : tip.block.header.time,
    mediantime: tip.medianTime,
    verificationprogress: 1,
    initialblockdownload: tip.block.header.time < chain.now() - MAX_TIP_AGE,
    chainwork: workView(tip.chainWork),
    size_on_disk: 0,
    pruned: false,
    softforks: litecoin ? SOFT_FORKS : undefined,
    warnings: litecoin ? NOT_MONEY : [NOT_MONEY]
  }
}

const buried = (height: number) => ({ type: 'buried', active: true, height })

/** Everything is in force from the first block on. */
const SOFT_FORKS = {
  bip34: buried(1),
  bip66: buried(1),
  bip65: buried(1),
  csv: buried(1),
  segwit: buried(0),
  taproot: buried(0)
}

function chainTips({ chain }: RpcContext) {
  return chain.state.tree.tips().map((tip) => {
    let fork = tip
    while (!chain.state.isActive(fork) && fork.parent !== null) fork = fork.parent
    const invalid = tip.failure !== null
    return {
      height: tip.height,
      hash: tip.block.hash,
      branchlen: tip.height - fork.height,
      status: chain.state.isActive(tip) ? 'active' : invalid ? 'invalid' : 'valid-fork'
    }
  })
}
