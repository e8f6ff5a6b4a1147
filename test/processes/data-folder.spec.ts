import { existsSync } from 'node:fs'
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { RunningCommand, type Finished } from '../support/cli-fixture.ts'

const PASSPHRASE = 'one that is long'
/** Ledgers whose daemons are not there: a node runs without them. */
const NO_DAEMONS = {
  BOURSE_LEDGERS_BTC_RPC_URL: 'http://127.0.0.1:1',
  BOURSE_LEDGERS_LTC_RPC_URL: 'http://127.0.0.1:1'
}

describe('a node process and its data folder', function () {
  this.timeout(60_000)
  let folder: string
  let data: string
  const running: RunningCommand[] = []
  const run = (args: readonly string[], environment: Record<string, string> = {}): RunningCommand => {
    const command = new RunningCommand([...args, '--data', data], {
      program: 'bourse',
      environment: { BOURSE_PASSPHRASE: PASSPHRASE, BOURSE_LOG_LEVEL: 'error', ...NO_DAEMONS, ...environment }
    })
    running.push(command)
    return command
  }
  const start = (...args: string[]): RunningCommand =>
    run(['start', '--api-port', '0', '--listen', '/ip4/127.0.0.1/tcp/0', '--no-mdns', ...args])
  /** Standard output stays empty, and the error is one line with this code; a hint may follow. */
  const expectRefused = ({ code, stdout, stderr }: Finished, name: string, words: RegExp): void => {
    expect(stderr).to.match(words)
    expect(stderr).to.match(new RegExp(`^error: [^\\n]+ \\(${name}\\)\\n(?:hint: [^\\n]+\\n)?$`))
    expect(stdout).to.equal('')
    expect(code).to.equal(1)
  }
  const listening = async (): Promise<{ server: Server; port: number }> => {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return { server, port: (server.address() as AddressInfo).port }
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bourse-data-folder-'))
    data = join(folder, 'node')
    expect((await run(['init', '--network', 'local']).finished()).code).to.equal(0)
  })
  afterEach(async () => {
    for (const { child } of running)
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    for (const command of running.splice(0)) await command.finished()
    await rm(folder, { recursive: true, force: true })
  })

  it('refuses a second process, and goes on with the first', async () => {
    const first = start()
    await first.prints('is ready')
    expectRefused(await start().finished(), 'DATA_FOLDER_IN_USE', /Stop that node first/)
    expect((await run(['status']).finished()).code).to.equal(0)
  })

  it('refuses a wrong passphrase, a missing vault and a damaged one', async () => {
    const wrong = run(['start', '--api-port', '0'], { BOURSE_PASSPHRASE: 'another one' })
    expectRefused(await wrong.finished(), 'WRONG_PASSPHRASE', /passphrase/)
    await writeFile(join(data, 'vault.json'), '{"version":')
    expectRefused(await start().finished(), 'VAULT_DAMAGED', /vault/)
    await rm(join(data, 'vault.json'))
    expectRefused(await start().finished(), 'VAULT_MISSING', /bourse init/)
  })

  it('names the key that was meant by an unknown one', async () => {
    await appendFile(join(data, 'bourse.toml'), '\n[ledgers.btc]\nrpc_ulr = "http://127.0.0.1:1"\n')
    expectRefused(
      await start().finished(),
      'CONFIG_KEY_UNKNOWN',
      /rpc_ulr; did you mean ledgers\.btc\.rpc_url\?/
    )
  })

  it('refuses another network than the folder was made for', async () => {
    const first = start()
    await first.prints('is ready')
    first.child.kill('SIGTERM')
    expect((await first.finished()).code).to.equal(0)
    const other = run(['start', '--api-port', '0', '--network', 'other'], { BOURSE_PROFILE: 'local' })
    expectRefused(await other.finished(), 'DATA_FOLDER_OTHER_NETWORK', /belongs to network local, not other/)
  })

  it('refuses taken addresses: of the API and of the network', async () => {
    const { server, port } = await listening()
    try {
      expectRefused(
        await start('--api-port', String(port)).finished(),
        'API_PORT_TAKEN',
        new RegExp(String(port))
      )
      const address = `/ip4/127.0.0.1/tcp/${port}`
      expectRefused(await start('--listen', address).finished(), 'LISTEN_ADDRESS_IN_USE', new RegExp(address))
    } finally {
      server.close()
    }
    const again = start()
    await again.prints('is ready')
  })

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`stops cleanly at ${signal}, takes its API files away, and starts again as itself`, async () => {
      const first = start('--json')
      await first.prints('ready')
      const { peerId } = JSON.parse(first.stdout) as { peerId: string }
      expect(existsSync(join(data, 'api.json'))).to.equal(true)
      first.child.kill(signal)
      const { code, stderr } = await first.finished()
      expect(stderr).to.equal('')
      expect(code).to.equal(0)
      expect(existsSync(join(data, 'api.json'))).to.equal(false)
      expect((await run(['status']).finished()).code).to.equal(3)
      const second = start('--json')
      await second.prints('ready')
      expect(JSON.parse(second.stdout)).to.include({ peerId })
    })
  }

  it('keeps its addresses and peer id through SIGKILL', async () => {
    const first = start('--json')
    await first.prints('ready')
    const { peerId } = JSON.parse(first.stdout) as { peerId: string }
    const address = (await run(['wallet', 'address', 'btc']).finished()).stdout
    first.child.kill('SIGKILL')
    await first.finished()
    const away = await run(['status']).finished()
    expect(away.code).to.equal(3)
    expect(away.stderr).to.match(/^error: [^\n]+ \(NODE_NOT_RUNNING\)\nhint: [^\n]+\n$/)
    const second = start('--json')
    await second.prints('ready')
    expect(JSON.parse(second.stdout)).to.include({ peerId })
    expect((await run(['wallet', 'address', 'btc']).finished()).stdout).to.not.equal(address)
    expect(await readFile(join(data, 'api.json'), 'utf8')).to.include('127.0.0.1')
  })
})
