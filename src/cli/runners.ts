import type { BitcoinChainName } from '../ledgers/bitcoin/networks.ts'
import type { NodeConfig } from '../node/config.ts'
import type { ProfileName } from '../node/network-profiles.ts'

/** What the command line starts but does not contain. */
export interface CliRunners {
  /**
   * Runs a node until `signal` aborts or it is stopped over its API; fulfils after a clean stop.
   * @throws CodedError where it cannot start (wrong passphrase, folder in use, port taken, …).
   */
  runNode(config: NodeConfig, passphrase: string, hooks: RunHooks): Promise<void>
  /**
   * Creates the encrypted vault in the data folder.
   * @returns The seed's words, separated by single spaces.
   * @throws CodedError where there is a vault already or the words are none.
   */
  createVault(request: VaultRequest): Promise<string>
  /**
   * Makes the vault and the records of an empty data folder from the text of a backup file.
   * @throws CodedError where the folder is not empty, the passphrase is wrong or the file is damaged.
   */
  restoreBackup(request: {
    readonly dataFolder: string
    readonly text: string
    readonly passphrase: string
  }): Promise<{ readonly network: string; readonly profile: ProfileName }>
  /**
   * The words of the vault in a data folder.
   * @throws CodedError `VAULT_MISSING`, `VAULT_DAMAGED`, `WRONG_PASSPHRASE`.
   */
  revealWords(dataFolder: string, passphrase: string): Promise<string>
  /** Seals the vault under another passphrase. @throws CodedError as {@link revealWords}. */
  changePassphrase(change: PassphraseChange): Promise<void>
  /**
   * One call of a development chain that another process runs on the folder.
   * @throws CodedError `DEVCHAIN_NOT_RUNNING`, `DAEMON_UNREACHABLE`, `DAEMON_REFUSED`, ….
   */
  callDevchain(call: DevchainCall): Promise<unknown>
  /** Runs an embedded development chain until `signal` aborts. */
  runDevchain(options: DevchainOptions, hooks: DevchainHooks): Promise<void>
}

/** How a running node and its terminal talk. */
export interface RunHooks {
  /** Asks for a clean stop. */
  readonly signal: AbortSignal
  /** To be called once, when the node can be used. */
  readonly onReady: (ready: NodeReady) => void
}

/** What a terminal shows of a node that can be used. */
export interface NodeReady {
  readonly network: string
  readonly peerId: string
  /** Multiaddrs on which the node listens. */
  readonly addresses: readonly string[]
  /** Such as `http://127.0.0.1:7780`. */
  readonly apiUrl: string
}

/** A vault to create. */
export interface VaultRequest {
  readonly dataFolder: string
  readonly passphrase: string
  /** Words of an existing seed in lower case, separated by single spaces; null draws a new seed. */
  readonly words: string | null
  /** Kind of the network's coins: where they are worth nothing, the vault may open quickly. */
  readonly profile: ProfileName
}

/** A passphrase to put in the place of another. */
export interface PassphraseChange {
  readonly dataFolder: string
  readonly current: string
  readonly next: string
}

/** A call of a running development chain. */
export interface DevchainCall {
  readonly chain: BitcoinChainName
  /** The folder that it runs on. */
  readonly folder: string
  readonly method: string
  readonly params: readonly unknown[]
}

/** A development chain to run. */
export interface DevchainOptions {
  readonly chain: BitcoinChainName
  /** JSON-RPC port on 127.0.0.1; 0 takes any free one. */
  readonly port: number
  /** A block this often; null mines on command only. */
  readonly blockSeconds: number | null
  /** Where its cookie file goes. */
  readonly folder: string
}

/** How a running development chain and its terminal talk. */
export interface DevchainHooks {
  readonly signal: AbortSignal
  /** To be called once, when it answers. */
  readonly onReady: (ready: { readonly url: string; readonly cookieFile: string }) => void
}
