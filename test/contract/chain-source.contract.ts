import { expect } from 'chai'
import { fromHex, toHex } from '../../src/base/bytes.ts'
import { blockHeight, blocks } from '../../src/base/units.ts'
import { blockHash } from '../../src/ledgers/bitcoin/block-header.ts'
import type { Workbench } from './workbench.ts'

const UNKNOWN = '11'.repeat(32)

/** What the node's chain source gives over each kind of daemon. */
export function chainSourceContract(bench: () => Workbench): void {
  const source = () => bench().under.source

  it('tells the chain, its genesis block and its tip', async () => {
    const status = await source().status()
    expect(status).to.deep.equal({
      chain: 'regtest',
      genesisHash: bench().under.chain.genesisHash,
      height: await bench().call<number>('getblockcount'),
      bestBlockHash: await bench().call<string>('getbestblockhash'),
      initialBlockDownload: false
    })
  })

  it('gives the hash of a height, and null above the tip', async () => {
    const { height, bestBlockHash } = await source().status()
    expect(await source().blockHash(height)).to.equal(bestBlockHash)
    expect(await source().blockHash(blockHeight(height + 1))).to.equal(null)
  })

  it('gives linked headers, and fewer where the chain ends', async () => {
    const { height, bestBlockHash } = await source().status()
    const headers = await source().headers(blockHeight(height - 4), 10)
    expect(headers.map(({ length }) => length)).to.deep.equal([80, 80, 80, 80, 80])
    expect(blockHash(headers[4]!)).to.equal(bestBlockHash)
    expect(toHex(headers[4]!.slice(4, 36))).to.equal(toHex(fromHex(blockHash(headers[3]!)).reverse()))
    expect(await source().headers(blockHeight(height + 1), 3)).to.deep.equal([])
  })

  it('gives a whole block, and null for one that nobody has', async () => {
    const [hash] = await bench().mine(1)
    const block = await source().block(hash!)
    expect(blockHash(block!)).to.equal(hash)
    expect(toHex(block!)).to.equal(await bench().call<string>('getblock', hash, 0))
    expect(await source().block(UNKNOWN)).to.equal(null)
  })

  it('lists the mempool and reads transactions in the order asked', async () => {
    const spend = bench().spend(bench().coin())
    const txid = await bench().send(spend)
    expect(await source().mempool()).to.include(txid)
    const [unknown, known] = await source().mempoolTransactions([UNKNOWN, txid])
    expect(unknown).to.equal(null)
    expect(toHex(known!)).to.equal(spend.toHex())
  })

  it('broadcasts: accepted, known in the mempool, known in a block, rejected', async () => {
    const coin = bench().coin()
    const spend = fromHex(bench().spend(coin).toHex())
    expect(await source().broadcast(spend)).to.deep.equal({ kind: 'accepted' })
    const again = await source().broadcast(spend)
    expect(again.kind).to.be.oneOf(['accepted', 'known'])
    await bench().mine(1)
    expect(await source().broadcast(spend)).to.deep.equal({ kind: 'known' })
    const other = fromHex(bench().spend(coin, { fee: 30_000n }).toHex())
    const refused = await source().broadcast(other)
    expect(refused).to.deep.equal({ kind: 'rejected', reason: 'bad-txns-inputs-missingorspent' })
    const garbage = await source().broadcast(Uint8Array.of(1, 2, 3))
    expect(garbage.kind).to.equal('rejected')
  })

  it('has no estimate of fees on a chain without traffic', async () => {
    expect(await source().estimateFeeRate(blocks(6))).to.equal(null)
  })

  it('wakes at a block, returns at once for an old tip, and gives up in time or when told', async () => {
    const signal = new AbortController()
    const tip = await bench().call<string>('getbestblockhash')
    const waiting = source().waitForChange(tip, 15_000, signal.signal)
    const [mined] = await bench().mine(1)
    await waiting
    expect(await bench().call<string>('getbestblockhash')).to.equal(mined)
    await source().waitForChange(tip, 15_000, signal.signal)
    await source().waitForChange(mined!, 50, signal.signal)
    const aborted = source().waitForChange(mined!, 15_000, signal.signal)
    signal.abort()
    await aborted
  })
}
