import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { blockHeight, seconds, unixSeconds, type Seconds } from '../base/units.ts'
import type { Birthday } from '../drivers/chain-follower/birthday.ts'
import { BITCOIN_CHAINS, type BitcoinChain } from '../ledgers/bitcoin/networks.ts'
import { ConfigError } from './config-error.ts'
import { defaultCookieFile } from './daemon-folder.ts'
import type { NetworkProfile } from './network-profiles.ts'
import type { RawConfig, RawLedger } from './raw-config.ts'
import { Secret } from './secret.ts'

/** How to open a daemon's JSON-RPC. The cookie file is read at each use: the daemon renews it when it starts. */
export type RpcAccess =
  | { readonly kind: 'cookie'; readonly file: string }
  | { readonly kind: 'password'; readonly user: string; readonly password: Secret }

/** One ledger of the network and the daemon that serves it. */
export interface LedgerConfig {
  readonly id: string
  readonly chain: BitcoinChain
  readonly rpcUrl: string
  readonly rpcAccess: RpcAccess
  /** Confirmations that own orders ask for. */
  readonly confirmations: number
  readonly pollInterval: Seconds
  /** Where a fresh data folder begins to look for coins; null: at the tip, as a fresh wallet has none. */
  readonly birthday: Birthday | null
}

/**
 * The ledgers that the sources name, or the profile's where they name none.
 * @throws {@link ConfigError} `CONFIG_CONTRADICTION`, `CONFIG_SECRET_UNREADABLE`.
 */
export function completeLedgers(
  raw: RawConfig,
  profile: NetworkProfile,
  dataFolder: string
): readonly LedgerConfig[] {
  const named = Object.keys(raw.ledgers)
  const ids = (named.length > 0 ? named : Object.keys(profile.ledgers)).toSorted()
  return ids.map((id) => {
    const own = raw.ledgers[id] ?? {}
    const birthday = own.birthday ?? raw.birthday
    return completeLedger(id, birthday === undefined ? own : { ...own, birthday }, profile, dataFolder)
  })
}

function completeLedger(
  id: string,
  raw: RawLedger,
  profile: NetworkProfile,
  dataFolder: string
): LedgerConfig {
  const standard = profile.ledgers[id]
  const chainName = raw.chain ?? standard?.chain
  if (chainName === undefined) {
    throw new ConfigError(
      'CONFIG_CONTRADICTION',
      `ledgers.${id}: chain is missing, such as "litecoin-regtest"`,
      {
        details: { key: `ledgers.${id}.chain` }
      }
    )
  }
  const chain = BITCOIN_CHAINS[chainName]
  if (chain.rpcChain !== profile.rpcChain) {
    throw new ConfigError(
      'CONFIG_CONTRADICTION',
      `ledgers.${id}: ${chain.name} does not belong into this network; coins with and without value never mix`,
      { details: { key: `ledgers.${id}.chain` } }
    )
  }
  return {
    id,
    chain,
    rpcUrl: raw.rpc_url ?? `http://127.0.0.1:${chain.rpcPort}`,
    rpcAccess: completeAccess(id, raw, chain, dataFolder),
    confirmations: raw.confirmations ?? standard?.confirmations ?? 6,
    pollInterval: seconds(raw.poll_seconds ?? standard?.pollInterval ?? 5),
    birthday: toBirthday(raw.birthday)
  }
}

function toBirthday(raw: RawLedger['birthday']): Birthday | null {
  if (raw === undefined) return null
  if (typeof raw === 'number' || /^[0-9]+$/.test(raw)) return blockHeight(Number(raw))
  return { since: unixSeconds(Date.parse(`${raw}T00:00:00Z`) / 1000) }
}

function completeAccess(id: string, raw: RawLedger, chain: BitcoinChain, dataFolder: string): RpcAccess {
  const { rpc_cookie_file: cookie, rpc_user: user } = raw
  const password = readPassword(id, raw, dataFolder)
  if (user !== undefined && password !== null && cookie === undefined) {
    return { kind: 'password', user, password }
  }
  if (user === undefined && password === null) {
    const path = cookie ?? defaultCookieFile(chain, homedir(), process.platform)
    return { kind: 'cookie', file: resolve(dataFolder, path) }
  }
  throw new ConfigError(
    'CONFIG_CONTRADICTION',
    `ledgers.${id}: give rpc_cookie_file, or rpc_user and a password, not parts of both`,
    { details: { key: `ledgers.${id}` } }
  )
}

function readPassword(id: string, raw: RawLedger, dataFolder: string): Secret | null {
  const { rpc_password: direct, rpc_password_file: file } = raw
  if (direct !== undefined && file !== undefined) {
    throw new ConfigError(
      'CONFIG_CONTRADICTION',
      `ledgers.${id}: give rpc_password or rpc_password_file, not both`,
      { details: { key: `ledgers.${id}` } }
    )
  }
  if (direct !== undefined) return new Secret(direct)
  if (file === undefined) return null
  const path = resolve(dataFolder, file)
  try {
    return new Secret(readFileSync(path, 'utf8').replace(/\r?\n$/, ''))
  } catch (error) {
    throw new ConfigError(
      'CONFIG_SECRET_UNREADABLE',
      `ledgers.${id}: rpc_password_file ${path} cannot be read`,
      { cause: error }
    )
  }
}
