import type { FloorCost } from './floors.ts'
import { countCurveOperations, SimulatedTrade, type TradeWork } from './simulated-trade.ts'
import type { OpenSuite, Row, Suite } from './suite.ts'
import { TradedNetwork, type TimedTrade } from './traded-network.ts'

/** Trades before the first slice, in which V8 compiles what is hot. */
const WARM_UP = 10
/** Negotiations a slice. */
const NEGOTIATIONS = 10

/** A trade in memory for its CPU and messages, and trades between two node processes for their time. */
export const tradeSuite: Suite = {
  name: 'trade',
  about:
    'one atomic trade; CPU and messages in memory, times between two node processes whose chains mine what waits; ' +
    'floor: all durable writes, requests and curve operations one after another',
  async open(): Promise<OpenSuite> {
    for (let count = 0; count < WARM_UP; count++) await new SimulatedTrade().negotiate()
    const counted = new SimulatedTrade()
    const negotiation = await countCurveOperations(() => counted.negotiate())
    const settlement = await countCurveOperations(() => counted.settle())
    const network = await TradedNetwork.start()
    return {
      rows: [...simulatedRows(negotiation, settlement), ...networkRows(network, { negotiation, settlement })],
      close: () => network.stop()
    }
  }
}

/** What the work needs at the very least. */
function floorOf(...works: readonly TradeWork[]): FloorCost {
  const sum = (value: (work: TradeWork) => number): number =>
    works.reduce((total, work) => total + value(work), 0)
  return {
    S: sum((work) => work.commits),
    R: sum((work) => work.requests),
    V: sum((work) => work.curveOperations)
  }
}

function simulatedRows(negotiation: TradeWork, settlement: TradeWork): readonly Row[] {
  let last: readonly TradeWork[] = []
  const mean = (value: (work: TradeWork) => number): number =>
    last.reduce((sum, work) => sum + value(work), 0) / last.length
  const count = (name: string, value: number): Row => ({ name, unit: 'count', slice: () => value })
  return [
    count('requests of the negotiation', negotiation.requests),
    count('requests of the closing', settlement.requests),
    count('bytes of the negotiation', negotiation.bytes),
    count('durable writes of the negotiation, both sides', negotiation.commits),
    count('curve operations of the negotiation, both sides', negotiation.curveOperations),
    {
      name: 'CPU of the taker for the negotiation',
      unit: 'ms',
      floor: { V: negotiation.curveOperations / 2 },
      async slice() {
        const works: TradeWork[] = []
        for (let index = 0; index < NEGOTIATIONS; index++) works.push(await new SimulatedTrade().negotiate())
        last = works
        return mean((work) => work.takerMicroseconds) / 1000
      }
    },
    {
      name: 'CPU of the maker for the negotiation',
      unit: 'ms',
      floor: { V: negotiation.curveOperations / 2 },
      slice: () => mean((work) => work.makerMicroseconds) / 1000
    }
  ]
}

interface Counted {
  readonly negotiation: TradeWork
  readonly settlement: TradeWork
}

function networkRows(network: TradedNetwork, counted: Counted): readonly Row[] {
  let last: TimedTrade | null = null
  // The first of these rows makes the trade, the others tell of it.
  const ofLast = (value: (trade: TimedTrade) => number | null) => (): number =>
    (last === null ? null : value(last)) ?? Number.NaN
  return [
    {
      name: 'whole trade, from the order to the end on both sides',
      unit: 'ms',
      // How often the traders look at the ledgers afterwards is no need: its curve operations are left out.
      floor: floorOf(counted.negotiation, { ...counted.settlement, curveOperations: 0 }),
      async slice() {
        last = await network.trade()
        return last.whole
      }
    },
    {
      name: 'order to the book of the taker',
      unit: 'ms',
      floor: { S: 2, R: 1 },
      slice: ofLast((trade) => trade.order)
    },
    {
      name: 'negotiation, from the take to all signatures',
      unit: 'ms',
      floor: floorOf(counted.negotiation),
      slice: ofLast((trade) => trade.negotiation)
    },
    { name: 'blocks mined for the trade', unit: 'count', slice: ofLast((trade) => trade.blocks) },
    { name: 'CPU of the process of the maker', unit: 'ms', slice: ofLast((trade) => trade.makerCpu) },
    { name: 'CPU of the process of the taker', unit: 'ms', slice: ofLast((trade) => trade.takerCpu) }
  ]
}
