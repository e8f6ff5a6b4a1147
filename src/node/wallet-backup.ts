import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { openLevelStore } from '../adapters/level/level-store.ts'
import { openBackup, sealBackup } from '../adapters/vault/backup-file.ts'
import type { Vault } from '../adapters/vault/vault.ts'
import { createVaultFile, readVaultFile, VAULT_FILE } from '../adapters/vault/vault-file.ts'
import { copyBytes } from '../base/bytes.ts'
import { CodedError } from '../base/coded-error.ts'
import type { LedgerId } from '../ledgers/ledger.ts'
import type { BucketName, Store, StoreChange } from '../ports/store.ts'
import { CONFIG_FILE } from './config.ts'
import type { ProfileName } from './network-profiles.ts'

/** Folder of the database below the data folder. */
export const STORE_FOLDER = 'store'

/** A backup cannot be restored here. */
export class RestoreError extends CodedError<'DATA_FOLDER_NOT_EMPTY' | 'BACKUP_DAMAGED'> {}

/** What a backup is made of. */
export interface BackupSources {
  readonly dataFolder: string
  readonly network: string
  readonly profile: ProfileName
  readonly ledgers: readonly LedgerId[]
  readonly store: Store
  readonly vault: Vault
}

/** Which network a backup belongs to. */
export interface BackupOrigin {
  readonly network: string
  readonly profile: ProfileName
}

const MAX_KEY_LENGTH = 512
const row = v.strictTuple([
  v.picklist(['trades', 'wallet', 'chain'] as const satisfies readonly BucketName[]),
  v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_KEY_LENGTH)),
  v.pipe(v.string(), v.base64())
])
const backupContent = v.strictObject({
  network: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,32}$/)),
  profile: v.picklist(['main', 'test', 'local']),
  /** Bucket, key and value (base64) of stored records. */
  rows: v.array(row)
})

/**
 * The text of a backup file: the sealed seed, and encrypted under a key of the seed the wallets' records (indices,
 * signed transactions, locks, labels), the trades, and where each chain was watched from. Coins are not in it: they
 * are found on the ledgers again.
 */
export async function makeBackup(sources: BackupSources): Promise<string> {
  const { store, ledgers, network, profile } = sources
  const rows: v.InferOutput<typeof row>[] = []
  const take = async (bucket: v.InferOutput<typeof row>[0], prefix: string) => {
    for await (const [key, value] of store.entries(bucket, prefix)) {
      rows.push([bucket, key, Buffer.from(value).toString('base64')])
    }
  }
  // Trades before wallets: a trade counts on what its wallet stored earlier, and never the other way round.
  await take('trades', '')
  await take('wallet', '')
  for (const ledger of ledgers) {
    await take('chain', `${ledger}/birthday`)
    await take('chain', `${ledger}/watch/`)
  }
  const content = new TextEncoder().encode(JSON.stringify({ network, profile, rows }))
  return sealBackup(content, sources.vault, await readVaultFile(sources.dataFolder))
}

/**
 * Makes the vault and the store of an empty data folder from a backup; its configuration is the caller's to write.
 * @throws RestoreError; VaultError `BACKUP_DAMAGED`, `BACKUP_TOO_NEW`, `WRONG_PASSPHRASE`.
 */
export async function restoreBackup(
  dataFolder: string,
  text: string,
  passphrase: string
): Promise<BackupOrigin> {
  const taken = [CONFIG_FILE, VAULT_FILE, STORE_FOLDER].find((name) => existsSync(join(dataFolder, name)))
  if (taken !== undefined) {
    throw new RestoreError(
      'DATA_FOLDER_NOT_EMPTY',
      `There is a ${taken} in ${dataFolder}. A backup is restored into an empty folder: name one with --data DIR.`,
      { fault: 'user' }
    )
  }
  const { sealed, content } = await openBackup(text, passphrase)
  const { network, profile, rows } = parseContent(new TextDecoder().decode(content))
  content.fill(0)
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  const store = await openLevelStore(join(dataFolder, STORE_FOLDER), network)
  try {
    await store.commit(
      rows.map(([bucket, key, value]): StoreChange => ({
        kind: 'put',
        bucket,
        key,
        value: copyBytes(Buffer.from(value, 'base64'))
      }))
    )
  } finally {
    await store.close()
  }
  // The vault last: a folder without one starts no node, so that half a restore is never run.
  await createVaultFile(dataFolder, sealed)
  return { network, profile }
}

function parseContent(text: string): v.InferOutput<typeof backupContent> {
  try {
    return v.parse(backupContent, JSON.parse(text))
  } catch (cause) {
    throw new RestoreError('BACKUP_DAMAGED', 'The backup holds what this version does not know.', {
      fault: 'user',
      cause
    })
  }
}
