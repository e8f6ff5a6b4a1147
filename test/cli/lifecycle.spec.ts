import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { COMMANDS } from '../../src/cli/commands.ts'
import { RunningCommand, runCommand } from '../support/cli-fixture.ts'

const PASSPHRASE = { environment: { BOURSE_PASSPHRASE: 'long and secret' } }

describe('command line without a node', () => {
  let folder: string
  let data: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bourse-cli-'))
    data = join(folder, 'node')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const init = () => runCommand(['init', '--data', data], PASSPHRASE)

  it('makes a node and shows its words once', async () => {
    const { code, stdout, stderr } = await init()
    expect(stderr).to.equal('')
    expect(code).to.equal(0)
    expect(stdout).to.include('Write these words down')
    expect(stdout).to.match(/^ {3}1 abandon {6}7 abandon {5}13 abandon {5}19 abandon$/m)
    expect(stdout).to.match(/^ {3}6 abandon {5}12 abandon {5}18 abandon {5}24 art$/m)
    expect((await stat(data)).mode & 0o777).to.equal(0o700)
    expect((await stat(join(data, 'bourse.toml'))).mode & 0o777).to.equal(0o600)
    expect(await readFile(join(data, 'bourse.toml'), 'utf8')).to.include('network = "local"')
    expect(await readFile(join(data, 'vault'), 'utf8')).to.equal('long and secret')
  })

  it('does not make a second node in one folder', async () => {
    await init()
    const { code, stderr } = await init()
    expect(code).to.equal(1)
    expect(stderr).to.match(/\(ALREADY_INITIALISED\)\nhint: /)
  })

  it('reads the passphrase from a file, and answers in JSON', async () => {
    await writeFile(join(folder, 'passphrase'), 'from a file\n')
    const args = [
      'init',
      '--network',
      'our-net',
      '--profile',
      'test',
      '--passphrase-file',
      join(folder, 'passphrase')
    ]
    const { stdout } = await runCommand([...args, '--json', '--data', data])
    const answer = JSON.parse(stdout) as { words: string }
    expect(answer).to.include({ dataFolder: data, network: 'our-net' })
    expect(answer.words.split(' ')).to.have.length(24)
    expect(await readFile(join(data, 'vault'), 'utf8')).to.equal('from a file')
  })

  it('restores a wallet from its words', async () => {
    const input = `${'Zoo  '.repeat(23)}\nvote\n`
    const { code, stdout } = await runCommand(['init', '--restore', '--data', data], { ...PASSPHRASE, input })
    expect(code).to.equal(0)
    expect(stdout).not.to.match(/zoo/i)
    expect(stdout).to.include('since 2009-01-03')
    expect(await readFile(join(data, 'bourse.toml'), 'utf8')).to.include('\nbirthday = "2009-01-03"\n')
  })

  it('searches for the coins of a restored wallet from its birthday on', async () => {
    const options = { ...PASSPHRASE, input: `${'zoo '.repeat(23)}vote` }
    const wrong = await runCommand(['init', '--birthday', '2024-05-01', '--data', data], options)
    expect(wrong.stderr).to.include('(BIRTHDAY_INVALID)')
    const none = await runCommand(['init', '--restore', '--birthday', 'May', '--data', data], options)
    expect(none).to.include({ code: 2 })
    const args = ['init', '--restore', '--birthday', '2024-05-01', '--data', data]
    expect((await runCommand(args, options)).stdout).to.include('since 2024-05-01')
    expect(await readFile(join(data, 'bourse.toml'), 'utf8')).to.include('\nbirthday = "2024-05-01"\n')
  })

  for (const [words, args, options, code] of [
    ['no passphrase', [], {}, 'PASSPHRASE_MISSING'],
    ['a passphrase file that is absent', ['--passphrase-file', '/absent'], {}, 'PASSPHRASE_UNREADABLE'],
    ['a network of unknown kind', ['--network', 'our-net'], PASSPHRASE, 'CONFIG_CONTRADICTION'],
    ['no words to restore', ['--restore'], PASSPHRASE, 'WORDS_MISSING'],
    ['wrong words to restore', ['--restore'], { ...PASSPHRASE, input: 'zoo zoo' }, 'SEED_WORDS_INVALID']
  ] as const) {
    it(`makes nothing of ${words}: ${code}`, async () => {
      const finished = await runCommand(['init', ...args, '--data', data], options)
      expect(finished.stderr).to.include(`(${code})`)
      expect(finished.code).to.equal(1)
      expect(existsSync(join(data, 'bourse.toml'))).to.equal(false)
    })
  }

  const start = (passphrase = 'long and secret'): RunningCommand =>
    new RunningCommand(['start', '--api-port', '0', '--data', data], {
      environment: { BOURSE_PASSPHRASE: passphrase }
    })

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`runs a node until ${signal}`, async () => {
      await init()
      const node = start()
      await node.prints('is ready')
      expect((await runCommand(['status', '--data', data])).code).to.equal(0)
      node.child.kill(signal)
      const { code, stdout, stderr } = await node.finished()
      expect(stderr).to.equal('')
      expect(code).to.equal(0)
      expect(stdout).to.match(/Stopped cleanly\.\n$/)
      expect((await runCommand(['status', '--data', data])).code).to.equal(3)
    })
  }

  it('ends a node by `bourse stop`', async () => {
    await init()
    const node = start()
    await node.prints('is ready')
    expect((await runCommand(['stop', '--data', data])).code).to.equal(0)
    expect((await node.finished()).code).to.equal(0)
  })

  it('is forced to end by a second Ctrl-C', async () => {
    await init()
    const node = start('never stops')
    await node.prints('is ready')
    node.child.kill('SIGINT')
    const repeat = setInterval(() => node.child.kill('SIGINT'), 50)
    const { code } = await node.finished()
    clearInterval(repeat)
    expect(code).to.equal(130)
  })

  it('names a wrong passphrase and a folder without a node', async () => {
    const none = await start().finished()
    expect(none.stderr).to.match(/\(NOT_INITIALISED\)\nhint: /)
    await init()
    const wrong = await start('wrong').finished()
    expect(wrong.stderr).to.equal('error: the passphrase does not open the wallet (PASSPHRASE_WRONG)\n')
    expect(wrong.code).to.equal(1)
  })

  it('names a wrong flag by its key', async () => {
    await init()
    const { stderr, code } = await runCommand(['start', '--api-port', 'x', '--data', data], PASSPHRASE)
    expect(stderr).to.include('error: flags: api.port: expected a number (CONFIG_VALUE_INVALID)')
    expect(code).to.equal(1)
  })

  it('runs a development chain', async () => {
    const chain = new RunningCommand(['devchain', '--port', '0', '--json', '--data', data])
    await chain.prints('ready')
    chain.child.kill('SIGTERM')
    const { code, stdout } = await chain.finished()
    expect(JSON.parse(stdout)).to.include({ chain: 'litecoin-regtest', url: 'http://127.0.0.1:0' })
    expect(code).to.equal(0)
  })

  it('prints its version and help with exit code 0', async () => {
    expect((await runCommand(['--version'])).stdout).to.match(/^\d+\.\d+\.\d+\n$/)
    const help = await runCommand(['--help'])
    expect(help.code).to.equal(0)
    expect(help.stdout).to.include('Exit codes: 0 done;')
  })

  for (const args of [
    ['ordr'],
    ['order', 'place'],
    ['status', 'extra'],
    ['status', '--bogus'],
    ['devchain', '--chain', 'x']
  ]) {
    it(`exits 2 for wrong usage: ${args.join(' ')}`, async () => {
      const { code, stderr, stdout } = await runCommand(args)
      expect(code).to.equal(2)
      expect(stderr).to.match(/^error: /)
      expect(stdout).to.equal('')
    })
  }

  it('gives examples for each command', async () => {
    for (const command of COMMANDS) {
      const { stdout, code } = await runCommand([command.name, '--help'])
      expect(code, command.name).to.equal(0)
      expect(stdout, command.name).to.match(/Examples:\n {2}bourse /)
    }
  })
})
