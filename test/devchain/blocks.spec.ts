import { expect } from 'chai'
import { Transaction } from 'bitcoinjs-lib'
import { sats } from '../../src/base/units.ts'
import { assembleBlock, type ChainBlock } from '../../src/devchain/bitcoin/block.ts'
import { mineBlock } from '../../src/devchain/bitcoin/block-assembly.ts'
import { DevelopmentChain } from '../../src/devchain/bitcoin/development-chain.ts'
import type { RejectedError } from '../../src/devchain/bitcoin/errors.ts'
import { genesisBlock } from '../../src/devchain/bitcoin/genesis.ts'
import { encodeBlockHeader, type BlockHeaderFields } from '../../src/ledgers/bitcoin/block-header.ts'
import { transactionRoot } from '../../src/devchain/bitcoin/commitments.ts'
import { blockSubsidy } from '../../src/devchain/bitcoin/parameters.ts'
import { meetsRegtestTarget, solveHeader } from '../../src/devchain/bitcoin/proof-of-work.ts'
import { chainTransaction, type ChainTransaction } from '../../src/devchain/bitcoin/transaction.ts'
import { BITCOIN_CHAINS } from '../../src/ledgers/bitcoin/networks.ts'
import { TestClock } from './clock.ts'

const CHAIN = BITCOIN_CHAINS['bitcoin-regtest']
const SCRIPT = Uint8Array.of(0x51)

describe('blocks of a development chain', () => {
  let chain: DevelopmentChain
  let clock: TestClock
  let nonce = 0

  beforeEach(() => {
    clock = new TestClock()
    chain = DevelopmentChain.create({ chain: CHAIN, clock })
  })

  const next = (): ChainBlock =>
    mineBlock(CHAIN, {
      parent: chain.tip,
      now: clock.now(),
      script: SCRIPT,
      transactions: [],
      fees: sats(0),
      extraNonce: Uint8Array.of(nonce++ % 256, 1)
    })
  const withHeader = (block: ChainBlock, change: Partial<BlockHeaderFields>): ChainBlock =>
    assembleBlock(solveHeader(CHAIN, { ...block.header, ...change, nonce: 0 }), block.transactions)
  const withTransactions = (block: ChainBlock, transactions: readonly ChainTransaction[]): ChainBlock => {
    const root = transactionRoot(transactions)
    return assembleBlock(solveHeader(CHAIN, { ...block.header, merkleRoot: root, nonce: 0 }), transactions)
  }
  const withCoinbase = (block: ChainBlock, change: (coinbase: Transaction) => void): ChainBlock => {
    const coinbase = block.transactions[0]!.transaction.clone()
    change(coinbase)
    return withTransactions(block, [chainTransaction(coinbase), ...block.transactions.slice(1)])
  }
  const reasonOf = (block: ChainBlock): string => {
    try {
      return chain.submitBlock(block).failure ?? 'accepted'
    } catch (error) {
      return (error as RejectedError).reason
    }
  }

  for (const name of ['bitcoin-regtest', 'litecoin-regtest'] as const) {
    it(`begin with the genesis block of ${name}`, () => {
      const block = genesisBlock(BITCOIN_CHAINS[name])
      expect(block.hash).to.equal(BITCOIN_CHAINS[name].genesisHash)
      expect(meetsRegtestTarget(BITCOIN_CHAINS[name], encodeBlockHeader(block.header))).to.equal(true)
    })
  }

  for (const name of ['bitcoin', 'bitcoin-testnet', 'litecoin', 'litecoin-testnet'] as const) {
    it(`are refused for ${name}, whose coins may be worth something`, () => {
      expect(() => DevelopmentChain.create({ chain: BITCOIN_CHAINS[name] }))
        .to.throw()
        .with.property('code', 'CHAIN_NOT_REGTEST')
    })
  }

  it('pay a subsidy that halves each 150 blocks', () => {
    expect([0, 149, 150, 299, 300, 9600].map(blockSubsidy)).to.deep.equal([
      5_000_000_000n,
      5_000_000_000n,
      2_500_000_000n,
      2_500_000_000n,
      1_250_000_000n,
      0n
    ])
  })

  it('are taken once, and only on a known parent', () => {
    const block = next()
    expect(reasonOf(block)).to.equal('accepted')
    expect(reasonOf(block)).to.equal('duplicate')
    expect(reasonOf(withHeader(next(), { previousHash: '11'.repeat(32) }))).to.equal('prev-blk-not-found')
  })

  it('need their proof, target, time and version', () => {
    const block = next()
    let bad = 0
    let header = block.header
    while (meetsRegtestTarget(CHAIN, encodeBlockHeader(header))) header = { ...header, nonce: bad++ }
    expect(reasonOf(assembleBlock(header, block.transactions))).to.equal('high-hash')
    expect(reasonOf(withHeader(block, { bits: 0x207ffffe }))).to.equal('bad-diffbits')
    expect(reasonOf(withHeader(block, { time: chain.tip.medianTime }))).to.equal('time-too-old')
    const latest = clock.now() + 2 * 60 * 60
    expect(reasonOf(withHeader(block, { time: (latest + 1) as typeof block.header.time }))).to.equal(
      'time-too-new'
    )
    expect(reasonOf(withHeader(block, { version: 3 }))).to.equal('bad-version(0x00000003)')
    expect(reasonOf(withHeader(block, { time: latest as typeof block.header.time }))).to.equal('accepted')
  })

  it('need the Merkle root of exactly their transactions', () => {
    const block = next()
    expect(reasonOf(withHeader(block, { merkleRoot: '22'.repeat(32) }))).to.equal('bad-txnmrklroot')
    const twice = [...block.transactions, ...block.transactions]
    expect(reasonOf(withTransactions(block, twice))).to.equal('bad-txns-duplicate')
  })

  it('need one coinbase with their height, a right commitment and no more than is due', () => {
    const block = next()
    expect(reasonOf(withTransactions(block, []))).to.equal('bad-cb-missing')
    const other = next().transactions[0]!
    expect(reasonOf(withTransactions(block, [block.transactions[0]!, other]))).to.equal('bad-cb-multiple')
    expect(reasonOf(withCoinbase(block, (it) => it.setInputScript(0, Uint8Array.of(0x52, 0))))).to.equal(
      'bad-cb-height'
    )
    expect(reasonOf(withCoinbase(block, (it) => it.setInputScript(0, Uint8Array.of(0x51))))).to.equal(
      'bad-cb-length'
    )
    expect(reasonOf(withCoinbase(block, (it) => it.setWitness(0, [])))).to.equal('bad-witness-nonce-size')
    expect(reasonOf(withCoinbase(block, (it) => it.setWitness(0, [new Uint8Array(32).fill(1)])))).to.equal(
      'bad-witness-merkle-match'
    )
    expect(reasonOf(withCoinbase(block, (it) => it.outs.splice(1, 1)))).to.equal('unexpected-witness')
    expect(reasonOf(withCoinbase(block, (it) => (it.outs[0]!.value += 1n)))).to.equal('bad-cb-amount')
    expect(chain.tip.height).to.equal(0)
    expect(reasonOf(block)).to.equal('accepted')
  })

  it('spend nothing twice, and leave the coins untouched where they fail', () => {
    chain.mine(101, SCRIPT)
    const before = [...chain.state.coins.entries()].length
    const coinbase = chain.state.at(1)!.block.transactions[0]!
    const spend = (value: bigint): ChainTransaction => {
      const transaction = new Transaction()
      transaction.version = 2
      transaction.addInput(Buffer.from(coinbase.txid, 'hex').reverse(), 0)
      transaction.addOutput(SCRIPT, value)
      return chainTransaction(transaction)
    }
    const reason = (transactions: readonly ChainTransaction[]): string => {
      try {
        chain.mineExactly(transactions, SCRIPT)
      } catch (error) {
        return (error as RejectedError).reason
      }
      return 'accepted'
    }
    expect(reason([spend(1000n), spend(2000n)])).to.equal('bad-txns-inputs-missingorspent')
    expect(reason([spend(5_000_000_001n)])).to.equal('bad-txns-in-belowout')
    expect([...chain.state.coins.entries()].length).to.equal(before)
    expect(reason([spend(1000n)])).to.equal('accepted')
  })

  it('follow the branch with the most work, and the first of two with as much', () => {
    const rival = DevelopmentChain.create({ chain: CHAIN, clock })
    const [own] = chain.mine(1)
    rival.mine(2)
    const branch = [1, 2].map((height) => rival.state.at(height)!.block)
    chain.submitBlock(branch[0]!)
    expect(chain.tip.block.hash).to.equal(own)
    chain.submitBlock(branch[1]!)
    expect(chain.tip.block.hash).to.equal(branch[1]!.hash)
    expect(chain.state.tree.tips().length).to.equal(2)
  })

  it('come back to the branch that was left where the other turns out bad', () => {
    const rival = DevelopmentChain.create({ chain: CHAIN, clock })
    const [own] = chain.mine(1)
    const [first] = rival.mine(1)
    chain.submitBlock(rival.tip.block)
    const upper = mineBlock(CHAIN, {
      parent: rival.tip,
      now: clock.now(),
      script: SCRIPT,
      transactions: [],
      fees: sats(1),
      extraNonce: Uint8Array.of(9, 9)
    })
    expect(reasonOf(upper)).to.equal('bad-cb-amount')
    // The sound part of that branch has as much work as ours, which was there first.
    expect(chain.tip.block.hash).to.equal(own)
    expect(chain.state.tree.get(first!)!.failure).to.equal(null)
    expect(reasonOf(upper)).to.equal('duplicate-invalid')
  })
})
