import { isMultiaddr, multiaddr } from '@multiformats/multiaddr'
import * as v from 'valibot'
import { BITCOIN_CHAINS } from '../ledgers/bitcoin/networks.ts'
import { isLedgerId } from '../ledgers/ledger.ts'
import { ConfigError } from './config-error.ts'
import { nearestKey } from './nearest-key.ts'

const wholeNumber = (least: number, most: number) =>
  v.pipe(
    v.number('expected a number'),
    v.integer('expected a whole number'),
    v.minValue(least, `expected ${least} to ${most}`),
    v.maxValue(most, `expected ${least} to ${most}`)
  )

const text = v.pipe(v.string('expected a text in quotes'), v.nonEmpty('expected a text'), v.maxLength(1024))
const flag = v.boolean('expected true or false')

const multiaddrText = v.pipe(
  text,
  v.check(isMultiaddrText, 'expected a multiaddr such as /ip4/0.0.0.0/tcp/7770')
)
const multiaddrs = v.pipe(
  v.array(multiaddrText, 'expected a list in brackets'),
  v.maxLength(64, 'expected 64 addresses at most')
)

const rpcUrl = v.pipe(
  text,
  v.check(
    isPlainHttpUrl,
    'expected http://HOST:PORT without user, password or query; they have their own keys'
  )
)

const chainNames = Object.keys(BITCOIN_CHAINS) as (keyof typeof BITCOIN_CHAINS)[]
const LOCK_SECONDS = wholeNumber(1, 14 * 24 * 60 * 60)

const birthday = v.union(
  [
    wholeNumber(0, 100_000_000),
    v.pipe(v.string(), v.check(isBirthday, 'expected a date such as "2024-05-01", or a height'))
  ],
  'expected a date such as "2024-05-01", or a height'
)

const ledgerEntries = {
  chain: v.picklist(chainNames, `expected one of ${chainNames.join(', ')}`),
  rpc_url: rpcUrl,
  rpc_cookie_file: text,
  rpc_user: text,
  rpc_password: text,
  rpc_password_file: text,
  confirmations: wholeNumber(1, 100),
  poll_seconds: wholeNumber(1, 600),
  birthday
}

const sections = {
  p2p: {
    listen: multiaddrs,
    announce: multiaddrs,
    bootstrap: multiaddrs,
    mdns: flag,
    max_connections: wholeNumber(1, 10_000)
  },
  api: { port: wholeNumber(0, 65_535) },
  log: {
    level: v.picklist(
      ['debug', 'info', 'warn', 'error', 'silent'],
      'expected debug, info, warn, error or silent'
    ),
    format: v.picklist(['json', 'pretty'], 'expected json or pretty')
  },
  trade: {
    maker_lock_seconds: LOCK_SECONDS,
    taker_lock_seconds: LOCK_SECONDS,
    claim_margin_seconds: LOCK_SECONDS,
    minimum_confirmations: wholeNumber(1, 100),
    act_window_seconds: LOCK_SECONDS,
    safety_window_seconds: LOCK_SECONDS,
    negotiation_seconds: LOCK_SECONDS,
    cooperation_seconds: LOCK_SECONDS,
    bump_seconds: LOCK_SECONDS,
    max_open_trades: wholeNumber(1, 1000)
  }
}

const ledgerId = v.pipe(
  v.string(),
  v.check(isLedgerId, 'expected an id of 2 to 12 of a-z and 0-9, a letter first')
)

const rawConfigSchema = v.strictObject({
  network: v.optional(v.pipe(text, v.regex(/^[a-z0-9-]{1,32}$/, 'expected 1 to 32 of a-z, 0-9 and -'))),
  profile: v.optional(v.picklist(['main', 'test', 'local'], 'expected main, test or local')),
  birthday: v.optional(
    v.pipe(v.string(), v.check(isCalendarDate, 'expected a date in quotes such as "2024-05-01"'))
  ),
  p2p: v.optional(v.partial(v.strictObject(sections.p2p, 'expected a table')), {}),
  api: v.optional(v.partial(v.strictObject(sections.api, 'expected a table')), {}),
  log: v.optional(v.partial(v.strictObject(sections.log, 'expected a table')), {}),
  trade: v.optional(v.partial(v.strictObject(sections.trade, 'expected a table')), {}),
  ledgers: v.optional(v.record(ledgerId, v.partial(v.strictObject(ledgerEntries, 'expected a table'))), {})
})

/** A configuration as written: from a file, the environment or flags; every key may be absent. */
export type RawConfig = v.InferOutput<typeof rawConfigSchema>

/** A ledger's table as written. */
export type RawLedger = RawConfig['ledgers'][string]

/** A key that can be set from the environment: its path, and how its text is read. */
export interface ConfigKey {
  readonly path: readonly string[]
  readonly kind: 'text' | 'number' | 'flag' | 'list'
}

/** Known keys of one table: `''` for the top, `ledgers` for a ledger's. */
const KEYS: Readonly<Record<string, Readonly<Record<string, v.GenericSchema>>>> = {
  '': Object.fromEntries(Object.entries(rawConfigSchema.entries)),
  ...sections,
  ledgers: ledgerEntries
}

/** All keys but the ledgers' with a value of their own. */
export function configKeys(): readonly ConfigKey[] {
  const top: ConfigKey[] = ['network', 'profile', 'birthday'].map((name) => ({ path: [name], kind: 'text' }))
  const inner = Object.entries(sections).flatMap(([name, entries]) =>
    Object.entries(entries).map(([key, schema]): ConfigKey => ({ path: [name, key], kind: kindOf(schema) }))
  )
  return [...top, ...inner]
}

/** The keys of a ledger's table. */
export function ledgerKeys(id: string): readonly ConfigKey[] {
  return Object.entries(ledgerEntries).map(([key, schema]) => ({
    path: ['ledgers', id, key],
    kind: kindOf(schema)
  }))
}

/**
 * Checks one source of configuration.
 * @param source - Where it came from, for messages: a file's path, `environment`, `flags`.
 * @throws {@link ConfigError} `CONFIG_KEY_UNKNOWN`, `CONFIG_VALUE_INVALID`.
 */
export function parseRawConfig(value: unknown, source: string): RawConfig {
  const result = v.safeParse(rawConfigSchema, value, { abortEarly: true })
  if (result.success) return result.output
  const issue = result.issues[0]
  const path = issue.path?.map((item) => String(item.key)) ?? []
  const name = path.join('.')
  if (issue.expected === 'never') throw unknownKey(path, source)
  throw new ConfigError('CONFIG_VALUE_INVALID', `${source}: ${name}: ${issue.message}`, {
    details: { key: name, source }
  })
}

function unknownKey(path: readonly string[], source: string): ConfigError {
  const word = path.at(-1) ?? ''
  const table = path.length === 1 ? '' : (path[0] ?? '')
  const nearest = nearestKey(word, Object.keys(KEYS[table] ?? {}))
  const suggestion = nearest === null ? '' : `; did you mean ${[...path.slice(0, -1), nearest].join('.')}?`
  return new ConfigError('CONFIG_KEY_UNKNOWN', `${source}: unknown key ${path.join('.')}${suggestion}`, {
    details: { key: path.join('.'), source }
  })
}

function kindOf(schema: v.GenericSchema): ConfigKey['kind'] {
  if (schema.type === 'number') return 'number'
  if (schema.type === 'boolean') return 'flag'
  return schema.type === 'array' ? 'list' : 'text'
}

/** Whether the text is a day of the calendar, such as 2024-05-01. */
export function isCalendarDate(date: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(date)) return false
  const time = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(time) && time >= 0 && new Date(time).toISOString().startsWith(date)
}

function isBirthday(value: string): boolean {
  return /^[0-9]{1,9}$/.test(value) || isCalendarDate(value)
}

function isMultiaddrText(address: string): boolean {
  try {
    return isMultiaddr(multiaddr(address))
  } catch {
    return false
  }
}

function isPlainHttpUrl(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, username, password, search, hash } = new URL(address)
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === ''
}
