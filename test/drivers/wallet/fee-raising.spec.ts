import type { Transaction } from 'bitcoinjs-lib'
import { expect } from 'chai'
import { fromHex, toHex, type Bytes } from '../../../src/base/bytes.ts'
import { sats, satsPerVbyte } from '../../../src/base/units.ts'
import { addressToScript } from '../../../src/ledgers/bitcoin/address.ts'
import { FailingStore } from '../../support/failing-store.ts'
import { ScriptedChain } from '../../support/scripted-chain.ts'
import { WalletNode } from '../../support/wallet-node.ts'

const ELSEWHERE = 'bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080'
const ESCROW = fromHex(`5120${'ab'.repeat(32)}`)
const RATE = satsPerVbyte(2)

async function caught(work: Promise<unknown>): Promise<Error> {
  try {
    await work
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('nothing was thrown')
}

describe('raising fees', () => {
  let chain: ScriptedChain
  const started: WalletNode[] = []

  async function startNode(options: ConstructorParameters<typeof WalletNode>[1] = {}): Promise<WalletNode> {
    const node = new WalletNode(chain, options)
    started.push(node)
    return node.start()
  }

  async function fundedNode(
    amounts: readonly bigint[],
    rows = new Map<string, Bytes>()
  ): Promise<WalletNode> {
    const node = await startNode({ rows })
    await node.at(chain.tipHash)
    const payments = []
    for (const amount of amounts) {
      payments.push(chain.payment(addressToScript(await node.wallet.newAddress(), chain.chain), amount))
    }
    chain.mine(1, { transactions: payments })
    await node.at(chain.tipHash)
    return node
  }

  const pay = (node: WalletNode, amount: bigint | 'everything', reference = 'a') =>
    node.wallet.send({
      reference,
      address: ELSEWHERE,
      amount: amount === 'everything' ? amount : sats(amount),
      feeRate: RATE
    })
  const waiting = (txid: string): Transaction => chain.waiting.get(txid)!
  const paid = (transaction: Transaction): bigint | undefined =>
    transaction.outs.find((out) => toHex(out.script) === toHex(addressToScript(ELSEWHERE, chain.chain)))
      ?.value

  beforeEach(() => {
    chain = new ScriptedChain()
    chain.isReplacing = true
    chain.mine(110)
  })
  afterEach(async () => {
    await Promise.all(started.splice(0).map((each) => each.stop()))
  })

  it('replaces a payment by one of the same coins, whose change pays the fee', async () => {
    const node = await fundedNode([100_000n, 60_000n])
    const sent = await pay(node, 70_000n)
    const before = waiting(sent.txid)
    const bumped = await node.wallet.bump(sent.txid, satsPerVbyte(10))
    expect(bumped).to.include({ reference: 'a', amount: 70_000n, state: 'published' })
    expect([...chain.waiting.keys()]).to.deep.equal([bumped.txid])
    const after = waiting(bumped.txid)
    expect(after.ins.map((each) => [...each.hash])).to.deep.equal(before.ins.map((each) => [...each.hash]))
    expect(after.ins.every((input) => input.sequence <= 0xfffffffd)).to.equal(true)
    expect(after.outs[1]!.script).to.deep.equal(before.outs[1]!.script)
    const fee = 100_000n - after.outs.reduce((sum, out) => sum + out.value, 0n)
    expect(fee).to.equal(bumped.fee)
    expect(Number(fee) / after.virtualSize()).to.be.within(10, 10.1)
    expect(node.wallet.balance()).to.deep.equal({
      confirmed: 60_000n,
      pending: 30_000n - fee,
      immature: 0n,
      locked: 0n
    })
    expect(node.wallet.history()).to.have.length(3)
    expect(await pay(node, 70_000n)).to.include({ txid: bumped.txid })
    chain.mine()
    await node.at(chain.tipHash)
    expect(node.wallet.balance()).to.include({ confirmed: 90_000n - fee, pending: 0n, locked: 0n })
  })

  it('adds a coin where the change does not suffice', async () => {
    const node = await fundedNode([71_000n, 60_000n])
    const sent = await pay(node, 70_000n)
    const bumped = await node.wallet.bump(sent.txid, satsPerVbyte(20))
    expect(waiting(bumped.txid).ins).to.have.length(2)
    expect(paid(waiting(bumped.txid))).to.equal(70_000n)
    expect(node.wallet.balance()).to.include({ confirmed: 0n, pending: 61_000n - bumped.fee })
  })

  it('takes the fee of a sweep from what it pays', async () => {
    const node = await fundedNode([71_000n, 60_000n])
    const sent = await pay(node, 'everything')
    const bumped = await node.wallet.bump(sent.txid, satsPerVbyte(20))
    expect(bumped.amount + bumped.fee).to.equal(131_000n)
    expect(waiting(bumped.txid).outs).to.have.length(1)
  })

  it('counts whichever version is mined as the payment', async () => {
    const node = await fundedNode([71_000n, 60_000n])
    const sent = await pay(node, 70_000n)
    const first = waiting(sent.txid)
    const bumped = await node.wallet.bump(sent.txid, satsPerVbyte(20))
    chain.waiting.clear()
    chain.mine(1, { transactions: [first] })
    await node.at(chain.tipHash)
    expect(await pay(node, 70_000n)).to.include({ txid: sent.txid, fee: sent.fee })
    // The added coin stays locked until nothing can bring the replacement back.
    expect(node.wallet.balance()).to.include({ confirmed: 1000n - sent.fee, locked: 60_000n })
    expect(await caught(node.wallet.bump(bumped.txid, satsPerVbyte(30)))).to.include({
      code: 'NOT_REPLACEABLE'
    })
    chain.mine(5)
    await node.at(chain.tipHash)
    expect(node.wallet.balance()).to.include({ confirmed: 61_000n - sent.fee, locked: 0n })
    expect(node.wallet.history().filter((entry) => entry.purpose !== null)).to.have.length(1)
  })

  it('leaves the payment as it was where the ledger refuses the replacement', async () => {
    const node = await fundedNode([100_000n])
    const sent = await pay(node, 70_000n)
    const balance = node.wallet.balance()
    chain.answer = { kind: 'rejected', reason: 'txn-mempool-conflict' }
    expect(await caught(node.wallet.bump(sent.txid, satsPerVbyte(10)))).to.deep.include({
      code: 'REPLACEMENT_REJECTED',
      fault: 'daemon'
    })
    expect(node.wallet.balance()).to.deep.equal(balance)
    expect(await pay(node, 70_000n)).to.include({ txid: sent.txid })
    chain.answer = null
    const child = await node.wallet.speedUp(sent.txid, satsPerVbyte(10))
    expect(waiting(child.txid).ins).to.have.length(1)
    chain.mine()
    await node.at(chain.tipHash)
    expect(node.wallet.balance().confirmed).to.equal(30_000n - sent.fee - child.fee)
  })

  it('sends a replacement later that no daemon heard of', async () => {
    const node = await fundedNode([100_000n])
    const sent = await pay(node, 70_000n)
    chain.answer = { kind: 'unavailable', reason: 'DAEMON_TIMEOUT' }
    const bumped = await node.wallet.bump(sent.txid, satsPerVbyte(10))
    expect(bumped.state).to.equal('waiting')
    chain.answer = null
    chain.mine(1, { empty: true })
    await node.until('handed over', () => chain.waiting.has(bumped.txid))
    expect(chain.waiting.size).to.equal(1)
  })

  it('refuses what cannot be replaced', async () => {
    const node = await fundedNode([100_000n, 50_000n])
    const sent = await pay(node, 70_000n)
    const funded = await node.wallet.fund('t', { script: ESCROW, amount: sats(40_000n), feeRate: RATE })
    const bump = (txid: string, rate: number) => caught(node.wallet.bump(txid, satsPerVbyte(rate)))
    expect(await bump('00'.repeat(32), 10)).to.include({ code: 'TRANSACTION_UNKNOWN' })
    expect(await bump(funded.txid, 10)).to.include({ code: 'NOT_REPLACEABLE' })
    expect(await bump(sent.txid, 2)).to.include({ code: 'FEE_RATE_TOO_LOW' })
    expect(await bump(sent.txid, 1001)).to.include({ code: 'FEE_RATE_TOO_HIGH' })
    expect(await bump(sent.txid, 900)).to.include({ code: 'INSUFFICIENT_FUNDS' })
    await node.wallet.speedUp(sent.txid, satsPerVbyte(5))
    expect(await bump(sent.txid, 10)).to.include({ code: 'NOT_REPLACEABLE' })
    chain.isDown = true
    chain.changed()
    await node.until('down', () => !node.follower.isInReach)
    expect(await bump(sent.txid, 10)).to.include({ code: 'LEDGER_UNAVAILABLE' })
    expect(chain.waiting.has(sent.txid)).to.equal(true)
  })

  it('lifts a payment by a child to the rate of both', async () => {
    const node = await fundedNode([100_000n])
    const sent = await pay(node, 70_000n)
    const child = await node.wallet.speedUp(sent.txid, satsPerVbyte(10))
    const size = waiting(sent.txid).virtualSize() + waiting(child.txid).virtualSize()
    expect(Number(sent.fee + child.fee) / size).to.be.within(10, 10.1)
    expect(await node.wallet.speedUp(sent.txid, satsPerVbyte(10))).to.deep.equal(child)
    const more = await node.wallet.bump(child.txid, satsPerVbyte(40))
    expect([...chain.waiting.keys()]).to.have.members([sent.txid, more.txid])
    expect(node.wallet.balance()).to.include({ pending: 30_000n - sent.fee - more.fee, confirmed: 0n })
  })

  it('lifts a payment of somebody else with its own output alone', async () => {
    const node = await fundedNode([100_000n])
    const script = addressToScript(await node.wallet.newAddress(), chain.chain)
    const incoming = chain.payment(script, 20_000n)
    chain.submit(incoming)
    await node.until('seen', () => node.wallet.balance().pending === 20_000n)
    const txid = incoming.getId()
    expect(await caught(node.wallet.speedUp(txid, satsPerVbyte(900)))).to.include({
      code: 'INSUFFICIENT_FUNDS'
    })
    const child = await node.wallet.speedUp(txid, satsPerVbyte(10))
    expect(child.amount).to.equal(20_000n - child.fee)
    // The sender takes another way: the child is void, and nothing of ours hangs on it.
    chain.waiting.clear()
    chain.mine(1)
    await node.at(chain.tipHash)
    await node.until('gone', () => node.wallet.balance().pending === 0n)
    expect(node.wallet.balance()).to.deep.equal({
      confirmed: 100_000n,
      pending: 0n,
      immature: 0n,
      locked: 0n
    })
    expect(node.wallet.history()).to.have.length(1)
    chain.submit(incoming)
    await node.until('back', () => node.wallet.balance().pending > 0n)
    chain.mine(1, { empty: true })
    await node.until('handed over again', () => chain.waiting.has(child.txid))
  })

  it('refuses a child of what is not there, not ours, mined, or paid well already', async () => {
    const node = await fundedNode([100_000n])
    const speedUp = (txid: string, rate = 10) => caught(node.wallet.speedUp(txid, satsPerVbyte(rate)))
    expect(await speedUp('00'.repeat(32))).to.include({ code: 'TRANSACTION_UNKNOWN' })
    expect(await speedUp(node.wallet.coins()[0]!.outpoint.txid)).to.include({ code: 'NOTHING_TO_SPEND' })
    const sweep = await pay(node, 'everything')
    expect(await speedUp(sweep.txid)).to.include({ code: 'NOTHING_TO_SPEND' })
    chain.mine()
    await node.at(chain.tipHash)
    const other = await fundedNode([100_000n])
    const sent = await pay(other, 10_000n, 'b')
    expect(await caught(other.wallet.speedUp(sent.txid, RATE))).to.include({ code: 'FEE_RATE_TOO_LOW' })
  })

  it('pays once and loses nothing, whichever commit the process ends at', async () => {
    let deaths = 0
    for (let commit = 1; commit < 20; commit++) {
      for (const when of ['before', 'after'] as const) {
        chain = new ScriptedChain()
        chain.isReplacing = true
        chain.mine(20)
        const rows = new Map<string, Bytes>()
        const setup = await fundedNode([100_000n, 50_000n], rows)
        const other = await pay(setup, 20_000n, 'other')
        const { txid } = await pay(setup, 70_000n)
        await setup.stop()
        const store = new FailingStore(rows, { commit, when })
        const mortal = await startNode({ store })
        const story = async (node: WalletNode) => {
          await node.wallet.bump(txid, satsPerVbyte(10)).catch((error: Error) => {
            expect(error).to.include({ code: 'FEE_RATE_TOO_LOW' })
          })
          await node.wallet.speedUp(other.txid, satsPerVbyte(10))
        }
        await mortal.at(chain.tipHash).catch(() => undefined)
        await story(mortal).catch((error: Error) => {
          if (!store.isDead) throw error
        })
        await mortal.stop()
        if (!store.isDead) continue
        deaths++
        const node = await startNode({ rows })
        await node.at(chain.tipHash)
        await story(node)
        chain.mine(2)
        await node.at(chain.tipHash)
        const name = `commit ${commit} ${when}`
        const payments = chain.blocks
          .flatMap((block) => block.transactions.slice(1))
          .map(paid)
          .filter((amount) => amount !== undefined)
        expect(payments, name).to.have.members([70_000n, 20_000n])
        const fees = [...node.wallet.spends().values()].reduce((sum, spend) => sum + spend.fee, 0n)
        expect(node.wallet.balance(), name).to.deep.equal({
          confirmed: 60_000n - fees,
          pending: 0n,
          immature: 0n,
          locked: 0n
        })
        await node.stop()
      }
      if (deaths < 2 * commit) break
    }
    expect(deaths).to.be.greaterThan(4)
  })
})
