import { link, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import { sha256 } from '../../base/hash.ts'
import { toHex } from '../../base/bytes.ts'
import { VaultError } from './vault-error.ts'

/** Name of the vault within the data folder. */
export const VAULT_FILE = 'vault.json'
const FILE_VERSION = 1
/** A vault has about 600 bytes; more is not one. */
const MAX_FILE_BYTES = 4096
const OWNER_ONLY = 0o600

const hexOfLength = (bytes: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`)))

/** scrypt's cost: a power of two. The bounds keep a foreign file from asking for gigabytes, and zero work. */
export const SCRYPT_COST = { least: 2, most: 2 ** 20 } as const

/** Schema of {@link SealedSeed}. */
export const sealedSeed = v.strictObject({
  kdf: v.strictObject({
    name: v.literal('scrypt'),
    n: v.pipe(
      v.number(),
      v.integer(),
      v.minValue(SCRYPT_COST.least),
      v.maxValue(SCRYPT_COST.most),
      v.check((n) => Number.isInteger(Math.log2(n)))
    ),
    r: v.literal(8),
    p: v.literal(1),
    salt: hexOfLength(32)
  }),
  cipher: v.strictObject({
    name: v.literal('aes-256-gcm'),
    nonce: hexOfLength(12),
    tag: hexOfLength(16)
  }),
  /** The mnemonic's entropy, encrypted: 16 bytes (12 words) or 32 (24 words). */
  ciphertext: v.union([hexOfLength(16), hexOfLength(32)])
})

/** The seed's entropy under a passphrase, and how it was sealed. */
export type SealedSeed = v.InferOutput<typeof sealedSeed>

const versioned = v.object({ version: v.pipe(v.number(), v.integer(), v.minValue(1)) })
const vaultFile = v.strictObject({
  version: v.literal(FILE_VERSION),
  sealed: sealedSeed,
  /** SHA-256 of the sealed part's JSON: tells a damaged file from a wrong passphrase. */
  checksum: hexOfLength(32)
})

/** SHA-256 of the sealed seed's JSON, hexadecimal: tells a damaged file from a wrong passphrase. */
export function sealChecksum(sealed: SealedSeed): string {
  return toHex(sha256(new TextEncoder().encode(JSON.stringify(sealed))))
}

/**
 * Reads the vault of a data folder.
 * @throws VaultError `VAULT_MISSING`, `VAULT_DAMAGED`, `VAULT_TOO_NEW`, `VAULT_UNREADABLE`.
 */
export async function readVaultFile(folder: string): Promise<SealedSeed> {
  const path = join(folder, VAULT_FILE)
  const text = await readBounded(path)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw damaged(path)
  }
  const version = v.safeParse(versioned, json)
  if (version.success && version.output.version > FILE_VERSION) {
    throw new VaultError(
      'VAULT_TOO_NEW',
      `${path} was written by a newer version of this program. Upgrade it.`,
      {
        fault: 'user'
      }
    )
  }
  const parsed = v.safeParse(vaultFile, json)
  if (!parsed.success || parsed.output.checksum !== sealChecksum(parsed.output.sealed)) throw damaged(path)
  return parsed.output.sealed
}

function damaged(path: string): VaultError {
  return new VaultError(
    'VAULT_DAMAGED',
    `${path} is damaged. Put a backup of it in its place, or make a new vault from your mnemonic.`,
    { fault: 'user' }
  )
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

async function readBounded(path: string): Promise<string> {
  try {
    if ((await stat(path)).size > MAX_FILE_BYTES) throw damaged(path)
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof VaultError) throw error
    if (hasCode(error, 'ENOENT')) {
      throw new VaultError('VAULT_MISSING', `There is no wallet at ${path}. Make one with: bourse init`, {
        fault: 'user'
      })
    }
    throw new VaultError('VAULT_UNREADABLE', `${path} cannot be read. Check its owner and permissions.`, {
      fault: 'user',
      cause: error
    })
  }
}

/**
 * Makes the vault of a data folder: whole on disk or not at all, for its owner alone.
 * @throws VaultError `VAULT_EXISTS` where there is one: a vault is never written over by a new one.
 */
export async function createVaultFile(folder: string, sealed: SealedSeed): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, VAULT_FILE)
  const temporary = await writeTemporary(path, sealed)
  try {
    await link(temporary, path)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
    throw new VaultError(
      'VAULT_EXISTS',
      `There is a wallet at ${path} already, and it is not written over. Use another data folder for a new one.`,
      { fault: 'user' }
    )
  } finally {
    await unlink(temporary)
  }
  await syncFolder(path)
}

/** Puts another sealing of the same seed in the place of the vault, in one step. */
export async function replaceVaultFile(folder: string, sealed: SealedSeed): Promise<void> {
  const path = join(folder, VAULT_FILE)
  await rename(await writeTemporary(path, sealed), path)
  await syncFolder(path)
}

async function writeTemporary(path: string, sealed: SealedSeed): Promise<string> {
  const temporary = `${path}.${process.pid}.new`
  const text = JSON.stringify({ version: FILE_VERSION, sealed, checksum: sealChecksum(sealed) }, null, 2)
  const file = await open(temporary, 'w', OWNER_ONLY)
  try {
    await file.chmod(OWNER_ONLY)
    await file.writeFile(`${text}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  return temporary
}

/** A name in a folder is on disk only once the folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
