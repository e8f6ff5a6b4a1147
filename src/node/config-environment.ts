import { isLedgerId } from '../ledgers/ledger.ts'
import { ConfigError } from './config-error.ts'
import { nearestKey } from './nearest-key.ts'
import { configKeys, ledgerKeys, type ConfigKey } from './raw-config.ts'

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

const PREFIX = 'BOURSE_'
/** Variables below these prefixes are configuration; others (BOURSE_DATA, BOURSE_PASSPHRASE, …) are not. */
const OURS = /^BOURSE_(?:NETWORK$|PROFILE$|P2P_|API_|LOG_|TRADE_|LEDGERS_)/

/**
 * The tree of keys that the environment sets: `BOURSE_API_PORT` is `api.port`, `BOURSE_LEDGERS_BTC_RPC_URL` is
 * `ledgers.btc.rpc_url`, lists are separated by commas. Values are checked later, with those of the file.
 * @throws {@link ConfigError} `CONFIG_KEY_UNKNOWN`, `CONFIG_VALUE_INVALID`.
 */
export function readEnvironment(environment: Environment): unknown {
  const known = new Map(configKeys().map((key) => [variableName(key), key]))
  const tree: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || !OURS.test(name)) continue
    const key = known.get(name) ?? ledgerKey(name)
    if (key === undefined) throw unknownVariable(name, known.keys())
    place(tree, key.path, readValue(name, key.kind, value))
  }
  return tree
}

/** Name of the variable that sets a key. */
function variableName(key: ConfigKey): string {
  return PREFIX + key.path.join('_').toUpperCase()
}

function ledgerKey(name: string): ConfigKey | undefined {
  const id = /^BOURSE_LEDGERS_([A-Z0-9]+)_/.exec(name)?.[1]?.toLowerCase()
  if (id === undefined || !isLedgerId(id)) return undefined
  return ledgerKeys(id).find((key) => variableName(key) === name)
}

function unknownVariable(name: string, known: Iterable<string>): ConfigError {
  const id = /^BOURSE_LEDGERS_([A-Z0-9]+)_/.exec(name)?.[1]?.toLowerCase()
  const candidates = id === undefined ? known : ledgerKeys(id).map(variableName)
  const nearest = nearestKey(name, candidates)
  const suggestion = nearest === null ? '' : `; did you mean ${nearest}?`
  return new ConfigError('CONFIG_KEY_UNKNOWN', `environment: unknown variable ${name}${suggestion}`, {
    details: { key: name, source: 'environment' }
  })
}

function readValue(
  name: string,
  kind: ConfigKey['kind'],
  value: string
): string | number | boolean | string[] {
  if (kind === 'text') return value
  if (kind === 'number') {
    if (!/^[0-9]{1,15}$/.test(value)) throw invalidVariable(name, 'a whole number')
    return Number(value)
  }
  if (kind === 'flag') {
    if (value !== 'true' && value !== 'false') throw invalidVariable(name, 'true or false')
    return value === 'true'
  }
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

function invalidVariable(name: string, expected: string): ConfigError {
  return new ConfigError('CONFIG_VALUE_INVALID', `environment: ${name}: expected ${expected}`, {
    details: { key: name, source: 'environment' }
  })
}

function place(tree: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [first, ...rest] = path
  if (first === undefined) return
  if (rest.length === 0) {
    tree[first] = value
    return
  }
  const branch = (tree[first] ?? {}) as Record<string, unknown>
  tree[first] = branch
  place(branch, rest, value)
}
