import type { Bytes } from '../../src/base/bytes.ts'
import { blockHeight, unixSeconds, type UnixSeconds } from '../../src/base/units.ts'
import type { OutputView } from '../../src/ledgers/ledger.ts'
import type { TradeRecord } from '../../src/drivers/trade/trade-record.ts'
import type { TradeEvent } from '../../src/exchange/trade/events.ts'
import type { TradeRequest, TradeResponse } from '../../protocols/trade-negotiation/types.ts'
import { TradingFloor } from './trading-floor.ts'
import { preparedOf, Villain } from './villain.ts'

/** Records of real trades, one for each role and kind of state, and what was said in them. */
export interface Gallery {
  readonly records: ReadonlyMap<string, TradeRecord>
  readonly requests: readonly TradeRequest[]
  readonly responses: readonly TradeResponse[]
  readonly secret: Bytes
  /** Transactions that spend escrow A or B. */
  readonly spends: readonly Bytes[]
}

const QUARTER = 900

class Collector {
  readonly records = new Map<string, TradeRecord>()
  readonly requests: TradeRequest[] = []
  readonly responses: TradeResponse[] = []

  async opened(): Promise<TradingFloor> {
    const floor = new TradingFloor()
    floor.peers.tamper = {
      request: (_from, request) => {
        this.requests.push(request)
        return request
      },
      response: (_from, response) => {
        this.responses.push(response)
        return response
      }
    }
    await floor.open()
    for (const trader of [floor.alice, floor.bob]) {
      trader.trades.onChange((record) => {
        const name = `${record.role} ${record.state.kind}`
        if (!this.records.has(name)) this.records.set(name, record)
      })
    }
    await floor.trade()
    return floor
  }
}

/** Runs a good trade, a refunded one and a lost one. */
export async function gallery(): Promise<Gallery> {
  const collector = new Collector()
  const good = await collector.opened()
  await good.until(() => good.state(good.bob)?.kind === 'locking')
  const [alice, bob] = [new Villain(good, 'alice'), new Villain(good, 'bob')]
  const secret = alice.secret()
  const spends = [alice.claim(0, secret), bob.claim(0, secret), alice.refund(2000), bob.refund(2000)]
  await good.settle()
  const refunded = await collector.opened()
  await refunded.until(() => refunded.state(refunded.bob)?.kind === 'locking')
  await refunded.alice.trades.cancel(refunded.tradeId)
  await refunded.settle(120, QUARTER)
  const early = await collector.opened()
  await early.alice.trades.cancel(early.tradeId)
  await early.settle()
  const { records, requests, responses } = collector
  const failed = await collector.opened()
  failed.vanish(failed.alice)
  await failed.settle(120, QUARTER)
  for (const role of ['maker', 'taker'] as const) {
    const locking = records.get(`${role} locking`)
    if (locking?.role === role && locking.state.kind === 'locking') {
      const held = preparedOf(good, role === 'maker' ? 'alice' : 'bob')
      const state = { ...held, kind: 'lost' as const }
      const { timeline } = locking
      records.set(`${role} lost`, role === 'maker' ? { role, state, timeline } : { role, state, timeline })
      if (!records.has(`${role} abandoned`)) {
        const given = { kind: 'abandoned', deal: held.deal, reason: 'CANCELLED', terms: held.terms } as const
        records.set(
          `${role} abandoned`,
          role === 'maker' ? { role, state: given, timeline } : { role, state: given, timeline }
        )
      }
    }
  }
  return { records, requests, responses, secret, spends }
}

/** A ledger that shows nothing of the escrow. */
function unfunded(now: UnixSeconds): OutputView {
  return {
    tip: { height: blockHeight(1), hash: '00'.repeat(32), medianTime: now },
    funding: null,
    spend: null
  }
}

/** One event of each kind, with the contents that fit the good trade. */
export function eventsOf(given: Gallery, seconds: number): readonly TradeEvent[] {
  const now = unixSeconds(seconds)
  const transaction = given.spends[0] ?? new Uint8Array()
  const views = { A: null, B: unfunded(now) }
  const funding = { transaction, txid: '00'.repeat(32), vout: 0, fee: 1n }
  return [
    ...given.requests.map((request) => ({ kind: 'requested', request, views, now }) as const),
    ...given.responses.map((response) => ({ kind: 'answered', response, now }) as const),
    { kind: 'answered', response: { kind: 'refuse', code: 'STATE_MISMATCH', reason: '' }, now },
    { kind: 'answered', response: { kind: 'refuse', code: 'BUSY', reason: '' }, now },
    { kind: 'funded', funding, now },
    { kind: 'fundingFailed', now },
    { kind: 'acceptSigned', signature: new Uint8Array(64), now },
    { kind: 'presigned', presignatures: [new Uint8Array(65)], claimSignatures: [new Uint8Array(64)], now },
    { kind: 'revealed', secret: given.secret, now },
    { kind: 'revealed', secret: new Uint8Array(32), now },
    { kind: 'refundSigned', transaction, feeRate: 1000, now },
    { kind: 'keyClaimSigned', transaction, now },
    { kind: 'keyRefundSigned', transaction, feeRate: 1000, now },
    { kind: 'cooperationFailed', now },
    { kind: 'cancelRequested', now }
  ]
}
