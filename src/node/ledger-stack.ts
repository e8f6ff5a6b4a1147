import { createBitcoindChainSource, type BitcoindChainSource } from '../adapters/bitcoind/index.ts'
import type { Vault } from '../adapters/vault/vault.ts'
import { sats, type Sats } from '../base/units.ts'
import { ChainFollower } from '../drivers/chain-follower/chain-follower.ts'
import { BitcoinWallet } from '../drivers/wallet/bitcoin-wallet.ts'
import { spendFee } from '../exchange/escrow/spend.ts'
import { accountIndex } from '../ledgers/bitcoin/keys.ts'
import type { BitcoinChain } from '../ledgers/bitcoin/networks.ts'
import type { Store } from '../ports/store.ts'
import type { Clock, Log, Startable } from '../ports/world.ts'
import type { LedgerConfig } from './ledger-config.ts'

/** Length of the output scripts that wallets give out (BIP 86). */
const P2TR_SCRIPT_BYTES = 34

/** Everything that one ledger is made of: the daemon's client, the follower that checks it, the wallet. */
export interface LedgerStack extends Startable {
  readonly config: LedgerConfig
  readonly follower: ChainFollower
  readonly wallet: BitcoinWallet
}

/** What the stacks share. */
export interface LedgerSurroundings {
  readonly store: Store
  readonly vault: Vault
  readonly clock: Clock
  readonly log: Log
}

/** Builds the stack of each configured ledger, in order of id. */
export function createLedgerStacks(
  configs: readonly LedgerConfig[],
  surroundings: LedgerSurroundings
): readonly LedgerStack[] {
  return configs.map((config) => new BitcoinLedgerStack(config, surroundings))
}

class BitcoinLedgerStack implements LedgerStack {
  readonly config: LedgerConfig
  readonly follower: ChainFollower
  readonly wallet: BitcoinWallet
  readonly #source: BitcoindChainSource

  constructor(config: LedgerConfig, surroundings: LedgerSurroundings) {
    const { store, vault, clock } = surroundings
    const log = surroundings.log.child({ ledger: config.id })
    this.config = config
    this.#source = createBitcoindChainSource({ url: config.rpcUrl, credentials: credentialsOf(config) })
    this.follower = new ChainFollower(
      { source: this.#source, store, clock, log },
      {
        ledger: config.id,
        chain: config.chain,
        pollMilliseconds: config.pollInterval * 1000,
        ...(config.birthday !== null && { birthday: config.birthday })
      }
    )
    const keys = vault.walletKeys(config.chain, accountIndex(config.chain, config.id))
    this.wallet = new BitcoinWallet({ follower: this.follower, store, keys, clock, log })
  }

  /** The wallet first: the follower has to know its scripts before the first block is read. */
  async start(): Promise<void> {
    await this.wallet.start()
    await this.follower.start()
  }

  async stop(): Promise<void> {
    await this.wallet.stop()
    await this.follower.stop()
    this.#source.close()
  }
}

function credentialsOf(config: LedgerConfig) {
  const { rpcAccess } = config
  return rpcAccess.kind === 'cookie'
    ? { cookieFile: rpcAccess.file }
    : { user: rpcAccess.user, password: rpcAccess.password.reveal() }
}

/**
 * The least that can be traded on a chain: ten times dust, plus a claim and a refund at the fall-back fee, so that
 * fees eat a part and not the whole.
 */
export function minimumTradeAmount(chain: BitcoinChain): Sats {
  const fee = spendFee('claim', P2TR_SCRIPT_BYTES, chain.fallbackFeeRate * 1000)
  return sats(chain.dust.p2tr * 10n + 2n * fee)
}
