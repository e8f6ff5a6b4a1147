import { expect } from 'chai'
import { scriptToAddress } from '../../src/devchain/bitcoin/address.ts'
import { p2wpkhScript } from './spending.ts'
import type { Workbench } from './workbench.ts'

type Shape = Readonly<Record<string, 'string' | 'number' | 'boolean' | 'array' | 'object'>>

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value
}

/** Every named member is there with its type; others may be there too, as daemons differ in them. */
function expectShape(value: unknown, shape: Shape): void {
  expect(typeOf(value)).to.equal('object')
  const members = value as Record<string, unknown>
  const found = Object.fromEntries(Object.keys(shape).map((key) => [key, typeOf(members[key])]))
  expect(found).to.deep.equal(shape)
}

const HEADER: Shape = {
  hash: 'string',
  confirmations: 'number',
  height: 'number',
  version: 'number',
  versionHex: 'string',
  merkleroot: 'string',
  time: 'number',
  mediantime: 'number',
  nonce: 'number',
  bits: 'string',
  difficulty: 'number',
  chainwork: 'string',
  nTx: 'number',
  previousblockhash: 'string'
}
const BLOCK: Shape = { ...HEADER, strippedsize: 'number', size: 'number', weight: 'number', tx: 'array' }
const TRANSACTION: Shape = {
  txid: 'string',
  hash: 'string',
  version: 'number',
  size: 'number',
  vsize: 'number',
  weight: 'number',
  locktime: 'number',
  vin: 'array',
  vout: 'array'
}
const OUTPUT: Shape = { value: 'number', n: 'number', scriptPubKey: 'object' }
const SCRIPT: Shape = { asm: 'string', hex: 'string', type: 'string' }
const INPUT: Shape = {
  txid: 'string',
  vout: 'number',
  scriptSig: 'object',
  txinwitness: 'array',
  sequence: 'number'
}
const MEMPOOL_ENTRY: Shape = {
  vsize: 'number',
  weight: 'number',
  time: 'number',
  height: 'number',
  descendantcount: 'number',
  descendantsize: 'number',
  ancestorcount: 'number',
  ancestorsize: 'number',
  wtxid: 'string',
  fees: 'object',
  depends: 'array',
  spentby: 'array',
  'bip125-replaceable': 'boolean',
  unbroadcast: 'boolean'
}

/** Names and types of the answers, and the numbers of errors. */
export function shapeContract(bench: () => Workbench): void {
  const call = <Result = Record<string, unknown>>(method: string, ...params: unknown[]): Promise<Result> =>
    bench().call<Result>(method, ...params)
  const tip = (): Promise<string> => call<string>('getbestblockhash')

  it('getblockchaininfo, getnetworkinfo, getmempoolinfo', async () => {
    expectShape(await call('getblockchaininfo'), {
      chain: 'string',
      blocks: 'number',
      headers: 'number',
      bestblockhash: 'string',
      difficulty: 'number',
      mediantime: 'number',
      verificationprogress: 'number',
      initialblockdownload: 'boolean',
      chainwork: 'string',
      size_on_disk: 'number',
      pruned: 'boolean'
    })
    expectShape(await call('getnetworkinfo'), {
      version: 'number',
      subversion: 'string',
      protocolversion: 'number',
      localservices: 'string',
      localservicesnames: 'array',
      localrelay: 'boolean',
      timeoffset: 'number',
      networkactive: 'boolean',
      connections: 'number',
      networks: 'array',
      relayfee: 'number',
      incrementalfee: 'number',
      localaddresses: 'array'
    })
    expectShape(await call('getmempoolinfo'), {
      loaded: 'boolean',
      size: 'number',
      bytes: 'number',
      usage: 'number',
      maxmempool: 'number',
      mempoolminfee: 'number',
      minrelaytxfee: 'number',
      unbroadcastcount: 'number'
    })
  })

  it('getblockheader and getblock at each verbosity', async () => {
    expectShape(await call('getblockheader', await tip()), HEADER)
    expect(await call<string>('getblockheader', await tip(), false)).to.match(/^[0-9a-f]{160}$/)
    expect(await call<string>('getblock', await tip(), 0)).to.match(/^[0-9a-f]+$/)
    expectShape(await call('getblock', await tip()), BLOCK)
    const block = await call<{ tx: { vin: unknown[]; vout: { scriptPubKey: unknown }[] }[] }>(
      'getblock',
      await tip(),
      2
    )
    expectShape(block, BLOCK)
    const [coinbase] = block.tx
    expectShape(coinbase, { ...TRANSACTION, hex: 'string' })
    expectShape(coinbase!.vin[0], { coinbase: 'string', txinwitness: 'array', sequence: 'number' })
    expectShape(coinbase!.vout[0], OUTPUT)
    expectShape(coinbase!.vout[0]!.scriptPubKey, SCRIPT)
  })

  it('a transaction in the mempool, decoded, then in a block', async () => {
    const spend = bench().spend(bench().coin())
    const txid = await bench().send(spend)
    expectShape(await call('getmempoolentry', txid), MEMPOOL_ENTRY)
    const all = await call('getrawmempool', true)
    expectShape(all[txid], MEMPOOL_ENTRY)
    expect(await call<string>('getrawtransaction', txid)).to.equal(spend.toHex())
    const waiting = await call<{ vin: unknown[] }>('getrawtransaction', txid, true)
    expectShape(waiting, { ...TRANSACTION, hex: 'string' })
    expectShape(waiting.vin[0], INPUT)
    expect(waiting).to.not.have.property('blockhash')
    const decoded = await call('decoderawtransaction', spend.toHex())
    expectShape(decoded, TRANSACTION)
    expect(decoded['txid']).to.equal(txid)
    const [hash] = await bench().mine(1)
    const mined = await call('getrawtransaction', txid, true)
    expectShape(mined, {
      ...TRANSACTION,
      hex: 'string',
      blockhash: 'string',
      blocktime: 'number',
      time: 'number'
    })
    expect(mined).to.include({ blockhash: hash, confirmations: 1 })
  })

  it('gettxout shows an output until it is spent, and the mempool where asked', async () => {
    const coin = bench().coin()
    const output = await call('gettxout', coin.txid, coin.vout)
    expectShape(output, {
      bestblock: 'string',
      confirmations: 'number',
      value: 'number',
      scriptPubKey: 'object',
      coinbase: 'boolean'
    })
    expect(output['value']).to.equal(1)
    await bench().send(bench().spend(coin))
    expect(await call('gettxout', coin.txid, coin.vout)).to.equal(null)
    expect(await call('gettxout', coin.txid, coin.vout, false)).to.include({ value: 1 })
  })

  it('scantxoutset finds the outputs of an address', async () => {
    const script = p2wpkhScript(bench().key)
    const descriptor = `addr(${scriptToAddress(bench().under.chain, script)})`
    const found = await call<{ unspents: Record<string, unknown>[] }>('scantxoutset', 'start', [descriptor])
    expectShape(found, {
      success: 'boolean',
      txouts: 'number',
      height: 'number',
      bestblock: 'string',
      unspents: 'array',
      total_amount: 'number'
    })
    expectShape(found.unspents[0], {
      txid: 'string',
      vout: 'number',
      scriptPubKey: 'string',
      desc: 'string',
      amount: 'number',
      height: 'number'
    })
    const raw = await call<{ unspents: unknown[] }>('scantxoutset', 'start', [
      `raw(${Buffer.from(script).toString('hex')})`
    ])
    expect(raw.unspents.length).to.equal(found.unspents.length)
  })

  it('validateaddress, estimatesmartfee, uptime, help, getpeerinfo, getconnectioncount', async () => {
    const address = bench().ownAddress()
    expect(await call('validateaddress', address)).to.include({ isvalid: true, address, iswitness: true })
    expect(await call('validateaddress', 'nonsense')).to.include({ isvalid: false })
    expectShape(await call('estimatesmartfee', 6), { errors: 'array', blocks: 'number' })
    expect(await call('uptime')).to.be.a('number')
    expect(await call('help')).to.include('getblockcount')
    expect(await call('getpeerinfo')).to.deep.equal([])
    expect(await call('getconnectioncount')).to.equal(0)
  })

  it('waitfornewblock and waitforblockheight answer with the tip', async () => {
    const height = await call<number>('getblockcount')
    const now = { hash: await tip(), height }
    expect(await call('waitforblockheight', height, 10_000)).to.deep.equal(now)
    expect(await call('waitfornewblock', 20)).to.deep.equal(now)
    const later = call<{ height: number }>('waitforblockheight', height + 2, 10_000)
    await bench().mine(2)
    expect((await later).height).to.equal(height + 2)
  })

  const errors: readonly [method: string, params: unknown[], rpcCode: number][] = [
    ['getblockhash', [99_999_999], -8],
    ['getblock', ['11'.repeat(32)], -5],
    ['getblock', ['11'], -8],
    ['getblockheader', ['zz'.repeat(32)], -8],
    ['getrawtransaction', ['11'.repeat(32)], -5],
    ['getmempoolentry', ['11'.repeat(32)], -5],
    ['decoderawtransaction', ['00'], -22],
    ['sendrawtransaction', ['00'], -22],
    ['submitblock', ['00'], -22],
    ['generatetoaddress', [1, 'nonsense'], -5],
    ['invalidateblock', ['11'.repeat(32)], -5],
    ['no-such-method', [], -32601]
  ]
  for (const [method, params, rpcCode] of errors) {
    it(`${method} of ${JSON.stringify(params).slice(0, 24)} fails with ${rpcCode}`, async () => {
      let failure: unknown
      try {
        await call(method, ...params)
      } catch (error) {
        failure = error
      }
      expect(failure).to.include({ code: 'DAEMON_REFUSED', rpcCode })
    })
  }
}
