import { witnessProgramOf } from '../../../ledgers/bitcoin/script/witness-program.ts'
import { toHex } from '../../../base/bytes.ts'
import type { RpcValue } from '../../json-rpc/json.ts'
import type { Arguments, RpcMethod } from '../../json-rpc/method.ts'
import { RpcError } from '../../json-rpc/rpc-error.ts'
import { addressToScript, scriptToAddress } from '../address.ts'
import type { DevelopmentChain } from '../development-chain.ts'
import { dialectOf } from '../../../ledgers/bitcoin/policy/dialect.ts'
import { outpointKey } from '../../../ledgers/bitcoin/parsed-transaction.ts'
import { classifyScript } from '../../../ledgers/bitcoin/policy/output-type.ts'
import { outpointOfKey } from '../transaction.ts'
import type { RpcContext } from './context.ts'
import { descriptorToScript, withChecksum } from './descriptor.ts'
import { scriptView } from './script-view.ts'

/** Most descriptors in one scan. */
const MAX_SCAN_OBJECTS = 10_000

/** Methods that read unspent outputs and addresses. */
export function coinMethods({ chain }: RpcContext): readonly RpcMethod[] {
  return [
    {
      name: 'gettxout',
      parameters: ['txid', 'n', 'include_mempool?'],
      call: (given) => unspentOutput(chain, given)
    },
    {
      name: 'scantxoutset',
      parameters: ['action', 'scanobjects?'],
      call(given) {
        const action = given.text(0)
        if (action === 'status') return null
        if (action === 'abort') return false
        if (action !== 'start') throw new RpcError('INVALID_PARAMETER', `Invalid action '${action}'`)
        return scanCoins(chain, given.list(1))
      }
    },
    {
      name: 'validateaddress',
      parameters: ['address'],
      call: (given) => validateAddress(chain, given.text(0))
    }
  ]
}

function unspentOutput(chain: DevelopmentChain, given: Arguments): RpcValue {
  const key = outpointKey({ txid: given.hash(0, 'txid'), vout: given.integer(1) })
  const withMempool = given.flag(2, true)
  const nextHeight = chain.tip.height + 1
  const view = withMempool ? chain.mempool.view(chain.state.coins, nextHeight) : chain.state.coins
  const coin = view.coin(key)
  if (coin === undefined || (withMempool && chain.mempool.spender(key) !== undefined)) return null
  return {
    bestblock: chain.tip.block.hash,
    confirmations: nextHeight - coin.height,
    value: coin.amount,
    scriptPubKey: scriptView(chain.chain, coin.script),
    coinbase: coin.coinbase
  }
}

function scanCoins(chain: DevelopmentChain, objects: readonly unknown[]): RpcValue {
  if (objects.length > MAX_SCAN_OBJECTS) throw new RpcError('INVALID_PARAMETER', 'too many scan objects')
  const wanted = new Set(
    objects.map((object) => toHex(descriptorToScript(chain.chain, descriptorOf(object))))
  )
  const unspents: RpcValue[] = []
  let total = 0n
  for (const [key, coin] of chain.state.coins.entries()) {
    const script = toHex(coin.script)
    if (!wanted.has(script)) continue
    total += coin.amount
    const address = scriptToAddress(chain.chain, coin.script)
    unspents.push({
      ...outpointOfKey(key),
      scriptPubKey: script,
      desc: withChecksum(address === null ? `raw(${script})` : `addr(${address})`),
      amount: coin.amount,
      ...(dialectOf(chain.chain) === 'bitcoin-28' ? { coinbase: coin.coinbase } : {}),
      height: coin.height
    })
  }
  return {
    success: true,
    txouts: chain.state.coins.size,
    height: chain.tip.height,
    bestblock: chain.tip.block.hash,
    unspents,
    total_amount: total
  }
}

/** A scan object is a descriptor, or an object that holds one as `desc`. */
function descriptorOf(object: unknown): string {
  if (typeof object === 'string') return object
  const descriptor =
    typeof object === 'object' && object !== null && 'desc' in object ? object.desc : undefined
  if (typeof descriptor === 'string') return descriptor
  throw new RpcError('INVALID_PARAMETER', 'Scan object needs to be either a string or an object')
}

function validateAddress(chain: DevelopmentChain, address: string): RpcValue {
  const litecoin = dialectOf(chain.chain) === 'litecoin-0.21'
  let script
  try {
    script = addressToScript(chain.chain, address)
  } catch {
    return litecoin
      ? { isvalid: false }
      : {
          isvalid: false,
          error_locations: [],
          error: 'Invalid or unsupported Segwit (Bech32) or Base58 encoding.'
        }
  }
  const witness = witnessProgramOf(script)
  return {
    isvalid: true,
    address,
    scriptPubKey: toHex(script),
    isscript: ['scripthash', 'witness_v0_scripthash', 'witness_v1_taproot'].includes(classifyScript(script)),
    iswitness: witness !== null,
    ...(witness === null
      ? {}
      : { witness_version: witness.version, witness_program: toHex(witness.program) }),
    ...(litecoin ? { ismweb: false } : {})
  }
}
