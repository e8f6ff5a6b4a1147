import { expect } from 'chai'
import { filled, rejection, startNode, stopAll, stopNode } from './test-network.ts'

describe('peer network: status exchange', () => {
  afterEach(stopAll)

  it('tells both sides what the other one is', async () => {
    const alice = await startNode()
    const bob = await startNode({ status: { agent: 'bourse/0.2.0', roles: ['hub', 'trader'] } })
    const name = await alice.network.connect(bob.address())
    await bob.event((event) => event.kind === 'status')

    expect(name).to.equal(bob.network.self().name)
    const [seen] = alice.network.peers()
    expect(seen?.status).to.deep.include({ network: 'test', agent: 'bourse/0.2.0', roles: ['hub', 'trader'] })
    expect(seen).to.deep.include({ direction: 'outbound', peer: bob.network.self().peer })
    expect(bob.network.peers()[0]).to.deep.include({ direction: 'inbound', name: alice.network.self().name })
    expect(bob.network.peers()[0]?.status?.ledgers[0]?.genesisHash).to.deep.equal(filled(32, 0xa1))
  })

  it('refuses a node of another network, and says so to it', async () => {
    const alice = await startNode()
    const mallory = await startNode({ status: { network: 'other' } })
    const error = await rejection(alice.network.connect(mallory.address()))
    expect(error).to.include({ code: 'PEER_OTHER_NETWORK', fault: 'peer' })
    const told = await mallory.event((event) => event.kind === 'refused')
    expect(told).to.include({ code: 'PEER_OTHER_NETWORK', name: alice.network.self().name })
    await mallory.event((event) => event.kind === 'disconnected')
    expect(alice.network.peers()).to.deep.equal([])
  })

  it('refuses the same ledger id with another genesis block', async () => {
    const alice = await startNode()
    const ledgers = [{ id: 'beta', genesisHash: filled(32, 0xff), height: null }]
    const mallory = await startNode({ status: { ledgers } })
    const error = await rejection(mallory.network.connect(alice.address()))
    expect(error).to.include({ code: 'PEER_OTHER_NETWORK' })
    await alice.event((event) => event.kind === 'refused' && event.code === 'PEER_OTHER_NETWORK')
  })

  it('welcomes a node that has other ledgers besides', async () => {
    const alice = await startNode()
    const ledgers = [{ id: 'gamma', genesisHash: filled(32, 0xff), height: null }]
    const bob = await startNode({ status: { ledgers } })
    await bob.network.connect(alice.address())
    expect(bob.network.peers()).to.have.length(1)
  })

  it('says that it is full', async () => {
    const alice = await startNode({ limits: { maxPeers: 1 } })
    const bob = await startNode()
    const carol = await startNode()
    await bob.network.connect(alice.address())
    await alice.event((event) => event.kind === 'status')
    expect(await rejection(carol.network.connect(alice.address()))).to.include({ code: 'PEER_REFUSED' })
  })

  it('measures the latency', async () => {
    const alice = await startNode({ limits: { pingMilliseconds: 20 } })
    const bob = await startNode()
    await alice.network.connect(bob.address())
    const { eventually } = await import('./test-network.ts')
    await eventually('a latency', () => typeof alice.network.peers()[0]?.latencyMilliseconds === 'number')
    expect(alice.network.peers()[0]?.latencyMilliseconds).to.be.within(0, 1000)
  })

  it('has coded errors for addresses, seeds and a stopped network', async () => {
    const alice = await startNode()
    expect(await rejection(alice.network.connect('/ip4/127.0.0.1/tcp/1'))).to.include({
      code: 'ADDRESS_INVALID'
    })
    expect(await rejection(alice.network.connect('nonsense'))).to.include({ code: 'ADDRESS_INVALID' })
    const bob = await startNode()
    const gone = bob.address()
    await stopNode(bob)
    expect(await rejection(alice.network.connect(gone))).to.include({ code: 'PEER_UNREACHABLE' })
    expect(await rejection(bob.network.connect(gone))).to.include({ code: 'NETWORK_STOPPED' })
    const [taken = ''] = alice.network.self().addresses
    expect(await rejection(startNode({ listen: [taken] }))).to.include({
      code: 'LISTEN_ADDRESS_IN_USE',
      fault: 'user'
    })
    const alike = ['gossip', 'x/../y'].map((text) => `/ip4/127.0.0.1/udp/1/${text}`)
    expect(await rejection(startNode({ listen: alike }))).to.include({ code: 'ADDRESS_INVALID' })
    expect(await rejection(startNode({ listen: ['/ip4/192.0.2.1/tcp/0'] }))).to.include({
      code: 'LISTEN_ADDRESS_UNAVAILABLE'
    })
  })
})
