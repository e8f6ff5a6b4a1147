import * as v from 'valibot'
import { BitcoinRpcClient } from '../../src/adapters/bitcoind/rpc-client.ts'
import { coinsToSats } from '../../src/adapters/bitcoind/amounts.ts'
import type { TestnetChain } from '../../src/testnet/testnet-chain.ts'

const transactionSchema = v.object({
  txid: v.string(),
  confirmations: v.optional(v.number(), 0),
  vin: v.array(v.object({ txid: v.string(), vout: v.number() })),
  vout: v.array(v.object({ value: v.number(), n: v.number() }))
})

/** A chain's own count, asked of its daemon: what nodes and wallets say plays no part. */
export class ChainAccounts {
  readonly client: BitcoinRpcClient

  constructor(chain: TestnetChain) {
    this.client = new BitcoinRpcClient({ url: chain.url, credentials: { cookieFile: chain.cookieFile } })
  }

  /** What the transaction's inputs hold more than its outputs. */
  async fee(txid: string): Promise<bigint> {
    const { vin, vout } = await this.#transaction(txid)
    const spent = await Promise.all(
      vin.map(async (input) => {
        const { vout: outputs } = await this.#transaction(input.txid)
        return units(outputs.find((output) => output.n === input.vout)?.value)
      })
    )
    return sum(spent) - sum(vout.map((output) => units(output.value)))
  }

  async confirmations(txid: string): Promise<number> {
    return (await this.#transaction(txid)).confirmations
  }

  /** Whether the chain still has this output unspent. */
  async isUnspent(txid: string, vout: number): Promise<boolean> {
    return (await this.client.call('gettxout', [txid, vout])) !== null
  }

  async mempool(): Promise<readonly string[]> {
    return v.parse(v.array(v.string()), await this.client.call('getrawmempool'))
  }

  close(): void {
    this.client.close()
  }

  async #transaction(txid: string) {
    return v.parse(transactionSchema, await this.client.call('getrawtransaction', [txid, true]))
  }
}

function units(coins: number | undefined): bigint {
  const amount = coinsToSats(coins ?? -1)
  if (amount === null) throw new RangeError(`${coins} is no amount`)
  return amount
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n)
}
