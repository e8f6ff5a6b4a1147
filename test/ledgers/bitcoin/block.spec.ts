import { Transaction } from 'bitcoinjs-lib'
import { expect } from 'chai'
import { concatBytes, copyBytes, fromHex, toHex, type Bytes } from '../../../src/base/bytes.ts'
import { sha256d } from '../../../src/base/hash.ts'
import { unixSeconds } from '../../../src/base/units.ts'
import { MAX_BLOCK_BYTES, parseBlock } from '../../../src/ledgers/bitcoin/block.ts'
import { medianTime, parseBlockHeader } from '../../../src/ledgers/bitcoin/block-header.ts'
import { merkleTree } from '../../../src/ledgers/bitcoin/merkle-tree.ts'
import { BITCOIN_CHAINS } from '../../../src/ledgers/bitcoin/networks.ts'
import {
  compactToTarget,
  hasProofOfWork,
  isPossibleRetarget,
  proofOfWorkOf
} from '../../../src/ledgers/bitcoin/proof-of-work.ts'
import { parseTransaction } from '../../../src/ledgers/bitcoin/parsed-transaction.ts'
import { ScriptedChain } from '../../support/scripted-chain.ts'

const BITCOIN_GENESIS =
  '0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c'
const LITECOIN_GENESIS =
  '010000000000000000000000000000000000000000000000000000000000000000000000d9ced4ed1130f7b7faad9be25323ffafa33232a17c3edf6cfd97bee6bafbdd97b9aa8e4ef0ff0f1ecd513f7c'

/** A block of these serialised transactions, whose ids are given where the bytes hold more than the id covers. */
function block(
  parts: readonly { raw: Uint8Array; hash: Uint8Array }[],
  tail: Uint8Array = new Uint8Array()
): Bytes {
  const head = fromHex(BITCOIN_GENESIS)
  head.set(merkleTree(parts.map((part) => part.hash)).root, 36)
  return concatBytes(head, Uint8Array.of(parts.length), ...parts.map((part) => part.raw), tail)
}

function part(transaction: Transaction): { raw: Uint8Array; hash: Uint8Array } {
  return { raw: transaction.toBuffer(), hash: transaction.getHash() }
}

function coinbase(): Transaction {
  const transaction = new Transaction()
  transaction.addInput(new Uint8Array(32), 0xffffffff, 0xffffffff, Uint8Array.of(1, 2, 3))
  transaction.addOutput(Uint8Array.of(0x51), 50n)
  return transaction
}

/** Litecoin's last transaction of a block: flags 08, and a null MWEB part before the lock time. */
function hogEx(): { raw: Bytes; hash: Bytes } {
  const transaction = new ScriptedChain().payment(Uint8Array.of(0x51), 7n)
  transaction.stripWitnesses()
  const plain = copyBytes(transaction.toBuffer())
  const raw = concatBytes(
    plain.subarray(0, 4),
    Uint8Array.of(0, 8),
    plain.subarray(4, -4),
    Uint8Array.of(0),
    plain.subarray(-4)
  )
  return { raw, hash: sha256d(plain) }
}

describe('block headers', () => {
  it('have the hash of their chain and its proof of work', () => {
    for (const [name, hex] of [
      ['bitcoin', BITCOIN_GENESIS],
      ['litecoin', LITECOIN_GENESIS]
    ] as const) {
      const chain = BITCOIN_CHAINS[name]
      const header = parseBlockHeader(fromHex(hex))
      expect(header.hash).to.equal(chain.genesisHash)
      expect(hasProofOfWork(header, proofOfWorkOf(chain))).to.equal(true)
      const worse = parseBlockHeader(fromHex(hex).with(76, 0))
      expect(hasProofOfWork(worse, proofOfWorkOf(chain))).to.equal(false)
    }
  })

  it('have targets as Bitcoin Core reads them', () => {
    expect(compactToTarget(0x1d00ffff)).to.equal(0xffffn << 208n)
    expect(compactToTarget(0x01123456)).to.equal(0x12n)
    expect(compactToTarget(0x04123456)).to.equal(0x12345600n)
    for (const invalid of [0, 0x01003456, 0x04923456, 0x23ffffff, 0xff123456, 0x1d800000]) {
      expect(compactToTarget(invalid), invalid.toString(16)).to.equal(null)
    }
  })

  it('move their target once in 2016 blocks, by a factor of four at most', () => {
    expect(isPossibleRetarget(0x1b0404cb, 0x1b0404cb, 2015)).to.equal(true)
    expect(isPossibleRetarget(0x1b0404cb, 0x1b0404cc, 2015)).to.equal(false)
    expect(isPossibleRetarget(0x1b0404cb, 0x1b10132c, 2016)).to.equal(true)
    expect(isPossibleRetarget(0x1b0404cb, 0x1b10132d, 2016)).to.equal(false)
    expect(isPossibleRetarget(0x1b0404cb, 0x1b010132, 2016)).to.equal(true)
    expect(isPossibleRetarget(0x1b0404cb, 0x1b00f132, 2016)).to.equal(false)
  })

  it('have the median of their times as their clock', () => {
    expect(medianTime([5, 1, 9, 3, 7, 2, 8, 4, 6, 11, 10].map(unixSeconds))).to.equal(6)
    expect(medianTime([3, 1].map(unixSeconds))).to.equal(3)
  })
})

describe('blocks', () => {
  it('give their transactions with ids as a library has them', () => {
    const chain = new ScriptedChain()
    const payments = [1n, 2n, 3n].map((amount) => chain.payment(Uint8Array.of(0x51), amount))
    chain.mine(1, { transactions: payments })
    const parsed = parseBlock(chain.blocks[1]!.raw)
    expect(parsed.header.hash).to.equal(chain.tipHash)
    expect(parsed.transactions.slice(1).map((each) => each.txid)).to.deep.equal(
      payments.map((each) => each.getId())
    )
    expect(parsed.transactions.map((each) => each.isCoinbase)).to.deep.equal([true, false, false, false])
    expect(toHex(parsed.transactions[1]!.raw)).to.equal(payments[0]!.toHex())
  })

  it('of Litecoin end with the HogEx and an MWEB part that is not read', () => {
    const parsed = parseBlock(
      block([part(coinbase()), hogEx()], concatBytes(Uint8Array.of(1), new Uint8Array(500)))
    )
    expect(parsed.transactions.map((each) => each.isHogEx)).to.deep.equal([false, true])
    expect(parsed.transactions[1]!.outputs[0]!.amount).to.equal(7n)
  })

  it('are refused where they are not what their header commits to', () => {
    const good = [part(coinbase()), part(new ScriptedChain().payment(Uint8Array.of(0x51), 7n))]
    expect(parseBlock(block(good)).transactions).to.have.length(2)
    const bad: readonly [string, Uint8Array][] = [
      ['empty', new Uint8Array()],
      ['a header alone', block(good).subarray(0, 80)],
      ['too large', new Uint8Array(MAX_BLOCK_BYTES + 1)],
      ['a byte more', block(good, Uint8Array.of(1))],
      ['a byte less', block(good).subarray(0, -1)],
      ['a changed amount', block(good).with(block(good).length - 13, 9)],
      ['no coinbase first', block([good[1]!])],
      ['a second coinbase in front', block([good[1]!, good[0]!])],
      ['a huge count', concatBytes(fromHex(BITCOIN_GENESIS), Uint8Array.of(0xfe, 0xff, 0xff, 0xff, 0x7f))],
      [
        'a count in a long form',
        concatBytes(fromHex(BITCOIN_GENESIS), Uint8Array.of(0xfd, 2, 0), ...good.map((each) => each.raw))
      ],
      ['an MWEB part of unknown form', block([good[0]!, hogEx()], Uint8Array.of(2))]
    ]
    for (const [name, bytes] of bad) {
      expect(() => parseBlock(bytes), name)
        .to.throw()
        .that.has.property('code')
        .that.is.oneOf(['BLOCK_MALFORMED', 'HEADER_MALFORMED'])
    }
  })

  it('are refused where the last transactions are doubled to keep the root (CVE-2012-2459)', () => {
    const [first, second, third] = [
      coinbase(),
      ...[1n, 2n].map((amount) => new ScriptedChain().payment(Uint8Array.of(0x51), amount))
    ].map(part)
    const honest = block([first!, second!, third!])
    const forged = concatBytes(
      honest.subarray(0, 80),
      Uint8Array.of(4),
      first!.raw,
      second!.raw,
      third!.raw,
      third!.raw
    )
    expect(parseBlock(honest).transactions).to.have.length(3)
    expect(() => parseBlock(forged))
      .to.throw()
      .that.includes({ code: 'BLOCK_MALFORMED' })
  })
})

describe('transactions', () => {
  it('of the mempool may carry an MWEB part, which is not in their id', () => {
    const transaction = new ScriptedChain().payment(Uint8Array.of(0x51), 7n)
    const raw = copyBytes(transaction.toBuffer())
    const pegIn = concatBytes(
      raw.subarray(0, 5),
      Uint8Array.of(9),
      raw.subarray(6, -4),
      Uint8Array.of(1, 2, 3, 4, 5),
      raw.subarray(-4)
    )
    const parsed = parseTransaction(pegIn)
    expect(parsed.txid).to.equal(transaction.getId())
    expect(parsed.isHogEx).to.equal(false)
  })

  it('are refused with unknown flags, amounts out of range or bytes behind', () => {
    const raw = copyBytes(new ScriptedChain().payment(Uint8Array.of(0x51), 7n).toBuffer())
    const amountAt = raw.length - 4 - 3 - 2 - 8
    const bad = [
      raw.with(5, 3),
      raw.with(amountAt + 7, 0x7f),
      concatBytes(raw, Uint8Array.of(0)),
      raw.subarray(0, 20)
    ]
    for (const bytes of bad) {
      expect(() => parseTransaction(bytes), toHex(bytes))
        .to.throw()
        .that.includes({ code: 'TRANSACTION_MALFORMED' })
    }
  })
})
