import { shortCoinsText } from '../ledgers/bitcoin/coins-text.ts'
import type { TradeLegView, TradePhase, TradeView } from '../api/node-control.ts'
import { getOrder, placeOrder, takeOrder } from '../api/resources/orders.ts'
import { listPeers } from '../api/resources/peers.ts'
import { getStatus } from '../api/resources/status.ts'
import { getTrade, listTrades } from '../api/resources/trades.ts'
import { getBalance } from '../api/resources/wallet.ts'
import { CodedError } from '../base/coded-error.ts'
import { seconds, type Seconds } from '../base/units.ts'
import type { NodeProcess } from './node-process.ts'
import type { Testnet } from './testnet.ts'
import { until } from './wait.ts'

const FUNDING = 300_000_000n
const SOLD = 5_000_000n
const BOUGHT = 80_000_000n
const DEADLINE_MILLISECONDS = 120_000

/** One escrow of the finished trade, as the trader who claims it saw it. */
export interface TradedLeg {
  readonly ledger: string
  readonly amount: string
  /** Address of the escrow. */
  readonly escrow: string | null
  readonly fundingTxid: string | null
  readonly claimTxid: string | null
}

/** What a trade on the test network came to. */
export interface TradeReport {
  /** Negotiation id, 64 hexadecimal digits. */
  readonly trade: string
  /** `closed` where both traders have their coins. */
  readonly state: TradePhase
  /** From the order to the end. */
  readonly seconds: Seconds
  readonly settlement: 'atomic'
  readonly legs: readonly TradedLeg[]
}

/**
 * Two traders of a running network swap coins: the first node places an order, the second takes it. Each step
 * is told as it happens.
 * @throws CodedError `TESTNET_TIMEOUT`, `TESTNET_TRADE_FAILED`.
 */
export async function runTrade(testnet: Testnet, onProgress: (line: string) => void): Promise<TradeReport> {
  const [maker, taker] = testnet.nodes
  const [sold, bought] = testnet.chains
  if (maker === undefined || taker === undefined || sold === undefined || bought === undefined) {
    throw new RangeError('a trade needs two nodes and two chains')
  }
  await untilReady(testnet)
  onProgress(`all ${testnet.nodes.length} nodes follow both chains and know their peers`)
  await fundTrader(testnet, maker, sold.ledger)
  onProgress(`${maker.name} has ${shortCoinsText(FUNDING)} ${sold.ledger}`)
  await fundTrader(testnet, taker, bought.ledger)
  onProgress(`${taker.name} has ${shortCoinsText(FUNDING)} ${bought.ledger}`)
  const began = performance.now()
  const order = await maker.client.call(placeOrder, {
    body: {
      sellLedger: sold.ledger,
      sellAmount: SOLD.toString(),
      buyLedger: bought.ledger,
      buyAmount: BOUGHT.toString(),
      lifeSeconds: seconds(600),
      confirmations: 1
    }
  })
  onProgress(
    `${maker.name} offers ${shortCoinsText(SOLD)} ${sold.ledger} for ${shortCoinsText(BOUGHT)} ${bought.ledger}`
  )
  await until(() => taker.client.call(getOrder, { params: { id: order.id } }).catch(() => null), {
    milliseconds: DEADLINE_MILLISECONDS,
    what: 'the order reaches the taker'
  })
  const { tradeId } = await taker.client.call(takeOrder, { params: { id: order.id } })
  onProgress(`${taker.name} saw the order and takes it: trade ${tradeId.slice(0, 12)}…`)
  const [made, taken] = await Promise.all([
    follow(maker, tradeId, onProgress),
    follow(taker, tradeId, onProgress)
  ])
  const report = reportOf(tradeId, { made, taken }, (performance.now() - began) / 1000)
  if (report.state === 'closed') return report
  throw new CodedError(
    'TESTNET_TRADE_FAILED',
    `the trade ended ${made.phase} for the maker, ${taken.phase} for the taker`,
    {
      fault: 'internal'
    }
  )
}

/** Every ledger is ready on every node, and every node knows a peer. */
async function untilReady(testnet: Testnet): Promise<void> {
  for (const node of testnet.nodes) {
    await until(
      async () => {
        const { ledgers } = await node.client.call(getStatus)
        const { peers } = await node.client.call(listPeers)
        return ledgers.every((ledger) => ledger.state === 'ready') && peers.length > 0 ? true : null
      },
      { milliseconds: DEADLINE_MILLISECONDS, what: `${node.name} follows its ledgers and finds a peer` }
    )
  }
}

async function fundTrader(testnet: Testnet, node: NodeProcess, ledger: string): Promise<void> {
  await testnet.fund(node, ledger, FUNDING)
  await until(
    async () => {
      const { available } = await node.client.call(getBalance, { params: { ledger } })
      return available >= FUNDING ? true : null
    },
    { milliseconds: DEADLINE_MILLISECONDS, what: `${node.name} sees its coins` }
  )
}

/** Tells each new step of one side, until that side has ended. */
async function follow(
  node: NodeProcess,
  tradeId: string,
  onProgress: (line: string) => void
): Promise<TradeView> {
  let told = 0
  return await until(
    async () => {
      // The maker learns of the trade by the taker's proposal, a moment after the taker.
      const { trades } = await node.client.call(listTrades, { query: { open: undefined } })
      if (!trades.some((trade) => trade.id === tradeId)) return null
      const trade = await node.client.call(getTrade, { params: { id: tradeId } })
      for (const step of trade.timeline.slice(told)) onProgress(`${node.name} (${trade.role}): ${step.words}`)
      told = trade.timeline.length
      return trade.open ? null : trade
    },
    { milliseconds: DEADLINE_MILLISECONDS, what: `${node.name} ends the trade` }
  )
}

function reportOf(trade: string, sides: { made: TradeView; taken: TradeView }, elapsed: number): TradeReport {
  const { made, taken } = sides
  const both = made.phase === 'closed' && taken.phase === 'closed'
  return {
    trade,
    state: both ? 'closed' : made.phase === 'closed' ? taken.phase : made.phase,
    seconds: Number(elapsed.toFixed(1)) as Seconds,
    settlement: 'atomic',
    // Each leg as its claimant saw it.
    legs: [tradedLeg(taken.receives), tradedLeg(made.receives)]
  }
}

function tradedLeg(leg: TradeLegView): TradedLeg {
  const { ledger, amount, escrowAddress, fundingTxid, claimTxid } = leg
  return { ledger, amount: amount.toString(), escrow: escrowAddress, fundingTxid, claimTxid }
}
