import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { openLevelStore } from '../../src/adapters/level/level-store.ts'
import { MemoryStore } from '../../src/adapters/level/memory-store.ts'
import { createVault, openVault } from '../../src/adapters/vault/vault.ts'
import { fromHex, toHex } from '../../src/base/bytes.ts'
import { sats, satsPerVbyte } from '../../src/base/units.ts'
import {
  startDevelopmentChainServer,
  type DevelopmentChainServer
} from '../../src/devchain/bitcoin/server.ts'
import { addressToScript } from '../../src/ledgers/bitcoin/address.ts'
import { BITCOIN_CHAINS } from '../../src/ledgers/bitcoin/networks.ts'
import { loadConfig } from '../../src/node/config.ts'
import { startNode, type BourseNode } from '../../src/node/create-node.ts'
import { createNodeVault } from '../../src/node/node-vault.ts'
import { makeBackup, restoreBackup } from '../../src/node/wallet-backup.ts'
import { silentLog } from '../support/wallet-node.ts'

const PASSPHRASE = 'long and secret'
const ELSEWHERE = 'bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080'

async function caught(work: Promise<unknown>): Promise<unknown> {
  try {
    await work
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describe('wallet backup', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bourse-backup-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  /** A backup of a wallet with these rows, and the folder it was made in. */
  async function backUp(): Promise<string> {
    const source = join(folder, 'source')
    const { vault } = await createVault(source, PASSPHRASE, { scryptCost: 2 })
    const store = new MemoryStore()
    const put = (bucket: 'trades' | 'wallet' | 'chain' | 'peers', key: string, value: string) =>
      ({ kind: 'put', bucket, key, value: fromHex(value) }) as const
    await store.commit([
      put('trades', 'aa', '01ff'),
      put('wallet', 'btc/next/86/0', '0105000000'),
      put('wallet', 'ltc/spend/x', '02'),
      put('chain', 'btc/birthday', '0107000000'),
      put('chain', 'btc/header/0000000001', '01'),
      put('chain', 'btc/watch/aa:0', '01'),
      put('peers', 'somebody', '01')
    ])
    const origin = { network: 'our-net', profile: 'local', ledgers: ['btc', 'ltc'] } as const
    const text = await makeBackup({ ...origin, dataFolder: source, store, vault })
    vault.close()
    return text
  }

  it('brings back the seed and every record that no ledger can give', async () => {
    const text = await backUp()
    const target = join(folder, 'target')
    expect(await restoreBackup(target, text, PASSPHRASE)).to.deep.equal({
      network: 'our-net',
      profile: 'local'
    })
    const store = await openLevelStore(join(target, 'store'), 'our-net')
    const rows: string[] = []
    for (const bucket of ['trades', 'wallet', 'chain', 'peers'] as const) {
      for await (const [key, value] of store.entries(bucket)) rows.push(`${bucket} ${key} ${toHex(value)}`)
    }
    await store.close()
    expect(rows).to.deep.equal([
      'trades aa 01ff',
      'wallet btc/next/86/0 0105000000',
      'wallet ltc/spend/x 02',
      'chain btc/birthday 0107000000',
      'chain btc/watch/aa:0 01'
    ])
    const secrets = await Promise.all(
      ['source', 'target'].map(async (name) => {
        const vault = await openVault(join(folder, name), PASSPHRASE)
        return toHex(vault.derive('test', new Uint8Array()))
      })
    )
    expect(secrets[0]).to.equal(secrets[1])
    expect(text).to.not.include(Buffer.from('btc/next').toString('base64').slice(0, 8))
    expect(text).to.not.include(secrets[0])
  })

  it('refuses another passphrase, a changed byte, a newer version, and a folder in use', async () => {
    const text = await backUp()
    const target = join(folder, 'target')
    const restore = (changed: string, passphrase = PASSPHRASE) =>
      caught(restoreBackup(target, changed, passphrase))
    expect(await restore(text, 'another')).to.include({ code: 'WRONG_PASSPHRASE' })
    expect(await restore('{}')).to.include({ code: 'BACKUP_DAMAGED' })
    expect(await restore(text.slice(0, -20))).to.include({ code: 'BACKUP_DAMAGED' })
    expect(await restore(text.replace('"version": 1', '"version": 2'))).to.include({ code: 'BACKUP_TOO_NEW' })
    const flip = (key: string) =>
      text.replace(
        new RegExp(`("${key}": ")(.)`),
        (_match, head: string, digit: string) => `${head}${digit === '0' ? '1' : '0'}`
      )
    for (const key of ['salt', 'nonce', 'tag', 'ciphertext', 'checksum']) {
      expect(await restore(flip(key)), key).to.include({ code: 'BACKUP_DAMAGED' })
    }
    await restoreBackup(target, text, PASSPHRASE)
    const vault = await readFile(join(target, 'vault.json'), 'utf8')
    expect(await restore(text)).to.include({ code: 'DATA_FOLDER_NOT_EMPTY' })
    expect(await readFile(join(target, 'vault.json'), 'utf8')).to.equal(vault)
  })

  describe('of a running node', () => {
    const chain = BITCOIN_CHAINS['bitcoin-regtest']
    let server: DevelopmentChainServer
    const nodes: BourseNode[] = []

    beforeEach(async () => {
      server = await startDevelopmentChainServer({ chain, port: 0 })
      server.chain.mine(110)
    })
    afterEach(async () => {
      for (const node of nodes.splice(0)) await node.stop()
      await server.stop()
    })

    async function start(name: string): Promise<BourseNode> {
      const [user, password] = server.cookie.split(':')
      const config = loadConfig({
        dataFolder: join(folder, name),
        environment: {},
        flags: {
          network: 'local',
          p2p: { listen: ['/ip4/127.0.0.1/tcp/0'], mdns: false },
          api: { port: 0 },
          ledgers: {
            btc: {
              chain: chain.name,
              rpc_url: server.url,
              rpc_user: user,
              rpc_password: password,
              poll_seconds: 1
            }
          }
        }
      })
      const node = await startNode({ config, passphrase: PASSPHRASE, log: silentLog, version: '0.1.0' })
      nodes.push(node)
      return node
    }

    async function until(node: BourseNode, condition: () => Promise<boolean>): Promise<void> {
      const deadline = AbortSignal.timeout(15_000)
      while (!(await condition())) {
        await new Promise<void>((resolve, reject) => {
          const end = node.control.onEvent(() => {
            end()
            resolve()
          })
          deadline.addEventListener('abort', () => reject(new Error('not in time')), { once: true })
        })
      }
    }

    const atTip = (node: BourseNode) =>
      until(node, async () => {
        const [ledger] = (await node.control.status()).ledgers
        return ledger?.state === 'ready' && ledger.height === server.chain.tip.height
      })

    it('is a node again with the same coins, payments and indices', async function () {
      this.timeout(60_000)
      await createNodeVault({
        dataFolder: join(folder, 'first'),
        passphrase: PASSPHRASE,
        words: null,
        isLocal: true
      })
      const first = await start('first')
      await atTip(first)
      for (const type of ['p2wpkh', 'p2tr'] as const) {
        const { address } = await first.control.newAddress('btc', type)
        server.chain.fund(addressToScript(address, chain), sats(1_0000_0000n))
      }
      server.chain.mine(1)
      await atTip(first)
      const request = {
        ledger: 'btc',
        address: ELSEWHERE,
        amount: sats(1000_0000n),
        feeRate: satsPerVbyte(3),
        reference: 'rent'
      }
      const rent = await first.control.send(request)
      server.chain.mine(1)
      await atTip(first)
      const text = await first.control.wallet.backup()
      const fresh = await first.control.newAddress('btc', 'p2tr')
      const seen = [await first.control.balance('btc'), await first.control.transactions('btc')]
      await nodes.pop()?.stop()
      await restoreBackup(join(folder, 'second'), text, PASSPHRASE)
      const second = await start('second')
      await atTip(second)
      expect([await second.control.balance('btc'), await second.control.transactions('btc')]).to.deep.equal(
        seen
      )
      expect(await second.control.send(request)).to.deep.equal(rent)
      expect(await second.control.newAddress('btc', 'p2tr')).to.deep.equal(fresh)
    })
  })
})
