import { isCoinbase } from '../../../ledgers/bitcoin/policy/coinbase.ts'
import { toHex } from '../../../base/bytes.ts'
import type { BitcoinChain } from '../../../ledgers/bitcoin/networks.ts'
import type { RpcValue } from '../../json-rpc/json.ts'
import { dialectOf } from '../../../ledgers/bitcoin/policy/dialect.ts'
import { toDisplayHash } from '../../../ledgers/bitcoin/display-hash.ts'
import type { ChainTransaction } from '../transaction.ts'
import { scriptToAsm, scriptView } from './script-view.ts'

/** A transaction as decoderawtransaction shows it. */
export function transactionView(
  chain: BitcoinChain,
  transaction: ChainTransaction
): Readonly<Record<string, RpcValue>> {
  const { version, locktime } = transaction.transaction
  return {
    txid: transaction.txid,
    hash: transaction.wtxid,
    version: dialectOf(chain) === 'bitcoin-28' ? version >>> 0 : version | 0,
    size: transaction.bytes.length,
    vsize: transaction.virtualSize,
    weight: transaction.weight,
    locktime,
    vin: inputViews(chain, transaction),
    vout: outputViews(chain, transaction)
  }
}

/** Litecoin Core marks what belongs to its extension blocks; nothing here does. */
function extensionMark(chain: BitcoinChain): { readonly ismweb?: boolean } {
  return dialectOf(chain) === 'litecoin-0.21' ? { ismweb: false } : {}
}

function inputViews(chain: BitcoinChain, { transaction }: ChainTransaction): readonly RpcValue[] {
  const coinbase = isCoinbase(transaction)
  return transaction.ins.map(({ hash, index, script, sequence, witness }) => ({
    ...extensionMark(chain),
    ...(coinbase
      ? { coinbase: toHex(script) }
      : {
          txid: toDisplayHash(hash),
          vout: index,
          scriptSig: { asm: scriptToAsm(script, 'decoded'), hex: toHex(script) }
        }),
    ...(witness.length === 0 ? {} : { txinwitness: witness.map(toHex) }),
    sequence
  }))
}

function outputViews(chain: BitcoinChain, { transaction }: ChainTransaction): readonly RpcValue[] {
  return transaction.outs.map(({ script, value }, n) => ({
    ...extensionMark(chain),
    value,
    n,
    scriptPubKey: scriptView(chain, script)
  }))
}
