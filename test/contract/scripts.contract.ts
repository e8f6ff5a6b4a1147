import { expect } from 'chai'
import type { Transaction } from 'bitcoinjs-lib'
import { sha256 } from '../../src/base/hash.ts'
import { OPCODES } from '../../src/ledgers/bitcoin/script/opcodes.ts'
import {
  compile,
  NUMS_KEY,
  p2wpkhScript,
  p2wshScript,
  scriptNumber,
  signP2wsh,
  signTaproot,
  taprootOutput,
  testKey,
  xOnlyOf,
  type TestCoin
} from './spending.ts'
import type { Workbench } from './workbench.ts'

const ALICE = testKey(1)
const BOB = testKey(2)
const CAROL = testKey(3)
const PREIMAGE = sha256(Uint8Array.of(7))
const OP_2 = 0x52
const OP_3 = 0x53
const EMPTY = new Uint8Array(0)
const NOT_FINAL = 0xffff_fffe

/** Scripts and signatures: which spends are taken, and in which words the others are refused. */
export function scriptContract(bench: () => Workbench): void {
  const accepts = async (transaction: Transaction): Promise<void> => {
    expect(await bench().judge(transaction)).to.deep.equal({ allowed: true, reason: '' })
    await bench().send(transaction)
  }
  const refuses = async (transaction: Transaction, words: string): Promise<void> => {
    const { allowed, reason } = await bench().judge(transaction)
    expect(reason).to.include(words)
    expect(allowed).to.equal(false)
  }
  const height = (): Promise<number> => bench().call<number>('getblockcount')

  it('spends P2WPKH, and refuses a foreign signature', async () => {
    const coin = bench().coin()
    const stolen = bench().sweep(coin)
    stolen.setWitness(0, [signP2wsh(stolen, coin, { witnessScript: coin.script, key: BOB }), BOB.publicKey])
    await refuses(stolen, 'Script failed an OP_EQUALVERIFY operation')
    await accepts(bench().spend(coin))
  })

  it('spends P2WSH 2-of-3 with two signatures in order, and with no other number or order', async () => {
    const keys = [ALICE, BOB, CAROL]
    const script = compile([OP_2, ...keys.map(({ publicKey }) => publicKey), OP_3, OPCODES.CHECKMULTISIG])
    const coin = await bench().fund(p2wshScript(script))
    const spend = bench().sweep(coin)
    const by = keys.map((key) => signP2wsh(spend, coin, { witnessScript: script, key }))
    spend.setWitness(0, [EMPTY, by[2]!, by[0]!, script])
    await refuses(spend, 'Signature must be zero for failed CHECK(MULTI)SIG operation')
    spend.setWitness(0, [EMPTY, by[0]!, script])
    await refuses(spend, 'Operation not valid with the current stack size')
    spend.setWitness(0, [EMPTY, by[0]!, by[2]!, script])
    await accepts(spend)
  })

  describe('a hash time-locked output', () => {
    let script: Uint8Array
    let expiry = 0
    const lock = async (): Promise<TestCoin> => {
      expiry = (await height()) + 4
      script = compile([
        OPCODES.IF,
        OPCODES.SHA256,
        sha256(PREIMAGE),
        OPCODES.EQUALVERIFY,
        ALICE.publicKey,
        OPCODES.ELSE,
        scriptNumber(expiry),
        OPCODES.CHECKLOCKTIMEVERIFY,
        OPCODES.DROP,
        BOB.publicKey,
        OPCODES.ENDIF,
        OPCODES.CHECKSIG
      ])
      return bench().fund(p2wshScript(script))
    }
    const claim = (coin: TestCoin, preimage: Uint8Array): Transaction => {
      const spend = bench().sweep(coin)
      const signature = signP2wsh(spend, coin, { witnessScript: script, key: ALICE })
      spend.setWitness(0, [signature, preimage, Uint8Array.of(1), script])
      return spend
    }
    const refund = (coin: TestCoin, plan: { locktime: number; sequence?: number }): Transaction => {
      const spend = bench().sweep(coin, { sequence: NOT_FINAL, ...plan })
      const signature = signP2wsh(spend, coin, { witnessScript: script, key: BOB })
      spend.setWitness(0, [signature, EMPTY, script])
      return spend
    }

    it('is claimed with the preimage and with nothing else', async () => {
      const coin = await lock()
      await refuses(claim(coin, sha256(PREIMAGE)), 'Script failed an OP_EQUALVERIFY operation')
      await accepts(claim(coin, PREIMAGE))
    })

    it('is refunded at its time, not before', async () => {
      const coin = await lock()
      await refuses(refund(coin, { locktime: expiry }), 'non-final')
      await refuses(refund(coin, { locktime: expiry - 3 }), 'Locktime requirement not satisfied')
      await bench().mine(expiry - (await height()))
      await refuses(
        refund(coin, { locktime: expiry, sequence: 0xffff_ffff }),
        'Locktime requirement not satisfied'
      )
      await accepts(refund(coin, { locktime: expiry }))
    })
  })

  it('holds a relative lock (CSV) until its blocks have passed', async () => {
    const delay = 4
    const script = compile([
      scriptNumber(delay),
      OPCODES.CHECKSEQUENCEVERIFY,
      OPCODES.DROP,
      ALICE.publicKey,
      OPCODES.CHECKSIG
    ])
    const coin = await bench().fund(p2wshScript(script))
    const after = (sequence: number, version = 2): Transaction => {
      const spend = bench().sweep(coin, { sequence, version })
      spend.setWitness(0, [signP2wsh(spend, coin, { witnessScript: script, key: ALICE }), script])
      return spend
    }
    await refuses(after(delay), 'non-BIP68-final')
    await refuses(after(1), 'Locktime requirement not satisfied')
    await bench().mine(delay - 1)
    await refuses(after(delay, 1), 'Locktime requirement not satisfied')
    await accepts(after(delay))
  })

  it('spends P2TR by its key, and refuses another signature', async () => {
    const output = taprootOutput({ xOnly: xOnlyOf(ALICE), key: ALICE }, null)
    const coin = await bench().fund(output.script)
    const spend = bench().sweep(coin)
    spend.setWitness(0, [signTaproot(spend, coin, { key: BOB })])
    await refuses(spend, 'Invalid Schnorr signature')
    spend.setWitness(0, [signTaproot(spend, coin, { key: output.outputKey! })])
    await accepts(spend)
  })

  it('spends a P2TR leaf that asks for both keys', async () => {
    const leaf = compile([xOnlyOf(ALICE), OPCODES.CHECKSIGVERIFY, xOnlyOf(BOB), OPCODES.CHECKSIG])
    const output = taprootOutput({ xOnly: NUMS_KEY }, leaf)
    const coin = await bench().fund(output.script)
    const spend = bench().sweep(coin)
    const sign = (key: typeof ALICE) => signTaproot(spend, coin, { key, leafHash: output.leafHash })
    spend.setWitness(0, [sign(ALICE), sign(ALICE), leaf, output.control])
    await refuses(spend, 'Invalid Schnorr signature')
    spend.setWitness(0, [sign(BOB), sign(ALICE), compile([leaf]), output.control])
    await refuses(spend, 'Witness program hash mismatch')
    spend.setWitness(0, [sign(BOB), sign(ALICE), leaf, output.control])
    await accepts(spend)
  })

  it('counts signatures of a P2TR leaf with CHECKSIGADD', async () => {
    const leaf = compile([
      xOnlyOf(ALICE),
      OPCODES.CHECKSIG,
      xOnlyOf(BOB),
      OPCODES.CHECKSIGADD,
      OP_2,
      OPCODES.NUMEQUAL
    ])
    const output = taprootOutput({ xOnly: NUMS_KEY }, leaf)
    const coin = await bench().fund(output.script)
    const spend = bench().sweep(coin)
    const sign = (key: typeof ALICE) => signTaproot(spend, coin, { key, leafHash: output.leafHash })
    spend.setWitness(0, [EMPTY, sign(ALICE), leaf, output.control])
    await refuses(spend, 'Script evaluated without error but finished with a false/empty top stack element')
    spend.setWitness(0, [sign(BOB), sign(ALICE), leaf, output.control])
    await accepts(spend)
  })

  it('refunds a P2TR leaf with a lock by time once the median time has passed it', async () => {
    const { mediantime } = await bench().call<{ mediantime: number }>('getblockchaininfo')
    const now = Math.floor(Date.now() / 1000)
    const expiry = Math.max(mediantime, now) + 600
    const leaf = compile([
      scriptNumber(expiry),
      OPCODES.CHECKLOCKTIMEVERIFY,
      OPCODES.DROP,
      xOnlyOf(ALICE),
      OPCODES.CHECKSIG
    ])
    const output = taprootOutput({ xOnly: NUMS_KEY }, leaf)
    const coin = await bench().fund(output.script)
    const spend = bench().sweep(coin, { locktime: expiry, sequence: NOT_FINAL })
    const signature = signTaproot(spend, coin, { key: ALICE, leafHash: output.leafHash })
    spend.setWitness(0, [signature, leaf, output.control])
    await refuses(spend, 'non-final')
    try {
      await bench().call('setmocktime', expiry + 60)
      await bench().mine(11)
      await accepts(spend)
    } finally {
      await bench().call('setmocktime', 0)
    }
  })

  it('mines what it accepted', async () => {
    const coin = await bench().fundUnconfirmed(p2wpkhScript(ALICE))
    const [hash] = await bench().mine(1)
    const block = await bench().call<{ tx: string[] }>('getblock', hash)
    expect(block.tx).to.include(coin.txid)
  })
}
