import { expect } from 'chai'
import type { OrderMessage } from '../../../protocols/order-gossip/types.ts'
import type { OrderVerdict, PeerNetwork } from '../../../src/ports/peer-network.ts'
import { eventually, orderMessage, startNode, stopAll, type TestNode } from './test-network.ts'

describe('peer network: orders', () => {
  afterEach(stopAll)

  it('gossips an order to five nodes in a line, once each', async () => {
    const received: OrderMessage[][] = []
    const nodes: TestNode[] = []
    for (let index = 0; index < 5; index++) {
      const mine: OrderMessage[] = []
      received.push(mine)
      const before = nodes[index - 1]
      nodes.push(
        await startNode({
          bootstrap: before === undefined ? [] : [before.address()],
          prepare: (network) => keep(network, mine)
        })
      )
      if (before !== undefined) await nodes[index]?.event((event) => event.kind === 'status')
    }
    const [first] = nodes
    await eventually('subscriptions', () => linked(nodes))
    let sent = 0
    await eventually('the order everywhere', () => {
      if (sent === 0) {
        sent = -1
        void first?.network.publishOrder(orderMessage(1)).then((count) => (sent = count))
      }
      return received.slice(1).every((mine) => mine.length > 0)
    })
    expect(received[0]).to.deep.equal([])
    for (const mine of received.slice(1)) expect(mine).to.deep.equal([orderMessage(1)])
  })

  it('counts rejected messages against the sender, until it is banned', async () => {
    const judge = await startNode({
      prepare: (network) => network.onOrderMessages(async (messages) => messages.map(() => 'reject' as const))
    })
    const sender = await startNode()
    await sender.network.connect(judge.address())
    let index = 0
    await eventually('a ban', () => {
      if (sender.network.peers().length > 0) void sender.network.publishOrder(orderMessage(index++))
      return judge.events.some((event) => event.kind === 'banned')
    })
    expect(judge.events.find((event) => event.kind === 'banned')).to.include({
      name: sender.network.self().name
    })
    expect(offences(judge)).to.deep.equal(['rejected', 'rejected', 'rejected', 'rejected'])
  })

  it('ignores without blame what its judge ignores or fails on', async () => {
    let calls = 0
    const judge = await startNode({
      prepare: (network) =>
        network.onOrderMessages(async () => {
          calls++
          if (calls === 1) throw new Error('the store is closed')
          return ['ignore']
        })
    })
    const sender = await startNode()
    await sender.network.connect(judge.address())
    let index = 0
    await eventually('three judgements', () => {
      void sender.network.publishOrder(orderMessage(index++))
      return calls >= 3
    })
    expect(offences(judge)).to.deep.equal([])
    expect(sender.network.peers()).to.have.length(1)
  })

  it('hands a new node a thousand live orders, in order and in batches', async () => {
    const orders = Array.from({ length: 1000 }, (_, index) => orderMessage(index))
    const old = await startNode({ prepare: (network) => network.orderSyncSource(() => orders) })
    const received: OrderMessage[] = []
    const sizes: number[] = []
    await startNode({
      bootstrap: [old.address()],
      prepare: (network) =>
        network.onOrderMessages(async (messages) => {
          received.push(...messages)
          sizes.push(messages.length)
          return messages.map(() => 'accept' as const)
        })
    })
    await eventually('all orders', () => received.length >= 1000)
    expect(received).to.deep.equal(orders)
    expect(Math.max(...sizes)).to.equal(64)
  })

  it('makes a source wait for a slow reader', async () => {
    const total = 8000
    let produced = 0
    const source = function* (): Generator<OrderMessage> {
      for (; produced < total; produced++) yield orderMessage(produced)
    }
    const old = await startNode({ prepare: (network) => network.orderSyncSource(source) })
    let received = 0
    let lead = 0
    const reader = await startNode({
      bootstrap: [old.address()],
      prepare: (network) =>
        network.onOrderMessages(async (messages) => {
          // As slow as a synced store: the other side could send everything in the meantime.
          await new Promise((resolve) => setTimeout(resolve, 5))
          received += messages.length
          lead = Math.max(lead, produced - received)
          return messages.map((): OrderVerdict => 'accept')
        })
    })
    await eventually('all orders', () => received >= total)
    expect(lead, 'orders on their way').to.be.below(4500)
    expect(reader.network.peers()).to.have.length(1)
  })

  it('stops a flow whose orders are rejected, and bans', async () => {
    const orders = Array.from({ length: 500 }, (_, index) => orderMessage(index))
    const old = await startNode({ prepare: (network) => network.orderSyncSource(() => orders) })
    let judged = 0
    const judge = await startNode({
      bootstrap: [old.address()],
      prepare: (network) =>
        network.onOrderMessages(async (messages) => {
          judged += messages.length
          return messages.map(() => 'reject' as const)
        })
    })
    await judge.event((event) => event.kind === 'banned')
    await judge.event((event) => event.kind === 'disconnected')
    expect(judged).to.equal(64)
  })
})

function keep(network: PeerNetwork, list: OrderMessage[]): void {
  network.onOrderMessages(async (messages) => {
    list.push(...messages)
    return messages.map(() => 'accept' as const)
  })
}

function linked(nodes: readonly TestNode[]): boolean {
  return nodes.every(({ network }, index) => {
    const wanted = index === 0 || index === nodes.length - 1 ? 1 : 2
    return network.peers().filter(({ status }) => status !== null).length === wanted
  })
}

function offences(node: TestNode): readonly unknown[] {
  return node.log.lines
    .filter(({ event }) => event === 'peer.offence')
    .map(({ fields }) => (fields as { offence: unknown }).offence)
}
