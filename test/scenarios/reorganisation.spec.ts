import { Transaction } from 'bitcoinjs-lib'
import { expect } from 'chai'
import type { LegName } from '../../src/exchange/terms.ts'
import type { SimulatedLedger } from '../../src/testnet/simulation/simulated-ledger.ts'
import type { TraderName } from '../support/deaths.ts'
import { TradingFloor } from '../support/trading-floor.ts'
import { preparedOf } from '../support/villain.ts'

interface Story {
  readonly what: string
  /** When the reorganisation comes. */
  readonly when: readonly [TraderName, string]
  readonly leg: LegName
  readonly drops: 'funding' | 'spend' | 'both'
  /** Whether claims go by the leaf, as all cooperation is refused. */
  readonly alone?: boolean
}

const stories: readonly Story[] = [
  { what: 'escrow A before the taker locked', when: ['bob', 'waiting'], leg: 'A', drops: 'funding' },
  { what: 'escrow A after the taker locked', when: ['bob', 'locking'], leg: 'A', drops: 'funding' },
  { what: 'escrow B before the secret is shown', when: ['bob', 'locking'], leg: 'B', drops: 'funding' },
  { what: 'escrow B after the secret is shown', when: ['alice', 'claiming'], leg: 'B', drops: 'both' },
  { what: 'the claim of B', when: ['alice', 'claiming'], leg: 'B', drops: 'spend' },
  { what: 'the claim of A', when: ['bob', 'claiming'], leg: 'A', drops: 'spend' },
  { what: 'escrow A and its claim', when: ['bob', 'claiming'], leg: 'A', drops: 'both' }
]

const all = stories.flatMap((story) => [story, { ...story, what: `${story.what}, by the leaf`, alone: true }])

function dropper(floor: TradingFloor, story: Story): (txid: string) => boolean {
  const { txid } = preparedOf(floor, 'bob').terms.legs[story.leg].funding
  const chain = story.leg === 'A' ? floor.btc : floor.ltc
  const spends = chain
    .transactions()
    .map((bytes) => Transaction.fromBuffer(bytes))
    .filter((transaction) =>
      transaction.ins.some((input) => Buffer.from(input.hash).reverse().toString('hex') === txid)
    )
    .map((transaction) => transaction.getId())
  return (candidate) =>
    (story.drops !== 'spend' && candidate === txid) ||
    (story.drops !== 'funding' && spends.includes(candidate))
}

describe('a reorganisation', () => {
  for (const story of all) {
    it(`that removes ${story.what} is outlived`, async () => {
      const floor = new TradingFloor()
      if (story.alone === true) {
        const refused = { kind: 'refuse', code: 'BUSY', reason: '' } as const
        floor.peers.tamper = { response: (_from, it) => (it.kind === 'settleAnswer' ? refused : it) }
      }
      await floor.open()
      await floor.trade()
      const [name, kind] = story.when
      await floor.until(() => floor.state(floor[name])?.kind === kind, 40, 70)
      await floor.block(70)
      const chain: SimulatedLedger = story.leg === 'A' ? floor.btc : floor.ltc
      const before = chain.transactions().length
      const drop = dropper(floor, story)
      chain.reorganise(6, drop)
      expect(chain.transactions().length, 'nothing was removed').to.be.below(before)
      chain.mine(5)
      await floor.clock.advance(60)
      await floor.settle(60, 150)
      expect([floor.state(floor.alice)?.kind, floor.state(floor.bob)?.kind]).to.deep.equal([
        'closed',
        'closed'
      ])
      expect([floor.outcome(floor.alice), floor.outcome(floor.bob)]).to.deep.equal(['swapped', 'swapped'])
    })
  }
})
