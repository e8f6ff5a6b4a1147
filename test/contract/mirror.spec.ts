import { expect } from 'chai'
import type { Transaction } from 'bitcoinjs-lib'
import { BitcoinRpcClient } from '../../src/adapters/bitcoind/rpc-client.ts'
import {
  startDevelopmentChainServer,
  type DevelopmentChainServer
} from '../../src/devchain/bitcoin/server.ts'
import { LITECOIND, removePrepared } from './chain-under-test.ts'
import { compile, p2pkhScript, p2wpkhScript, taprootOutput, testKey, xOnlyOf } from './spending.ts'
import { FEE, Workbench } from './workbench.ts'

const START_MILLISECONDS = 60_000
/** Blocks in one batch of submissions. */
const BATCH = 200
/**
 * What two right nodes tell differently of the same chain: their own name and load, when each one saw a
 * transaction, and our forks, which are in force from the first block on.
 */
const OWN = new Set([
  'size_on_disk',
  'softforks',
  'warnings',
  'verificationprogress',
  'usage',
  'unbroadcastcount',
  'unbroadcast',
  'time_received',
  'networkhashps'
])

function withoutOwn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOwn)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([key]) => !OWN.has(key))
  return Object.fromEntries(members.map(([key, member]) => [key, withoutOwn(member)]))
}

describe('an embedded litecoin-regtest that mirrors litecoind', function () {
  if (LITECOIND.absent !== null) {
    it.skip(`(skipped: ${LITECOIND.absent})`)
    return
  }
  let real: Workbench
  let server: DevelopmentChainServer
  let mirror: BitcoinRpcClient

  const follow = async (): Promise<void> => {
    const top = await real.call<number>('getblockcount')
    for (let height = server.chain.tip.height + 1; height <= top; height += BATCH) {
      const heights = Array.from({ length: Math.min(BATCH, top - height + 1) }, (_, index) => height + index)
      const hashes = await real.under.client.batch(
        heights.map((at) => ({ method: 'getblockhash', params: [at] }))
      )
      const hexes = await real.under.client.batch(
        hashes.map((hash) => ({ method: 'getblock', params: [hash.ok ? hash.result : '', 0] }))
      )
      const submitted = await mirror.batch(
        hexes.map((hex) => ({ method: 'submitblock', params: [hex.ok ? hex.result : ''] }))
      )
      for (const outcome of submitted) expect(outcome).to.deep.equal({ ok: true, result: null })
    }
  }
  const same = async (method: string, ...params: unknown[]): Promise<void> => {
    const theirs = await real.under.client.call(method, params)
    const ours = await mirror.call(method, params)
    expect(withoutOwn(ours), `${method} ${JSON.stringify(params).slice(0, 80)}`).to.deep.equal(
      withoutOwn(theirs)
    )
  }
  const failure = async (client: BitcoinRpcClient, method: string, params: unknown[]): Promise<unknown> => {
    try {
      return { result: await client.call(method, params) }
    } catch (error) {
      return { message: String(error) }
    }
  }

  before(async function () {
    this.timeout(START_MILLISECONDS)
    real = new Workbench(await LITECOIND.start())
    await real.prepare()
    server = await startDevelopmentChainServer({ chain: LITECOIND.chain, port: 0 })
    const [user = '', password = ''] = server.cookie.split(':')
    mirror = new BitcoinRpcClient({ url: server.url, credentials: { user, password } })
    await follow()
  })
  after(async () => {
    mirror?.close()
    await server?.stop()
    await real?.under.stop()
    await removePrepared()
  })

  it('takes every block of the daemon and stands where it stands', async () => {
    await same('getbestblockhash')
    await same('getblockchaininfo')
    await same('getchaintips')
  })

  it('shows headers, blocks and transactions as the daemon shows them', async () => {
    const output = taprootOutput({ xOnly: xOnlyOf(testKey(1)) }, null).script
    const coin = real.coin()
    const spend = real.spend(coin, {
      outputs: [
        { script: output, amount: 1_000_000n },
        { script: p2pkhScript(testKey(2)), amount: 2_000_000n },
        { script: compile([0xa9, p2wpkhScript(testKey(3)).slice(2), 0x87]), amount: 3_000_000n },
        {
          script: compile([xOnlyOf(testKey(4)).length === 32 ? testKey(4).publicKey : 0, 0xac]),
          amount: 4_000_000n
        },
        { script: compile([0x6a, Uint8Array.of(1, 2, 3, 4, 5)]), amount: 0n },
        { script: p2wpkhScript(real.key), amount: coin.amount - 10_000_000n - FEE }
      ],
      sequence: 0xffff_fffd
    })
    await mirror.call('sendrawtransaction', [spend.toHex()])
    const txid = await real.send(spend)
    await same('getrawmempool')
    await same('decoderawtransaction', spend.toHex())
    await same('getrawtransaction', txid, true)
    const [theirs, ours] = await Promise.all(
      [real.under.client, mirror].map(async (client) => {
        const entry = (await client.call('getmempoolentry', [txid])) as Record<string, unknown>
        return withoutOwn({ ...entry, time: 0 })
      })
    )
    expect(ours).to.deep.equal(theirs)
    await same('getmempoolinfo')
    await same('gettxout', txid, 0)
    const [hash] = await real.mine(1)
    await follow()
    await same('getblock', hash, 0)
    await same('getblock', hash, 1)
    await same('getblock', hash, 2)
    await same('getblockheader', hash)
    await same('getblockheader', hash, false)
    await same('getrawtransaction', txid, true)
    await same('getrawtransaction', txid, true, hash)
    await same('gettxout', txid, 1)
    const genesis = await real.call<string>('getblockhash', 0)
    await same('getblock', genesis, 2)
    await same('getrawmempool')
    await same('validateaddress', real.ownAddress())
    await same('validateaddress', 'nonsense')
    await same('estimatesmartfee', 6)
  })

  it('complains as the daemon complains', async () => {
    const nobody = '11'.repeat(32)
    const mined = await real.coinbase(10)
    const calls: [string, unknown[]][] = [
      ['getblockhash', [99_999_999]],
      ['getblockhash', ['a']],
      ['getblock', [nobody]],
      ['getblock', ['11']],
      ['getblockheader', ['zz'.repeat(32)]],
      ['getrawtransaction', [nobody]],
      ['getrawtransaction', [nobody, true, nobody]],
      ['getmempoolentry', [nobody]],
      ['decoderawtransaction', ['00']],
      ['sendrawtransaction', ['00']],
      ['submitblock', ['00']],
      ['generatetoaddress', [1, 'nonsense']],
      ['invalidateblock', [nobody]],
      ['estimatesmartfee', [0]],
      ['getblockcount', [{ a: 1 }].slice(1)],
      ['gettxout', [mined.txid, 7]]
    ]
    for (const [method, params] of calls) {
      const theirs = await failure(real.under.client, method, params)
      expect(await failure(mirror, method, params), method).to.deep.equal(theirs)
    }
  })

  it('judges spoiled transactions with the same words', async () => {
    const coin = real.coin()
    const sound = (): Transaction => real.spend(coin)
    const spoiled: readonly ((transaction: Transaction) => void)[] = [
      (it) => (it.version = 3),
      (it) => (it.locktime = 400_000_000),
      (it) => it.setWitness(0, []),
      (it) => it.setWitness(0, [it.ins[0]!.witness[0]!]),
      (it) => it.setWitness(0, [it.ins[0]!.witness[0]!.slice(0, -1), it.ins[0]!.witness[1]!]),
      (it) => it.setWitness(0, [...it.ins[0]!.witness, new Uint8Array(1)]),
      (it) => it.setInputScript(0, Uint8Array.of(0x51)),
      (it) => (it.outs[0]!.value = 10n),
      (it) => (it.outs[0]!.value = 0n),
      (it) => (it.outs[0]!.value = coin.amount),
      (it) => (it.outs[0]!.value = coin.amount + 1n),
      (it) => (it.outs[0]!.value = 90_000_000n * 100_000_000n),
      (it) => (it.outs[0]!.script = Uint8Array.of(0x75)),
      (it) => it.outs.splice(0, 1),
      (it) => it.ins.push(it.ins[0]!),
      (it) => (it.ins[0]!.index = 4000),
      (it) => (it.ins[0]!.sequence = 5)
    ]
    for (const [index, spoil] of spoiled.entries()) {
      const transaction = sound()
      transaction.locktime = 0
      spoil(transaction)
      if (transaction.locktime > 0) transaction.ins[0]!.sequence = 0
      for (const method of ['testmempoolaccept', 'sendrawtransaction']) {
        const params = method === 'testmempoolaccept' ? [[transaction.toHex()], 0] : [transaction.toHex(), 0]
        const theirs = await failure(real.under.client, method, params)
        expect(await failure(mirror, method, params), `${method} of ${index}`).to.deep.equal(theirs)
      }
    }
    expect(await real.judge(sound())).to.deep.equal({ allowed: true, reason: '' })
  })

  it('mines blocks that the daemon takes', async () => {
    await follow()
    const hashes = server.chain.mine(3)
    for (const hash of hashes) {
      const block = await mirror.call('getblock', [hash, 0])
      expect(await real.call('submitblock', block)).to.equal(null)
    }
    await same('getbestblockhash')
  })
})
