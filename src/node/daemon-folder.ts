import { join } from 'node:path'
import type { BitcoinChain } from '../ledgers/bitcoin/networks.ts'

/** Subfolders of the daemons' data folders for chains other than the main one. */
const CHAIN_FOLDERS: Readonly<Record<string, string>> = {
  bitcoin: '',
  'bitcoin-testnet': 'testnet3',
  'bitcoin-regtest': 'regtest',
  litecoin: '',
  'litecoin-testnet': 'testnet4',
  'litecoin-regtest': 'regtest'
}

/** Where a daemon that runs with its own defaults for this user writes its RPC cookie. */
export function defaultCookieFile(chain: BitcoinChain, home: string, platform: NodeJS.Platform): string {
  const family = chain.name.startsWith('litecoin') ? 'Litecoin' : 'Bitcoin'
  const folder =
    platform === 'darwin'
      ? join(home, 'Library', 'Application Support', family)
      : join(home, `.${family.toLowerCase()}`)
  return join(folder, CHAIN_FOLDERS[chain.name] ?? '', '.cookie')
}
