import fc from 'fast-check'
import { blockHeight, sats, unixSeconds } from '../../src/base/units.ts'
import type { Bytes } from '../../src/base/bytes.ts'
import type { Order, OrderLeg, OrderMessage } from '../../protocols/order-gossip/types.ts'
import type { OrderSyncFrame } from '../../protocols/order-sync/types.ts'
import type { StatusMessage } from '../../protocols/status/types.ts'
import type {
  PartyKeys,
  TradeRequest,
  TradeResponse,
  WireOutPoint
} from '../../protocols/trade-negotiation/types.ts'

const bytes = (minimum: number, maximum = minimum): fc.Arbitrary<Bytes> =>
  fc.uint8Array({ minLength: minimum, maxLength: maximum }).map((value) => Uint8Array.from(value))
const text = (pattern: RegExp): fc.Arbitrary<string> => fc.stringMatching(pattern)
const uint32 = fc.integer({ min: 0, max: 0xffff_ffff })
const time = fc.integer({ min: 0, max: 2 ** 40 - 1 }).map(unixSeconds)
const network = text(/^[a-z0-9-]{1,32}$/)
const ledger = text(/^[a-z][a-z0-9]{1,11}$/)
const sorted = <Value extends string>(value: fc.Arbitrary<Value>, most: number): fc.Arbitrary<Value[]> =>
  fc.uniqueArray(value, { maxLength: most }).map((values) => values.toSorted((a, b) => (a < b ? -1 : 1)))

const ledgers = sorted(ledger, 16).chain((ids) =>
  fc.tuple(
    ...ids.map((id) =>
      fc.record({
        id: fc.constant(id),
        genesisHash: bytes(32),
        height: fc.option(uint32.map(blockHeight))
      })
    )
  )
)

export const statusMessages: fc.Arbitrary<StatusMessage> = fc.oneof(
  fc.record({
    kind: fc.constant('status' as const),
    status: fc.record({
      network,
      ledgers,
      roles: sorted(text(/^[a-z-]{1,16}$/), 8),
      ruleSetVersion: fc.integer({ min: 1, max: 0xffff_ffff }),
      codeHash: bytes(32),
      agent: text(/^[ -~]{1,64}$/),
      time
    })
  }),
  fc.record({ kind: fc.constant('welcome' as const) }),
  fc.record({
    kind: fc.constant('refuse' as const),
    code: fc.constantFrom(
      'OTHER_NETWORK' as const,
      'OTHER_GENESIS' as const,
      'BANNED' as const,
      'FULL' as const
    )
  })
)

const leg = (id: string): fc.Arbitrary<OrderLeg> =>
  fc.record({
    ledger: fc.constant(id),
    amount: fc.bigInt({ min: 1n, max: (1n << 63n) - 1n }).map(sats),
    confirmations: fc.integer({ min: 1, max: 100 })
  })

const orders: fc.Arbitrary<Order> = fc
  .tuple(
    fc.uniqueArray(ledger, { minLength: 2, maxLength: 2 }),
    fc.integer({ min: 0, max: 2 ** 39 }),
    fc.integer({ min: 1, max: 7 * 24 * 3600 })
  )
  .chain(([[give = 'aa', want = 'bb'], createdAt, life]) =>
    fc.record({
      network,
      makerKey: bytes(32),
      peer: bytes(2, 64),
      addresses: fc.array(text(/^\/[!-~]{1,127}$/), { maxLength: 4 }),
      sell: leg(give),
      buy: leg(want),
      settlement: fc.constant('atomic' as const),
      createdAt: fc.constant(unixSeconds(createdAt)),
      expiresAt: fc.constant(unixSeconds(createdAt + life)),
      nonce: bytes(16)
    })
  )

export const orderMessages: fc.Arbitrary<OrderMessage> = fc.oneof(
  fc.record({
    kind: fc.constant('order' as const),
    signed: fc.record({ order: orders, signature: bytes(64) })
  }),
  fc.record({
    kind: fc.constant('cancel' as const),
    cancel: fc.record({ orderId: bytes(32), makerKey: bytes(32), expiresAt: time, signature: bytes(64) })
  })
)

export const orderSyncFrames: fc.Arbitrary<OrderSyncFrame> = fc.oneof(
  fc.record({
    kind: fc.constant('request' as const),
    network,
    maxMessages: fc.integer({ min: 1, max: 20_000 })
  }),
  fc.record({ kind: fc.constant('message' as const), message: bytes(1, 1024) }),
  fc.record({ kind: fc.constant('end' as const), count: fc.integer({ min: 0, max: 20_000 }) }),
  fc.record({
    kind: fc.constant('refuse' as const),
    code: fc.constantFrom('OTHER_NETWORK' as const, 'BUSY' as const, 'NO_SOURCE' as const)
  })
)

const script = fc
  .tuple(fc.constantFrom(0x00, 0x51, 0x60), bytes(20, 32))
  .map(([version, program]): Bytes => Uint8Array.of(version, program.length, ...program))
const feeRate = fc.integer({ min: 1, max: 100_000_000 })
const feeRates = fc
  .uniqueArray(feeRate, { minLength: 1, maxLength: 8 })
  .map((rates) => rates.toSorted((a, b) => a - b))
const keys: fc.Arbitrary<PartyKeys> = fc.record({
  escrowKeyA: bytes(33),
  escrowKeyB: bytes(33),
  refundKey: bytes(32),
  claimScript: script,
  claimFeeRates: feeRates
})
const outpoint: fc.Arbitrary<WireOutPoint> = fc.record({ txid: bytes(32), vout: uint32 })
const negotiationId = bytes(32)
const presignatures = fc.array(bytes(65), { minLength: 1, maxLength: 8 })
const kind = <Name extends string>(name: Name): fc.Arbitrary<Name> => fc.constant(name)

export const tradeRequests: fc.Arbitrary<TradeRequest> = fc.oneof(
  fc.record({
    kind: kind('propose'),
    network,
    orderId: bytes(32),
    nonce: bytes(32),
    takerKey: bytes(32),
    keys,
    signature: bytes(64)
  }),
  fc.record({ kind: kind('confirm'), negotiationId, fundingB: outpoint, tradeId: bytes(32) }),
  fc.record({ kind: kind('takerPresignatures'), negotiationId, presignatures }),
  fc.record({
    kind: kind('settle'),
    negotiationId,
    secret: bytes(32),
    nonceA: bytes(66),
    nonceB: bytes(66),
    feeRateB: feeRate
  }),
  fc.record({ kind: kind('settlePartial'), negotiationId, partialA: bytes(32) }),
  fc.record({ kind: kind('refundRequest'), negotiationId, nonceA: bytes(66), script, feeRate })
)

export const tradeResponses: fc.Arbitrary<TradeResponse> = fc.oneof(
  fc.record({
    kind: kind('accept'),
    negotiationId,
    keys,
    adaptorPoint: bytes(33),
    adaptorProof: bytes(64),
    refundTimeA: time,
    refundTimeB: time,
    claimDeadline: time,
    fundingA: outpoint,
    signature: bytes(64)
  }),
  fc.record({ kind: kind('makerPresignatures'), negotiationId, presignatures }),
  fc.record({ kind: kind('locking'), negotiationId }),
  fc.record({
    kind: kind('settleAnswer'),
    negotiationId,
    nonceA: bytes(66),
    nonceB: bytes(66),
    partialB: bytes(32),
    feeRateA: feeRate
  }),
  fc.record({ kind: kind('refundAnswer'), negotiationId, nonceA: bytes(66), partialA: bytes(32) }),
  fc.record({ kind: kind('done'), negotiationId }),
  fc.record({
    kind: kind('refuse'),
    code: fc.constantFrom('ORDER_UNKNOWN' as const, 'BUSY' as const, 'INTERNAL' as const),
    reason: fc.string({ maxLength: 100, unit: 'grapheme-composite' }).filter((value) => value.length <= 200)
  })
)
