import { expect } from 'chai'
import type { Bytes } from '../../../src/base/bytes.ts'
import { addressToScript } from '../../../src/ledgers/bitcoin/address.ts'
import { FailingStore } from '../../support/failing-store.ts'
import { ScriptedChain } from '../../support/scripted-chain.ts'
import { WalletNode } from '../../support/wallet-node.ts'

async function caught(work: Promise<unknown>): Promise<unknown> {
  try {
    await work
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describe('labels of a wallet', () => {
  let chain: ScriptedChain
  const started: WalletNode[] = []
  const start = async (options: ConstructorParameters<typeof WalletNode>[1]): Promise<WalletNode> => {
    const node = new WalletNode(chain, options)
    started.push(node)
    await node.start()
    await node.at(chain.tipHash)
    return node
  }
  beforeEach(() => {
    chain = new ScriptedChain()
    chain.mine(10)
  })
  afterEach(async () => {
    await Promise.all(started.splice(0).map((each) => each.stop()))
  })

  it('show in the history, that of the transaction before that of its address, and last', async () => {
    const rows = new Map<string, Bytes>()
    const node = await start({ rows })
    const address = await node.wallet.newAddress()
    const payment = chain.payment(addressToScript(address, chain.chain), 5000n)
    chain.mine(1, { transactions: [payment] })
    await node.at(chain.tipHash)
    const shown = (each: WalletNode) => each.wallet.history().map((entry) => entry.label)
    expect(shown(node)).to.deep.equal([null])
    const byAddress = { type: 'addr', ref: address, label: 'Ann' } as const
    const byTransaction = { type: 'tx', ref: payment.getId(), label: 'rent' } as const
    await node.wallet.labels.put([byAddress])
    expect(shown(node)).to.deep.equal(['Ann'])
    await node.wallet.labels.put([byTransaction])
    expect(shown(node)).to.deep.equal(['rent'])
    await node.stop()
    const again = await start({ rows })
    expect(again.wallet.labels.all()).to.have.deep.members([byAddress, byTransaction])
    await again.wallet.labels.put([{ ...byTransaction, label: '' }])
    expect(shown(again)).to.deep.equal(['Ann'])
    expect(again.wallet.labels.all()).to.deep.equal([byAddress])
  })

  it('refuses what is no label, and stores none of its request', async () => {
    const node = await start({})
    const good = { type: 'tx', ref: 'aa'.repeat(32), label: 'good' } as const
    const bad = [
      [{ ...good, label: 'x'.repeat(256) }, 'LABEL_INVALID'],
      [{ ...good, label: 'two\nlines' }, 'LABEL_INVALID'],
      [{ ...good, ref: 'AA'.repeat(32) }, 'LABEL_INVALID'],
      [{ ...good, type: 'addr' }, 'ADDRESS_INVALID'],
      [{ ...good, type: 'addr', ref: 'tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx' }, 'ADDRESS_WRONG_NETWORK']
    ] as const
    for (const [label, code] of bad) {
      expect(await caught(node.wallet.labels.put([good, label])), code).to.include({ code })
    }
    expect(node.wallet.labels.all()).to.deep.equal([])
  })

  it('are all there or none, when the process ends at their commit', async () => {
    for (const when of ['before', 'after'] as const) {
      const rows = new Map<string, Bytes>()
      await (await start({ rows })).stop()
      const store = new FailingStore(rows, { commit: 1, when })
      const mortal = await start({ store })
      const labels = ['aa', 'bb'].map((each) => ({ type: 'tx', ref: each.repeat(32), label: each }) as const)
      await caught(mortal.wallet.labels.put(labels))
      expect(mortal.wallet.labels.all()).to.deep.equal([])
      await mortal.stop()
      const node = await start({ rows })
      expect(node.wallet.labels.all(), when).to.deep.equal(when === 'after' ? labels : [])
    }
  })
})
