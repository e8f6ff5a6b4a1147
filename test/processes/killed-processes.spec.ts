import { expect } from 'chai'
import { takeOrder } from '../../src/api/resources/orders.ts'
import type { NodeProcess } from '../../src/testnet/node-process.ts'
import { startTestnet, type Testnet } from '../../src/testnet/testnet.ts'
import { ChainAccounts } from '../support/chain-accounts.ts'
import { MortalNode } from '../support/mortal-node.ts'
import {
  BOUGHT,
  everyNodeReady,
  fund,
  FUNDED,
  knows,
  offer,
  reaches,
  settledBalance,
  SOLD
} from '../support/testnet-fixture.ts'

const MAKER_STATES =
  'funding accepting accepted presigning presigned locking revealing claiming closed'.split(' ')
const TAKER_STATES = 'proposing funding confirming presigning waiting locking claiming closed'.split(' ')

describe('real nodes killed by SIGKILL in every stored state of a trade', function () {
  this.timeout(180_000)
  let testnet: Testnet
  let sold: ChainAccounts
  let bought: ChainAccounts
  const mortals: MortalNode[] = []
  const mortalNode = (node: NodeProcess): MortalNode => {
    const mortal = new MortalNode(node)
    mortals.push(mortal)
    return mortal
  }
  before(async () => {
    testnet = await startTestnet({
      nodes: 6,
      blockMilliseconds: 300,
      // Each death costs a pause before the other side asks again.
      environment: { BOURSE_TRADE_NEGOTIATION_SECONDS: '240', BOURSE_TRADE_COOPERATION_SECONDS: '1' }
    })
    const [first, second] = testnet.chains
    if (first === undefined || second === undefined) throw new Error('no chains')
    sold = new ChainAccounts(first)
    bought = new ChainAccounts(second)
    await everyNodeReady(testnet.nodes)
  })
  after(async () => {
    sold?.close()
    bought?.close()
    for (const mortal of mortals) mortal.leave()
    await testnet?.stop()
  })

  const balances = async (node: NodeProcess) => ({
    btc: await settledBalance(node, 'btc'),
    ltc: await settledBalance(node, 'ltc')
  })

  /** One trade in which the mortal nodes die in each of their states; every coin is accounted for. */
  async function tradeDying(maker: NodeProcess, taker: NodeProcess, mortal: readonly MortalNode[]) {
    await fund(testnet, maker, 'btc')
    await fund(testnet, taker, 'ltc')
    const before = { maker: await balances(maker), taker: await balances(taker) }
    expect(before.maker.btc >= FUNDED && before.taker.ltc >= FUNDED).to.equal(true)
    const orderId = await offer(testnet, maker)
    await knows(taker, orderId)
    for (const node of mortal) await node.begin()
    await everyNodeReady([maker, taker])
    // The taker may die before it has answered.
    await taker.client.call(takeOrder, { params: { id: orderId } }).catch(() => undefined)
    await reaches(maker, orderId, 'closed')
    await reaches(taker, orderId, 'closed')
    for (const node of mortal) await node.end()
    const made = await reaches(maker, orderId, 'closed')
    const taken = await reaches(taker, orderId, 'closed')
    const fees = {
      lockA: await sold.fee(made.pays.fundingTxid ?? ''),
      lockB: await bought.fee(taken.pays.fundingTxid ?? ''),
      claimA: await sold.fee(taken.receives.claimTxid ?? ''),
      claimB: await bought.fee(made.receives.claimTxid ?? '')
    }
    for (const fee of Object.values(fees)) expect(fee > 0n && fee < 20_000n, `fee ${fee}`).to.equal(true)
    expect(await balances(maker)).to.deep.equal({
      btc: before.maker.btc - SOLD - fees.lockA,
      ltc: before.maker.ltc + BOUGHT - fees.claimB
    })
    expect(await balances(taker)).to.deep.equal({
      btc: before.taker.btc + SOLD - fees.claimA,
      ltc: before.taker.ltc - BOUGHT - fees.lockB
    })
    expect(await sold.mempool()).to.deep.equal([])
    expect(await bought.mempool()).to.deep.equal([])
  }

  const node = (index: number): NodeProcess => {
    const found = testnet.nodes[index]
    if (found === undefined) throw new RangeError(`no node ${index}`)
    return found
  }

  it('closes where the maker dies, where the taker dies, and where both die', async () => {
    const [first, second] = [mortalNode(node(0)), mortalNode(node(3))]
    const [third, fourth] = [mortalNode(node(4)), mortalNode(node(5))]
    await Promise.all([
      tradeDying(node(0), node(1), [first]),
      tradeDying(node(2), node(3), [second]),
      tradeDying(node(4), node(5), [third, fourth])
    ])
    for (const maker of [first, third]) expect(maker.deaths).to.deep.equal(MAKER_STATES)
    for (const taker of [second, fourth]) expect(taker.deaths).to.deep.equal(TAKER_STATES)
  })
})
