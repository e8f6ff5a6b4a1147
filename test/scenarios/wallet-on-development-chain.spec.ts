import { Transaction } from 'bitcoinjs-lib'
import { expect } from 'chai'
import { createBitcoindChainSource, type BitcoindChainSource } from '../../src/adapters/bitcoind/index.ts'
import { blockHeight, sats, satsPerVbyte } from '../../src/base/units.ts'
import {
  startDevelopmentChainServer,
  type DevelopmentChainServer
} from '../../src/devchain/bitcoin/server.ts'
import { addressToScript } from '../../src/ledgers/bitcoin/address.ts'
import { BITCOIN_CHAINS, type BitcoinChainName } from '../../src/ledgers/bitcoin/networks.ts'
import { WalletNode } from '../support/wallet-node.ts'

const RATE = satsPerVbyte(5)
const COIN = 1_0000_0000n
const ELSEWHERE = {
  'bitcoin-regtest': 'bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080',
  'litecoin-regtest': 'rltc1qw508d6qejxtdg4y5r3zarvary0c5xw7k693xs3'
}

for (const name of ['bitcoin-regtest', 'litecoin-regtest'] satisfies BitcoinChainName[]) {
  describe(`a wallet over JSON-RPC on a development chain: ${name}`, () => {
    const chain = BITCOIN_CHAINS[name]
    let server: DevelopmentChainServer
    let source: BitcoindChainSource
    let node: WalletNode

    beforeEach(async () => {
      server = await startDevelopmentChainServer({ chain, port: 0 })
      server.chain.mine(110)
      const [user, password] = server.cookie.split(':') as [string, string]
      source = createBitcoindChainSource({ url: server.url, credentials: { user, password } })
      node = await new WalletNode(source, { chain }).start()
      await atTip()
    })
    afterEach(async () => {
      await node.stop()
      source.close()
      await server.stop()
    })

    function atTip(): Promise<void> {
      const hash = server.chain.tip.block.hash
      return node.at(hash)
    }

    it('receives, and spends P2WPKH and P2TR coins by transactions that the chain judges', async () => {
      for (const purpose of [84, 86] as const) {
        server.chain.fund(addressToScript(await node.wallet.newAddress(purpose), chain), sats(COIN))
      }
      await node.until('in the mempool', () => node.wallet.balance().pending === 2n * COIN)
      server.chain.mine(1)
      await atTip()
      expect(node.wallet.balance().confirmed).to.equal(2n * COIN)
      const script = addressToScript(await node.wallet.newAddress(), chain)
      const address = await node.wallet.newAddress(84)
      const sent = await node.wallet.send({
        reference: 'both',
        address,
        amount: sats((COIN * 3n) / 2n),
        feeRate: RATE
      })
      expect(sent.state).to.equal('published')
      server.chain.mine(1)
      await atTip()
      expect(node.wallet.balance().confirmed).to.equal(2n * COIN - sent.fee)
      const funded = await node.wallet.fund('trade', { script, amount: sats(COIN), feeRate: RATE })
      expect((await node.follower.broadcast(funded.transaction)).kind).to.equal('accepted')
      server.chain.mine(1)
      await atTip()
      const output = { outpoint: funded, script, amount: sats(COIN) }
      await node.follower.watch(output, node.follower.tip()!.height)
      await node.until('found', () => node.follower.observe(output)?.funding?.confirmations === 1)
      expect(node.wallet.balance().locked).to.equal(0n)
      const everything = await node.wallet.send({
        reference: 'all',
        address,
        amount: 'everything',
        feeRate: RATE
      })
      server.chain.mine(1)
      await atTip()
      expect(node.wallet.balance().confirmed).to.equal(everything.amount)
      expect(Transaction.fromBuffer(funded.transaction).locktime).to.equal(112)
    })

    it('is found whole, with change and both kinds of address, from the seed alone', async () => {
      const born = server.chain.tip.block.header.time
      for (const purpose of [84, 86, 84] as const) {
        server.chain.fund(addressToScript(await node.wallet.newAddress(purpose), chain), sats(COIN))
      }
      server.chain.mine(30)
      await atTip()
      const unpaid = await Promise.all(Array.from({ length: 60 }, () => node.wallet.newAddress()))
      server.chain.fund(addressToScript(unpaid.at(-1)!, chain), sats(COIN))
      const request = { address: ELSEWHERE[name], amount: sats(COIN / 10n), feeRate: RATE }
      await node.wallet.send({ ...request, reference: 'a' })
      server.chain.mine(200)
      await atTip()
      await node.wallet.send({ ...request, reference: 'b' })
      server.chain.mine(3)
      await atTip()
      const coins = (each: WalletNode) =>
        each.wallet
          .coins()
          .map(({ outpoint, amount, path, state }) => ({ outpoint, amount, path, state }))
          .sort((left, right) => left.outpoint.txid.localeCompare(right.outpoint.txid))
      expect(coins(node).map((coin) => coin.path.branch)).to.include.members([0, 1])
      expect(new Set(coins(node).map((coin) => coin.path.purpose))).to.deep.equal(new Set([84, 86]))
      for (const birthday of [blockHeight(0), { since: born }]) {
        const restored = await new WalletNode(source, { chain, birthday }).start()
        try {
          await restored.at(server.chain.tip.block.hash)
          expect(coins(restored)).to.deep.equal(coins(node))
          expect(restored.wallet.balance()).to.deep.equal(node.wallet.balance())
          expect(restored.wallet.history().map((entry) => entry.txid)).to.deep.equal(
            node.wallet.history().map((entry) => entry.txid)
          )
          expect(unpaid).to.not.include(await restored.wallet.newAddress())
        } finally {
          await restored.stop()
        }
      }
    })

    it('goes along when blocks are taken back', async () => {
      server.chain.fund(addressToScript(await node.wallet.newAddress(), chain), sats(COIN))
      const [hash] = server.chain.mine(1)
      server.chain.mine(2)
      await atTip()
      expect(node.wallet.history()[0]!.confirmations).to.equal(3)
      server.chain.invalidateBlock(hash!)
      await node.until('behind', () => node.follower.status().state === 'syncing')
      server.chain.mine(1)
      await atTip()
      await node.until('mined again', () => node.wallet.history()[0]?.confirmations === 1)
      expect(node.wallet.balance().confirmed).to.equal(COIN)
    })
  })
}
