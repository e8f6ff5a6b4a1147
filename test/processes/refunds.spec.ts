import { expect } from 'chai'
import type { NodeProcess } from '../../src/testnet/node-process.ts'
import { startTestnet, type Testnet } from '../../src/testnet/testnet.ts'
import type { TestnetChain } from '../../src/testnet/testnet-chain.ts'
import { ChainAccounts } from '../support/chain-accounts.ts'
import {
  everyNodeReady,
  eventually,
  fund,
  FUNDED,
  offer,
  prints,
  reaches,
  settledBalance,
  take
} from '../support/testnet-fixture.ts'

/** Blocks that move the median time (BIP 113) wholly past a jump of the clock. */
const MEDIAN_BLOCKS = 12

describe('refunds between real nodes', function () {
  this.timeout(120_000)
  let testnet: Testnet
  let maker: NodeProcess
  let taker: NodeProcess
  let sold: TestnetChain
  let bought: TestnetChain
  const accounts: ChainAccounts[] = []
  before(async () => {
    testnet = await startTestnet({ nodes: 2, blockMilliseconds: 0 })
    const [first, second] = testnet.nodes
    const [one, two] = testnet.chains
    if (!first || !second || !one || !two) throw new Error('the testnet is not whole')
    ;[maker, taker, sold, bought] = [first, second, one, two]
    accounts.push(new ChainAccounts(sold), new ChainAccounts(bought))
    await everyNodeReady(testnet.nodes)
    await fund(testnet, maker, 'btc')
    await fund(testnet, taker, 'ltc')
  })
  after(async () => {
    for (const each of accounts) each.close()
    await testnet?.stop()
  })

  /** Moves both chains' clocks behind this time. */
  const passTime = async (time: number | null): Promise<void> => {
    for (const each of accounts) await each.client.call('setmocktime', [(time ?? 0) + 1])
    for (const chain of testnet.chains) await chain.mine(MEDIAN_BLOCKS)
  }
  const refunds = async (node: NodeProcess, orderId: string, chain: TestnetChain): Promise<void> => {
    await reaches(node, orderId, 'refunding')
    const account = accounts[testnet.chains.indexOf(chain)]
    await eventually('the refund is published', async () => ((await account?.mempool()) ?? []).length > 0)
    await chain.mine(1)
    const trade = await reaches(node, orderId, 'refunded')
    const fundingFee = await account?.fee(trade.pays.fundingTxid ?? '')
    const refundFee = await account?.fee(trade.pays.refundTxid ?? '')
    expect(await settledBalance(node, chain.ledger)).to.equal(FUNDED - (fundingFee ?? 0n) - (refundFee ?? 0n))
    const shown = await prints(node, 'trade', 'show', trade.id)
    expect(shown).to.match(/Where the coins are {2}\S+ (?:btc|ltc) are back in this wallet, less fees\./)
    expect(shown).to.match(/What comes next {6}Nothing: the trade has ended\./)
    expect(shown).to.include(`  Refund   ${trade.pays.refundTxid}`)
    expect(shown).to.match(/Refunded: the own coins are back\.\n$/)
  }

  it('gives both their coins back where the maker vanishes after the taker has locked', async () => {
    const orderId = await offer(testnet, maker)
    await take(taker, orderId)
    await reaches(maker, orderId, 'locking')
    await reaches(taker, orderId, 'waiting')
    await sold.mine(1)
    const trade = await reaches(taker, orderId, 'locking')
    await maker.kill()
    await bought.mine(1)
    const locked = await prints(taker, 'trade', 'show', trade.id)
    expect(locked).to.match(/of this wallet lie in escrow B \(\d of 1 confirmations\)/)
    await passTime(trade.pays.refundTime)
    await refunds(taker, orderId, bought)
    await passTime(trade.receives.refundTime)
    await maker.start()
    await refunds(maker, orderId, sold)
  })

  it('gives the maker its coins back where the taker vanishes before it locks', async () => {
    const before = await settledBalance(maker, 'btc')
    const orderId = await offer(testnet, maker)
    await take(taker, orderId)
    const trade = await reaches(maker, orderId, 'locking')
    await reaches(taker, orderId, 'waiting')
    await taker.kill()
    await sold.mine(1)
    await passTime(trade.pays.refundTime)
    await reaches(maker, orderId, 'refunding')
    await eventually('the refund is published', async () => ((await accounts[0]?.mempool()) ?? []).length > 0)
    await sold.mine(1)
    await reaches(maker, orderId, 'refunded')
    expect(before - (await settledBalance(maker, 'btc')) < 20_000n).to.equal(true)
    await taker.start()
    await reaches(taker, orderId, 'abandoned')
    expect((await settledBalance(taker, 'ltc')) > FUNDED - 20_000n).to.equal(true)
  })
})
