import { expect } from 'chai'
import { Transaction } from 'bitcoinjs-lib'
import { fromHex, type Bytes } from '../../../src/base/bytes.ts'
import { blockHeight, blocks, sats, satsPerVbyte } from '../../../src/base/units.ts'
import type { ExpectedOutput } from '../../../src/ledgers/ledger.ts'
import { ScriptedChain } from '../../support/scripted-chain.ts'
import { WalletNode } from '../../support/wallet-node.ts'

const ESCROW = fromHex(`5120${'ab'.repeat(32)}`)

describe('chain follower', () => {
  let chain: ScriptedChain
  let node: WalletNode
  const started: WalletNode[] = []

  async function startNode(rows?: Map<string, Bytes>): Promise<WalletNode> {
    const fresh = new WalletNode(chain, rows === undefined ? {} : { rows })
    started.push(fresh)
    return fresh.start()
  }

  beforeEach(() => {
    chain = new ScriptedChain()
    chain.mine(110)
  })
  afterEach(async () => {
    await Promise.all(started.splice(0).map((each) => each.stop()))
  })

  function expected(transaction: Transaction, amount = transaction.outs[0]!.value): ExpectedOutput {
    return { outpoint: { txid: transaction.getId(), vout: 0 }, script: ESCROW, amount: sats(amount) }
  }

  it('begins at the tip of its birth and follows from there', async () => {
    node = await startNode()
    await node.at(chain.tipHash)
    chain.mine(3)
    await node.at(chain.tipHash)
    const tip = node.follower.tip()!
    expect(tip.height).to.equal(113)
    // The median of 11 blocks, 600 seconds apart, is the time of the sixth from the top.
    expect(tip.medianTime).to.equal(1296688602 + (113 - 5) * 600)
  })

  it('shows an output from the mempool to its spend', async () => {
    node = await startNode()
    await node.at(chain.tipHash)
    const funding = chain.payment(ESCROW, 5000n)
    const output = expected(funding)
    await node.follower.watch(output, blockHeight(110))
    await node.until('watched', () => node.follower.observe(output)?.funding === null)
    chain.submit(funding)
    await node.until('in the mempool', () => node.follower.observe(output)?.funding?.confirmations === 0)
    chain.mine(3)
    await node.until('mined', () => node.follower.observe(output)?.funding?.confirmations === 3)
    expect(node.follower.observe(output)!.funding!.matches).to.equal(true)
    chain.submit(chain.payment(Uint8Array.of(0x51), 4000n, output.outpoint))
    await node.until('spend waits', () => node.follower.observe(output)?.spend?.confirmations === 0)
    chain.mine()
    await node.until('spend mined', () => node.follower.observe(output)?.spend?.confirmations === 1)
  })

  it('says where amount or script are not as expected', async () => {
    node = await startNode()
    await node.at(chain.tipHash)
    const funding = chain.payment(ESCROW, 5000n)
    const output = expected(funding, 5001n)
    await node.follower.watch(output, blockHeight(111))
    chain.mine(1, { transactions: [funding] })
    await node.until('mined', () => node.follower.observe(output)?.funding?.matches === false)
  })

  it('finds an output in blocks that passed before its watch', async () => {
    node = await startNode()
    const funding = chain.payment(ESCROW, 5000n)
    chain.mine(1, { transactions: [funding] })
    chain.mine(4)
    await node.at(chain.tipHash)
    await node.follower.watch(expected(funding), blockHeight(105))
    await node.until('found', () => node.follower.observe(expected(funding))?.funding?.confirmations === 5)
  })

  it('searches for a new watch at once, not at its next look', async () => {
    node = new WalletNode(chain, { pollMilliseconds: 3_600_000 })
    started.push(node)
    await node.start()
    await node.at(chain.tipHash)
    const output = expected(chain.payment(ESCROW, 5000n))
    await node.follower.watch(output, blockHeight(110))
    await node.until('searched', () => node.follower.observe(output) !== null)
    expect(node.follower.observe(output)?.funding).to.equal(null)
  })

  it('keeps watches and what it found across restarts', async () => {
    const rows = new Map<string, Bytes>()
    node = await startNode(rows)
    await node.at(chain.tipHash)
    const funding = chain.payment(ESCROW, 5000n)
    await node.follower.watch(expected(funding), blockHeight(110))
    chain.mine(1, { transactions: [funding] })
    await node.at(chain.tipHash)
    await node.stop()
    started.length = 0
    chain.mine(6)
    const again = await startNode(rows)
    await again.until(
      'seen again',
      () => again.follower.observe(expected(funding))?.funding?.confirmations === 7
    )
  })

  for (const depth of [1, 5, 100, 101, 140]) {
    it(`goes along with a reorganisation of ${depth} blocks`, async () => {
      const rows = new Map<string, Bytes>()
      node = await startNode(rows)
      await node.at(chain.tipHash)
      const funding = chain.payment(ESCROW, 5000n)
      await node.follower.watch(expected(funding), blockHeight(110))
      chain.mine(1, { transactions: [funding] })
      chain.mine(depth - 1)
      await node.until(
        'mined',
        () => node.follower.observe(expected(funding))?.funding?.confirmations === depth
      )
      chain.reorganise(depth, depth + 1)
      await node.at(chain.tipHash)
      await node.until(
        'unmined',
        () => node.follower.observe(expected(funding))?.funding?.confirmations === 0
      )
      chain.mine(2)
      await node.until(
        'mined again',
        () => node.follower.observe(expected(funding))?.funding?.confirmations === 2
      )
      await node.stop()
      started.length = 0
      const again = await startNode(rows)
      await again.until(
        'stored',
        () => again.follower.observe(expected(funding))?.funding?.confirmations === 2
      )
    })
  }

  it('begins afresh where the whole chain is replaced by a shorter one', async () => {
    node = await startNode()
    const funding = chain.payment(ESCROW, 5000n)
    await node.at(chain.tipHash)
    await node.follower.watch(expected(funding), blockHeight(110))
    chain.mine(1050, { transactions: [funding] })
    await node.until('mined', () => node.follower.observe(expected(funding))?.funding?.confirmations === 1050)
    chain.reorganise(1120, 1100)
    await node.at(chain.tipHash)
    chain.mine(1)
    await node.until(
      'mined low',
      () => node.follower.observe(expected(funding))?.funding?.confirmations === 1
    )
    expect(node.follower.tip()!.height).to.equal(1141)
  })

  it('waits for a daemon that fell back on its own chain', async () => {
    node = await startNode()
    await node.at(chain.tipHash)
    const output = expected(chain.payment(ESCROW, 1n))
    await node.follower.watch(output, blockHeight(111))
    chain.mine(2)
    await node.at(chain.tipHash)
    const { height } = node.follower.tip()!
    chain.shown = 5
    chain.changed()
    await node.until('behind', () => node.follower.status().state === 'syncing')
    expect(node.follower.tip()!.height).to.equal(height)
    expect(node.follower.observe(output)).to.equal(null)
    chain.shown = Infinity
    await node.at(chain.tipHash)
    expect(node.follower.observe(output)).to.not.equal(null)
  })

  describe('before it hands a transaction to the daemon', () => {
    const refusal = async (transaction: Transaction) => {
      const outcome = await node.follower.broadcast(Uint8Array.from(transaction.toBuffer()))
      expect(chain.broadcasts).to.deep.equal([])
      return outcome
    }
    let output: ExpectedOutput
    beforeEach(async () => {
      node = await startNode()
      await node.at(chain.tipHash)
      const funding = chain.payment(ESCROW, 50_000n)
      output = expected(funding)
      await node.follower.watch(output, blockHeight(110))
      chain.mine(1, { transactions: [funding] })
      await node.until('funded', () => node.follower.observe(output)?.funding?.confirmations === 1)
    })

    it('judges its signatures, locks, fee and dust by the outputs that it knows', async () => {
      const spend = (amount: bigint) => chain.payment(ESCROW, amount, output.outpoint)
      expect(await refusal(spend(40_000n))).to.include({ kind: 'rejected', rule: 'SCRIPT_REFUSED' })
      expect(await refusal(spend(50_001n))).to.include({ rule: 'AMOUNTS_INVALID' })
      expect(await refusal(spend(49_999n))).to.include({ rule: 'FEE_TOO_LOW' })
      expect(await refusal(spend(329n))).to.include({ rule: 'OUTPUT_DUST' })
      const early = spend(40_000n)
      early.locktime = 200
      early.ins[0]!.sequence = 0
      expect(await refusal(early)).to.include({ rule: 'LOCK_NOT_PASSED', reason: 'non-final' })
      const elsewhere = chain.payment(ESCROW, 40_000n, { ...output.outpoint, vout: 1 })
      expect(await refusal(elsewhere)).to.include({ rule: 'COIN_MISSING' })
    })

    it('sees that an output is spent in a block, and that a transaction lies in one', async () => {
      const spend = chain.payment(Uint8Array.of(0x51), 40_000n, output.outpoint)
      chain.mine(1, { transactions: [spend] })
      await node.at(chain.tipHash)
      expect(await refusal(chain.payment(ESCROW, 40_000n, output.outpoint))).to.include({
        rule: 'COIN_MISSING'
      })
      expect(node.follower.isInBlockchain(spend.getId())).to.equal(true)
      expect(node.follower.isInBlockchain('00'.repeat(32))).to.equal(false)
      expect(await refusal(spend)).to.deep.equal({ kind: 'known' })
    })

    it('refuses what is no transaction', async () => {
      const outcome = await node.follower.broadcast(new Uint8Array(10))
      expect(outcome).to.include({ kind: 'rejected', rule: 'TRANSACTION_MALFORMED' })
      expect(chain.broadcasts).to.deep.equal([])
    })

    it('leaves to the daemon what depends on outputs that it does not know', async () => {
      expect(
        await node.follower.broadcast(Uint8Array.from(chain.payment(ESCROW, 5000n).toBuffer()))
      ).to.deep.equal({ kind: 'accepted' })
    })
  })

  it('waits for a daemon that fell back below all headers that it keeps', async () => {
    chain.mine(1000)
    node = await startNode()
    await node.at(chain.tipHash)
    const funding = chain.payment(ESCROW, 5000n)
    await node.follower.watch(expected(funding), blockHeight(1100))
    chain.mine(1, { transactions: [funding] })
    await node.until('mined', () => node.follower.observe(expected(funding))?.funding?.confirmations === 1)
    const { height } = node.follower.tip()!
    chain.shown = 1
    chain.changed()
    await node.until('behind', () => node.follower.status().state === 'syncing')
    expect(node.follower.tip()!.height).to.equal(height)
    expect(node.follower.observe(expected(funding))).to.equal(null)
    chain.shown = Infinity
    await node.until('back', () => node.follower.observe(expected(funding))?.funding?.confirmations === 1)
  })

  it('is unreachable while the daemon is down, and goes on after', async () => {
    chain.isDown = true
    node = await startNode()
    await node.until('down', () => node.follower.status().state === 'unreachable')
    const orphan = Uint8Array.from(chain.payment(ESCROW, 5000n).toBuffer())
    expect(await node.follower.broadcast(orphan)).to.deep.equal({
      kind: 'unavailable',
      reason: 'DAEMON_UNREACHABLE'
    })
    chain.isDown = false
    await node.at(chain.tipHash)
    chain.isDown = true
    chain.changed()
    await node.until('down again', () => node.follower.status().state === 'unreachable')
    chain.isDown = false
    chain.mine(2)
    await node.at(chain.tipHash)
  })

  it('refuses a daemon of another chain', async () => {
    chain.genesisHash = '00'.repeat(32)
    node = await startNode()
    await node.until('refused', () => node.follower.status().state === 'wrong-chain')
    expect(node.follower.tip()).to.equal(null)
  })

  const lies: readonly { name: string; lie: ScriptedChain['lie'] }[] = [
    {
      name: 'changes a transaction of a block',
      lie: { block: (raw) => raw.with(raw.length - 8, raw[raw.length - 8]! ^ 1) }
    },
    { name: 'cuts a block short', lie: { block: (raw) => raw.slice(0, -1) } },
    { name: 'appends to a block', lie: { block: (raw) => new Uint8Array([...raw, 0]) } },
    { name: 'has no block that it names', lie: { block: () => null } },
    {
      name: 'breaks the link of headers',
      lie: { header: (raw, height) => (height > 113 ? raw.with(4, raw[4]! ^ 1) : raw) }
    },
    {
      name: 'raises the difficulty beyond its work',
      lie: { header: (raw, height) => (height > 113 ? raw.with(75, 0x1d) : raw) }
    },
    { name: 'serves no header', lie: { header: (raw, height) => (height > 113 ? raw.slice(1) : raw) } }
  ]
  for (const { name, lie } of lies) {
    it(`keeps what it accepted where the daemon ${name}`, async () => {
      node = await startNode()
      chain.mine(3)
      await node.at(chain.tipHash)
      const good = node.follower.tip()
      chain.lie = lie
      chain.mine(2)
      await node.until('caught', () => node.follower.status().state === 'inconsistent')
      expect(node.follower.tip()).to.deep.equal(good)
      chain.lie = {}
      await node.at(chain.tipHash)
      expect(node.follower.tip()!.height).to.equal(115)
    })
  }

  it('keeps its chain where another one is announced but its blocks do not fit', async () => {
    node = await startNode()
    const funding = chain.payment(ESCROW, 5000n)
    await node.at(chain.tipHash)
    await node.follower.watch(expected(funding), blockHeight(110))
    chain.mine(1, { transactions: [funding] })
    chain.mine(4)
    await node.at(chain.tipHash)
    const good = node.follower.tip()
    chain.lie = { block: (raw) => raw.slice(0, 90) }
    chain.reorganise(5, 9, { dropTransactions: true })
    await node.until('caught', () => node.follower.status().state === 'inconsistent')
    expect(node.follower.tip()).to.deep.equal(good)
  })

  it('forgets what leaves the mempool, and shows what replaced it', async () => {
    node = await startNode()
    await node.at(chain.tipHash)
    const source = { txid: '77'.repeat(32), vout: 1 }
    const spendOf = { outpoint: source, script: ESCROW, amount: sats(1n) }
    await node.follower.watch(spendOf, blockHeight(110))
    const first = chain.payment(ESCROW, 5000n, source)
    chain.submit(first)
    await node.until('first', () => node.follower.observe(spendOf)?.spend !== null)
    const second = chain.payment(ESCROW, 4000n, source)
    chain.submit(second)
    await node.until('replaced', () => {
      const spend = node.follower.observe(spendOf)?.spend
      return (
        spend !== undefined &&
        spend !== null &&
        Transaction.fromBuffer(spend.transaction).getId() === second.getId()
      )
    })
    chain.waiting.clear()
    chain.changed()
    await node.until('gone', () => node.follower.observe(spendOf)?.spend === null)
  })

  it('bounds the fee rate and has one where the daemon has none', async () => {
    node = await startNode()
    await node.at(chain.tipHash)
    const rateFor = async (estimate: number | null) => {
      chain.estimate = estimate
      return node.follower.feeRate(blocks(2))
    }
    expect(await rateFor(null)).to.equal(chain.chain.fallbackFeeRate)
    expect(await rateFor(0.001)).to.equal(satsPerVbyte(1))
    expect(await rateFor(99_999)).to.equal(chain.chain.maximumFeeRate)
    expect(await rateFor(12.5)).to.equal(12.5)
    chain.isDown = true
    expect(await node.follower.feeRate(blocks(2))).to.equal(chain.chain.fallbackFeeRate)
  })
})
