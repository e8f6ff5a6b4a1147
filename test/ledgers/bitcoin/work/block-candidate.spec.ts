import { Block, Transaction } from 'bitcoinjs-lib'
import { expect } from 'chai'
import { concatBytes, copyBytes } from '../../../../src/base/bytes.ts'
import { sha256d } from '../../../../src/base/hash.ts'
import { blockHeight, sats, unixSeconds } from '../../../../src/base/units.ts'
import { parseBlock } from '../../../../src/ledgers/bitcoin/block.ts'
import { encodeBlockHeader } from '../../../../src/ledgers/bitcoin/block-header.ts'
import { parseTransaction } from '../../../../src/ledgers/bitcoin/parsed-transaction.ts'
import { compactToTarget, meetsTarget } from '../../../../src/ledgers/bitcoin/proof-of-work.ts'
import {
  buildCandidate,
  commitmentOutput,
  serialiseCandidate
} from '../../../../src/ledgers/bitcoin/work/block-candidate.ts'
import type { BlockTemplate } from '../../../../src/ledgers/bitcoin/work/block-template.ts'
import { heightPush } from '../../../../src/ledgers/bitcoin/work/coinbase.ts'
import { searchNonce } from '../../../../src/ledgers/bitcoin/work/nonce.ts'
import { draft, p2wpkhScript, testKey } from '../../../contract/spending.ts'

const script = p2wpkhScript(testKey(1))
const commitment = new Uint8Array(32).fill(9)
const plain = draft({
  coins: [{ txid: '22'.repeat(32), vout: 3, script, amount: 9n }],
  outputs: [{ script, amount: 5n }]
})

function template(more: Partial<BlockTemplate> = {}): BlockTemplate {
  return {
    version: 0x2000_0000,
    previousHash: '33'.repeat(32),
    height: blockHeight(1000),
    coinbaseValue: sats(50_0000_0000n),
    bits: 0x207fffff,
    earliestTime: unixSeconds(1_700_000_000),
    currentTime: unixSeconds(1_700_000_100),
    transactions: [parseTransaction(copyBytes(plain.toBuffer()))],
    witnessCommitment: null,
    extensionBlock: null,
    ...more
  }
}

const plan = { script, commitment, extraNonce: Uint8Array.of(5, 6) }

describe('a block candidate', () => {
  it('is a block to bitcoinjs-lib, with all of the template in it', () => {
    const block = Block.fromBuffer(serialiseCandidate(buildCandidate(template(), plan), 77))
    expect(block.checkTxRoots()).to.equal(true)
    expect([block.nonce, block.timestamp, block.bits]).to.deep.equal([77, 1_700_000_100, 0x207fffff])
    const [coinbase, other] = block.transactions!
    expect(other!.getId()).to.equal(plain.getId())
    expect(coinbase!.outs.map(({ value }) => value)).to.deep.equal([50_0000_0000n, 0n])
    expect(Uint8Array.from(coinbase!.outs[1]!.script)).to.deep.equal(commitmentOutput(commitment))
    expect(Uint8Array.from(coinbase!.ins[0]!.script)).to.deep.equal(
      concatBytes(heightPush(1000), Uint8Array.of(2, 5, 6))
    )
  })

  it('never has an earlier time than the template allows', () => {
    const late = template({ earliestTime: unixSeconds(1_700_000_200) })
    expect(buildCandidate(late, plan).header.time).to.equal(1_700_000_200)
  })

  it("carries Litecoin's extension block behind the HogEx", () => {
    const bytes = plain.toBuffer()
    // Flag 08 and a null where the MWEB part would be make the last transaction the HogEx (LIP 2).
    const hogEx = concatBytes(
      bytes.subarray(0, 4),
      Uint8Array.of(0, 8),
      bytes.subarray(4, -4),
      Uint8Array.of(0),
      bytes.subarray(-4)
    )
    const extensionBlock = Uint8Array.of(1, 2, 3)
    const candidate = buildCandidate(
      template({ transactions: [parseTransaction(hogEx)], extensionBlock }),
      plan
    )
    const block = serialiseCandidate(candidate, 0)
    expect(parseBlock(block).transactions[1]!.txid).to.equal(plain.getId())
    expect(block.subarray(-4)).to.deep.equal(Uint8Array.of(1, 1, 2, 3))
  })

  it('commits to exactly 32 bytes, and takes an extra nonce of 1 to 90', () => {
    expect(() => commitmentOutput(new Uint8Array(31))).to.throw(RangeError)
    const withNonce = (length: number) =>
      buildCandidate(template(), { ...plan, extraNonce: new Uint8Array(length) })
    expect(() => withNonce(0)).to.throw(RangeError)
    expect(() => withNonce(91)).to.throw(RangeError)
    const coinbase = Transaction.fromBuffer(withNonce(90).coinbase)
    expect(coinbase.ins[0]!.script.length).to.be.at.most(100)
  })

  it('pushes heights in the shortest form (BIP 34)', () => {
    expect(
      [0, 1, 16, 17, 127, 128, 255, 256, 32_768, 840_000].map((height) => [...heightPush(height)])
    ).to.deep.equal([
      [0x00],
      [0x51],
      [0x60],
      [1, 17],
      [1, 127],
      [2, 128, 0],
      [2, 255, 0],
      [2, 0, 1],
      [3, 0, 128, 0],
      [3, 0x40, 0xd1, 0x0c]
    ])
  })
})

describe('the search of a nonce', () => {
  const header = encodeBlockHeader(buildCandidate(template(), plan).header)
  const target = compactToTarget(0x1f7fffff)!
  const search = { proofOfWork: sha256d, target }

  it('gives the first that meets the target, and null where there is none in the range', () => {
    const nonce = searchNonce(header, { ...search, first: 0, count: 100_000 })!
    const proof = (candidate: number) => {
      const solved = copyBytes(header)
      new DataView(solved.buffer).setUint32(76, candidate, true)
      return meetsTarget(sha256d(solved), target)
    }
    expect(proof(nonce)).to.equal(true)
    for (let before = 0; before < nonce; before++) expect(proof(before)).to.equal(false)
    expect(searchNonce(header, { ...search, first: 0, count: nonce })).to.equal(null)
    expect(searchNonce(header, { ...search, first: nonce, count: 1 })).to.equal(nonce)
  })

  it('ends with the last nonce', () => {
    expect(searchNonce(header, { ...search, target: 1n, first: 2 ** 32 - 2, count: 100 })).to.equal(null)
  })
})
