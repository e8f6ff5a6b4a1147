import { Transaction } from 'bitcoinjs-lib'
import { expect } from 'chai'
import { sats, satsPerVbyte } from '../../src/base/units.ts'
import { errorCode } from '../../src/base/coded-error.ts'
import { SimulatedClock } from '../../src/testnet/simulation/simulated-clock.ts'
import { SimulatedLedger } from '../../src/testnet/simulation/simulated-ledger.ts'
import { SimulatedPeers } from '../../src/testnet/simulation/simulated-peers.ts'
import { CountedRandom } from '../../src/testnet/simulation/simulated-trader.ts'
import { SimulatedSecrets, SimulatedWallet } from '../../src/testnet/simulation/simulated-wallet.ts'
import { program } from '../support/sample-terms.ts'

const setting = () => {
  const clock = new SimulatedClock()
  const ledger = new SimulatedLedger('btc', clock)
  const wallet = new SimulatedWallet(new Map([['btc', ledger]]), new SimulatedSecrets('someone'))
  wallet.mint('btc', 1_000_000n)
  return { clock, ledger, wallet }
}

const fund = (wallet: SimulatedWallet, reference: string, feeRate = 2) =>
  wallet.fund({
    ledger: 'btc',
    reference,
    script: program(reference),
    amount: sats(400_000),
    feeRate: satsPerVbyte(feeRate)
  })

describe('a simulated ledger', () => {
  it('takes what is valid once, and shows it as it deepens', async () => {
    const { ledger, wallet } = setting()
    const { transaction, txid } = await fund(wallet, 'one')
    const output = { outpoint: { txid, vout: 0 }, script: program('one'), amount: sats(400_000) }
    expect(ledger.broadcast(transaction)).to.deep.equal({ kind: 'accepted' })
    expect(ledger.broadcast(transaction)).to.deep.equal({ kind: 'known' })
    expect(ledger.observe(output).funding).to.include({ confirmations: 0, matches: true })
    ledger.mine(3)
    expect(ledger.observe(output).funding).to.include({ confirmations: 3 })
    expect(ledger.observe({ ...output, amount: sats(399_999) }).funding).to.include({ matches: false })
    expect(ledger.observe({ ...output, script: program('two') }).funding).to.include({ matches: false })
  })

  it('refuses bad signatures, unknown coins, double spends and fees too low', async () => {
    const { ledger, wallet } = setting()
    const { transaction } = await fund(wallet, 'one')
    const bent = Transaction.fromBuffer(transaction)
    bent.locktime = 1
    expect(ledger.broadcast(Uint8Array.from(bent.toBuffer())).kind).to.equal('rejected')
    const [input] = bent.ins
    if (input !== undefined) input.index = 9
    expect(ledger.broadcast(Uint8Array.from(bent.toBuffer()))).to.deep.equal({
      kind: 'rejected',
      reason: 'missing-inputs'
    })
    ledger.broadcast(transaction)
    await wallet.release('btc', 'one')
    expect(ledger.broadcast((await fund(wallet, 'two')).transaction)).to.deep.equal({
      kind: 'rejected',
      reason: 'txn-mempool-conflict'
    })
    await wallet.release('btc', 'two')
    expect(ledger.broadcast((await fund(wallet, 'three', 4)).transaction).kind).to.equal('accepted')
    expect(ledger.transactions().length).to.equal(1)
    const other = setting()
    expect(other.ledger.broadcast((await fund(other.wallet, 'cheap', 0.1)).transaction)).to.deep.equal({
      kind: 'rejected',
      reason: 'min relay fee not met'
    })
  })

  it('takes blocks back, with what they held or without', async () => {
    for (const dropped of [false, true]) {
      const { ledger, wallet } = setting()
      const { transaction } = await fund(wallet, 'one')
      ledger.broadcast(transaction)
      ledger.mine(2)
      const { height } = ledger.tip
      ledger.reorganise(2, () => dropped)
      expect(ledger.tip.height).to.equal(height - 2)
      expect(ledger.transactions().length).to.equal(dropped ? 0 : 1)
      expect(ledger.broadcast(transaction).kind).to.equal(dropped ? 'accepted' : 'known')
    }
  })

  it('has a clock of its own where it is told to', async () => {
    const { clock, ledger } = setting()
    ledger.ahead = 3600
    await clock.advance(10)
    expect(ledger.tip.medianTime - clock.now()).to.equal(3600)
  })

  it('shows nothing to who cannot reach it', async () => {
    const { ledger } = setting()
    const view = ledger.view()
    view.reachable = false
    expect(view.tip()).to.equal(null)
    expect((await view.broadcast(new Uint8Array())).kind).to.equal('unavailable')
  })
})

describe('a simulated wallet', () => {
  it('gives the same funding for the same reference, and no coin twice', async () => {
    const { wallet } = setting()
    const first = await fund(wallet, 'one')
    expect(await fund(wallet, 'one')).to.equal(first)
    const error = await fund(wallet, 'two').catch((cause: unknown) => cause)
    expect(errorCode(error)).to.equal('INSUFFICIENT_FUNDS')
    await wallet.release('btc', 'one')
    expect((await fund(wallet, 'two')).txid).to.not.equal(first.txid)
  })

  it('knows what it owns', async () => {
    const { ledger, wallet } = setting()
    const { transaction, fee } = await fund(wallet, 'one')
    expect(wallet.balance('btc')).to.equal(1_000_000n)
    ledger.broadcast(transaction)
    expect(wallet.balance('btc')).to.equal(600_000n - fee)
  })
})

describe('a simulated clock', () => {
  it('fires timers in order, with the time that they were set for', async () => {
    const clock = new SimulatedClock(1000)
    const fired: (readonly [string, number])[] = []
    const set = (name: string, milliseconds: number) =>
      clock.after(milliseconds, () => fired.push([name, clock.now()]))
    set('late', 3000)
    set('first', 1000)
    set('second', 1000)
    const taken = set('never', 2000)
    taken()
    clock.after(1500, () => set('nested', 500))
    await clock.advance(2)
    expect(fired).to.deep.equal([
      ['first', 1001],
      ['second', 1001],
      ['nested', 1002]
    ])
    await clock.advance(1)
    expect(fired.at(-1)).to.deep.equal(['late', 1003])
  })
})

describe('simulated peers', () => {
  it('close on who waits when they go, and cannot be reached after', async () => {
    const peers = new SimulatedPeers()
    const [one, two] = [peers.join('one'), peers.join('two')]
    two.onTradeRequest(() => new Promise(() => undefined))
    const request = {
      kind: 'settlePartial',
      negotiationId: new Uint8Array(32),
      partialA: new Uint8Array(32)
    } as const
    const asked = one.sendTradeRequest(two.self().peer, [], request).catch((error: unknown) => error)
    two.disconnect()
    expect(errorCode(await asked)).to.equal('PEER_CLOSED')
    const again = await one.sendTradeRequest(two.self().peer, [], request).catch((error: unknown) => error)
    expect(errorCode(again)).to.equal('PEER_UNREACHABLE')
  })

  it('have randomness that a seed repeats and no draw does', () => {
    const [one, two] = [new CountedRandom('a'), new CountedRandom('a')]
    expect(one.bytes(50)).to.deep.equal(two.bytes(50))
    expect(one.bytes(32)).to.not.deep.equal(one.bytes(32))
    expect(new CountedRandom('b').bytes(32)).to.not.deep.equal(new CountedRandom('a').bytes(32))
  })
})
