import { readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { findLitecoind, LITECOIND_ABSENT } from '../../src/testnet/regtest-daemon.ts'
import { RunningCommand, type Finished } from '../support/cli-fixture.ts'

const TXID = /^[0-9a-f]{64}$/

interface Report {
  readonly trade: string
  readonly state: string
  readonly seconds: number
  readonly legs: readonly { readonly ledger: string; readonly escrow: string; readonly claimTxid: string }[]
}

/** Processes whose environment holds this text: what a command has started, and what that has. */
async function processesOf(mark: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const pid of (await readdir('/proc')).filter((name) => /^[0-9]+$/.test(name))) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
    if (environment.includes(mark)) found.push(pid)
  }
  return found
}

describe('scripts/testnet as a process', function () {
  this.timeout(60_000)
  /** The command's TMPDIR: shows what it leaves, and marks its processes. */
  let folder: string
  let running: RunningCommand | null = null
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bourse-testnet-command-'))
  })
  afterEach(async () => {
    if (running?.child.exitCode === null && running.child.signalCode === null) {
      running.child.kill('SIGTERM')
      await running.finished()
    }
    running = null
    await rm(folder, { recursive: true, force: true })
  })

  const run = (...args: string[]): RunningCommand => {
    const { LITECOIND } = process.env
    const environment = { TMPDIR: folder, ...(LITECOIND !== undefined && { LITECOIND }) }
    running = new RunningCommand(args, { program: 'testnet', environment })
    return running
  }
  const expectNothingLeft = async (): Promise<void> => {
    expect(await readdir(folder), 'folders').to.deep.equal([])
    if (process.platform === 'linux') expect(await processesOf(folder), 'processes').to.deep.equal([])
  }
  const expectClosed = async ({ code, stdout, stderr }: Finished, ledgers: string[]): Promise<void> => {
    expect(code, stderr).to.equal(0)
    expect(stdout.split('\n')).to.have.length(2)
    const report = JSON.parse(stdout) as Report
    expect(report).to.include({ state: 'closed' })
    expect(report.trade).to.match(TXID)
    expect(report.seconds).to.be.greaterThan(0)
    expect(report.legs.map((leg) => leg.ledger)).to.deep.equal(ledgers)
    for (const leg of report.legs) {
      expect(leg.claimTxid).to.match(TXID)
      expect(leg.escrow).to.match(/^(?:bcrt|rltc)1p/)
    }
    expect(stderr).to.include('NOT MONEY')
    expect(stderr).to.not.match(/error|undefined|null/i)
    await expectNothingLeft()
  }

  it('trades on embedded chains, reports in JSON, and leaves nothing', async () => {
    await expectClosed(await run('--once', '--json', '--nodes', '3').finished(), ['btc', 'ltc'])
  })

  it('trades on two regtest networks of litecoind', async function () {
    if (findLitecoind() === null) {
      if (this.test) this.test.title += ` (skipped: ${LITECOIND_ABSENT})`
      this.skip()
    }
    const finished = await run('--once', '--json', '--nodes', '2', '--chain', 'litecoind').finished()
    await expectClosed(finished, ['ltca', 'ltcb'])
  })

  it('shows what it can do', async () => {
    const { code, stdout, stderr } = await run('--help').finished()
    expect(code).to.equal(0)
    expect(stderr).to.equal('')
    for (const word of ['--once', '--nodes', '--chain', '--json', 'Examples:', 'Ctrl-C']) {
      expect(stdout).to.include(word)
    }
  })

  for (const args of [['--nodes', '1'], ['--nodes', 'many'], ['--chain', 'gold'], ['--bogus'], ['extra']]) {
    it(`refuses ${args.join(' ')} with one line`, async () => {
      const { code, stdout, stderr } = await run(...args).finished()
      expect(code).to.equal(2)
      expect(stdout).to.equal('')
      expect(stderr).to.match(/^error: [^\n]+\n$/)
      await expectNothingLeft()
    })
  }

  for (const [moment, words] of [
    ['while the chains start', 'starting two embedded'],
    ['while the nodes start', 'starting 3 nodes'],
    ['during the trade', 'Locked the own coins']
  ] as const) {
    it(`leaves nothing after Ctrl-C ${moment}`, async () => {
      const command = run('--nodes', '3', '--json')
      await command.prints(words, 'stderr')
      command.child.kill('SIGINT')
      const { code, stdout, stderr } = await command.finished()
      expect(code, stderr).to.equal(130)
      expect(stdout).to.equal('')
      expect(stderr).to.match(/\nerror: stopped before the trade had ended \(INTERRUPTED\)\n$/)
      await expectNothingLeft()
    })
  }

  it('ends where nobody reads what it says', async () => {
    const command = run('--nodes', '2')
    await command.prints('starting 2 nodes')
    command.child.stdout?.destroy()
    const { code } = await command.finished()
    expect(code).to.equal(130)
    await expectNothingLeft()
  })

  it('stays up after the trade, says how to reach the nodes, and ends well at Ctrl-C', async () => {
    const command = run('--nodes', '2')
    await command.prints('until Ctrl-C')
    expect(command.stdout).to.match(/alice {2}page http:\/\/127\.0\.0\.1:\d+\//)
    expect(command.stdout).to.match(/bob {4}command line: \.\/scripts\/bourse --data \S+\/bob status/)
    command.child.kill('SIGINT')
    const { code, stderr } = await command.finished()
    expect(stderr).to.equal('')
    expect(code).to.equal(0)
    await expectNothingLeft()
  })
})
