import { expect } from 'chai'
import type { Bytes } from '../../src/base/bytes.ts'
import { unixSeconds } from '../../src/base/units.ts'
import { DerivedTradeSigner } from '../../src/drivers/trade/derived-signer.ts'
import type { MakerState, TakerState } from '../../src/exchange/trade/states.ts'
import type { Tamper } from '../../src/testnet/simulation/simulated-peers.ts'
import { CountedRandom } from '../../src/testnet/simulation/simulated-trader.ts'
import { SimulatedSecrets } from '../../src/testnet/simulation/simulated-wallet.ts'
import { acceptHash, proposeHash } from '../../protocols/trade-negotiation/signing.ts'
import type {
  Accept,
  PartyKeys,
  Propose,
  RefusalCode,
  TradeMessage,
  TradeRequest,
  TradeResponse
} from '../../protocols/trade-negotiation/types.ts'
import { TradingFloor } from '../support/trading-floor.ts'

const HOUR = 3600

const signerOf = (name: string) =>
  new DerivedTradeSigner({ secrets: new SimulatedSecrets(name), random: new CountedRandom(`evil ${name}`) })

function flipped(bytes: Bytes): Bytes {
  const copy = Uint8Array.from(bytes)
  copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1
  return copy
}

const NO_POINT = new Uint8Array(33).fill(5)

/** Changes a message of one kind, however often it is sent. */
function change<Kind extends TradeMessage['kind']>(
  kind: Kind,
  edit: (message: Extract<TradeMessage, { kind: Kind }>) => TradeMessage
): Tamper {
  const apply = (message: TradeMessage): TradeMessage =>
    message.kind === kind ? edit(message as Extract<TradeMessage, { kind: Kind }>) : message
  return {
    request: (_from, request) => apply(request) as TradeRequest,
    response: (_from, response) => apply(response) as TradeResponse
  }
}

/** An answer that the order's maker really signed. */
function accept(edit: (accept: Accept) => Partial<Accept>): Tamper {
  return change('accept', (honest) => {
    const changed = { ...honest, ...edit(honest) }
    return { ...changed, signature: signerOf('alice').signAsTrader(acceptHash(changed)) }
  })
}

const acceptKeys = (edit: (keys: PartyKeys) => Partial<PartyKeys>): Tamper =>
  accept(({ keys }) => ({ keys: { ...keys, ...edit(keys) } }))

/** A proposal that the taker really signed. */
function propose(edit: (propose: Propose) => Partial<Propose>): Tamper {
  return change('propose', (honest) => {
    const changed = { ...honest, ...edit(honest) }
    return { ...changed, signature: signerOf('bob').signAsTrader(proposeHash(changed)) }
  })
}

const proposeKeys = (edit: (keys: PartyKeys) => Partial<PartyKeys>): Tamper =>
  propose(({ keys }) => ({ keys: { ...keys, ...edit(keys) } }))

/** Hands the proposer's own keys back to it; `parity` is flipped where asked. */
function mirror(parity: number): Tamper {
  let seen: PartyKeys | null = null
  const answer = acceptKeys(() => {
    if (seen === null) return {}
    const turn = (key: Bytes): Bytes =>
      Uint8Array.from(key, (byte, index) => (index === 0 ? byte ^ parity : byte))
    return { escrowKeyA: turn(seen.escrowKeyA), escrowKeyB: turn(seen.escrowKeyB) }
  })
  return {
    request: (_from, request) => {
      if (request.kind === 'propose') seen = request.keys
      return request
    },
    ...(answer.response === undefined ? {} : { response: answer.response.bind(answer) })
  }
}

function reasonOf(state: MakerState | TakerState | null): string {
  return state?.kind === 'abandoned' ? state.reason : (state?.kind ?? 'none')
}

interface Story {
  readonly what: string
  readonly tamper: Tamper
  readonly bob: string
  readonly alice: string
  /** The refusal that the taker got. */
  readonly code?: RefusalCode
}

const presignatures = (edit: (list: readonly Bytes[]) => readonly Bytes[], from: 'maker' | 'taker'): Tamper =>
  change(from === 'maker' ? 'makerPresignatures' : 'takerPresignatures', (message) => ({
    ...message,
    presignatures: edit(message.presignatures)
  }))

const late = (seconds: number) => (time: number) => unixSeconds(time + seconds)

const stories: readonly Story[] = [
  ...(
    [
      [
        'an accept signed by nobody',
        change('accept', (m) => ({ ...m, signature: flipped(m.signature) })),
        'SIGNATURE_INVALID'
      ],
      [
        'no proof of knowledge',
        accept((m) => ({ adaptorProof: flipped(m.adaptorProof) })),
        'SIGNATURE_INVALID'
      ],
      ['an unlock point off the curve', accept(() => ({ adaptorPoint: NO_POINT })), 'SIGNATURE_INVALID'],
      [
        'an accept of another negotiation',
        accept(() => ({ negotiationId: new Uint8Array(32) })),
        'TERMS_UNACCEPTABLE'
      ],
      [
        'a maker lock too near the taker lock',
        accept((m) => ({ refundTimeA: late(HOUR)(m.refundTimeB) })),
        'TERMS_UNACCEPTABLE'
      ],
      [
        'a maker lock before the taker lock',
        accept((m) => ({ refundTimeA: late(-HOUR)(m.refundTimeB) })),
        'TERMS_UNACCEPTABLE'
      ],
      [
        'a maker lock that never ends',
        accept(() => ({ refundTimeA: unixSeconds(2 ** 40) })),
        'TERMS_UNACCEPTABLE'
      ],
      [
        'a claim deadline too late',
        accept((m) => ({ claimDeadline: late(-60)(m.refundTimeB) })),
        'TERMS_UNACCEPTABLE'
      ],
      [
        'a claim deadline too soon',
        accept((m) => ({ claimDeadline: late(-8 * HOUR)(m.claimDeadline) })),
        'TERMS_UNACCEPTABLE'
      ],
      [
        'a taker lock too long',
        accept((m) => ({
          refundTimeA: late(9 * HOUR)(m.refundTimeA),
          refundTimeB: late(9 * HOUR)(m.refundTimeB)
        })),
        'TERMS_UNACCEPTABLE'
      ],
      ['our own keys mirrored', mirror(0), 'TERMS_UNACCEPTABLE'],
      ['our own keys mirrored and negated', mirror(1), 'TERMS_UNACCEPTABLE'],
      ['an escrow key that is no point', acceptKeys(() => ({ escrowKeyB: NO_POINT })), 'TERMS_UNACCEPTABLE'],
      [
        'a refund key that is no point',
        acceptKeys(() => ({ refundKey: new Uint8Array(32).fill(0xff) })),
        'TERMS_UNACCEPTABLE'
      ],
      [
        'fee rates that do not rise',
        acceptKeys(() => ({ claimFeeRates: [2000, 2000] })),
        'TERMS_UNACCEPTABLE'
      ],
      [
        'fee rates below the relay minimum',
        acceptKeys(() => ({ claimFeeRates: [999] })),
        'TERMS_UNACCEPTABLE'
      ],
      ['no fee rates', acceptKeys(() => ({ claimFeeRates: [] })), 'TERMS_UNACCEPTABLE'],
      [
        'fee rates that eat the amount',
        acceptKeys(() => ({ claimFeeRates: [1000, 3_000_000_000] })),
        'TERMS_UNACCEPTABLE'
      ]
    ] as const
  ).map(([what, tamper, bob]) => ({ what, tamper, bob, alice: 'TIMED_OUT' })),
  ...(
    [
      ['pre-signatures wrong at every level', (list: readonly Bytes[]) => list.map(flipped)],
      [
        'a pre-signature wrong at one level',
        (list: readonly Bytes[]) => list.map((one, level) => (level === 3 ? flipped(one) : one))
      ],
      ['too few pre-signatures', (list: readonly Bytes[]) => list.slice(1)],
      ['too many pre-signatures', (list: readonly Bytes[]) => [...list, ...list.slice(0, 1)]],
      ['no pre-signatures', () => []],
      ['pre-signatures in another order', (list: readonly Bytes[]) => [...list].reverse()],
      ['pre-signatures of nothing', (list: readonly Bytes[]) => list.map(() => new Uint8Array(65))]
    ] as const
  ).flatMap(([what, edit]): Story[] => [
    {
      what: `${what} (maker)`,
      tamper: presignatures(edit, 'maker'),
      bob: 'PRESIGNATURE_INVALID',
      alice: 'TIMED_OUT'
    },
    {
      what: `${what} (taker)`,
      tamper: presignatures(edit, 'taker'),
      bob: 'REFUSED_BY_PEER',
      alice: 'PRESIGNATURE_INVALID',
      code: 'PRESIGNATURE_INVALID'
    }
  ]),
  ...(
    [
      [
        'a proposal signed by nobody',
        change('propose', (m) => ({ ...m, signature: flipped(m.signature) })),
        'SIGNATURE_INVALID'
      ],
      ['a proposal for an unknown order', propose(() => ({ orderId: new Uint8Array(32) })), 'ORDER_UNKNOWN'],
      ['a proposal of another network', propose(() => ({ network: 'elsewhere' })), 'ORDER_UNKNOWN'],
      [
        'a proposal of the maker to itself',
        propose(() => ({ takerKey: signerOf('alice').tradingKey })),
        'OWN_ORDER'
      ],
      [
        'a proposal with a key that is no point',
        proposeKeys(() => ({ escrowKeyA: NO_POINT })),
        'TERMS_UNACCEPTABLE'
      ],
      [
        'a proposal with fees that eat the amount',
        proposeKeys(() => ({ claimFeeRates: [90_000_000] })),
        'TERMS_UNACCEPTABLE'
      ]
    ] as const
  ).map(([what, tamper, code]) => ({ what, tamper, bob: 'REFUSED_BY_PEER', alice: 'none', code })),
  ...(
    [
      ['another trade id', change('confirm', (m) => ({ ...m, tradeId: flipped(m.tradeId) })), 'TERMS_DIFFER'],
      [
        'another place of escrow B',
        change('confirm', (m) => ({ ...m, fundingB: { ...m.fundingB, vout: 7 } })),
        'TERMS_DIFFER'
      ],
      [
        'a foreign negotiation id',
        change('confirm', (m) => ({ ...m, negotiationId: new Uint8Array(32) })),
        'TRADE_UNKNOWN'
      ]
    ] as const
  ).map(([what, tamper, code]) => ({ what, tamper, bob: 'REFUSED_BY_PEER', alice: 'TIMED_OUT', code }))
]

describe('a hostile peer', () => {
  describe('is refused before any coin moves', () => {
    for (const { what, tamper, bob, alice, code } of stories) {
      it(what, async () => {
        const floor = new TradingFloor()
        const codes = new Set<string>()
        floor.peers.tamper = {
          request: (from, request) => tamper.request?.(from, request) ?? request,
          response: (from, response) => {
            if (response.kind === 'refuse') codes.add(response.code)
            return tamper.response?.(from, response) ?? response
          }
        }
        await floor.open()
        await floor.trade()
        await floor.settle(20, 300)
        expect(reasonOf(floor.state(floor.bob))).to.equal(bob)
        expect(reasonOf(floor.state(floor.alice))).to.equal(alice)
        expect([...codes]).to.deep.equal(code === undefined ? [] : [code])
        expect([...floor.btc.transactions(), ...floor.ltc.transactions()]).to.deep.equal([])
        expect([...floor.alice.wallet.reserved(), ...floor.bob.wallet.reserved()]).to.deep.equal([])
      })
    }
  })

  describe('that spoils the closing by the key path costs nobody a coin', () => {
    const spoilt: readonly (readonly [what: string, tamper: Tamper])[] = [
      ['another secret', change('settle', (m) => ({ ...m, secret: flipped(m.secret) }))],
      ['a secret out of range', change('settle', (m) => ({ ...m, secret: new Uint8Array(32) }))],
      ['nonces that are no points', change('settle', (m) => ({ ...m, nonceB: new Uint8Array(66).fill(1) }))],
      [
        'a nonce of A that is no point',
        change('settle', (m) => ({ ...m, nonceA: new Uint8Array(66).fill(1) }))
      ],
      ['a fee beyond the amount', change('settle', (m) => ({ ...m, feeRateB: 100_000_000_000 }))],
      [
        'a partial signature of B that is wrong',
        change('settleAnswer', (m) => ({ ...m, partialB: flipped(m.partialB) }))
      ],
      [
        'a partial signature out of range',
        change('settleAnswer', (m) => ({ ...m, partialB: new Uint8Array(32).fill(255) }))
      ],
      [
        'an answer with a nonce that is no point',
        change('settleAnswer', (m) => ({ ...m, nonceB: new Uint8Array(66) }))
      ],
      [
        'an answer with a nonce of A that is no point',
        change('settleAnswer', (m) => ({ ...m, nonceA: new Uint8Array(66) }))
      ],
      ['another fee for A', change('settleAnswer', (m) => ({ ...m, feeRateA: m.feeRateA + 1 }))],
      ['a fee for A beyond the amount', change('settleAnswer', (m) => ({ ...m, feeRateA: 100_000_000_000 }))],
      [
        'an answer of another kind',
        change('settleAnswer', (m) => ({ kind: 'done', negotiationId: m.negotiationId }))
      ],
      [
        'a partial signature of A that is wrong',
        change('settlePartial', (m) => ({ ...m, partialA: flipped(m.partialA) }))
      ],
      ['a refusal to settle', change('settleAnswer', () => ({ kind: 'refuse', code: 'BUSY', reason: '' }))]
    ]
    for (const [what, tamper] of spoilt) {
      it(what, async () => {
        const floor = new TradingFloor()
        floor.peers.tamper = tamper
        await floor.open()
        await floor.trade()
        await floor.settle(40, 300)
        expect([floor.state(floor.alice)?.kind, floor.state(floor.bob)?.kind]).to.deep.equal([
          'closed',
          'closed'
        ])
        expect([floor.outcome(floor.alice), floor.outcome(floor.bob)]).to.deep.equal(['swapped', 'swapped'])
      })
    }
  })

  it('gets no second answer to old, reordered and repeated messages', async () => {
    const floor = new TradingFloor()
    const sent: TradeRequest[] = []
    const nonces: string[] = []
    floor.peers.tamper = {
      request: (_from, request) => {
        sent.push(request)
        return request
      },
      response: (_from, response) => {
        if (response.kind === 'settleAnswer') {
          for (const nonce of [response.nonceA, response.nonceB])
            nonces.push(Buffer.from(nonce).toString('hex'))
        }
        return response
      }
    }
    await floor.open()
    await floor.trade()
    const eve = floor.peers.join('eve')
    const replay = async (): Promise<void> => {
      for (const request of [...sent].reverse()) {
        const maker = ['propose', 'confirm', 'takerPresignatures'].includes(request.kind)
        const [from, to] = maker ? [floor.bob, floor.alice] : [floor.alice, floor.bob]
        const before = [floor.state(floor.alice)?.kind, floor.state(floor.bob)?.kind]
        const foreign = eve.sendTradeRequest(to.peer.self().peer, [], request)
        await floor.clock.advance(0)
        expect(await foreign).to.include({
          kind: 'refuse',
          code: request.kind === 'propose' && to === floor.bob ? 'ORDER_UNKNOWN' : 'TRADE_UNKNOWN'
        })
        const again = from.peer.sendTradeRequest(to.peer.self().peer, [], request)
        await floor.clock.advance(20)
        await again
        sent.length -= 2
        expect([floor.state(floor.alice)?.kind, floor.state(floor.bob)?.kind], request.kind).to.deep.equal(
          before
        )
      }
    }
    await replay()
    await floor.until(() => floor.state(floor.bob)?.kind === 'locking')
    await replay()
    await floor.until(() => floor.state(floor.bob)?.kind === 'claiming')
    await replay()
    await floor.settle()
    await replay()
    expect(new Set(nonces).size).to.equal(nonces.length)
    expect(nonces.length).to.be.greaterThan(2)
    expect([floor.outcome(floor.alice), floor.outcome(floor.bob)]).to.deep.equal(['swapped', 'swapped'])
  })
})
