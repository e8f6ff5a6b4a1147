import { expect } from 'chai'
import { PeerNetworkError } from '../../src/ports/peer-network.ts'
import type { Tamper } from '../../src/testnet/simulation/simulated-peers.ts'
import { commitsOf, dieAt, type TraderName } from '../support/deaths.ts'
import { TradingFloor } from '../support/trading-floor.ts'

const HOUR = 3600

/** The trader dies at a commit and never comes back; the other goes on until its trade has ended. */
async function vanishAt(name: TraderName, commit: number, moment: 'before' | 'after'): Promise<TradingFloor> {
  const floor = new TradingFloor()
  await floor.open()
  await floor.offer()
  floor[name].killPlan = dieAt(commit, moment)
  await floor.bob.trades.take(floor.orderId).catch(() => undefined)
  floor.gone.add(floor[name])
  await floor.settle(20, 300).catch(() => undefined)
  await floor.settle(60, HOUR)
  return floor
}

/** Loses every message of a kind on its way. */
function losing(kind: string): Tamper {
  const lose = <Message extends { readonly kind: string }>(_from: string, message: Message): Message => {
    if (message.kind !== kind) return message
    throw new PeerNetworkError('PEER_TIMEOUT', 'lost on the way', { fault: 'peer' })
  }
  return { request: lose, response: lose }
}

describe('a trader who goes silent for ever', () => {
  for (const name of ['alice', 'bob'] as const) {
    for (const moment of ['before', 'after'] as const) {
      it(`costs the other nothing: ${name} vanishes ${moment} any commit`, async () => {
        const commits = await commitsOf(name)
        for (let commit = 0; commit < commits; commit++) {
          const floor = await vanishAt(name, commit, moment)
          const other = name === 'alice' ? floor.bob : floor.alice
          const story = `${name} ${moment} commit ${commit}: ${floor.state(other)?.kind}`
          expect(floor.outcome(other), story).to.be.oneOf(['whole', 'swapped'])
          expect(floor.state(other)?.kind ?? 'none', story).to.be.oneOf(
            floor.outcome(other) === 'swapped' ? ['closed'] : ['abandoned', 'refunded', 'none']
          )
        }
      })
    }
  }

  const lost = [
    { kind: 'propose', end: 'whole' },
    { kind: 'accept', end: 'whole' },
    { kind: 'confirm', end: 'whole' },
    { kind: 'makerPresignatures', end: 'whole' },
    { kind: 'takerPresignatures', end: 'whole' },
    { kind: 'locking', end: 'swapped' },
    { kind: 'settle', end: 'swapped' },
    { kind: 'settleAnswer', end: 'swapped' },
    { kind: 'settlePartial', end: 'swapped' },
    { kind: 'done', end: 'swapped' }
  ] as const
  for (const { kind, end } of lost) {
    it(`leaves both ${end} where every "${kind}" is lost`, async () => {
      const floor = new TradingFloor()
      floor.peers.tamper = losing(kind)
      await floor.open()
      await floor.trade()
      await floor.settle(60, HOUR / 4)
      expect(floor.outcome(floor.alice)).to.equal(end)
      expect(floor.outcome(floor.bob)).to.equal(end)
    })
  }
})
