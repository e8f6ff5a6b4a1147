import { createHash, hash, scryptSync } from 'node:crypto'
import { concatBytes, copyBytes, type Bytes } from './bytes.ts'

/** SHA-256 of `data`, 32 bytes. */
export function sha256(data: Uint8Array): Bytes {
  return copyBytes(hash('sha256', data, 'buffer'))
}

/** SHA-256 twice, 32 bytes in hash order: Bitcoin's block and transaction hash. */
export function sha256d(data: Uint8Array): Bytes {
  return copyBytes(hash('sha256', hash('sha256', data, 'buffer'), 'buffer'))
}

/** RIPEMD-160 of SHA-256, 20 bytes: Bitcoin's key and script hash. */
export function hash160(data: Uint8Array): Bytes {
  return copyBytes(
    createHash('ripemd160')
      .update(hash('sha256', data, 'buffer'))
      .digest()
  )
}

/** Scrypt of `data` with itself as salt, N = 1024, r = p = 1, 32 bytes: Litecoin's proof of work (RFC 7914). */
export function scrypt1024(data: Uint8Array): Bytes {
  return copyBytes(scryptSync(data, data, 32, { N: 1024, r: 1, p: 1 }))
}

const tagPrefixes = new Map<string, Bytes>()

/**
 * Tagged hash of BIP 340: SHA-256(SHA-256(tag) || SHA-256(tag) || parts), 32 bytes. `tag` is one of a
 * small fixed set written in the code, never a stranger's text: its prefix is kept.
 */
export function taggedHash(tag: string, ...parts: readonly Uint8Array[]): Bytes {
  let prefix = tagPrefixes.get(tag)
  if (prefix === undefined) {
    const digest = sha256(new TextEncoder().encode(tag))
    prefix = concatBytes(digest, digest)
    tagPrefixes.set(tag, prefix)
  }
  return sha256(concatBytes(prefix, ...parts))
}
