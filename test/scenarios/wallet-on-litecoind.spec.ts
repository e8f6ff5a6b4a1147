import { expect } from 'chai'
import { createBitcoindChainSource } from '../../src/adapters/bitcoind/index.ts'
import { sats, satsPerVbyte } from '../../src/base/units.ts'
import { BITCOIN_CHAINS } from '../../src/ledgers/bitcoin/networks.ts'
import { findLitecoind, LITECOIND_ABSENT, startDaemon } from '../../src/testnet/regtest-daemon.ts'
import { WalletNode } from '../support/wallet-node.ts'

describe('a wallet on a real litecoind', () => {
  it('mines, waits for maturity, and pays from P2WPKH and P2TR coins', async function () {
    this.timeout(60_000)
    const binary = findLitecoind()
    if (binary === null) {
      if (this.test) this.test.title += ` (skipped: ${LITECOIND_ABSENT})`
      return this.skip()
    }
    const daemon = await startDaemon('litecoind', binary)
    const source = createBitcoindChainSource({ url: daemon.url, credentials: daemon.login })
    const node = new WalletNode(source, { chain: BITCOIN_CHAINS['litecoin-regtest'] })
    const mine = async (count: number, address: string) => {
      await daemon.client.call('generatetoaddress', [count, address])
      await node.at(String(await daemon.client.call('getbestblockhash', [])))
    }
    try {
      await node.start()
      await node.until('contact', () => node.follower.status().state === 'ready')
      const reward = await node.wallet.newAddress(84)
      await mine(1, reward)
      await mine(100, reward)
      const { confirmed, immature } = node.wallet.balance()
      expect([confirmed, immature]).to.deep.equal([100_0000_0000n, 99n * 50_0000_0000n])
      const own = await node.wallet.newAddress(86)
      const first = { reference: 'a', address: own, amount: sats(1_0000_0000n), feeRate: satsPerVbyte(3) }
      const sent = await node.wallet.send(first)
      expect(sent.state).to.equal('published')
      await mine(1, reward)
      expect(node.wallet.history().find((entry) => entry.txid === sent.txid)?.confirmations).to.equal(1)
      const taproot = node.wallet.coins().filter((coin) => coin.kind === 'p2tr')
      expect(taproot.length).to.be.greaterThan(0)
      const rate = (each: number) => satsPerVbyte(each)
      const slow = { reference: 'slow', address: own, amount: sats(1_0000_0000n), feeRate: rate(1) }
      const { txid: slowTxid } = await node.wallet.send(slow)
      const bumped = await node.wallet.bump(slowTxid, rate(5))
      expect(bumped.state).to.equal('published')
      const pool = async () => (await daemon.client.call('getrawmempool', [])) as string[]
      expect(await pool()).to.deep.equal([bumped.txid])
      const child = await node.wallet.speedUp(bumped.txid, rate(30))
      const entry = (await daemon.client.call('getmempoolentry', [child.txid])) as {
        ancestorsize: number
        fees: { ancestor: number }
      }
      expect(Math.round(entry.fees.ancestor * 1e8) / entry.ancestorsize).to.be.within(30, 31)
      await mine(1, reward)
      expect(await pool()).to.deep.equal([])
      expect(node.wallet.history().map((each) => each.txid)).to.include.members([bumped.txid, child.txid])
      expect(node.wallet.history().map((each) => each.txid)).to.not.include(slowTxid)
      const all = await node.wallet.send({
        reference: 'b',
        address: reward,
        amount: 'everything',
        feeRate: satsPerVbyte(3)
      })
      await mine(1, reward)
      expect(node.wallet.history().find((entry) => entry.txid === all.txid)?.confirmations).to.equal(1)
      expect(node.wallet.coins().filter((coin) => coin.kind === 'p2tr')).to.deep.equal([])
    } finally {
      await node.stop()
      source.close()
      await daemon.stop()
    }
  })
})
