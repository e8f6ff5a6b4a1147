import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parse as parseToml, TomlError } from 'smol-toml'
import { seconds, type Seconds } from '../base/units.ts'
import { faultInTimeBudget } from '../exchange/trade/policy.ts'
import { readEnvironment, type Environment } from './config-environment.ts'
import { ConfigError } from './config-error.ts'
import { completeLedgers, type LedgerConfig } from './ledger-config.ts'
import { isProfileName, NETWORK_PROFILES, type ProfileName, type TradeSettings } from './network-profiles.ts'
import { parseRawConfig, type RawConfig } from './raw-config.ts'

/** Name of the configuration file in the data folder. */
export const CONFIG_FILE = 'bourse.toml'

/** The whole configuration, checked and complete. */
export interface NodeConfig {
  /** Absolute path. */
  readonly dataFolder: string
  /** Nodes meet only within one network name. */
  readonly network: string
  readonly profile: ProfileName
  readonly p2p: {
    /** Multiaddrs. */
    readonly listen: readonly string[]
    readonly announce: readonly string[]
    readonly bootstrap: readonly string[]
    readonly mdns: boolean
    readonly maxConnections: number
  }
  readonly api: { readonly port: number }
  readonly log: {
    readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent'
    readonly format: 'json' | 'pretty'
  }
  readonly trade: TradeSettings
  /** In order of id. */
  readonly ledgers: readonly LedgerConfig[]
}

/** Where configuration comes from; later ones win: file, environment, flags. */
export interface ConfigSources {
  readonly dataFolder: string
  readonly environment: Environment
  /** Tree of keys as in the file. */
  readonly flags: unknown
}

/** Default data folder: BOURSE_DATA, else `$XDG_DATA_HOME/bourse` where that is set, else `~/.bourse`. */
export function defaultDataFolder(environment: Environment): string {
  const { BOURSE_DATA: own, XDG_DATA_HOME: xdg } = environment
  if (own !== undefined && own !== '') return resolve(own)
  if (xdg !== undefined && xdg !== '') return join(resolve(xdg), 'bourse')
  return join(homedir(), '.bourse')
}

/**
 * Reads and joins all sources. An absent file counts as an empty one.
 * @throws {@link ConfigError} with any of its codes.
 */
export function loadConfig(sources: ConfigSources): NodeConfig {
  const path = join(sources.dataFolder, CONFIG_FILE)
  const layers = [
    parseRawConfig(readConfigFile(path), path),
    parseRawConfig(readEnvironment(sources.environment), 'environment'),
    parseRawConfig(sources.flags, 'flags')
  ]
  return completeConfig(layers.reduce(mergeRaw), resolve(sources.dataFolder))
}

/** Every key of `over` replaces that of `under`; ledgers are joined key by key, lists are replaced whole. */
function mergeRaw(under: RawConfig, over: RawConfig): RawConfig {
  const ids = new Set([...Object.keys(under.ledgers), ...Object.keys(over.ledgers)])
  return {
    ...under,
    ...over,
    p2p: { ...under.p2p, ...over.p2p },
    api: { ...under.api, ...over.api },
    log: { ...under.log, ...over.log },
    trade: { ...under.trade, ...over.trade },
    ledgers: Object.fromEntries([...ids].map((id) => [id, { ...under.ledgers[id], ...over.ledgers[id] }]))
  }
}

function completeConfig(raw: RawConfig, dataFolder: string): NodeConfig {
  const network = raw.network ?? 'local'
  const name = profileName(raw, network)
  const profile = NETWORK_PROFILES[name]
  return {
    dataFolder,
    network,
    profile: name,
    p2p: {
      listen: raw.p2p.listen ?? ['/ip4/0.0.0.0/tcp/7770'],
      announce: raw.p2p.announce ?? [],
      bootstrap: raw.p2p.bootstrap ?? profile.bootstrap,
      mdns: raw.p2p.mdns ?? profile.mdns,
      maxConnections: raw.p2p.max_connections ?? 100
    },
    api: { port: raw.api.port ?? 7780 },
    log: { level: raw.log.level ?? 'info', format: raw.log.format ?? 'pretty' },
    trade: completeTrade(raw.trade, profile.trade),
    ledgers: completeLedgers(raw, profile, dataFolder)
  }
}

function profileName(raw: RawConfig, network: string): ProfileName {
  if (raw.profile !== undefined) return raw.profile
  if (isProfileName(network)) return network
  throw new ConfigError(
    'CONFIG_CONTRADICTION',
    `network ${network} is not main, test or local: say with profile = "main", "test" or "local" which kind it is`
  )
}

function completeTrade(raw: RawConfig['trade'], standard: TradeSettings): TradeSettings {
  const { times } = standard
  const trade: TradeSettings = {
    times: {
      makerLock: span(raw.maker_lock_seconds, times.makerLock),
      takerLock: span(raw.taker_lock_seconds, times.takerLock),
      claimMargin: span(raw.claim_margin_seconds, times.claimMargin),
      actWindow: span(raw.act_window_seconds, times.actWindow),
      safetyWindow: span(raw.safety_window_seconds, times.safetyWindow),
      negotiation: span(raw.negotiation_seconds, times.negotiation),
      cooperation: span(raw.cooperation_seconds, times.cooperation),
      bump: span(raw.bump_seconds, times.bump)
    },
    minimumConfirmations: raw.minimum_confirmations ?? standard.minimumConfirmations,
    maximumOpenTrades: raw.max_open_trades ?? standard.maximumOpenTrades
  }
  const fault = faultInTimeBudget(trade.times)
  if (fault === null) return trade
  throw new ConfigError('CONFIG_CONTRADICTION', `trade: the locks do not protect both sides: ${fault}`)
}

function span(raw: number | undefined, standard: Seconds): Seconds {
  return raw === undefined ? standard : seconds(raw)
}

function readConfigFile(path: string): unknown {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new ConfigError('CONFIG_UNREADABLE', `${path} cannot be read`, { cause: error })
  }
  try {
    return parseToml(text)
  } catch (error) {
    // The parser's own text quotes lines of the file, and a password may stand there.
    const place = error instanceof TomlError ? ` at line ${error.line}, column ${error.column}` : ''
    throw new ConfigError('CONFIG_MALFORMED', `${path} is not TOML${place}`)
  }
}
