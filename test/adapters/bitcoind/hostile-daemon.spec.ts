import { expect } from 'chai'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBitcoindChainSource, type BitcoindChainSource } from '../../../src/adapters/bitcoind/index.ts'
import { BitcoinRpcClient } from '../../../src/adapters/bitcoind/rpc-client.ts'
import { blockHeight, blocks } from '../../../src/base/units.ts'
import { plain, results, startFakeDaemon, type FakeAnswer, type FakeDaemon } from './fake-daemon.ts'

const HASH = 'ab'.repeat(32)
const TIMEOUT = 300
const MAX_ANSWER = 1000
const INFO = { chain: 'regtest', blocks: 5, bestblockhash: HASH, initialblockdownload: false }

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work
  } catch (error) {
    return error
  }
  return expect.fail('the call succeeded')
}

describe('a chain source over a daemon that misbehaves', () => {
  let daemon: FakeDaemon
  let source: BitcoindChainSource

  const sourceAt = (url: string): BitcoindChainSource =>
    createBitcoindChainSource({
      url,
      credentials: { user: 'user', password: 'secret-password' },
      timeout: TIMEOUT,
      maxAnswerBytes: MAX_ANSWER
    })

  beforeEach(async () => {
    daemon = await startFakeDaemon(plain(200, ''))
    source = sourceAt(daemon.url)
  })
  afterEach(async () => {
    source.close()
    await daemon.stop()
  })

  it('is DAEMON_UNREACHABLE where nothing listens', async () => {
    await daemon.stop()
    expect(await failureOf(source.status())).to.include({ code: 'DAEMON_UNREACHABLE', fault: 'daemon' })
    daemon = await startFakeDaemon(plain(200, ''))
  })

  it('is DAEMON_UNREACHABLE where the address is none', () => {
    expect(() => sourceAt('not an address'))
      .to.throw()
      .with.property('code', 'DAEMON_UNREACHABLE')
    expect(() => sourceAt('ftp://127.0.0.1/'))
      .to.throw()
      .with.property('code', 'DAEMON_UNREACHABLE')
  })

  const neverEnds: FakeAnswer = (_request, response) => {
    response.writeHead(200)
    response.write('{"result":')
  }
  const cutShort: FakeAnswer = (_request, response) => {
    response.writeHead(200, { 'Content-Length': 500 })
    response.write('{"result":"ab', () => response.destroy())
  }
  const cases: readonly [words: string, answer: FakeAnswer, code: string][] = [
    ['never answers', () => undefined, 'DAEMON_TIMEOUT'],
    ['begins to answer and stops', neverEnds, 'DAEMON_TIMEOUT'],
    ['breaks off in its answer', cutShort, 'DAEMON_MALFORMED'],
    ['answers with half a JSON text', plain(200, '{"result":"ab'), 'DAEMON_MALFORMED'],
    ['answers with a web page', plain(200, '<html>hello</html>'), 'DAEMON_MALFORMED'],
    ['answers with a number', plain(200, '7'), 'DAEMON_MALFORMED'],
    ['answers with a list', plain(200, '[1,2,3]'), 'DAEMON_MALFORMED'],
    ['answers with a result of another type', results({ getrawmempool: { a: 1 } }), 'DAEMON_MALFORMED'],
    ['names ids that are none', results({ getrawmempool: ['zz'] }), 'DAEMON_MALFORMED'],
    ['answers with more than is allowed', plain(200, ' '.repeat(MAX_ANSWER + 1)), 'DAEMON_MALFORMED'],
    ['refuses the password', plain(401, ''), 'DAEMON_UNAUTHORISED'],
    ['refuses our address', plain(403, ''), 'DAEMON_UNAUTHORISED'],
    ['has too much work', plain(503, 'Work queue depth exceeded'), 'DAEMON_BUSY'],
    [
      'warms up',
      plain(500, '{"result":null,"error":{"code":-28,"message":"Loading block index..."},"id":0}'),
      'DAEMON_BUSY'
    ],
    ['does not know the call', results({}), 'DAEMON_REFUSED'],
    ['fails without words', plain(500, ''), 'DAEMON_MALFORMED']
  ]
  for (const [words, answer, code] of cases) {
    it(`is ${code} where the daemon ${words}`, async () => {
      daemon.answer = answer
      const failure = await failureOf(source.mempool())
      expect(failure).to.include({ code, fault: 'daemon' })
      expect(String(failure)).to.not.include('secret-password')
    })
  }

  const batches: readonly [words: string, answer: FakeAnswer, code: string][] = [
    ['answers a batch with one object', plain(200, '{"result":1,"error":null,"id":0}'), 'DAEMON_MALFORMED'],
    ['answers fewer calls than asked', plain(200, '[{"result":1,"error":null,"id":0}]'), 'DAEMON_MALFORMED'],
    [
      'answers a call twice',
      plain(200, `[{"result":${JSON.stringify(INFO)},"error":null,"id":0},{"result":1,"error":null,"id":0}]`),
      'DAEMON_MALFORMED'
    ],
    [
      'warms up in a batch',
      plain(500, '{"result":null,"error":{"code":-28,"message":"Verifying blocks..."},"id":null}'),
      'DAEMON_BUSY'
    ],
    [
      'claims a negative height',
      results({ getblockchaininfo: { ...INFO, blocks: -1 }, getblockhash: HASH }),
      'DAEMON_MALFORMED'
    ],
    [
      'leaves members out',
      results({ getblockchaininfo: { chain: 'regtest' }, getblockhash: HASH }),
      'DAEMON_MALFORMED'
    ],
    [
      'gives a genesis hash that is none',
      results({ getblockchaininfo: INFO, getblockhash: 5 }),
      'DAEMON_MALFORMED'
    ]
  ]
  for (const [words, answer, code] of batches) {
    it(`is ${code} where the daemon ${words}`, async () => {
      daemon.answer = answer
      expect(await failureOf(source.status())).to.include({ code, fault: 'daemon' })
    })
  }

  it('passes on what a daemon on another chain says, for the caller to refuse', async () => {
    daemon.answer = results({ getblockchaininfo: { ...INFO, chain: 'main' }, getblockhash: 'cd'.repeat(32) })
    expect(await source.status()).to.deep.equal({
      chain: 'main',
      genesisHash: 'cd'.repeat(32),
      height: 5,
      bestBlockHash: HASH,
      initialBlockDownload: false
    })
  })

  it('reads nothing but whole bytes, headers and hashes', async () => {
    daemon.answer = results({ getblock: 'abc', getblockhash: HASH, getblockheader: 'ab' })
    expect(await failureOf(source.block(HASH))).to.include({ code: 'DAEMON_MALFORMED' })
    expect(await failureOf(source.headers(blockHeight(0), 1))).to.include({ code: 'DAEMON_MALFORMED' })
    daemon.answer = results({ getblockhash: null })
    expect(await failureOf(source.blockHash(blockHeight(1)))).to.include({ code: 'DAEMON_MALFORMED' })
  })

  it('makes a call again whose connection was dropped, but not for ever', async () => {
    daemon.answer = ({ message }, response) => {
      if (daemon.requests() < 3) message.socket.destroy()
      else
        results({ getrawmempool: [HASH] })({ body: '{"method":"getrawmempool","id":0}', message }, response)
    }
    expect(await source.mempool()).to.deep.equal([HASH])
    daemon.answer = ({ message }) => message.socket.destroy()
    const before = daemon.requests()
    expect(await failureOf(source.mempool())).to.include({ code: 'DAEMON_UNREACHABLE' })
    expect(daemon.requests() - before).to.equal(3)
  })

  it('does not repeat a call that is not idempotent', async () => {
    daemon.answer = ({ message }) => message.socket.destroy()
    const client = new BitcoinRpcClient({ url: daemon.url, credentials: { user: 'u', password: 'p' } })
    const failure = await failureOf(client.call('generatetoaddress', [1, 'x'], { idempotent: false }))
    expect(failure).to.include({ code: 'DAEMON_UNREACHABLE' })
    expect(daemon.requests()).to.equal(1)
    client.close()
  })

  const broadcasts: readonly [words: string, answer: FakeAnswer, outcome: object][] = [
    ['accepts', results({ sendrawtransaction: HASH }), { kind: 'accepted' }],
    ['has it in a block', refusal(-27, 'Transaction already in block chain'), { kind: 'known' }],
    ['has it in the mempool', refusal(-26, 'txn-already-in-mempool'), { kind: 'known' }],
    ['refuses it', refusal(-26, 'non-final'), { kind: 'rejected', reason: 'non-final' }],
    [
      'misses an input',
      refusal(-25, 'bad-txns-inputs-missingorspent'),
      { kind: 'rejected', reason: 'bad-txns-inputs-missingorspent' }
    ],
    ['warms up', refusal(-28, 'Loading'), { kind: 'unavailable', reason: 'DAEMON_BUSY' }],
    ['fails otherwise', refusal(-1, 'odd'), { kind: 'unavailable', reason: 'DAEMON_REFUSED' }],
    ['is silent', () => undefined, { kind: 'unavailable', reason: 'DAEMON_TIMEOUT' }]
  ]
  for (const [words, answer, outcome] of broadcasts) {
    it(`tells what became of a transaction where the daemon ${words}`, async () => {
      daemon.answer = answer
      expect(await source.broadcast(Uint8Array.of(1))).to.deep.equal(outcome)
    })
  }

  it('reads fee rates exactly, and refuses what is no amount', async () => {
    daemon.answer = results({ estimatesmartfee: { feerate: 0.00012345, blocks: 2 } })
    expect(await source.estimateFeeRate(blocks(2))).to.equal(12.345)
    daemon.answer = results({ estimatesmartfee: { feerate: -1 } })
    expect(await failureOf(source.estimateFeeRate(blocks(2)))).to.include({ code: 'DAEMON_MALFORMED' })
    daemon.answer = results({ estimatesmartfee: { feerate: '0.1' } })
    expect(await failureOf(source.estimateFeeRate(blocks(2)))).to.include({ code: 'DAEMON_MALFORMED' })
  })

  it('polls a daemon that has no waiting call', async () => {
    let tip = HASH
    daemon.answer = (request, response) => results({ getbestblockhash: tip })(request, response)
    const waiting = source.waitForChange(HASH, 10_000, new AbortController().signal)
    tip = 'cd'.repeat(32)
    await waiting
  })

  it('has one waiting call at the daemon at most', async () => {
    let open = 0
    let most = 0
    daemon.answer = (request, response) => {
      if (!request.body.includes('waitfornewblock'))
        return results({ getbestblockhash: HASH })(request, response)
      open++
      most = Math.max(most, open)
      response.on('close', () => open--)
    }
    const abort = new AbortController()
    const waits = [1, 2, 3].map(() => source.waitForChange(HASH, 100, abort.signal))
    await Promise.all(waits)
    expect(most).to.equal(1)
  })

  describe('with a cookie file', () => {
    let folder: string
    let client: BitcoinRpcClient
    let cookieFile: string

    const accepts = (pair: string): FakeAnswer => {
      const expected = `Basic ${Buffer.from(pair).toString('base64')}`
      return (request, response) =>
        request.message.headers.authorization === expected
          ? results({ uptime: 1 })(request, response)
          : plain(401, '')(request, response)
    }

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'bourse-cookie-'))
      cookieFile = join(folder, '.cookie')
      client = new BitcoinRpcClient({ url: daemon.url, credentials: { cookieFile } })
    })
    afterEach(async () => {
      client.close()
      await rm(folder, { recursive: true })
    })

    it('reads it again where the daemon has another one', async () => {
      await writeFile(cookieFile, '__cookie__:one')
      daemon.answer = accepts('__cookie__:one')
      expect(await client.call('uptime')).to.equal(1)
      await writeFile(cookieFile, '__cookie__:two\n')
      daemon.answer = accepts('__cookie__:two')
      expect(await client.call('uptime')).to.equal(1)
    })

    it('is DAEMON_UNAUTHORISED where it is absent, no cookie, or refused twice', async () => {
      expect(await failureOf(client.call('uptime'))).to.include({ code: 'DAEMON_UNAUTHORISED' })
      await writeFile(cookieFile, 'nonsense')
      expect(await failureOf(client.call('uptime'))).to.include({ code: 'DAEMON_UNAUTHORISED' })
      expect(daemon.requests()).to.equal(0)
      await writeFile(cookieFile, '__cookie__:one')
      daemon.answer = plain(401, '')
      expect(await failureOf(client.call('uptime'))).to.include({ code: 'DAEMON_UNAUTHORISED' })
      expect(daemon.requests()).to.equal(2)
    })
  })
})

/** A daemon that refuses each call so. */
function refusal(code: number, message: string): FakeAnswer {
  return plain(500, JSON.stringify({ result: null, error: { code, message }, id: 0 }))
}
