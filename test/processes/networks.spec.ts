import { expect } from 'chai'
import { cancelOrder, takeOrder } from '../../src/api/resources/orders.ts'
import { connectPeer, listPeers } from '../../src/api/resources/peers.ts'
import { getTrade } from '../../src/api/resources/trades.ts'
import { NodeProcess } from '../../src/testnet/node-process.ts'
import { startTestnet, type Testnet } from '../../src/testnet/testnet.ts'
import {
  bourse,
  everyNodeReady,
  eventually,
  fund,
  FUNDED,
  knows,
  offer,
  prints,
  reaches,
  refusal,
  settledBalance
} from '../support/testnet-fixture.ts'

describe('a network of real nodes', function () {
  this.timeout(120_000)
  let testnet: Testnet
  let alice: NodeProcess
  let bob: NodeProcess
  let carol: NodeProcess
  let stranger: NodeProcess | null = null
  before(async () => {
    testnet = await startTestnet({ nodes: 3, blockMilliseconds: 500 })
    const [first, second, third] = testnet.nodes
    if (!first || !second || !third) throw new Error('the testnet is not whole')
    ;[alice, bob, carol] = [first, second, third]
    await everyNodeReady(testnet.nodes)
  })
  after(async () => {
    await stranger?.stop()
    await testnet?.stop()
  })

  const isForgotten = async (node: NodeProcess, id: string): Promise<void> => {
    await eventually(`${node.name} forgets the order`, async () => {
      const { code, stderr } = await bourse(node, 'order', 'show', id)
      return code === 1 && stderr.includes('(ORDER_UNKNOWN)')
    })
  }

  it('refuses a node of another network, in both directions', async () => {
    const { folder, chains } = testnet
    stranger = new NodeProcess({
      name: 'stranger',
      folder,
      network: 'another',
      chains,
      bootstrap: alice.addresses
    })
    await stranger.initialise()
    await stranger.start()
    const [own = ''] = alice.addresses
    const [theirs = ''] = stranger.addresses
    expect(await refusal(stranger.client.call(connectPeer, { body: { address: own } }))).to.equal(
      'PEER_OTHER_NETWORK'
    )
    const { code, stderr } = await bourse(alice, 'peers', 'connect', theirs)
    expect(stderr).to.match(/^error: [^\n]+ \(PEER_OTHER_NETWORK\)\n(?:hint: [^\n]+\n)?$/)
    expect(code).to.equal(1)
    expect((await stranger.client.call(listPeers)).peers).to.deep.equal([])
  })

  it('shows an order to a node that joins later, and takes it from all when it is cancelled', async () => {
    await fund(testnet, alice, 'btc')
    await carol.stop()
    const id = await offer(testnet, alice)
    await knows(bob, id)
    await carol.start()
    await knows(carol, id)
    expect(await prints(carol, 'order', 'list')).to.match(
      new RegExp(`${id.slice(0, 12)}  live +0\\.05000000  btc`)
    )
    // Bob has no coins yet.
    expect(await refusal(bob.client.call(takeOrder, { params: { id } }))).to.equal('INSUFFICIENT_FUNDS')
    expect(await refusal(bob.client.call(cancelOrder, { params: { id } }))).to.equal('ORDER_NOT_OWN')
    expect(await refusal(alice.client.call(takeOrder, { params: { id } }))).to.equal('ORDER_OWN')
    expect(await prints(alice, 'order', 'cancel', id.slice(0, 12))).to.equal(
      `Order ${id.slice(0, 12)} is cancelled.\n`
    )
    await isForgotten(bob, id)
    await isForgotten(carol, id)
    expect(await refusal(bob.client.call(takeOrder, { params: { id } }))).to.equal('ORDER_UNKNOWN')
    expect(await refusal(alice.client.call(cancelOrder, { params: { id } }))).to.equal('ORDER_NOT_LIVE')
    expect(await prints(alice, 'order', 'list', '--mine')).to.match(/ cancelled /)
    const small = await bourse(alice, 'order', 'place', '--sell', '1sat@btc', '--buy', '1ltc')
    expect(small.stderr).to.match(
      /^error: 1 smallest units of btc are too little to trade: [^\n]+ \(ORDER_AMOUNT\)\n(?:hint: [^\n]+\n)?$/
    )
    expect(small.code).to.equal(1)
  })

  it('keeps orders, coins and the peer id through SIGKILL', async () => {
    const id = await offer(testnet, alice)
    const [address] = alice.addresses
    const coins = await settledBalance(alice, 'btc')
    await alice.kill()
    expect((await bourse(alice, 'status')).code).to.equal(3)
    await alice.start()
    expect(alice.addresses[0]).to.equal(address)
    expect(JSON.parse(await prints(alice, 'order', 'show', id, '--json'))).to.include({
      id,
      state: 'live',
      mine: true
    })
    await everyNodeReady([alice])
    expect(await settledBalance(alice, 'btc')).to.equal(coins)
    await prints(alice, 'order', 'cancel', id)
  })

  it('lets one of two takers trade; the other ends without loss', async () => {
    for (const taker of [bob, carol]) await fund(testnet, taker, 'ltc')
    const id = await offer(testnet, alice)
    for (const taker of [bob, carol]) await knows(taker, id)
    const takes = await Promise.all(
      [bob, carol].map((taker) => taker.client.call(takeOrder, { params: { id } }))
    )
    const ends = await Promise.all([bob, carol].map((taker) => reaches(taker, id, 'closed', 'abandoned')))
    expect(ends.map((trade) => trade.state).toSorted()).to.deep.equal(['abandoned', 'closed'])
    const loser = ends[0]?.state === 'abandoned' ? 0 : 1
    const node = loser === 0 ? bob : carol
    expect(await settledBalance(node, 'ltc')).to.equal(FUNDED)
    const lost = await node.client.call(getTrade, { params: { id: takes[loser]?.tradeId ?? '' } })
    expect(lost.words.coins).to.match(/^Nothing was locked; [^.]* free again\. The trade ended, as /)
    await reaches(alice, id, 'closed')
    expect(await prints(alice, 'order', 'list', '--mine')).to.match(/ filled /)
    await isForgotten(node, id)
    const watched = await bourse(node, 'trade', 'watch', lost.id)
    expect(watched.code).to.equal(1)
    expect(watched.stderr).to.match(/\(TRADE_NOT_CLOSED\)\n$/)
  })
})
