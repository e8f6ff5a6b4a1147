import { expect } from 'chai'
import type { TradeView } from '../../src/api/node-control.ts'
import { getOrder, placeOrder, takeOrder } from '../../src/api/resources/orders.ts'
import { listPeers } from '../../src/api/resources/peers.ts'
import { getStatus } from '../../src/api/resources/status.ts'
import { listTrades } from '../../src/api/resources/trades.ts'
import { getBalance } from '../../src/api/resources/wallet.ts'
import { errorCode } from '../../src/base/coded-error.ts'
import { seconds } from '../../src/base/units.ts'
import type { NodeProcess } from '../../src/testnet/node-process.ts'
import type { Testnet } from '../../src/testnet/testnet.ts'
import { until } from '../../src/testnet/wait.ts'
import { runCommand, type Finished } from './cli-fixture.ts'

/** What each trader gets to begin with, and what is swapped, in smallest units. */
export const FUNDED = 300_000_000n
export const SOLD = 5_000_000n
export const BOUGHT = 80_000_000n
export const DEADLINE = 60_000

/** Looks until there is a value, with the standard deadline. */
export function eventually<Value>(
  what: string,
  look: () => Promise<Value | null | false>,
  milliseconds = DEADLINE
): Promise<Value> {
  return until(async () => (await look()) || null, { milliseconds, what })
}

/** The code that a call is refused with. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  return await call.then(
    () => 'not refused',
    (error: unknown) => errorCode(error)
  )
}

/** Every node follows every ledger and has a peer. */
export async function everyNodeReady(nodes: readonly NodeProcess[]): Promise<void> {
  for (const node of nodes) {
    await eventually(`${node.name} is ready`, async () => {
      const { ledgers } = await node.client.call(getStatus)
      const { peers } = await node.client.call(listPeers)
      return ledgers.every((ledger) => ledger.state === 'ready') && peers.length > 0
    })
  }
}

/** The coins that a node may spend, once nothing is pending or reserved any more. */
export async function settledBalance(node: NodeProcess, ledger: string): Promise<bigint> {
  return await eventually(`${node.name} has settled coins of ${ledger}`, async () => {
    const { available, pending, reserved } = await node.client.call(getBalance, { params: { ledger } })
    return pending === 0n && reserved === 0n ? { available } : null
  }).then((balance) => balance.available)
}

/** Pays a node coins and waits until it may spend them. */
export async function fund(testnet: Testnet, node: NodeProcess, ledger: string): Promise<void> {
  const { available: before } = await node.client.call(getBalance, { params: { ledger } })
  await testnet.fund(node, ledger, FUNDED)
  await eventually(`${node.name} sees its coins`, async () => {
    const { available } = await node.client.call(getBalance, { params: { ledger } })
    return available >= before + FUNDED
  })
}

/** Sells {@link SOLD} of the first chain for {@link BOUGHT} of the second. */
export async function offer(testnet: Testnet, maker: NodeProcess): Promise<string> {
  const [sold, bought] = testnet.chains
  const body = {
    sellLedger: sold?.ledger ?? '',
    sellAmount: SOLD.toString(),
    buyLedger: bought?.ledger ?? '',
    buyAmount: BOUGHT.toString(),
    lifeSeconds: seconds(600),
    confirmations: 1
  }
  return (await maker.client.call(placeOrder, { body })).id
}

/** Waits until a node knows an order. */
export async function knows(node: NodeProcess, id: string): Promise<void> {
  await eventually(`${node.name} knows the order`, () =>
    node.client.call(getOrder, { params: { id } }).catch(() => null)
  )
}

/** Takes an order as soon as it is known, and gives the trade's id. */
export async function take(taker: NodeProcess, id: string): Promise<string> {
  await knows(taker, id)
  return (await taker.client.call(takeOrder, { params: { id } })).tradeId
}

/** The node's trade on this order; null where it has none, or cannot be asked. */
export async function tradeOn(node: NodeProcess, orderId: string): Promise<TradeView | null> {
  try {
    const { trades } = await node.client.call(listTrades, { query: { open: undefined } })
    return trades.find((trade) => trade.orderId === orderId) ?? null
  } catch {
    return null
  }
}

/** Waits until the node's trade on an order is in one of these states. */
export async function reaches(
  node: NodeProcess,
  orderId: string,
  ...states: readonly string[]
): Promise<TradeView> {
  let seen: string | undefined
  return await eventually(`${node.name} comes to ${states.join(' or ')}`, async () => {
    const trade = await tradeOn(node, orderId)
    seen = trade?.state ?? seen
    return trade !== null && states.includes(trade.state) ? trade : null
  }).catch(async (error: unknown) => {
    const trade = await tradeOn(node, orderId)
    const steps = trade?.timeline.map((step) => `${step.at % 1000} ${step.state}`)
    throw new Error(`${String(error)}; last seen: ${seen}: ${steps?.join(', ')}`)
  })
}

/** A command of the real program on a node's data folder. */
export async function bourse(node: NodeProcess, ...args: string[]): Promise<Finished> {
  return await runCommand([...args, '--data', node.dataFolder], { program: 'bourse' })
}

/** The same, which must succeed: what it printed. */
export async function prints(node: NodeProcess, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await bourse(node, ...args)
  expect(stderr).to.equal('')
  expect(code).to.equal(0)
  return stdout
}
