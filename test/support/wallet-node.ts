import { mnemonicToSeedSync } from '@scure/bip39'
import type { Bytes } from '../../src/base/bytes.ts'
import { unixSeconds } from '../../src/base/units.ts'
import { MemoryStore } from '../../src/adapters/level/memory-store.ts'
import { deriveAccount, type WalletKeys } from '../../src/ledgers/bitcoin/keys.ts'
import { BITCOIN_CHAINS, type BitcoinChain } from '../../src/ledgers/bitcoin/networks.ts'
import type { Birthday } from '../../src/drivers/chain-follower/birthday.ts'
import { ChainFollower } from '../../src/drivers/chain-follower/chain-follower.ts'
import { BitcoinWallet } from '../../src/drivers/wallet/bitcoin-wallet.ts'
import type { ChainSource } from '../../src/ports/chain-source.ts'
import type { Store } from '../../src/ports/store.ts'
import type { Clock, Log } from '../../src/ports/world.ts'

export const systemClock: Clock = {
  now: () => unixSeconds(Math.floor(Date.now() / 1000)),
  after: (milliseconds, wake) => {
    const timer = setTimeout(wake, milliseconds)
    return () => clearTimeout(timer)
  }
}

export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog
}

/** The mnemonic of the test vectors of BIP 84 and BIP 86. */
export const VECTOR_MNEMONIC = `${'abandon '.repeat(11)}about`

/** Keys of the vector mnemonic, without a vault. */
export function testKeys(chain: BitcoinChain, account = 0): WalletKeys {
  const seed = mnemonicToSeedSync(VECTOR_MNEMONIC)
  const nodes = {
    84: deriveAccount(seed, chain, { purpose: 84, account }),
    86: deriveAccount(seed, chain, { purpose: 86, account })
  }
  const node = (path: Parameters<WalletKeys['publicKey']>[0]) =>
    nodes[path.purpose].derive(path.branch).derive(path.index)
  return {
    publicKey: (path) => new Uint8Array(node(path).publicKey),
    privateKey: (path) => new Uint8Array(node(path).privateKey!)
  }
}

/** A follower and a wallet over one chain, as a node joins them. */
export class WalletNode {
  readonly follower: ChainFollower
  readonly wallet: BitcoinWallet

  constructor(
    readonly source: ChainSource,
    options: {
      store?: Store
      rows?: Map<string, Bytes>
      birthday?: Birthday
      chain?: BitcoinChain
      pollMilliseconds?: number
      keys?: WalletKeys
    } = {}
  ) {
    const store = options.store ?? new MemoryStore(options.rows)
    const chain = options.chain ?? BITCOIN_CHAINS['bitcoin-regtest']
    this.follower = new ChainFollower(
      { source, store, clock: systemClock, log: silentLog },
      {
        ledger: 'btc',
        chain,
        pollMilliseconds: options.pollMilliseconds ?? 10,
        ...(options.birthday !== undefined && { birthday: options.birthday })
      }
    )
    this.wallet = new BitcoinWallet({
      follower: this.follower,
      store,
      keys: options.keys ?? testKeys(chain),
      clock: systemClock,
      log: silentLog
    })
  }

  async start(): Promise<this> {
    await this.wallet.start()
    await this.follower.start()
    return this
  }

  async stop(): Promise<void> {
    await this.follower.stop()
    await this.wallet.stop()
  }

  /** Waits for a condition of the node, looked at after each of its changes. */
  async until(what: string, condition: () => boolean, deadlineMilliseconds = 8000): Promise<void> {
    if (condition()) return
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        end()
        const { state, reason, height } = this.follower.status()
        reject(new Error(`not in time: ${what} (${state} ${reason} at ${height})`))
      }, deadlineMilliseconds)
      const look = () => {
        if (!condition()) return
        clearTimeout(timer)
        end()
        resolve()
      }
      const ends = [this.follower.onChange(look), this.wallet.onChange(look)]
      const end = () => ends.forEach((each) => each())
    })
  }

  /** Waits until the follower stands at this block, with a mempool read. */
  async at(hash: string): Promise<void> {
    await this.until(
      `block ${hash}`,
      () => this.follower.status().state === 'ready' && this.follower.tip()?.hash === hash
    )
  }
}
