import { expect } from 'chai'
import type { Transaction } from 'bitcoinjs-lib'
import { compile, draft, p2wpkhScript, p2wshScript, testKey } from './spending.ts'
import { FEE, type Workbench } from './workbench.ts'

const SIGNALLING = 0xffff_fffd
const OP_RETURN = 0x6a

/** What the mempool takes and refuses, and what happens to it when blocks go. */
export function policyContract(bench: () => Workbench): void {
  const refuses = async (transaction: Transaction, words: string): Promise<void> => {
    const { allowed, reason } = await bench().judge(transaction)
    expect(reason).to.include(words)
    expect(allowed).to.equal(false)
  }

  it('refuses a second spend of an output that may not be replaced', async () => {
    const coin = bench().coin()
    await bench().send(bench().spend(coin))
    await refuses(bench().spend(coin, { fee: FEE * 2n }), 'txn-mempool-conflict')
  })

  it('replaces a transaction that signals it, for a higher fee only', async () => {
    const coin = bench().coin()
    const first = bench().spend(coin, { sequence: SIGNALLING })
    await bench().send(first)
    await refuses(bench().spend(coin, { sequence: SIGNALLING, fee: FEE + 1n }), 'insufficient fee')
    const second = await bench().send(bench().spend(coin, { sequence: SIGNALLING, fee: FEE * 2n }))
    const mempool = await bench().call<string[]>('getrawmempool')
    expect(mempool).to.include(second)
    expect(mempool).to.not.include(first.getId())
  })

  it('takes a child of an unconfirmed transaction', async () => {
    const parent = await bench().fundUnconfirmed(p2wpkhScript(bench().key))
    const child = await bench().send(bench().spend(parent))
    const entry = await bench().call<{ depends: string[]; ancestorcount: number }>('getmempoolentry', child)
    expect(entry.depends).to.deep.equal([parent.txid])
    expect(entry.ancestorcount).to.equal(2)
  })

  it('refuses the twenty-sixth of a chain of unconfirmed transactions', async () => {
    let coin = bench().coin()
    for (let count = 0; count < 25; count++) {
      const spend = bench().spend(coin, { fee: 1000n })
      coin = { ...coin, txid: await bench().send(spend), vout: 0, amount: coin.amount - 1000n }
    }
    await refuses(bench().spend(coin, { fee: 1000n }), 'too-long-mempool-chain')
  })

  for (const type of ['p2wpkh', 'p2wsh', 'p2tr', 'p2pkh'] as const) {
    it(`refuses dust to ${type} and takes one unit more`, async () => {
      const least = bench().under.chain.dust[type]
      const scripts = {
        p2wpkh: p2wpkhScript(testKey(1)),
        p2wsh: p2wshScript(compile([0x51])),
        p2tr: compile([0x51, testKey(1).publicKey.slice(1)]),
        p2pkh: compile([0x76, 0xa9, p2wpkhScript(testKey(1)).slice(2), 0x88, 0xac])
      }
      const script = scripts[type]
      const coin = bench().coin()
      const change = { script: p2wpkhScript(bench().key), amount: coin.amount - 50_000n }
      const pays = (amount: bigint) => bench().spend(coin, { outputs: [change, { script, amount }] })
      await refuses(pays(least - 1n), 'dust')
      expect(await bench().judge(pays(least))).to.deep.equal({ allowed: true, reason: '' })
    })
  }

  it('carries 80 bytes of data in one OP_RETURN', async () => {
    const coin = bench().coin()
    const change = { script: p2wpkhScript(bench().key), amount: coin.amount - FEE }
    const data = (length: number) => ({
      script: compile([OP_RETURN, new Uint8Array(length).fill(7)]),
      amount: 0n
    })
    const carries = (...outputs: { script: Uint8Array; amount: bigint }[]) =>
      bench().spend(coin, { outputs: [change, ...outputs] })
    await refuses(carries(data(81)), 'scriptpubkey')
    await refuses(carries(data(10), data(11)), 'multi-op-return')
    await bench().send(carries(data(80)))
  })

  it('refuses a coinbase that is not yet mature, and takes it when it is', async () => {
    const tip = await bench().call<number>('getblockcount')
    const young = await bench().coinbase(tip - 98)
    const spend = draft({
      coins: [young],
      outputs: [{ script: p2wpkhScript(bench().key), amount: young.amount - FEE }]
    })
    await refuses(spend, 'bad-txns-premature-spend-of-coinbase')
    const grown = await bench().coinbase(2 + 3)
    await bench().send(bench().spend(grown))
  })

  it('refuses a fee below the minimum', async () => {
    const coin = bench().coin()
    const spend = bench().spend(coin, { fee: 0n })
    const least = BigInt(spend.virtualSize())
    await refuses(bench().spend(coin, { fee: least - 1n }), 'min relay fee not met')
    expect(await bench().judge(bench().spend(coin, { fee: least }))).to.deep.equal({
      allowed: true,
      reason: ''
    })
  })

  it('refuses what it does not know, and creates nothing', async () => {
    const coin = bench().coin()
    await refuses(bench().spend({ ...coin, vout: 4000 }), 'missing-inputs')
    await refuses(
      bench().spend(coin, { outputs: [{ script: p2wpkhScript(bench().key), amount: coin.amount + 1n }] }),
      'bad-txns-in-belowout'
    )
    await refuses(bench().spend(coin, { version: 9 }), 'version')
    await refuses(
      bench().spend(coin, { outputs: [{ script: compile([0x75, 0x51]), amount: coin.amount - FEE }] }),
      'scriptpubkey'
    )
  })

  it('gives transactions of a removed block back to the mempool, and mines them again', async () => {
    const coin = bench().coin()
    const spend = bench().spend(coin)
    const txid = await bench().send(spend)
    const [lost] = await bench().mine(1)
    const before = await bench().call<number>('getblockcount')
    await bench().call('invalidateblock', lost)
    expect(await bench().call<number>('getblockcount')).to.equal(before - 1)
    expect(await bench().call<string[]>('getrawmempool')).to.include(txid)
    const [first] = await bench().mine(2)
    const block = await bench().call<{ tx: string[]; confirmations: number }>('getblock', first)
    expect(block.tx).to.include(txid)
    const removed = await bench().call<{ confirmations: number }>('getblockheader', lost)
    expect(removed.confirmations).to.equal(-1)
  })

  it('returns to a block that is reconsidered where its branch has more work', async () => {
    const [lower, upper] = await bench().mine(2)
    await bench().call('invalidateblock', lower)
    const [short] = await bench().mine(1)
    expect(await bench().call<string>('getbestblockhash')).to.equal(short)
    await bench().call('reconsiderblock', lower)
    expect(await bench().call<string>('getbestblockhash')).to.equal(upper)
  })

  it('mines given transactions past the policy, but not past the rules', async () => {
    const coin = bench().coin()
    const odd = bench().spend(coin, { version: 5 })
    const address = bench().ownAddress()
    const { hash } = await bench().call<{ hash: string }>('generateblock', address, [odd.toHex()])
    const block = await bench().call<{ tx: string[] }>('getblock', hash)
    expect(block.tx[1]).to.equal(odd.getId())
    let refused: unknown
    try {
      await bench().call('generateblock', address, [odd.toHex()])
    } catch (error) {
      refused = error
    }
    expect(refused).to.include({ code: 'DAEMON_REFUSED', rpcCode: -25 })
  })
}
