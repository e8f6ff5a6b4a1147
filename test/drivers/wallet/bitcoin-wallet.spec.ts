import { Transaction } from 'bitcoinjs-lib'
import { expect } from 'chai'
import * as fc from 'fast-check'
import { fromHex, toHex, type Bytes } from '../../../src/base/bytes.ts'
import { blockHeight, sats, satsPerVbyte } from '../../../src/base/units.ts'
import { addressToScript, scriptKind } from '../../../src/ledgers/bitcoin/address.ts'
import { LedgerWallets } from '../../../src/drivers/wallet/trade-wallet.ts'
import { FailingStore } from '../../support/failing-store.ts'
import { ScriptedChain } from '../../support/scripted-chain.ts'
import { testKeys, WalletNode } from '../../support/wallet-node.ts'

const ESCROW = fromHex(`5120${'ab'.repeat(32)}`)
/** An address of nobody here. */
const ELSEWHERE = 'bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080'
const RATE = satsPerVbyte(2)

async function caught(work: Promise<unknown>): Promise<Error> {
  try {
    await work
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('nothing was thrown')
}

describe('bitcoin wallet', () => {
  let chain: ScriptedChain
  const started: WalletNode[] = []

  async function startNode(options: ConstructorParameters<typeof WalletNode>[1] = {}): Promise<WalletNode> {
    const node = new WalletNode(chain, options)
    started.push(node)
    return node.start()
  }

  /** A node whose wallet has coins of these amounts in blocks. */
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

  beforeEach(() => {
    chain = new ScriptedChain()
    chain.mine(110)
  })
  afterEach(async () => {
    await Promise.all(started.splice(0).map((each) => each.stop()))
  })

  it('neither keeps nor sends what its own rules refuse', async () => {
    const sound = testKeys(chain.chain)
    const broken = { ...sound, privateKey: () => new Uint8Array(32).fill(1) }
    const node = await startNode({ keys: broken })
    await node.at(chain.tipHash)
    const script = addressToScript(await node.wallet.newAddress(), chain.chain)
    chain.mine(1, { transactions: [chain.payment(script, 100_000n)] })
    await node.at(chain.tipHash)
    const address = await node.wallet.newAddress()
    const payment = { reference: 'a', address, amount: sats(50_000n), feeRate: satsPerVbyte(2) }
    expect(await caught(node.wallet.send(payment))).to.include({ code: 'TRANSACTION_INVALID' })
    expect(chain.broadcasts).to.deep.equal([])
    expect(node.wallet.balance()).to.include({ confirmed: 100_000n, locked: 0n })
  })

  it('tells coins by what can be done with them', async () => {
    const node = await startNode()
    await node.at(chain.tipHash)
    const taproot = addressToScript(await node.wallet.newAddress(), chain.chain)
    const segwit = addressToScript(await node.wallet.newAddress(84), chain.chain)
    expect([scriptKind(taproot), scriptKind(segwit)]).to.deep.equal(['p2tr', 'p2wpkh'])
    chain.submit(chain.payment(taproot, 1000n))
    await node.until('waits', () => node.wallet.balance().pending === 1000n)
    chain.mine(1, { payTo: segwit })
    await node.at(chain.tipHash)
    expect(node.wallet.balance()).to.deep.equal({
      confirmed: 1000n,
      pending: 0n,
      immature: 50_0000_0000n,
      locked: 0n
    })
    chain.mine(98)
    await node.at(chain.tipHash)
    expect(node.wallet.balance().immature).to.equal(50_0000_0000n)
    chain.mine(1)
    await node.at(chain.tipHash)
    expect(node.wallet.balance().confirmed).to.equal(50_0000_1000n)
    expect(node.wallet.history().map((entry) => [entry.received, entry.confirmations])).to.deep.equal([
      [1000n, 100],
      [50_0000_0000n, 100]
    ])
  })

  it('sends once for one reference, and shows it', async () => {
    const node = await fundedNode([100_000n, 60_000n])
    const request = { reference: 'rent', address: ELSEWHERE, amount: sats(70_000n), feeRate: RATE }
    const [sent, again] = await Promise.all([node.wallet.send(request), node.wallet.send(request)])
    expect(again).to.deep.equal(sent)
    expect(chain.waiting.size).to.equal(1)
    const transaction = [...chain.waiting.values()][0]!
    const fee = 100_000n - transaction.outs.reduce((sum, out) => sum + out.value, 0n)
    expect(sent).to.deep.equal({ txid: transaction.getId(), amount: 70_000n, fee, state: 'published' })
    expect(Number(fee)).to.be.within(transaction.virtualSize() * 2, transaction.virtualSize() * 2 + 8)
    expect(node.wallet.balance()).to.include({ confirmed: 60_000n, pending: 30_000n - fee })
    chain.mine()
    await node.at(chain.tipHash)
    expect(node.wallet.balance()).to.include({ confirmed: 90_000n - fee, pending: 0n })
    const [entry] = node.wallet.history()
    expect(entry).to.deep.include({
      txid: sent.txid,
      confirmations: 1,
      spent: 100_000n,
      received: 30_000n - fee
    })
    expect(entry!.purpose).to.deep.equal({ kind: 'send', reference: 'rent', fee })
  })

  it('sends everything, and own change that still waits', async () => {
    const node = await fundedNode([100_000n])
    await node.wallet.send({ reference: 'a', address: ELSEWHERE, amount: sats(10_000n), feeRate: RATE })
    const sent = await node.wallet.send({
      reference: 'b',
      address: ELSEWHERE,
      amount: 'everything',
      feeRate: RATE
    })
    expect(sent.amount + sent.fee > 89_000n).to.equal(true)
    expect(node.wallet.balance()).to.deep.equal({ confirmed: 0n, pending: 0n, immature: 0n, locked: 0n })
  })

  it('keeps the coins of a trade from any other use until it lets go of them', async () => {
    const node = await fundedNode([100_000n, 60_000n])
    const wallets = new LedgerWallets(new Map([['btc', node.wallet]]))
    const request = {
      ledger: 'btc',
      reference: 'trade/1',
      script: ESCROW,
      amount: sats(90_000n),
      feeRate: RATE
    }
    const funded = await wallets.fund(request)
    expect(Transaction.fromBuffer(funded.transaction).outs[funded.vout]).to.deep.include({ value: 90_000n })
    expect(await wallets.fund(request)).to.deep.equal(funded)
    expect(node.wallet.balance()).to.include({ confirmed: 60_000n, locked: 100_000n })
    expect(chain.broadcasts).to.deep.equal([])
    expect(await caught(wallets.fund({ ...request, reference: 'trade/2' }))).to.include({
      code: 'INSUFFICIENT_FUNDS'
    })
    expect(await caught(wallets.fund({ ...request, amount: sats(1000n) }))).to.include({
      code: 'REFERENCE_USED'
    })
    await wallets.release('btc', 'trade/1')
    await wallets.release('btc', 'trade/1')
    expect(node.wallet.balance()).to.include({ confirmed: 160_000n, locked: 0n })
    expect((await wallets.fund({ ...request, reference: 'trade/2' })).txid).to.be.a('string')
    expect(await caught(wallets.fund({ ...request, ledger: 'ltc' }))).to.include({ code: 'LEDGER_UNKNOWN' })
  })

  it('does not let go of a funding that was published', async () => {
    const node = await fundedNode([100_000n])
    const funded = await node.wallet.fund('t', { script: ESCROW, amount: sats(50_000n), feeRate: RATE })
    await node.follower.broadcast(funded.transaction)
    await node.until('noted', () => node.wallet.spends().get('t')?.state === 'published')
    await node.wallet.release('t')
    chain.waiting.clear()
    chain.mine()
    await node.at(chain.tipHash)
    await node.until('handed over again', () => chain.waiting.has(funded.txid))
  })

  it('never publishes the funding of a trade by itself', async () => {
    const node = await fundedNode([100_000n])
    await node.wallet.fund('t', { script: ESCROW, amount: sats(50_000n), feeRate: RATE })
    chain.mine(3)
    await node.at(chain.tipHash)
    chain.mine(1)
    await node.at(chain.tipHash)
    expect(chain.broadcasts).to.deep.equal([])
  })

  it('gives each reference one script for ever', async () => {
    const rows = new Map<string, Bytes>()
    const node = await fundedNode([], rows)
    const script = await node.wallet.receiveScript('trade/1')
    expect(await node.wallet.receiveScript('trade/2')).to.not.deep.equal(script)
    await node.stop()
    const again = await startNode({ rows })
    expect(await again.wallet.receiveScript('trade/1')).to.deep.equal(script)
    expect(addressToScript(await again.wallet.newAddress(), chain.chain)).to.not.deep.equal(script)
  })

  it('hands a payment over again until it is in a block', async () => {
    const node = await fundedNode([100_000n])
    chain.answer = { kind: 'unavailable', reason: 'DAEMON_TIMEOUT' }
    const sent = await node.wallet.send({
      reference: 'a',
      address: ELSEWHERE,
      amount: sats(10_000n),
      feeRate: RATE
    })
    expect(sent.state).to.equal('waiting')
    chain.answer = null
    chain.mine()
    await node.until('handed over', () => chain.waiting.has(sent.txid))
    chain.waiting.clear()
    chain.mine()
    await node.until('after it was dropped', () => chain.waiting.has(sent.txid))
    chain.mine()
    await node.at(chain.tipHash)
    chain.reorganise(1, 2, { dropTransactions: true })
    await node.until('after a reorganisation', () => chain.waiting.has(sent.txid))
  })

  it('keeps the coins of a refused payment locked until it is released', async () => {
    const node = await fundedNode([100_000n])
    chain.answer = { kind: 'rejected', reason: 'min relay fee not met' }
    const request = { reference: 'a', address: ELSEWHERE, amount: sats(10_000n), feeRate: RATE }
    expect(await caught(node.wallet.send(request))).to.include({ code: 'TRANSACTION_REJECTED' })
    expect(node.wallet.balance()).to.include({ confirmed: 0n, locked: 100_000n })
    await node.wallet.release('a')
    expect(node.wallet.balance()).to.include({ confirmed: 100_000n, locked: 0n })
  })

  it('takes the coins of a payment that lost against another one as the ledger has them', async () => {
    const node = await fundedNode([100_000n, 50_000n])
    chain.answer = { kind: 'unavailable', reason: 'DAEMON_TIMEOUT' }
    await node.wallet.send({ reference: 'a', address: ELSEWHERE, amount: sats(80_000n), feeRate: RATE })
    const coin = node.wallet.spends().get('a')!.transaction.inputs[0]!.outpoint
    chain.mine(1, { transactions: [chain.payment(ESCROW, 99_000n, coin)] })
    await node.at(chain.tipHash)
    expect(node.wallet.balance()).to.deep.equal({ confirmed: 50_000n, pending: 0n, immature: 0n, locked: 0n })
  })

  it('refuses what would not do', async () => {
    const node = await fundedNode([100_000n])
    const request = { reference: 'a', address: ELSEWHERE, amount: sats(10_000n), feeRate: RATE }
    const refusals = [
      [{ reference: 'a b' }, 'REFERENCE_INVALID'],
      [{ reference: 'x'.repeat(129) }, 'REFERENCE_INVALID'],
      [{ address: 'nonsense' }, 'ADDRESS_INVALID'],
      [{ address: 'tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx' }, 'ADDRESS_WRONG_NETWORK'],
      [{ amount: sats(293n) }, 'AMOUNT_DUST'],
      [{ amount: sats(100_000n) }, 'INSUFFICIENT_FUNDS'],
      [{ feeRate: satsPerVbyte(1001) }, 'FEE_RATE_TOO_HIGH'],
      [{ feeRate: satsPerVbyte(0.5) }, 'FEE_RATE_TOO_LOW']
    ] as const
    for (const [change, code] of refusals) {
      const work = Promise.resolve().then(() => node.wallet.send({ ...request, ...change }))
      expect(await caught(work), code).to.include({ code })
    }
    chain.isDown = true
    chain.changed()
    await node.until('down', () => !node.follower.isInReach)
    expect(await caught(node.wallet.send(request))).to.include({ code: 'LEDGER_UNAVAILABLE' })
    expect(node.wallet.balance().confirmed).to.equal(100_000n)
  })

  it('finds coins along the gap when it is restored', async () => {
    const first = await fundedNode([])
    const addresses: string[] = []
    for (let index = 0; index < 205; index++) addresses.push(await first.wallet.newAddress())
    const pay = (index: number) => chain.payment(addressToScript(addresses[index]!, chain.chain), 1000n)
    chain.mine(1, { transactions: [pay(198), pay(99)] })
    chain.mine(1, { transactions: [pay(0)] })
    await first.at(chain.tipHash)
    expect(first.wallet.balance().confirmed).to.equal(3000n)
    const restored = await startNode({ rows: new Map(), birthday: blockHeight(0) })
    await restored.at(chain.tipHash)
    expect(restored.wallet.balance().confirmed).to.equal(3000n)
    expect(await restored.wallet.newAddress()).to.equal(addresses[199])
  })

  it('loses and doubles nothing, whichever commit the process ends at', async () => {
    // The story: two payments and a trade's funding, each asked for again by whoever asked before the end.
    const story = async (node: WalletNode): Promise<void> => {
      await node.wallet.receiveScript('in')
      await node.wallet.send({ reference: 'a', address: ELSEWHERE, amount: sats(30_000n), feeRate: RATE })
      const funded = await node.wallet.fund('t', { script: ESCROW, amount: sats(20_000n), feeRate: RATE })
      await node.follower.broadcast(funded.transaction)
      await node.wallet.send({ reference: 'b', address: ELSEWHERE, amount: sats(10_000n), feeRate: RATE })
    }
    let deaths = 0
    for (let commit = 1; commit < 40; commit++) {
      for (const when of ['before', 'after'] as const) {
        chain = new ScriptedChain()
        chain.mine(20)
        const rows = new Map<string, Bytes>()
        const setup = await fundedNode([50_000n, 50_000n, 50_000n], rows)
        await setup.stop()
        const store = new FailingStore(rows, { commit, when })
        const mortal = await startNode({ store })
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
        const transactions = [...chain.waiting.values()]
        const name = `commit ${commit} ${when}`
        expect(transactions, name).to.have.length(3)
        chain.mine(2)
        await node.at(chain.tipHash)
        const paid = (script: string) =>
          chain.blocks
            .flatMap((block) => block.transactions.slice(1).flatMap((each) => each.outs))
            .filter((out) => toHex(out.script) === script)
            .map((out) => out.value)
        expect(paid(toHex(ESCROW)), name).to.deep.equal([20_000n])
        expect(paid(toHex(addressToScript(ELSEWHERE, chain.chain))), name).to.have.members([30_000n, 10_000n])
        const fees = [...node.wallet.spends().values()].reduce((sum, spend) => sum + spend.fee, 0n)
        expect(node.wallet.balance(), name).to.deep.equal({
          confirmed: 90_000n - fees,
          pending: 0n,
          immature: 0n,
          locked: 0n
        })
        await node.stop()
      }
      if (deaths < 2 * commit) break
    }
    expect(deaths).to.be.greaterThan(8)
  })

  it('has what the chain says, after any blocks, reorganisations and restarts', async function () {
    this.timeout(60_000)
    const step = fc.oneof(
      fc.record({ kind: fc.constant('mine' as const), count: fc.integer({ min: 1, max: 4 }) }),
      fc.record({
        kind: fc.constant('pay' as const),
        amount: fc.bigInt(1000n, 90_000n),
        mined: fc.boolean()
      }),
      fc.record({ kind: fc.constant('reward' as const) }),
      fc.record({
        kind: fc.constant('reorganise' as const),
        depth: fc.integer({ min: 1, max: 8 }),
        more: fc.integer({ min: 0, max: 3 }),
        drop: fc.boolean()
      }),
      fc.record({ kind: fc.constant('send' as const), amount: fc.bigInt(1000n, 50_000n) }),
      fc.record({ kind: fc.constant('restart' as const) })
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
        chain = new ScriptedChain()
        chain.mine(30)
        const rows = new Map<string, Bytes>()
        let node = await fundedNode([80_000n], rows)
        const freshScript = async () => addressToScript(await node.wallet.newAddress(), chain.chain)
        try {
          for (const [index, each] of steps.entries()) {
            if (each.kind === 'mine') chain.mine(each.count)
            else if (each.kind === 'reward') chain.mine(1, { payTo: await freshScript() })
            else if (each.kind === 'pay') {
              const payment = chain.payment(await freshScript(), each.amount)
              if (each.mined) chain.mine(1, { transactions: [payment] })
              else chain.submit(payment)
            } else if (each.kind === 'reorganise') {
              chain.reorganise(each.depth, each.depth + each.more, { dropTransactions: each.drop })
            } else if (each.kind === 'send') {
              const request = {
                reference: `s${index}`,
                address: ELSEWHERE,
                amount: sats(each.amount),
                feeRate: RATE
              }
              await node.at(chain.tipHash)
              await node.wallet.send(request).catch((error: unknown) => {
                expect(error).to.include({ code: 'INSUFFICIENT_FUNDS' })
              })
            } else {
              await node.stop()
              node = await startNode({ rows })
            }
            await node.at(chain.tipHash)
          }
          chain.mine(1)
          await node.at(chain.tipHash)
          const truth = chain
            .unspent((script) => node.wallet.owns(script), true)
            .map((out) => out.amount)
            .reduce((sum, amount) => sum + amount, 0n)
          await node.until('the same as the chain', () => {
            const { confirmed, pending, immature, locked } = node.wallet.balance()
            return confirmed + pending + immature + locked === truth
          })
        } finally {
          await node.stop()
        }
      }),
      { numRuns: 25 }
    )
  })
})
