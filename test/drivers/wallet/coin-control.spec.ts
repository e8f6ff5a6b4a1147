import { expect } from 'chai'
import { fromHex, type Bytes } from '../../../src/base/bytes.ts'
import { sats, satsPerVbyte } from '../../../src/base/units.ts'
import { addressToScript } from '../../../src/ledgers/bitcoin/address.ts'
import { FailingStore } from '../../support/failing-store.ts'
import { ScriptedChain } from '../../support/scripted-chain.ts'
import { WalletNode } from '../../support/wallet-node.ts'

const ELSEWHERE = 'bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080'
const RATE = satsPerVbyte(2)

async function caught(work: Promise<unknown>): Promise<unknown> {
  try {
    await work
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describe('coin control', () => {
  let chain: ScriptedChain
  const started: WalletNode[] = []
  const start = async (options: ConstructorParameters<typeof WalletNode>[1]): Promise<WalletNode> => {
    const node = new WalletNode(chain, options)
    started.push(node)
    await node.start()
    await node.at(chain.tipHash)
    return node
  }
  async function fundedNode(rows: Map<string, Bytes>): Promise<WalletNode> {
    const node = await start({ rows })
    for (const amount of [100_000n, 60_000n]) {
      const script = addressToScript(await node.wallet.newAddress(), chain.chain)
      chain.mine(1, { transactions: [chain.payment(script, amount)] })
    }
    await node.at(chain.tipHash)
    return node
  }
  const coinOf = (node: WalletNode, amount: bigint) =>
    node.wallet.coins().find((coin) => coin.amount === amount)!

  beforeEach(() => {
    chain = new ScriptedChain()
    chain.mine(10)
  })
  afterEach(async () => {
    await Promise.all(started.splice(0).map((each) => each.stop()))
  })

  it('keeps a coin that a person locked from every use, across restarts', async () => {
    const rows = new Map<string, Bytes>()
    const first = await fundedNode(rows)
    const { outpoint, confirmations } = coinOf(first, 100_000n)
    expect(confirmations).to.equal(2)
    await first.wallet.lockCoin(outpoint, true)
    await first.wallet.lockCoin(outpoint, true)
    await first.stop()
    const node = await start({ rows })
    expect(coinOf(node, 100_000n)).to.include({ isLocked: true, isLockedByHand: true, reference: null })
    expect(node.wallet.balance()).to.include({ confirmed: 60_000n, locked: 100_000n })
    const request = { reference: 'a', address: ELSEWHERE, amount: sats(70_000n), feeRate: RATE }
    expect(await caught(node.wallet.send(request))).to.include({ code: 'INSUFFICIENT_FUNDS' })
    const all = await node.wallet.send({ ...request, reference: 'all', amount: 'everything' })
    expect(all.amount + all.fee).to.equal(60_000n)
    await node.wallet.lockCoin(outpoint, false)
    await node.wallet.lockCoin(outpoint, false)
    expect((await node.wallet.send(request)).state).to.equal('published')
  })

  it('names the reference that keeps a coin, and does not let go of it by hand', async () => {
    const node = await fundedNode(new Map())
    const script = fromHex(`5120${'ab'.repeat(32)}`)
    await node.wallet.fund('trade-1', { script, amount: sats(90_000n), feeRate: RATE })
    const coin = coinOf(node, 100_000n)
    expect(coin).to.include({ reference: 'trade-1', isLocked: true, isLockedByHand: false })
    expect(await caught(node.wallet.lockCoin(coin.outpoint, false))).to.include({ code: 'COIN_RESERVED' })
    const unknown = { txid: '00'.repeat(32), vout: 0 }
    expect(await caught(node.wallet.lockCoin(unknown, true))).to.include({ code: 'COIN_UNKNOWN' })
    await node.wallet.release('trade-1')
    expect(coinOf(node, 100_000n)).to.include({ reference: null, isLocked: false })
  })

  it('has the lock or not, when the process ends at its commit', async () => {
    for (const when of ['before', 'after'] as const) {
      chain = new ScriptedChain()
      chain.mine(10)
      const rows = new Map<string, Bytes>()
      const setup = await fundedNode(rows)
      const { outpoint } = coinOf(setup, 60_000n)
      await setup.stop()
      const mortal = await start({ store: new FailingStore(rows, { commit: 1, when }) })
      await caught(mortal.wallet.lockCoin(outpoint, true))
      expect(coinOf(mortal, 60_000n).isLocked).to.equal(false)
      await mortal.stop()
      const node = await start({ rows })
      expect(coinOf(node, 60_000n).isLockedByHand, when).to.equal(when === 'after')
    }
  })
})
