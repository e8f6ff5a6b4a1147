import { expect } from 'chai'
import type { TradeMessage } from '../../protocols/trade-negotiation/types.ts'
import { TradingFloor } from '../support/trading-floor.ts'
import { preparedOf, Villain } from '../support/villain.ts'

const HOUR = 3600
const QUARTER = 900

async function opened(): Promise<TradingFloor> {
  const floor = new TradingFloor()
  await floor.open()
  await floor.trade()
  return floor
}

const kindOf = (floor: TradingFloor, name: 'alice' | 'bob'): string =>
  floor.state(floor[name])?.kind ?? 'none'

function ends(floor: TradingFloor): string[] {
  return [kindOf(floor, 'alice'), kindOf(floor, 'bob')]
}

function outcomes(floor: TradingFloor): string[] {
  return [floor.outcome(floor.alice), floor.outcome(floor.bob)]
}

describe('refunds', () => {
  it('bring both escrows back after their locks, the taker first', async () => {
    const floor = await opened()
    await floor.until(() => kindOf(floor, 'bob') === 'locking')
    await floor.alice.trades.cancel(floor.tradeId)
    const began = floor.clock.now()
    await floor.until(() => floor.ended(floor.bob), 60, QUARTER)
    expect(floor.clock.now() - began).to.be.within(9 * HOUR, 12 * HOUR)
    await floor.settle(80, QUARTER)
    expect(ends(floor)).to.deep.equal(['refunded', 'refunded'])
    expect(outcomes(floor)).to.deep.equal(['whole', 'whole'])
  })

  it('come early by both signatures where the taker never locked', async () => {
    const floor = await opened()
    await floor.bob.trades.cancel(floor.tradeId)
    await floor.alice.trades.cancel(floor.tradeId)
    const began = floor.clock.now()
    await floor.settle()
    expect(floor.clock.now() - began).to.be.below(HOUR)
    expect(ends(floor)).to.deep.equal(['refunded', 'abandoned'])
    expect(outcomes(floor)).to.deep.equal(['whole', 'whole'])
  })

  it('are agreed on by a taker that still waits, which then never locks', async () => {
    const floor = await opened()
    await floor.alice.trades.cancel(floor.tradeId)
    await floor.settle()
    expect(floor.state(floor.bob)).to.include({ kind: 'abandoned', reason: 'REFUND_AGREED' })
    expect(kindOf(floor, 'alice')).to.equal('refunded')
    expect(floor.ltc.transactions()).to.deep.equal([])
    expect(outcomes(floor)).to.deep.equal(['whole', 'whole'])
  })

  it('come after the lock where the taker signs no early one', async () => {
    const floor = await opened()
    floor.vanish(floor.bob)
    await floor.alice.trades.cancel(floor.tradeId)
    await floor.settle(120, QUARTER)
    expect(kindOf(floor, 'alice')).to.equal('refunded')
    expect(floor.outcome(floor.alice)).to.equal('whole')
  })

  it('are not signed by a taker whose escrow stands', async () => {
    const floor = await opened()
    await floor.until(() => kindOf(floor, 'bob') === 'locking')
    const answers: TradeMessage[] = []
    floor.peers.tamper = {
      response: (_from, response) => {
        answers.push(response)
        return response
      }
    }
    await floor.alice.trades.cancel(floor.tradeId)
    await floor.block()
    expect(answers).to.not.deep.equal([])
    for (const answer of answers) expect(answer).to.include({ kind: 'refuse', code: 'STATE_MISMATCH' })
  })

  it('of the maker do not raise their own fee while they wait for the lock', async () => {
    const floor = await opened()
    // No block takes the claim in before the taker's lock ends; then the refund of a villain wins.
    await floor.until(() => kindOf(floor, 'bob') === 'locking')
    const bob = new Villain(floor, 'bob')
    floor.vanish(floor.bob)
    await floor.until(() => kindOf(floor, 'alice') === 'claiming')
    await floor.clock.advance(10 * HOUR)
    expect(floor.ltc.broadcast(bob.refund(300_000))).to.deep.equal({ kind: 'accepted' })
    floor.ltc.mine(4)
    await floor.clock.advance(60)
    expect(kindOf(floor, 'alice')).to.equal('refunding')
    await floor.settle(120, QUARTER)
    expect(kindOf(floor, 'alice')).to.equal('refunded')
    expect(floor.outcome(floor.alice)).to.equal('whole')
  })

  it('race a claim: the taker that comes back after its lock still claims', async () => {
    const floor = await opened()
    await floor.until(() => kindOf(floor, 'bob') === 'locking')
    floor.vanish(floor.bob)
    await floor.until(() => kindOf(floor, 'alice') === 'claiming')
    await floor.clock.advance(11 * HOUR)
    floor.gone.clear()
    await floor.settle()
    expect(ends(floor)).to.deep.equal(['closed', 'closed'])
    expect(outcomes(floor)).to.deep.equal(['swapped', 'swapped'])
  })
})

describe('a taker away until after the maker claimed', () => {
  const away = async (hours: number, villain: boolean): Promise<TradingFloor> => {
    const floor = await opened()
    await floor.until(() => kindOf(floor, 'bob') === 'locking')
    floor.vanish(floor.bob)
    const alice = new Villain(floor, 'alice')
    if (villain) floor.vanish(floor.alice)
    await floor.until(() => floor.done(floor.alice))
    if (villain) expect(floor.ltc.broadcast(alice.claim(0, alice.secret())).kind).to.equal('accepted')
    for (let hour = 0; hour < hours; hour++) await floor.block(HOUR)
    if (villain) floor.btc.broadcast(alice.refund(3000))
    for (let hour = 0; hour < 2; hour++) await floor.block(HOUR)
    floor.gone.delete(floor.bob)
    await floor.settle()
    return floor
  }

  it('claims where it is back before the maker lock ends', async () => {
    const floor = await away(17, true)
    expect(kindOf(floor, 'bob')).to.equal('closed')
    expect(floor.outcome(floor.bob)).to.equal('swapped')
  })

  it('claims even later where the maker is honest', async () => {
    const floor = await away(30, false)
    expect(ends(floor)).to.deep.equal(['closed', 'closed'])
    expect(outcomes(floor)).to.deep.equal(['swapped', 'swapped'])
  })

  it('has lost where the maker took both after its lock', async () => {
    const floor = await away(23, true)
    expect(kindOf(floor, 'bob')).to.equal('lost')
    expect(floor.outcome(floor.bob)).to.equal('robbed')
  })
})

describe('a maker that shows the secret after the locks', () => {
  it('does not keep the taker from refunding', async () => {
    const floor = await opened()
    await floor.until(() => kindOf(floor, 'bob') === 'locking')
    const alice = new Villain(floor, 'alice')
    const { deal } = preparedOf(floor, 'bob')
    floor.vanish(floor.alice)
    floor.bob.crash()
    for (let hour = 0; hour < 23; hour++) await floor.block(HOUR)
    floor.btc.broadcast(alice.refund(3000))
    floor.btc.mine(3)
    await floor.revive()
    const secret = alice.secret()
    const nonce = new Uint8Array(66).fill(2)
    const eve = floor.peers.join('alice')
    const request = { kind: 'settle', secret, nonceA: nonce, nonceB: nonce, feeRateB: 1000 } as const
    const answer = eve.sendTradeRequest(floor.bob.peer.self().peer, [], {
      ...request,
      negotiationId: deal.negotiationId
    })
    await floor.clock.advance(1)
    expect(await answer).to.include({ kind: 'refuse', code: 'STATE_MISMATCH' })
    await floor.settle()
    expect(kindOf(floor, 'bob')).to.equal('refunded')
    expect(floor.outcome(floor.bob)).to.equal('whole')
  })
})
