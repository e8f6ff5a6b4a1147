import { createVault as createVaultFile, openVault } from '../adapters/vault/vault.ts'
import type { Log } from '../ports/world.ts'
import type { NodeConfig } from './config.ts'
import { startNode } from './create-node.ts'

/** scrypt's N for vaults of local test networks, whose coins are worth nothing: start in milliseconds. */
const LOCAL_SCRYPT_COST = 2 ** 12

/** What a terminal shows of a node that can be used. */
export interface NodeReady {
  readonly network: string
  readonly peerId: string
  /** Multiaddrs on which the node listens. */
  readonly addresses: readonly string[]
  /** Such as `http://127.0.0.1:7780`. */
  readonly apiUrl: string
}

/** How a running node and whoever started it talk. */
export interface NodeRun {
  readonly config: NodeConfig
  readonly passphrase: string
  readonly log: Log
  readonly version: string
  /** Asks for a clean stop. */
  readonly signal: AbortSignal
  /** Called once, when the node can be used. */
  readonly onReady: (ready: NodeReady) => void
}

/**
 * Runs a node until `signal` aborts or it is stopped over its API.
 * @throws CodedError where it cannot start, or had to stop because its store failed.
 */
export async function runNode(run: NodeRun): Promise<void> {
  const { config, passphrase, log, version, signal } = run
  const node = await startNode({ config, passphrase, log, version })
  const stop = (): void => void node.stop()
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  else {
    const { name, addresses } = node.network.self()
    run.onReady({
      network: config.network,
      peerId: name,
      addresses: addresses.map((address) => `${address}/p2p/${name}`),
      apiUrl: node.api.url
    })
  }
  try {
    await node.stopped
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** A vault to create. */
export interface VaultOrder {
  readonly dataFolder: string
  readonly passphrase: string
  /** Words of an existing seed, or null for a new one. */
  readonly words: string | null
  /** Whether the network's coins are worth nothing by design: the passphrase may then be cheap to try. */
  readonly isLocal: boolean
}

/**
 * Creates the encrypted vault in a data folder.
 * @returns the seed's words, for the person to write down.
 * @throws CodedError `VAULT_EXISTS`, `MNEMONIC_INVALID`.
 */
export async function createNodeVault(order: VaultOrder): Promise<string> {
  const { vault, mnemonic } = await createVaultFile(order.dataFolder, order.passphrase, {
    ...(order.words === null ? {} : { mnemonic: order.words }),
    ...(order.isLocal ? { scryptCost: LOCAL_SCRYPT_COST } : {})
  })
  vault.close()
  return mnemonic
}

/**
 * The words of the vault in a data folder, for a backup.
 * @throws CodedError `VAULT_MISSING`, `VAULT_DAMAGED`, `WRONG_PASSPHRASE`.
 */
export async function revealNodeWords(dataFolder: string, passphrase: string): Promise<string> {
  const vault = await openVault(dataFolder, passphrase)
  try {
    return await vault.reveal(passphrase)
  } finally {
    vault.close()
  }
}

/** A passphrase to put in the place of another. */
export interface PassphraseChange {
  readonly dataFolder: string
  readonly current: string
  readonly next: string
}

/** Seals the vault under another passphrase. @throws CodedError as {@link revealNodeWords}. */
export async function changeNodePassphrase(change: PassphraseChange): Promise<void> {
  const vault = await openVault(change.dataFolder, change.current)
  try {
    await vault.changePassphrase(change.current, change.next)
  } finally {
    vault.close()
  }
}
