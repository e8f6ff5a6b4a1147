import { createCipheriv, createDecipheriv, randomBytes, scrypt, type ScryptOptions } from 'node:crypto'
import { copyBytes, fromHex, toHex, type Bytes } from '../../base/bytes.ts'
import type { SealedSeed } from './vault-file.ts'
import { VaultError } from './vault-error.ts'

/** About 0.4 s and 128 MB on today's machines: what a guess at the passphrase costs. */
export const DEFAULT_SCRYPT_COST = 2 ** 17
const BLOCK_SIZE = 8
const KEY_LENGTH = 32
/** What scrypt needs beside its table. */
const SCRATCH_BYTES = 1 << 20

function deriveKey(passphrase: string, salt: Uint8Array, cost: number): Promise<Buffer> {
  // scrypt needs 128 * N * r bytes; node's own default limit is lower.
  const options: ScryptOptions = {
    N: cost,
    r: BLOCK_SIZE,
    p: 1,
    maxmem: 256 * cost * BLOCK_SIZE + SCRATCH_BYTES
  }
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, KEY_LENGTH, options, (error, key) => {
      if (error === null) resolve(key)
      else reject(error)
    })
  })
}

/** What the tag covers beside the ciphertext: a changed cost or salt is refused. */
function associatedData(kdf: SealedSeed['kdf']): Uint8Array {
  return new TextEncoder().encode(`bourse/vault/1/${kdf.name}/${kdf.n}/${kdf.r}/${kdf.p}/${kdf.salt}`)
}

/** Encrypts the entropy (16 or 32 bytes) under the passphrase: scrypt, then AES-256-GCM with a fresh salt and nonce. */
export async function sealEntropy(
  entropy: Uint8Array,
  passphrase: string,
  cost: number
): Promise<SealedSeed> {
  const salt = randomBytes(32)
  const nonce = randomBytes(12)
  const kdf = { name: 'scrypt', n: cost, r: BLOCK_SIZE, p: 1, salt: toHex(salt) } as const
  const key = await deriveKey(passphrase, salt, cost)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(associatedData(kdf))
  const ciphertext = Buffer.concat([cipher.update(entropy), cipher.final()])
  key.fill(0)
  return {
    kdf,
    cipher: { name: 'aes-256-gcm', nonce: toHex(nonce), tag: toHex(cipher.getAuthTag()) },
    ciphertext: toHex(ciphertext)
  }
}

/** @throws VaultError `WRONG_PASSPHRASE`. */
export async function openSeal(sealed: SealedSeed, passphrase: string): Promise<Bytes> {
  const key = await deriveKey(passphrase, fromHex(sealed.kdf.salt), sealed.kdf.n)
  const decipher = createDecipheriv('aes-256-gcm', key, fromHex(sealed.cipher.nonce))
  decipher.setAAD(associatedData(sealed.kdf))
  decipher.setAuthTag(fromHex(sealed.cipher.tag))
  const plain = decipher.update(fromHex(sealed.ciphertext))
  try {
    decipher.final()
    return copyBytes(plain)
  } catch {
    throw new VaultError('WRONG_PASSPHRASE', 'This is not the passphrase of the wallet. Try again.', {
      fault: 'user'
    })
  } finally {
    plain.fill(0)
    key.fill(0)
  }
}
