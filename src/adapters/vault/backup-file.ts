import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { copyBytes, fromHex, toHex, type Bytes } from '../../base/bytes.ts'
import { unsealVault, type Vault } from './vault.ts'
import { sealChecksum, sealedSeed, type SealedSeed } from './vault-file.ts'
import { VaultError } from './vault-error.ts'

const FILE_VERSION = 1
/** Most characters of a backup file: a hundred thousand payments need less. */
export const MAX_BACKUP_CHARACTERS = 256_000_000
const KEY_PURPOSE = 'backup'

const hexOfLength = (bytes: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`)))

const backupFile = v.strictObject({
  version: v.literal(FILE_VERSION),
  /** The vault's seal as it was: the passphrase of that day opens the backup. */
  sealed: sealedSeed,
  checksum: hexOfLength(32),
  /** Context of the key, which is derived from the seed: see {@link Vault.derive}. */
  salt: hexOfLength(32),
  cipher: v.strictObject({ name: v.literal('aes-256-gcm'), nonce: hexOfLength(12), tag: hexOfLength(16) }),
  ciphertext: v.pipe(v.string(), v.base64(), v.maxLength(MAX_BACKUP_CHARACTERS))
})

const versioned = v.object({ version: v.pipe(v.number(), v.integer(), v.minValue(1)) })

function associatedData(sealed: SealedSeed, salt: string): Uint8Array {
  return new TextEncoder().encode(`bourse/backup/${FILE_VERSION}/${sealChecksum(sealed)}/${salt}`)
}

/** Encrypts `content` under a key of the seed; gives the text of the file, which the vault's passphrase opens. */
export function sealBackup(content: Uint8Array, vault: Vault, sealed: SealedSeed): string {
  const salt = randomBytes(32)
  const nonce = randomBytes(12)
  const key = vault.derive(KEY_PURPOSE, copyBytes(salt))
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(associatedData(sealed, toHex(salt)))
  const ciphertext = Buffer.concat([cipher.update(content), cipher.final()])
  key.fill(0)
  const file: v.InferOutput<typeof backupFile> = {
    version: FILE_VERSION,
    sealed,
    checksum: sealChecksum(sealed),
    salt: toHex(salt),
    cipher: { name: 'aes-256-gcm', nonce: toHex(nonce), tag: toHex(cipher.getAuthTag()) },
    ciphertext: ciphertext.toString('base64')
  }
  return `${JSON.stringify(file, null, 2)}\n`
}

/**
 * Opens the text of a backup file.
 * @throws VaultError `BACKUP_DAMAGED`, `BACKUP_TOO_NEW`, `WRONG_PASSPHRASE`.
 */
export async function openBackup(
  text: string,
  passphrase: string
): Promise<{ readonly sealed: SealedSeed; readonly content: Bytes }> {
  const file = parseBackup(text)
  const vault = await unsealVault('', file.sealed, passphrase)
  const key = vault.derive(KEY_PURPOSE, fromHex(file.salt))
  vault.close()
  const decipher = createDecipheriv('aes-256-gcm', key, fromHex(file.cipher.nonce))
  decipher.setAAD(associatedData(file.sealed, file.salt))
  decipher.setAuthTag(fromHex(file.cipher.tag))
  try {
    const content = Buffer.concat([decipher.update(Buffer.from(file.ciphertext, 'base64')), decipher.final()])
    return { sealed: file.sealed, content: copyBytes(content) }
  } catch (cause) {
    throw damaged(cause)
  } finally {
    key.fill(0)
  }
}

function parseBackup(text: string): v.InferOutput<typeof backupFile> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw damaged(cause)
  }
  const version = v.safeParse(versioned, json)
  if (version.success && version.output.version > FILE_VERSION) {
    throw new VaultError(
      'BACKUP_TOO_NEW',
      'The backup was written by a newer version. Upgrade this program.',
      {
        fault: 'user'
      }
    )
  }
  const parsed = v.safeParse(backupFile, json)
  if (!parsed.success || parsed.output.checksum !== sealChecksum(parsed.output.sealed)) throw damaged()
  return parsed.output
}

function damaged(cause?: unknown): VaultError {
  return new VaultError('BACKUP_DAMAGED', 'This is no whole backup file. Take another copy of it.', {
    fault: 'user',
    cause
  })
}
