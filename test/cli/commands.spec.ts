import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { sats, seconds } from '../../src/base/units.ts'
import { startApi, type ApiFixture } from '../support/api-fixture.ts'
import { RunningCommand, runCommand, type Finished } from '../support/cli-fixture.ts'
import { OTHER_PEER, OWN_PEER } from '../support/fake-node.ts'
import { WAITING_TXID } from '../support/fake-wallet.ts'

const ORDER = {
  sellLedger: 'ltc',
  sellAmount: sats(2_000_000_000n),
  buyLedger: 'btc',
  buyAmount: sats(50_000_000n),
  lifeSeconds: seconds(3600),
  confirmations: null
}

describe('command line over the API', () => {
  let api: ApiFixture
  beforeEach(async () => {
    api = await startApi()
  })
  afterEach(() => api.close())

  const bourse = (...args: string[]): Promise<Finished> => runCommand(['--data', api.dataFolder, ...args])
  const json = async (...args: string[]): Promise<Record<string, unknown>> => {
    const { code, stdout, stderr } = await bourse(...args, '--json')
    expect(stderr).to.equal('')
    expect(code).to.equal(0)
    expect(stdout.trim().split('\n')).to.have.length(1)
    return JSON.parse(stdout) as Record<string, unknown>
  }

  it('shows the status', async () => {
    const { code, stdout } = await bourse('status')
    expect(code).to.equal(0)
    expect(stdout.split('\n').slice(-6)).to.deep.equal([
      'LEDGER  CHAIN             STATE        HEIGHT  MEDIAN TIME',
      'btc     bitcoin-regtest   ready           217  2030-03-17 17:41:40Z',
      'ltc     litecoin-regtest  unreachable     217  2030-03-17 17:41:40Z',
      '',
      'ltc  nothing answers at http://127.0.0.1:19443; start litecoind or correct ledgers.ltc.rpc_url',
      ''
    ])
    expect(await json('status')).to.include({ network: 'local', peerId: OWN_PEER, uptime: 3600 })
  })

  it('lists, connects and disconnects peers', async () => {
    expect((await bourse('peers')).stdout).to.include(OTHER_PEER)
    const address = `/ip4/127.0.0.1/tcp/1/p2p/${OWN_PEER}`
    expect((await bourse('peers', 'connect', address)).stdout).to.equal(`Connected to ${OWN_PEER}.\n`)
    await bourse('peers', 'disconnect', OWN_PEER)
    expect((await json('peers', 'disconnect', OTHER_PEER))['disconnected']).to.equal(true)
    expect((await bourse('peers', 'list')).stdout).to.match(/^No peers\./)
  })

  it('does not let a peer steer the terminal', async () => {
    const [peer] = await api.node.peers()
    api.node.peers = async () => [{ ...peer!, agent: 'evil\u001b[2J\nline' }]
    const { stdout } = await bourse('peers')
    expect(stdout).to.include('evil?[2J?line')
    expect(stdout).not.to.include('\u001b')
  })

  it('shows coins in aligned columns', async () => {
    expect((await bourse('wallet', 'balance')).stdout).to.equal(
      'LEDGER    AVAILABLE     PENDING    RESERVED  COIN\n' +
        'btc      1.50000000  0.25000001  0.00000000  rBTC\n' +
        'ltc     20.00000000  0.00000000  0.00000000  rLTC\n'
    )
    expect((await json('wallet', 'balance', 'btc'))['balances']).to.deep.equal([
      { ledger: 'btc', symbol: 'rBTC', available: '150000000', pending: '25000001', reserved: '0' }
    ])
  })

  it('makes an address', async () => {
    expect((await bourse('wallet', 'address', 'btc')).stdout).to.equal('bcrt1paddress1\n')
    expect((await bourse('wallet', 'address', 'btc', '--type', 'p2wpkh')).stdout).to.equal('bcrt1qaddress2\n')
  })

  it('pays exact amounts, and everything', async () => {
    const paid = await bourse(
      'wallet',
      'send',
      'bcrt1qsomebody',
      '0.015btc',
      '--fee-rate',
      '2.5',
      '--reference',
      'rent'
    )
    expect(paid.stdout).to.equal(`Paid 0.015btc for a fee of 0.00001btc: ${'aa'.repeat(32)}\n`)
    await bourse('wallet', 'send', 'bcrt1qsomebody', '1500sat@btc')
    await bourse('wallet', 'send', 'bcrt1qsomebody', 'all@btc')
    expect(api.node.sent.map((request) => request.amount)).to.deep.equal([1_500_000n, 1500n, 'all'])
    expect(api.node.sent[0]).to.include({ feeRate: 2.5, reference: 'rent' })
    expect(api.node.sent[1]?.reference).to.match(/^[0-9a-f-]{36}$/)
  })

  it('raises the fee of a transaction that waits', async () => {
    expect((await bourse('wallet', 'bump', WAITING_TXID, '--fee-rate', '12.5')).stdout).to.equal(
      `Pays 0.00001btc for a fee of 0.0000025btc instead: ${'ba'.repeat(32)}\n`
    )
    expect(await json('wallet', 'speed-up', WAITING_TXID, '--fee-rate', '20')).to.include({
      fee: '250',
      reference: `speed-up-${WAITING_TXID}`
    })
    const unknown = await bourse('wallet', 'bump', '99'.repeat(32), '--fee-rate', '1')
    expect(unknown).to.include({ code: 1 })
    expect(unknown.stderr).to.include('TRANSACTION_UNKNOWN')
    expect(await bourse('wallet', 'bump', WAITING_TXID, '--fee-rate', 'much')).to.include({ code: 2 })
  })

  it('lists, locks and unlocks coins', async () => {
    const coin = `${WAITING_TXID}:1`
    expect((await bourse('wallet', 'coins', 'btc')).stdout).to.include(
      `0.25000001  confirmed      6  ${coin}`
    )
    expect((await bourse('wallet', 'lock', 'btc', coin)).stdout).to.equal(
      `0.25000001 btc stay where they are: ${coin}\n`
    )
    expect((await bourse('wallet', 'coins', 'btc')).stdout).to.include('locked by hand')
    expect(await json('wallet', 'unlock', 'btc', coin)).to.include({ lockedByHand: false })
    expect((await bourse('wallet', 'lock', 'btc', `${WAITING_TXID}:7`)).stderr).to.include('COIN_UNKNOWN')
    expect(await bourse('wallet', 'lock', 'btc', 'abc')).to.include({ code: 2 })
  })

  it('labels, exports and imports labels of BIP 329', async () => {
    const labelled = await bourse('wallet', 'label', 'btc', WAITING_TXID, 'rent, paid by Ann')
    expect(labelled.stdout).to.equal(`${WAITING_TXID}: rent, paid by Ann\n`)
    expect(await json('wallet', 'label', 'btc', 'bcrt1qsomebody', 'Ann')).to.include({ type: 'addr' })
    const { stdout } = await bourse('wallet', 'export-labels', 'btc')
    expect(stdout).to.equal(
      `{"type":"tx","ref":"${WAITING_TXID}","label":"rent, paid by Ann"}\n` +
        '{"type":"addr","ref":"bcrt1qsomebody","label":"Ann"}\n'
    )
    const file = join(api.dataFolder, 'labels.jsonl')
    const foreign = '{"type":"xpub","ref":"xpub6...","label":"savings","origin":"wpkh([d34db33f])"}\n\n'
    await writeFile(file, stdout.repeat(50) + foreign)
    expect(await json('wallet', 'import-labels', 'btc', file)).to.deep.equal({ imported: 100, passedOver: 1 })
    expect(api.node.wallet.stored).to.have.length(102)
    for (const line of ['no label', '[]', `{"type":"tx","ref":"aa","label":"${'x'.repeat(256)}"}`]) {
      await writeFile(file, `${stdout}${line}\n`)
      const refused = await bourse('wallet', 'import-labels', 'btc', file)
      expect(refused.stderr, line).to.include('LABELS_MALFORMED')
      expect(refused.stderr).to.include('line 3')
    }
    expect(api.node.wallet.stored).to.have.length(102)
  })

  it('writes a backup once, and restores it into an empty folder', async () => {
    const file = join(api.dataFolder, 'bourse.backup')
    expect((await bourse('wallet', 'backup', file)).stdout).to.include(`The backup is in ${file}.`)
    expect((await stat(file)).mode & 0o777).to.equal(0o600)
    const again = await bourse('wallet', 'backup', file)
    expect(again.stderr).to.include('FILE_UNWRITABLE')
    expect(again.code).to.equal(1)
    const target = join(api.dataFolder, 'restored')
    await mkdir(target)
    const restore = (path: string) =>
      runCommand(['wallet', 'restore', path, '--data', target], {
        environment: { BOURSE_PASSPHRASE: 'secret' }
      })
    expect((await restore('/absent')).stderr).to.include('FILE_UNREADABLE')
    const restored = await restore(file)
    expect(restored.stderr).to.equal('')
    expect(restored.stdout).to.include(`The node of network our-net is restored in ${target}.`)
    expect(await readFile(join(target, 'bourse.toml'), 'utf8')).to.include('network = "our-net"')
  })

  it('lists transactions', async () => {
    const { stdout } = await bourse('wallet', 'transactions', 'btc')
    expect(stdout).to.include('2030-03-17 17:36:40Z  out  0.01000000  0.00000141      6  cdcd')
    expect((await bourse('wallet', 'transactions', 'ltc')).stdout).to.match(/^No transactions\./)
  })

  it('places, lists, shows and cancels an order', async () => {
    expect((await bourse('order', 'list')).stdout).to.match(/^No orders\./)
    const placed = await json('order', 'place', '--sell', '0.5btc', '--buy', '20ltc', '--life', '12h')
    expect(placed).to.deep.include({
      sell: { ledger: 'btc', amount: '50000000', confirmations: 3 },
      buy: { ledger: 'ltc', amount: '2000000000', confirmations: 3 },
      expiresAt: Number(placed['createdAt']) + 12 * 3600
    })
    const id = String(placed['id'])
    expect((await bourse('order')).stdout).to.equal(
      'ORDER         STATE       SELLS               FOR       UNTIL                 OWN\n' +
        `${id.slice(0, 12)}  live   0.50000000  btc  20.00000000  ltc  2030-03-18 05:46:40Z  own\n`
    )
    expect((await bourse('order', 'show', id.slice(0, 8))).stdout).to.include(
      'Sells       0.5btc (3 confirmations)'
    )
    expect((await bourse('order', 'cancel', id.slice(0, 8))).stdout).to.equal(
      `Order ${id.slice(0, 12)} is cancelled.\n`
    )
  })

  it('takes an order and follows the trade until it closes', async () => {
    const { id } = api.node.addOrder(ORDER, false)
    const running = new RunningCommand(['order', 'take', id, '--wait', '--data', api.dataFolder])
    await running.prints('The trade was proposed')
    const { tradeId } = await api.node.order(id)
    while (api.node.advanceTrade(tradeId ?? '')) {
      const { timeline } = await api.node.trade(tradeId ?? '')
      await running.prints(timeline.at(-1)!.words)
    }
    const { code, stdout } = await running.finished()
    expect(code).to.equal(0)
    expect(stdout.split('\n')).to.include('2030-03-17 17:50:40Z  closed       Both sides have their coins.')
  })

  it('exits 1 where a watched trade ends in another way', async () => {
    const { tradeId } = await api.node.takeOrder(api.node.addOrder(ORDER, false).id)
    const running = new RunningCommand([
      'trade',
      'watch',
      tradeId.slice(0, 8),
      '--json',
      '--data',
      api.dataFolder
    ])
    await running.prints('proposed')
    await api.node.cancelTrade(tradeId)
    const { code, stdout, stderr } = await running.finished()
    expect(code).to.equal(1)
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines.map((line) => line['state'])).to.deep.equal(['proposed', 'abandoned', 'abandoned'])
    expect(JSON.parse(stderr)).to.deep.equal({
      error: { code: 'TRADE_NOT_CLOSED', message: 'the trade ended without a swap: abandoned' }
    })
  })

  it('lists, shows and cancels trades', async () => {
    expect((await bourse('trade')).stdout).to.match(/^No trades\./)
    const { tradeId } = await api.node.takeOrder(api.node.addOrder(ORDER, false).id)
    expect((await bourse('trade', 'list', '--open')).stdout.split('\n')[1]).to.match(
      /^\w{12} {2}taker {2}negotiating {2}0\.50000000 {2}btc {2}20\.00000000 {2}ltc {2}2030-03-17 17:46:40Z$/
    )
    const { stdout } = await bourse('trade', 'show', tradeId)
    for (const words of [
      'Where the coins are  All coins are still',
      'What comes next      The maker',
      'At worst             Nothing'
    ]) {
      expect(stdout).to.include(words)
    }
    expect((await json('trade', 'cancel', tradeId))['phase']).to.equal('abandoned')
    expect((await json('trade', 'list', '--open'))['trades']).to.deep.equal([])
  })

  it('prints events until interrupted', async () => {
    const running = new RunningCommand(['events', '--json', '--data', api.dataFolder])
    const repeat = setInterval(() => api.node.emit({ kind: 'wallet', ledger: 'btc' }), 20)
    try {
      await running.prints('\n')
    } finally {
      clearInterval(repeat)
    }
    running.child.kill('SIGINT')
    const { code, stdout } = await running.finished()
    expect(code).to.equal(0)
    expect(JSON.parse(stdout.split('\n')[0]!)).to.include({ kind: 'wallet', ledger: 'btc' })
  })

  it('ends quietly where the reader closes the pipe', async () => {
    const running = new RunningCommand(['events', '--data', api.dataFolder])
    running.child.stdout?.destroy()
    const repeat = setInterval(() => api.node.emit({ kind: 'wallet', ledger: 'btc' }), 20)
    try {
      const { code, stderr } = await running.finished()
      expect(stderr).to.equal('')
      expect(code).to.equal(0)
    } finally {
      clearInterval(repeat)
    }
  })

  it('follows a trade across a restart of the API', async () => {
    const { tradeId } = await api.node.takeOrder(api.node.addOrder(ORDER, false).id)
    const running = new RunningCommand(['trade', 'watch', tradeId, '--data', api.dataFolder])
    await running.prints('The trade was proposed')
    await api.restart()
    api.node.advanceTrade(tradeId)
    await running.prints('The maker is paying')
    running.child.kill('SIGTERM')
    expect((await running.finished()).code).to.equal(0)
  })

  it('prints a login link that works', async () => {
    const { stdout } = await bourse('page')
    expect((await fetch(stdout.trim())).status).to.equal(200)
  })

  it('stops the node', async () => {
    expect((await bourse('stop')).stdout).to.equal('The node is stopping.\n')
    expect(api.node.stopped).to.equal(true)
  })

  const refusals: readonly [args: string[], code: number, error: string][] = [
    [['wallet', 'balance', 'doge'], 1, 'error: this network has no ledger doge (LEDGER_UNKNOWN)'],
    [
      ['wallet', 'send', 'bcrt1qsomebody', '2btc'],
      1,
      'error: the wallet has too little on btc (INSUFFICIENT_FUNDS)'
    ],
    [['wallet', 'send', 'ltc1qsomebodyelse', '1ltc'], 1, 'error: ltc is unreachable (LEDGER_UNAVAILABLE)'],
    [
      ['wallet', 'send', 'bcrt1qsomebody', '0.123456789btc'],
      2,
      'error: 0.123456789btc has more than 8 decimals (AMOUNT_INVALID)'
    ],
    [['wallet', 'send', 'bcrt1qsomebody', '1'], 2, 'error: "1" is not an amount (AMOUNT_INVALID)'],
    [
      ['order', 'place', '--sell', '1btc', '--buy', '1ltc', '--life', '1w'],
      2,
      'error: "1w" is not a duration (DURATION_INVALID)'
    ],
    [['order', 'show', 'xyz'], 2, 'error: "xyz" is not an id: 4 to 64 hexadecimal digits (ID_INVALID)'],
    [['order', 'show', 'abcdef'], 1, 'error: this node knows no such order (ORDER_UNKNOWN)'],
    [['trade', 'show', 'ff'.repeat(32)], 1, 'error: this node knows no such trade (TRADE_UNKNOWN)']
  ]
  for (const [args, expected, error] of refusals) {
    it(`answers "${args.join(' ').slice(0, 40)}" with exit code ${expected}`, async () => {
      const { code, stdout, stderr } = await bourse(...args)
      const [first, second, ...others] = stderr.split('\n')
      expect(first).to.equal(error)
      expect(second).to.match(/^hint: |^$/)
      expect(others.join('')).to.equal('')
      expect(stdout).to.equal('')
      expect(code).to.equal(expected)
    })
  }

  it('shows a stack with --verbose alone', async () => {
    expect((await bourse('order', 'show', 'abcdef', '--verbose')).stderr).to.match(/\n\s+at /)
  })

  it('names a wrong cookie', async () => {
    await writeFile(join(api.dataFolder, 'api.cookie'), `${'0'.repeat(64)}\n`)
    const { code, stderr } = await bourse('status')
    expect(code).to.equal(1)
    expect(stderr).to.match(/\(UNAUTHORISED\)\nhint: the cookie belongs to another run/)
  })

  it('exits 3 where no node runs, or one has just died', async () => {
    const empty = await runCommand(['status', '--json', '--data', join(api.dataFolder, 'nothing')])
    expect(empty.code).to.equal(3)
    expect(JSON.parse(empty.stderr)).to.deep.include.keys('error')
    await writeFile(join(api.dataFolder, 'api.json'), '{"url":"http://127.0.0.1:1","pid":1}')
    const dead = await bourse('status')
    expect(dead.code).to.equal(3)
    expect(dead.stderr).to.match(
      /^error: no node answers at http:\/\/127\.0\.0\.1:1 \(NODE_NOT_RUNNING\)\nhint: /
    )
  })
})
