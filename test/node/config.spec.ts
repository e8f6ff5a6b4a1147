import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { expect } from 'chai'
import { blockHeight, unixSeconds } from '../../src/base/units.ts'
import { ConfigError } from '../../src/node/config-error.ts'
import { sampleConfig } from '../../src/node/config-sample.ts'
import { CONFIG_FILE, defaultDataFolder, loadConfig, type NodeConfig } from '../../src/node/config.ts'

describe('config', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bourse-config-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  interface Sources {
    readonly file?: string
    readonly environment?: Record<string, string>
    readonly flags?: unknown
  }
  const load = ({ file, environment = {}, flags = {} }: Sources): NodeConfig => {
    if (file !== undefined) writeFileSync(join(folder, CONFIG_FILE), file)
    return loadConfig({ dataFolder: folder, environment, flags })
  }
  const refusal = (sources: Sources): ConfigError => {
    try {
      load(sources)
    } catch (error) {
      if (error instanceof ConfigError) return error
      throw error
    }
    throw new Error('the configuration was accepted')
  }

  it('is complete without any source', () => {
    const config = load({})
    expect(config).to.deep.include({
      dataFolder: folder,
      network: 'local',
      profile: 'local',
      api: { port: 7780 },
      log: { level: 'info', format: 'pretty' }
    })
    expect(config.p2p).to.deep.equal({
      listen: ['/ip4/0.0.0.0/tcp/7770'],
      announce: [],
      bootstrap: [],
      mdns: true,
      maxConnections: 100
    })
    expect(config.ledgers.map(({ id, chain, rpcUrl }) => [id, chain.name, rpcUrl])).to.deep.equal([
      ['btc', 'bitcoin-regtest', 'http://127.0.0.1:18443'],
      ['ltc', 'litecoin-regtest', 'http://127.0.0.1:19443']
    ])
  })

  it('lets flags win over the environment, and that over the file', () => {
    const file = '[api]\nport = 1\n[log]\nlevel = "warn"\nformat = "json"\n[p2p]\nmdns = false'
    const environment = { BOURSE_API_PORT: '2', BOURSE_LOG_LEVEL: 'error', BOURSE_DATA: '/elsewhere' }
    const config = load({ file, environment, flags: { api: { port: 3 } } })
    expect(config.api.port).to.equal(3)
    expect(config.log).to.deep.equal({ level: 'error', format: 'json' })
    expect(config.p2p.mdns).to.equal(false)
  })

  it('reads ledgers, lists and flags from the environment', () => {
    const config = load({
      file: '[ledgers.ltc]\nrpc_url = "http://127.0.0.1:1"\nconfirmations = 4',
      environment: {
        BOURSE_LEDGERS_LTC_RPC_USER: 'me',
        BOURSE_LEDGERS_LTC_RPC_PASSWORD: '12345',
        BOURSE_P2P_BOOTSTRAP: '/ip4/127.0.0.1/tcp/1, /ip4/127.0.0.1/tcp/2',
        BOURSE_P2P_MDNS: 'false'
      }
    })
    expect(config.ledgers).to.have.length(1)
    const access = config.ledgers[0]?.rpcAccess
    expect(access).to.include({ kind: 'password', user: 'me' })
    expect(access?.kind === 'password' && access.password.reveal()).to.equal('12345')
    expect(config.ledgers[0]?.confirmations).to.equal(4)
    expect(config.p2p.bootstrap).to.deep.equal(['/ip4/127.0.0.1/tcp/1', '/ip4/127.0.0.1/tcp/2'])
    expect(config.p2p.mdns).to.equal(false)
  })

  it('knows two ledgers of one chain', () => {
    const file = '[ledgers.ltca]\nchain = "litecoin-regtest"\n[ledgers.ltcb]\nchain = "litecoin-regtest"'
    expect(load({ file }).ledgers.map((ledger) => ledger.id)).to.deep.equal(['ltca', 'ltcb'])
  })

  it('never shows a password', () => {
    writeFileSync(join(folder, 'password.txt'), 'hunter2\n')
    const file = '[ledgers.btc]\nrpc_user = "me"\nrpc_password_file = "password.txt"'
    const config = load({ file })
    const access = config.ledgers[0]?.rpcAccess
    expect(access?.kind === 'password' && access.password.reveal()).to.equal('hunter2')
    expect(JSON.stringify(access) + inspect(config, { depth: 9, showHidden: true })).not.to.include('hunter2')
  })

  it('finds the cookie of a daemon with default settings', () => {
    const config = load({ flags: { network: 'main' } })
    const folderName = process.platform === 'darwin' ? 'Library/Application Support/Litecoin' : '.litecoin'
    expect(config.ledgers[1]?.rpcAccess).to.deep.equal({
      kind: 'cookie',
      file: join(homedir(), folderName, '.cookie')
    })
  })

  for (const profile of ['main', 'test', 'local'] as const) {
    it(`writes a sample that means the defaults: ${profile}`, () => {
      const plain = load({ flags: { network: profile } })
      expect(load({ file: sampleConfig(profile, profile) })).to.deep.equal(plain)
    })

    it(`writes a sample whose commented keys are all known: ${profile}`, () => {
      const sample = sampleConfig(profile, profile)
      const keys = /^# (\[ledgers\.[a-z]+\]|[a-z_]+ = .+)$/gm
      const uncommented = sample
        .replace(keys, '$1')
        .replaceAll('PORT"', '1"')
        .replace(/^rpc_(cookie_file|user|password_file) = .*$/gm, '')
      expect(uncommented).not.to.match(/^# [a-z_]+ = /m)
      expect(load({ file: uncommented }).trade).to.deep.equal(load({ flags: { network: profile } }).trade)
    })
  }

  it('writes a sample for a network of another name', () => {
    const config = load({ file: sampleConfig('our-net', 'test', { birthday: '2024-05-01' }) })
    const since = unixSeconds(1714521600)
    expect(config.ledgers.map((ledger) => ledger.birthday)).to.deep.equal(
      config.ledgers.map(() => ({ since }))
    )
    expect(config).to.include({ network: 'our-net', profile: 'test' })
  })

  it('takes a birthday for all ledgers, and one of its own for each', () => {
    const file = 'birthday = "2024-05-01"\n[ledgers.btc]\n[ledgers.ltc]\nbirthday = 17'
    const births = (sources: Sources) => load(sources).ledgers.map((ledger) => ledger.birthday)
    const since = unixSeconds(1714521600)
    expect(births({ file })).to.deep.equal([{ since }, blockHeight(17)])
    const environment = { BOURSE_LEDGERS_BTC_BIRTHDAY: '8' }
    expect(births({ file, environment })).to.deep.equal([blockHeight(8), blockHeight(17)])
    expect(births({ file: '[ledgers.btc]' })).to.deep.equal([null])
    for (const wrong of ['"2024-02-30"', '"yesterday"', '-1', '1.5', '"1960-01-01"']) {
      expect(() => load({ file: `[ledgers.btc]\nbirthday = ${wrong}` }), wrong)
        .to.throw(ConfigError)
        .that.includes({ code: 'CONFIG_VALUE_INVALID' })
    }
  })

  const refusals: readonly [words: string, sources: Sources, code: string, message: RegExp][] = [
    ['what is not TOML', { file: 'network = ' }, 'CONFIG_MALFORMED', /is not TOML at line 1/],
    [
      'an unknown key',
      { file: 'netwrk = "main"' },
      'CONFIG_KEY_UNKNOWN',
      /unknown key netwrk; did you mean network\?/
    ],
    [
      'an unknown key of a table',
      { file: '[api]\nprot = 1' },
      'CONFIG_KEY_UNKNOWN',
      /unknown key api\.prot; did you mean api\.port\?/
    ],
    [
      'an unknown key of a ledger',
      { file: '[ledgers.btc]\nrpc_ulr = "http://127.0.0.1:1"' },
      'CONFIG_KEY_UNKNOWN',
      /unknown key ledgers\.btc\.rpc_ulr; did you mean ledgers\.btc\.rpc_url\?/
    ],
    ['a key like no other', { file: 'zzzzzzzzzzzz = 1' }, 'CONFIG_KEY_UNKNOWN', /unknown key zzzzzzzzzzzz$/],
    [
      'an unknown variable',
      { environment: { BOURSE_API_PROT: '1' } },
      'CONFIG_KEY_UNKNOWN',
      /unknown variable BOURSE_API_PROT; did you mean BOURSE_API_PORT\?/
    ],
    [
      'an unknown variable of a ledger',
      { environment: { BOURSE_LEDGERS_BTC_RPC_ULR: '1' } },
      'CONFIG_KEY_UNKNOWN',
      /did you mean BOURSE_LEDGERS_BTC_RPC_URL\?/
    ],
    ['a wrong type', { file: '[api]\nport = "1"' }, 'CONFIG_VALUE_INVALID', /api\.port: expected a number/],
    [
      'a port too large',
      { file: '[api]\nport = 65536' },
      'CONFIG_VALUE_INVALID',
      /api\.port: expected 0 to 65535/
    ],
    [
      'a variable that is no number',
      { environment: { BOURSE_API_PORT: '0x10' } },
      'CONFIG_VALUE_INVALID',
      /BOURSE_API_PORT: expected a whole number/
    ],
    [
      'a variable that is no switch',
      { environment: { BOURSE_P2P_MDNS: 'on' } },
      'CONFIG_VALUE_INVALID',
      /BOURSE_P2P_MDNS: expected true or false/
    ],
    [
      'an address that is none',
      { file: '[p2p]\nlisten = ["0.0.0.0:7770"]' },
      'CONFIG_VALUE_INVALID',
      /p2p\.listen\.0: expected a multiaddr/
    ],
    ['a network name with spaces', { flags: { network: 'a b' } }, 'CONFIG_VALUE_INVALID', /^flags: network/],
    [
      'a password in the URL',
      { file: '[ledgers.btc]\nrpc_url = "http://a:hunter2@127.0.0.1"' },
      'CONFIG_VALUE_INVALID',
      /ledgers\.btc\.rpc_url: expected http/
    ],
    [
      'a chain we do not know',
      { file: '[ledgers.doge]\nchain = "dogecoin"' },
      'CONFIG_VALUE_INVALID',
      /ledgers\.doge\.chain: expected one of bitcoin,/
    ],
    [
      'a ledger without chain',
      { file: '[ledgers.xyz]' },
      'CONFIG_CONTRADICTION',
      /ledgers\.xyz: chain is missing/
    ],
    [
      'real coins in a local network',
      { file: '[ledgers.btc]\nchain = "bitcoin"' },
      'CONFIG_CONTRADICTION',
      /bitcoin does not belong into this network/
    ],
    [
      'a network of unknown kind',
      { flags: { network: 'our-net' } },
      'CONFIG_CONTRADICTION',
      /profile = "main"/
    ],
    [
      'a cookie and a password',
      { file: '[ledgers.btc]\nrpc_cookie_file = "c"\nrpc_user = "u"\nrpc_password = "hunter2"' },
      'CONFIG_CONTRADICTION',
      /not parts of both/
    ],
    [
      'a user without password',
      { file: '[ledgers.btc]\nrpc_user = "u"' },
      'CONFIG_CONTRADICTION',
      /rpc_user and a password/
    ],
    [
      'two passwords',
      { file: '[ledgers.btc]\nrpc_user = "u"\nrpc_password = "hunter2"\nrpc_password_file = "f"' },
      'CONFIG_CONTRADICTION',
      /rpc_password or rpc_password_file, not both/
    ],
    [
      'a password file that is absent',
      { file: '[ledgers.btc]\nrpc_user = "u"\nrpc_password_file = "absent"' },
      'CONFIG_SECRET_UNREADABLE',
      /absent cannot be read/
    ],
    [
      'locks that leave the maker open',
      { file: '[trade]\nmaker_lock_seconds = 700\ntaker_lock_seconds = 600' },
      'CONFIG_CONTRADICTION',
      /the locks do not protect both sides/
    ],
    [
      'a margin longer than the lock',
      { file: '[trade]\ntaker_lock_seconds = 60\nclaim_margin_seconds = 60' },
      'CONFIG_CONTRADICTION',
      /the locks do not protect both sides/
    ]
  ]
  for (const [words, sources, code, message] of refusals) {
    it(`refuses ${words}: ${code}`, () => {
      const error = refusal(sources)
      expect(error).to.include({ code, fault: 'user' })
      expect(error.message).to.match(message)
      expect(error.message).not.to.match(/hunter2|\n/)
    })
  }

  it('does not quote a broken line: a password may stand there', () => {
    const error = refusal({ file: '[ledgers.btc]\nrpc_password = "hunter2' })
    expect(error).to.include({ code: 'CONFIG_MALFORMED' })
    expect(error.message).not.to.include('hunter2')
    expect(inspect(error)).not.to.include('hunter2')
  })

  it('refuses a file that cannot be read', () => {
    const path = join(folder, 'as-folder')
    writeFileSync(path, '')
    expect(() => loadConfig({ dataFolder: path, environment: {}, flags: {} }))
      .to.throw(ConfigError)
      .with.property('code', 'CONFIG_UNREADABLE')
  })

  it('finds the data folder', () => {
    expect(defaultDataFolder({})).to.equal(join(homedir(), '.bourse'))
    expect(defaultDataFolder({ XDG_DATA_HOME: '/data' })).to.equal('/data/bourse')
    expect(defaultDataFolder({ XDG_DATA_HOME: '/data', BOURSE_DATA: '/own' })).to.equal('/own')
  })
})
