import { createVault as createVaultFile, openVault } from '../adapters/vault/vault.ts'

/** scrypt's N for vaults of local test networks, whose coins are worth nothing: start in milliseconds. */
const LOCAL_SCRYPT_COST = 2 ** 12

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
