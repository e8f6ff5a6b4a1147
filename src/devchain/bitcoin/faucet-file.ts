import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromHex, toHex, type Bytes } from '../../base/bytes.ts'
import { curve } from '../../crypto/curve/selected.ts'
import { DevelopmentChainError } from './errors.ts'

/**
 * The key in `faucet.key` of a folder, so that a chain which comes back can still pay; written there where it
 * is not yet. Without a folder just a fresh one. Its coins are not money, so it is kept as plain text.
 * @throws DevelopmentChainError `FAUCET_KEY_INVALID`.
 */
export function keptKey(folder: string | undefined, fresh: () => Bytes): Bytes {
  if (folder === undefined) return fresh()
  const path = join(folder, 'faucet.key')
  if (existsSync(path)) return readKey(path)
  const key = fresh()
  mkdirSync(folder, { recursive: true })
  writeFileSync(path, `${toHex(key)}\n`, { mode: 0o600 })
  return key
}

function readKey(path: string): Bytes {
  const text = readFileSync(path, 'utf8').trim()
  if (/^[0-9a-f]{64}$/.test(text)) {
    const key = fromHex(text)
    if (curve().isPrivateKey(key)) return key
  }
  throw new DevelopmentChainError(
    'FAUCET_KEY_INVALID',
    `${path} holds no private key: remove the folder to begin anew`
  )
}
