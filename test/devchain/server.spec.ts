import { expect } from 'chai'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sats } from '../../src/base/units.ts'
import { DevelopmentChain } from '../../src/devchain/bitcoin/development-chain.ts'
import {
  NOT_MONEY,
  startDevelopmentChainServer,
  type DevelopmentChainServer
} from '../../src/devchain/bitcoin/server.ts'
import { BITCOIN_CHAINS } from '../../src/ledgers/bitcoin/networks.ts'
import { TestClock } from './clock.ts'

const CHAIN = BITCOIN_CHAINS['bitcoin-regtest']

describe('the server of a development chain', () => {
  let folder: string
  let server: DevelopmentChainServer
  let cookieFile: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bourse-devchain-'))
    cookieFile = join(folder, 'run', '.cookie')
    server = await startDevelopmentChainServer({
      chain: CHAIN,
      port: 0,
      cookieFile,
      login: { user: 'user', password: 'pass:word' }
    })
  })
  afterEach(async () => {
    await server.stop()
    await rm(folder, { recursive: true })
  })

  const post = (body: string, pair = server.cookie): Promise<Response> =>
    fetch(server.url, {
      method: 'POST',
      headers: { Authorization: `Basic ${Buffer.from(pair).toString('base64')}` },
      body
    })
  const answer = async (body: string): Promise<{ status: number; json: unknown }> => {
    const response = await post(body)
    return { status: response.status, json: await response.json() }
  }
  const failed = (code: number, message: string, id: unknown = null) => ({
    result: null,
    error: { code, message },
    id
  })

  it('lets in by the cookie and by the login, and nobody else', async () => {
    const call = '{"method":"getblockcount","id":"x"}'
    expect(readFileSync(cookieFile, 'utf8')).to.equal(server.cookie)
    expect(statSync(cookieFile).mode & 0o777).to.equal(0o600)
    expect((await post(call)).status).to.equal(200)
    expect((await post(call, 'user:pass:word')).status).to.equal(200)
    for (const pair of ['user:wrong', '', ':', `${server.cookie}x`]) {
      expect((await post(call, pair)).status).to.equal(401)
    }
    expect((await fetch(server.url)).status).to.equal(405)
  })

  it("answers malformed requests with the daemons' numbers and statuses", async () => {
    expect(await answer('{')).to.deep.equal({ status: 500, json: failed(-32700, 'Parse error') })
    expect(await answer('"x"')).to.deep.equal({
      status: 500,
      json: failed(-32700, 'Top-level object parse error')
    })
    expect(await answer('{"method":1,"id":3}')).to.deep.equal({
      status: 400,
      json: failed(-32600, 'Method must be a string', 3)
    })
    expect(await answer('{"method":"getblockcount","params":5}')).to.deep.equal({
      status: 400,
      json: failed(-32600, 'Params must be an array or object')
    })
    expect(await answer('{"method":"foo"}')).to.deep.equal({
      status: 404,
      json: failed(-32601, 'Method not found')
    })
  })

  it('pays from the faucet under the names of a wallet', async () => {
    const result = async (method: string, params: readonly unknown[] = []): Promise<unknown> => {
      const { json } = await answer(JSON.stringify({ method, params, id: 1 }))
      const { error, result } = json as { error: unknown; result: unknown }
      return error ?? result
    }
    expect(await result('getbalance')).to.equal(0)
    server.chain.mine(100)
    expect(await result('getbalance')).to.equal(50)
    const txid = await result('sendtoaddress', ['bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080', 1.5])
    expect(server.chain.mempool.get(String(txid))).not.to.equal(undefined)
    expect(await result('sendtoaddress', ['bc1q', 1])).to.deep.equal({ code: -5, message: 'Invalid address' })
    server.chain.mine(1)
    expect(
      await result('sendtoaddress', ['bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080', 99_000_000])
    ).to.deep.equal({ code: -6, message: 'Insufficient funds' })
  })

  it('answers a batch in its order, each call for itself', async () => {
    const batch =
      '[1,{"method":"foo","id":7},{"method":"getblockhash","params":{"height":0},"id":8},{"method":"getblockcount","params":{"a":1}}]'
    expect(await answer(batch)).to.deep.equal({
      status: 200,
      json: [
        failed(-32600, 'Invalid Request object'),
        failed(-32601, 'Method not found', 7),
        { result: CHAIN.genesisHash, error: null, id: 8 },
        failed(-8, 'Unknown named parameter a')
      ]
    })
    const long = `[${Array.from({ length: 1001 }, () => '1').join(',')}]`
    expect((await answer(long)).status).to.equal(400)
  })

  it('refuses a request larger than any it needs', async () => {
    const response = await post(' '.repeat(16 * 1024 * 1024 + 1)).catch(() => null)
    expect(response?.status ?? 413).to.equal(413)
    expect((await post('{"method":"uptime"}')).status).to.equal(200)
  })

  it('writes amounts as the daemons do and says that they are not money', async () => {
    const paid = server.chain.fund(server.chain.faucet.script, sats(1000n))
    const text = await (await post(`{"method":"gettxout","params":["${paid.txid}",0]}`)).text()
    expect(text).to.include('"value":0.00001000')
    const info = (await answer('{"method":"getnetworkinfo"}')).json as { result: { warnings: unknown } }
    expect(info.result.warnings).to.deep.equal([NOT_MONEY])
  })

  it('gives a template from which an outside miner makes the next block', async () => {
    const template = (await answer('{"method":"getblocktemplate","params":[{"rules":["segwit"]}]}')).json
    expect(template).to.have.nested.include({
      'result.height': 1,
      'result.previousblockhash': CHAIN.genesisHash,
      'result.coinbasevalue': 5_000_000_000,
      'result.bits': '207fffff'
    })
    expect((await answer('{"method":"getblocktemplate"}')).json).to.have.nested.property('error.code', -8)
  })

  it('ends by stop, and takes its cookie away', async () => {
    const stopped = new Promise<void>((resolve) => {
      void startDevelopmentChainServer({ chain: CHAIN, port: 0, stopped: resolve }).then(({ url, cookie }) =>
        fetch(url, {
          method: 'POST',
          headers: { Authorization: `Basic ${Buffer.from(cookie).toString('base64')}` },
          body: '{"method":"stop"}'
        })
      )
    })
    await stopped
    await server.stop()
    expect(existsSync(cookieFile)).to.equal(false)
  })
})

describe('a development chain in a folder', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bourse-blocks-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('comes back where it was, with its faucet, also after a reorganisation', () => {
    const first = DevelopmentChain.create({ chain: CHAIN, folder })
    first.mine(5)
    first.invalidateBlock(first.state.at(4)!.block.hash)
    first.mine(1)
    const { hash } = first.tip.block
    first.close()
    const second = DevelopmentChain.create({ chain: CHAIN, folder })
    expect(second.tip.block.hash).to.equal(hash)
    expect(second.tip.height).to.equal(4)
    expect(second.faucet.script).to.deep.equal(first.faucet.script)
    second.close()
  })

  it('takes its blocks back whose times were those of a mock clock', () => {
    const first = DevelopmentChain.create({ chain: CHAIN, folder })
    first.setMockTime(first.clock.now() + 1_000_000)
    first.mine(2)
    first.close()
    const second = DevelopmentChain.create({ chain: CHAIN, folder })
    expect(second.tip.height).to.equal(2)
    second.close()
  })

  it('drops a record that was cut short, and refuses damage and other chains', async () => {
    const first = DevelopmentChain.create({ chain: CHAIN, folder })
    first.mine(3)
    first.close()
    const path = join(folder, 'blocks.dat')
    const whole = await readFile(path)
    await appendFile(path, whole.subarray(36, 100))
    const second = DevelopmentChain.create({ chain: CHAIN, folder })
    expect(second.tip.height).to.equal(3)
    second.close()
    expect(await readFile(path)).to.deep.equal(whole)
    const damaged = Buffer.from(whole)
    damaged[60]! ^= 1
    await writeFile(path, damaged)
    const open = (name: 'bitcoin-regtest' | 'litecoin-regtest') => () =>
      DevelopmentChain.create({ chain: BITCOIN_CHAINS[name], folder })
    expect(open('bitcoin-regtest')).to.throw().with.property('code', 'BLOCK_FILE_CORRUPT')
    await writeFile(path, whole)
    expect(open('litecoin-regtest')).to.throw().with.property('code', 'BLOCK_FILE_CORRUPT')
  })
})

describe('a development chain that mines by itself', () => {
  it('mines a block each time its clock says so, until told to end', () => {
    const clock = new TestClock()
    const chain = DevelopmentChain.create({ chain: CHAIN, clock })
    const end = chain.mineEvery(10_000)
    clock.advance(35_000)
    expect(chain.tip.height).to.equal(3)
    end()
    clock.advance(100_000)
    expect(chain.tip.height).to.equal(3)
  })

  it('pays from its faucet, and says when that is empty', () => {
    const chain = DevelopmentChain.create({ chain: CHAIN, clock: new TestClock() })
    const paid = chain.fund(Uint8Array.of(0, 20, ...new Uint8Array(20)), sats(12_345n))
    expect(chain.mempool.get(paid.txid)?.transaction.transaction.outs[0]?.value).to.equal(12_345n)
    expect(() => chain.fund(Uint8Array.of(0x51), sats(10n ** 15n)))
      .to.throw()
      .with.property('code', 'FAUCET_EMPTY')
    expect(() => chain.fund('nonsense', sats(1n)))
      .to.throw()
      .with.property('code', 'ADDRESS_INVALID')
  })
})
