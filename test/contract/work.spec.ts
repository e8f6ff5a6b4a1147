import { once } from 'node:events'
import { Transaction } from 'bitcoinjs-lib'
import { expect } from 'chai'
import { setTimeout as delay } from 'node:timers/promises'
import { createBlockTemplateSource } from '../../src/adapters/bitcoind/index.ts'
import { sha256 } from '../../src/base/hash.ts'
import { sats } from '../../src/base/units.ts'
import { solveCandidate } from '../../src/drivers/work/solve-candidate.ts'
import { encodeBlockHeader } from '../../src/ledgers/bitcoin/block-header.ts'
import { compactToTarget, meetsTarget, proofOfWorkOf } from '../../src/ledgers/bitcoin/proof-of-work.ts'
import {
  buildCandidate,
  commitmentOutput,
  serialiseCandidate,
  type BlockCandidate
} from '../../src/ledgers/bitcoin/work/block-candidate.ts'
import type { BlockTemplate } from '../../src/ledgers/bitcoin/work/block-template.ts'
import type { BlockTemplateSource } from '../../src/ports/block-template-source.ts'
import { removePrepared, SUBJECTS, type ChainUnderTest } from './chain-under-test.ts'
import { p2wpkhScript, testKey } from './spending.ts'
import { Workbench } from './workbench.ts'

const START_MILLISECONDS = 60_000
const CONNECT_MILLISECONDS = 20_000
const never = new AbortController().signal
const commitment = sha256(Uint8Array.of(7))

/** Both sides of a connection of their own making. */
async function connectPeers(under: ChainUnderTest, other: ChainUnderTest): Promise<void> {
  await other.client.call('addnode', [under.peerAddress, 'onetry'])
  const deadline = performance.now() + CONNECT_MILLISECONDS
  while ((await under.client.call('getconnectioncount')) === 0) {
    if (performance.now() > deadline) throw new Error('the two daemons did not connect')
    await delay(50)
  }
}

describe('work from outside', () => {
  after(removePrepared)

  for (const subject of SUBJECTS) {
    if (subject.absent !== null) {
      it.skip(`${subject.name} (skipped: ${subject.absent})`)
      continue
    }
    describe(subject.name, () => {
      let bench: Workbench
      let peer: ChainUnderTest | null = null
      let source: BlockTemplateSource
      before(async function () {
        this.timeout(START_MILLISECONDS)
        bench = new Workbench(await subject.start())
        await bench.prepare()
        if (bench.under.peerAddress !== null) {
          peer = await subject.start()
          await connectPeers(bench.under, peer)
        }
        source = createBlockTemplateSource(bench.under.client)
      })
      after(async () => {
        await peer?.stop()
        await bench?.under.stop()
      })

      let nonces = 0
      const candidate = (template: BlockTemplate): BlockCandidate =>
        buildCandidate(template, {
          script: p2wpkhScript(testKey(30)),
          commitment,
          extraNonce: Uint8Array.of(1, 2, 3, nonces++)
        })
      const solved = async (built: BlockCandidate) => {
        const block = await solveCandidate(built, subject.chain, never)
        if (block === null) throw new Error('no nonce')
        return block
      }

      it('takes a block with a wallet transaction, whose coinbase commits to 32 bytes', async () => {
        const txid = await bench.send(bench.spend(bench.coin()))
        const template = await source.template()
        expect(template.transactions.map((each) => each.txid)).to.include(txid)
        const block = await solved(candidate(template))
        expect(await source.submit(block)).to.deep.equal({ kind: 'accepted' })
        const hash = await bench.call<string>('getbestblockhash')
        const mined = await bench.call<{ height: number; tx: { txid: string; hex: string }[] }>(
          'getblock',
          hash,
          2
        )
        expect(mined.height).to.equal(template.height)
        expect(mined.tx.map((each) => each.txid)).to.include(txid)
        const coinbase = Transaction.fromHex(mined.tx[0]!.hex)
        expect(coinbase.outs[0]!.value).to.equal(template.coinbaseValue)
        expect(Uint8Array.from(coinbase.outs[1]!.script)).to.deep.equal(commitmentOutput(commitment))
        expect(await source.submit(block)).to.deep.equal({ kind: 'known' })
      })

      it('refuses a proof above the target', async () => {
        const built = candidate(await source.template())
        const target = compactToTarget(built.header.bits)!
        const misses = (nonce: number) =>
          !meetsTarget(proofOfWorkOf(subject.chain)(encodeBlockHeader({ ...built.header, nonce })), target)
        let nonce = 0
        while (!misses(nonce)) nonce++
        const outcome = await source.submit(serialiseCandidate(built, nonce))
        expect(outcome).to.deep.equal({ kind: 'rejected', code: 'HIGH_HASH', reason: 'high-hash' })
      })

      it('refuses a coinbase that pays too much', async () => {
        const template = await source.template()
        const built = candidate({ ...template, coinbaseValue: sats(template.coinbaseValue + 1n) })
        const outcome = await source.submit(await solved(built))
        expect(outcome).to.deep.equal({ kind: 'rejected', code: 'COINBASE_AMOUNT', reason: 'bad-cb-amount' })
      })

      it('refuses what follows an unknown block, and what is no block', async () => {
        const template = await source.template()
        const lost = await solved(candidate({ ...template, previousHash: '11'.repeat(32) }))
        expect(await source.submit(lost)).to.include({ kind: 'rejected', code: 'STALE' })
        expect(await source.submit(new Uint8Array(90))).to.include({ code: 'BLOCK_MALFORMED' })
      })

      it('ends a search that is not wanted any more', async () => {
        const built = candidate(await source.template())
        const hard = { ...built, header: { ...built.header, bits: 0x0300ffff } }
        const stop = new AbortController()
        const search = solveCandidate(hard, subject.chain, stop.signal)
        setImmediate(() => stop.abort())
        await once(stop.signal, 'abort')
        expect(await search).to.equal(null)
      })
    })
  }
})
