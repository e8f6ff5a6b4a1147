import { writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import * as v from 'valibot'
import type { LedgerView } from '../../src/api/node-control.ts'
import { takeOrder } from '../../src/api/resources/orders.ts'
import { getStatus } from '../../src/api/resources/status.ts'
import { NodeProcess } from '../../src/testnet/node-process.ts'
import { startTestnet, type Testnet } from '../../src/testnet/testnet.ts'
import { findLitecoind, LITECOIND_ABSENT } from '../../src/testnet/regtest-daemon.ts'
import type { TestnetChain } from '../../src/testnet/testnet-chain.ts'
import { ChainAccounts } from '../support/chain-accounts.ts'
import {
  everyNodeReady,
  eventually,
  fund,
  knows,
  offer,
  prints,
  reaches,
  refusal,
  take
} from '../support/testnet-fixture.ts'

describe('real nodes whose ledgers fail', function () {
  this.timeout(120_000)
  let testnet: Testnet
  let maker: NodeProcess
  let taker: NodeProcess
  let sold: TestnetChain
  let bought: TestnetChain
  let extra: NodeProcess | null = null
  before(async () => {
    testnet = await startTestnet({ nodes: 2, blockMilliseconds: 0 })
    const [first, second] = testnet.nodes
    const [one, two] = testnet.chains
    if (!first || !second || !one || !two) throw new Error('the testnet is not whole')
    ;[maker, taker, sold, bought] = [first, second, one, two]
    await everyNodeReady(testnet.nodes)
    await fund(testnet, maker, 'btc')
    await fund(testnet, taker, 'ltc')
  })
  afterEach(async () => {
    await extra?.stop()
    extra = null
  })
  after(() => testnet?.stop())

  const ledger = async (node: NodeProcess, id: string, state: LedgerView['state']): Promise<LedgerView> =>
    await eventually(`${node.name} says ${id} is ${state}`, async () => {
      const { ledgers } = await node.client.call(getStatus)
      const found = ledgers.find((candidate) => candidate.id === id)
      return found?.state === state && found
    })
  const startExtra = async (environment: Record<string, string>): Promise<NodeProcess> => {
    const { folder, network, chains } = testnet
    const name = `extra-${Object.keys(environment).join('-').toLowerCase()}`
    extra = new NodeProcess({ name, folder, network, chains, bootstrap: maker.addresses, environment })
    await extra.initialise()
    await extra.start()
    return extra
  }

  it('names another chain behind the address, and a wrong cookie', async () => {
    const other = await startExtra({
      BOURSE_LEDGERS_BTC_RPC_URL: bought.url,
      BOURSE_LEDGERS_BTC_RPC_COOKIE_FILE: bought.cookieFile
    })
    const wrong = await ledger(other, 'btc', 'wrong-chain')
    expect(wrong.reason).to.match(/genesis|another chain|not bitcoin-regtest/i)
    expect(wrong.height).to.equal(null)
    expect(await prints(other, 'status')).to.include(wrong.reason)
    await other.stop()
    const cookie = `${testnet.folder}/wrong-cookie`
    await writeFile(cookie, '__cookie__:wrong')
    const locked = await startExtra({ BOURSE_LEDGERS_LTC_RPC_COOKIE_FILE: cookie })
    expect((await ledger(locked, 'ltc', 'unreachable')).reason).to.match(/password|cookie/)
    await ledger(locked, 'btc', 'ready')
  })

  it('starts without a daemon, refuses to trade there, and goes on when it comes', async () => {
    const id = await offer(testnet, maker)
    await sold.restart({
      meanwhile: async () => {
        await taker.stop()
        await taker.start()
        const away = await ledger(taker, 'btc', 'unreachable')
        expect(away.reason).to.match(/cookie|reach|answer/)
        await knows(taker, id)
        expect(await refusal(taker.client.call(takeOrder, { params: { id } }))).to.equal('LEDGER_UNAVAILABLE')
      }
    })
    await ledger(taker, 'btc', 'ready')
    await ledger(maker, 'btc', 'ready')
  })

  it('trades on across a restart of the daemon and a reorganisation that takes the escrow away', async () => {
    const orderId = await offer(testnet, maker)
    await take(taker, orderId)
    const { pays } = await reaches(maker, orderId, 'locking')
    await reaches(taker, orderId, 'waiting')
    const accounts = new ChainAccounts(sold)
    const escrow = await eventually(
      'escrow A is published',
      async () => (await accounts.mempool())[0] ?? null
    )
    await sold.mine(1)
    const block = v.parse(v.string(), await accounts.client.call('getbestblockhash'))
    await reaches(taker, orderId, 'locking')
    await accounts.client.call('invalidateblock', [block])
    await eventually('the maker sees escrow A unconfirmed', async () => {
      const trade = await reaches(maker, orderId, 'locking')
      return trade.pays.confirmations === 0
    })
    await bought.mine(1)
    await bought.restart()
    await ledger(maker, 'ltc', 'ready')
    await ledger(taker, 'ltc', 'ready')
    // With escrow A in no block the secret stays where it is.
    expect((await reaches(maker, orderId, 'locking')).pays.amount).to.equal(pays.amount)
    await sold.mine(2)
    expect(await accounts.confirmations(escrow)).to.be.greaterThan(0)
    await reaches(maker, orderId, 'claiming')
    await reaches(taker, orderId, 'claiming')
    await eventually('both close', async () => {
      for (const chain of testnet.chains) await chain.mine(1)
      const [made, taken] = [
        await reaches(maker, orderId, 'claiming', 'closed'),
        await reaches(taker, orderId, 'claiming', 'closed')
      ]
      return made.state === 'closed' && taken.state === 'closed'
    })
    accounts.close()
  })
})

describe('real nodes over a litecoind that is killed', function () {
  this.timeout(120_000)
  let testnet: Testnet | null = null
  afterEach(async () => {
    await testnet?.stop()
    testnet = null
  })

  it('waits in mid-trade until the daemon has its blocks again, then closes', async function () {
    if (findLitecoind() === null) {
      if (this.test) this.test.title += ` (skipped: ${LITECOIND_ABSENT})`
      this.skip()
    }
    testnet = await startTestnet({ nodes: 2, chain: 'litecoind', blockMilliseconds: 0 })
    const [maker, taker] = testnet.nodes
    const [sold, bought] = testnet.chains
    if (!maker || !taker || !sold || !bought) throw new Error('the testnet is not whole')
    await everyNodeReady(testnet.nodes)
    await fund(testnet, maker, sold.ledger)
    await fund(testnet, taker, bought.ledger)
    const orderId = await offer(testnet, maker)
    await take(taker, orderId)
    await reaches(maker, orderId, 'locking')
    await reaches(taker, orderId, 'waiting')
    await sold.mine(1)
    await reaches(taker, orderId, 'locking')
    const daemon = new ChainAccounts(sold)
    const blocks = await blocksOf(daemon)
    await sold.restart({ abrupt: true })
    const left = Number(await daemon.client.call('getblockcount'))
    expect(left).to.be.lessThan(blocks.length)
    await eventually('the maker says that the daemon fell back', async () => {
      const { ledgers } = await maker.client.call(getStatus)
      return ledgers.some((each) => each.id === sold.ledger && each.reason?.includes('fell back'))
    })
    await bought.mine(1)
    // Both escrows are deep, but one ledger cannot be believed now: the secret stays where it is.
    await eventually('the maker sees escrow B deep, and waits', async () => {
      return (await reaches(maker, orderId, 'locking')).receives.confirmations === 1
    })
    for (const block of blocks.slice(left)) await daemon.client.call('submitblock', [block])
    await eventually('both close', async () => {
      for (const chain of [sold, bought]) await chain.mine(1)
      const made = await reaches(maker, orderId, 'locking', 'revealing', 'claiming', 'closed')
      const taken = await reaches(taker, orderId, 'locking', 'claiming', 'closed')
      return made.state === 'closed' && taken.state === 'closed'
    })
    daemon.close()
  })
})

/** All blocks after the first, serialised, in order. */
async function blocksOf(daemon: ChainAccounts): Promise<readonly string[]> {
  const count = Number(await daemon.client.call('getblockcount'))
  const blocks: string[] = []
  for (let height = 1; height <= count; height += 1) {
    const hash = await daemon.client.call('getblockhash', [height])
    blocks.push(String(await daemon.client.call('getblock', [hash, 0])))
  }
  return blocks
}
