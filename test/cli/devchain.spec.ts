import { Readable } from 'node:stream'
import { expect } from 'chai'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCli } from '../../src/cli/run-cli.ts'
import { RUNNERS } from '../../src/cli/wiring.ts'
import { initialiseBitcoinjs } from '../../src/crypto/curve/ecc-library.ts'

const ADDRESS = 'bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080'

describe('bourse devchain', function () {
  this.timeout(60_000)
  let folder: string
  before(() => initialiseBitcoinjs())
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bourse-devchain-cli-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  interface Streams {
    readonly args: readonly string[]
    readonly signal?: AbortSignal
    readonly onOutput?: () => void
  }

  const bourse = async ({ args, signal, onOutput }: Streams) => {
    let [stdout, stderr] = ['', '']
    const code = await runCli(
      {
        args: [...args, '--data', folder],
        environment: {},
        stdout: {
          write: (text) => {
            stdout += text
            onOutput?.()
          }
        },
        stderr: { write: (text) => (stderr += text) },
        terminal: {
          interactive: false,
          ask: async () => '',
          readAll: async () => '',
          chunks: () => Readable.from([])
        },
        signal: signal ?? new AbortController().signal,
        version: '0.1.0'
      },
      RUNNERS
    )
    return { code, stdout, stderr }
  }

  /** A chain that runs while `use` does. */
  const withChain = async (use: () => Promise<void>): Promise<void> => {
    const stop = new AbortController()
    let ready: () => void = () => undefined
    const isReady = new Promise<void>((resolve) => (ready = resolve))
    const args = ['devchain', '--chain', 'bitcoin-regtest', '--port', '0']
    const running = bourse({ args, signal: stop.signal, onOutput: ready })
    await Promise.race([isReady, running])
    try {
      await use()
    } finally {
      stop.abort()
      expect((await running).code).to.equal(0)
    }
  }
  const json = async (...args: string[]): Promise<Record<string, unknown>> => {
    const { code, stdout, stderr } = await bourse({ args: [...args, '--json'] })
    expect(stderr).to.equal('')
    expect(code).to.equal(0)
    return JSON.parse(stdout) as Record<string, unknown>
  }

  it('pays from the faucet, mines, and keeps the chain over a restart', async () => {
    await withChain(async () => {
      const paid = await json('devchain', 'fund', ADDRESS, '1.25')
      expect(paid).to.include({ chain: 'bitcoin-regtest', address: ADDRESS, amount: '125000000' })
      expect(paid['txid']).to.match(/^[0-9a-f]{64}$/)
      const mined = await json('devchain', 'mine', '3', '--chain', 'bitcoin-regtest')
      expect(mined['height']).to.equal(114)
      expect(mined['hashes']).to.have.length(3)
      expect((await stat(join(folder, 'bitcoin-regtest.url'))).mode & 0o777).to.equal(0o600)
    })
    await withChain(async () => {
      expect((await json('devchain', 'mine', '1', '--chain', 'bitcoin-regtest'))['height']).to.equal(115)
    })
  })

  it('says what it cannot pay', async () => {
    await withChain(async () => {
      const cases: readonly (readonly [args: readonly string[], code: number, message: RegExp])[] = [
        [['fund', ADDRESS, '90000000'], 1, /^error: Insufficient funds \(DAEMON_REFUSED\)/],
        [['fund', `${ADDRESS}x`, '1'], 1, /^error: Invalid address \(DAEMON_REFUSED\)/],
        [
          ['fund', 'bc1qw508d6', '1'],
          2,
          /^error: "bc1qw508d6" does not begin with .*\(ADDRESS_FOREIGN\)\nhint: /
        ],
        [['fund', ADDRESS, '1btc'], 2, /\(AMOUNT_INVALID\)/],
        [['fund', ADDRESS, '0'], 2, /\(AMOUNT_INVALID\)/],
        [['mine', '10001'], 2, /\(NUMBER_INVALID\)/]
      ]
      for (const [args, code, message] of cases) {
        const refused = await bourse({ args: ['devchain', ...args] })
        expect(refused.code, args.join(' ')).to.equal(code)
        expect(refused.stderr).to.match(message)
      }
    })
  })

  it('does not run twice on one folder', async () => {
    await withChain(async () => {
      const { code, stderr } = await bourse({
        args: ['devchain', '--chain', 'bitcoin-regtest', '--port', '0']
      })
      expect(code).to.equal(1)
      expect(stderr).to.match(/\(DEVCHAIN_RUNNING\)\nhint: /)
    })
  })

  it('says where no chain runs', async () => {
    const { code, stderr } = await bourse({ args: ['devchain', 'mine', '1'] })
    expect(code).to.equal(1)
    expect(stderr).to.match(/^error: litecoin-regtest does not run on .*\(DEVCHAIN_NOT_RUNNING\)\nhint: /)
  })
})
