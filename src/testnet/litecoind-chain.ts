import * as v from 'valibot'
import { copyBytes, toHex } from '../base/bytes.ts'
import { sats } from '../base/units.ts'
import { CodedError } from '../base/coded-error.ts'
import type { BitcoinRpcClient } from '../adapters/bitcoind/rpc-client.ts'
import { coinsToSats } from '../adapters/bitcoind/amounts.ts'
import { faucetKey, payFromFaucet, type FaucetKey } from '../devchain/bitcoin/faucet.ts'
import { addressToScript, scriptToAddress } from '../ledgers/bitcoin/address.ts'
import { BITCOIN_CHAINS } from '../ledgers/bitcoin/networks.ts'
import { outpointKey } from '../ledgers/bitcoin/parsed-transaction.ts'
import type { LedgerId } from '../ledgers/ledger.ts'
import { systemRandom } from '../node/system-world.ts'
import { findLitecoind, LITECOIND_ABSENT, startDaemon } from './regtest-daemon.ts'
import type { TestnetChain } from './testnet-chain.ts'

/** On litecoind's regtest OP_CHECKLOCKTIMEVERIFY counts from height 1351 on (BIP 65, buried). */
const FIRST_BLOCKS = 1360
/** Blocks a call: litecoind answers within seconds. */
const BLOCKS_A_CALL = 340

const blockSchema = v.object({
  tx: v.array(
    v.object({
      txid: v.string(),
      vout: v.array(
        v.object({ value: v.number(), n: v.number(), scriptPubKey: v.object({ hex: v.string() }) })
      )
    })
  )
})

/**
 * Starts litecoind on a regtest network of its own. Each gets a faucet key of its own: on two such networks coinbases
 * of equal height and key would have equal ids.
 * @throws CodedError `LITECOIND_ABSENT`.
 */
export async function startLitecoindChain(ledger: LedgerId): Promise<TestnetChain> {
  const binary = findLitecoind()
  if (binary === null) {
    throw new CodedError(
      'LITECOIND_ABSENT',
      `${LITECOIND_ABSENT}: apt-get install litecoind, or set LITECOIND to its path`,
      {
        fault: 'user'
      }
    )
  }
  const chain = BITCOIN_CHAINS['litecoin-regtest']
  const key = faucetKey(systemRandom.bytes(32))
  const address = scriptToAddress(key.script, chain)
  const daemon = await startDaemon('litecoind', binary)
  const mine = async (count: number): Promise<void> => {
    for (let rest = count; rest > 0; rest -= BLOCKS_A_CALL) {
      await daemon.client.call('generatetoaddress', [Math.min(rest, BLOCKS_A_CALL), address])
    }
  }
  try {
    await mine(FIRST_BLOCKS)
  } catch (error) {
    await daemon.stop()
    throw error
  }
  let nextCoinbase = 1
  return {
    ledger,
    chain,
    kind: 'litecoind',
    url: daemon.url,
    cookieFile: daemon.cookieFile,
    mine,
    async fund(target, amount) {
      await payFromCoinbases(daemon.client, { key, address: target, amount, height: nextCoinbase })
      nextCoinbase += 1
    },
    restart: ({ abrupt, meanwhile } = {}) =>
      daemon.restart(abrupt === true ? 'SIGKILL' : 'SIGTERM', meanwhile),
    stop: () => daemon.stop()
  }
}

/** Early blocks pay 50 coins each: one of them makes one payment. */
async function payFromCoinbases(
  client: BitcoinRpcClient,
  payment: { key: FaucetKey; address: string; amount: bigint; height: number }
): Promise<void> {
  const { key, address, amount, height } = payment
  const chain = BITCOIN_CHAINS['litecoin-regtest']
  const block = v.parse(
    blockSchema,
    await client.call('getblock', [await client.call('getblockhash', [height]), 2])
  )
  const [coinbase] = block.tx
  const output = coinbase?.vout.find((candidate) => candidate.scriptPubKey.hex === toHex(key.script))
  if (coinbase === undefined || output === undefined)
    throw new TypeError(`block ${height} does not pay the faucet`)
  const coin = { amount: coinsToSats(output.value) ?? sats(0), script: key.script, height, coinbase: true }
  const script = addressToScript(address, chain)
  const coins = [[outpointKey({ txid: coinbase.txid, vout: output.n }), coin]] as const
  const transaction = payFromFaucet({ chain, key, coins, script, amount: sats(amount) })
  await client.call('sendrawtransaction', [toHex(copyBytes(transaction.toBuffer()))])
}
