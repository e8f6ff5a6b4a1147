import { initEccLib, payments, script as bitcoinScript, Transaction } from 'bitcoinjs-lib'
import { expect } from 'chai'
import fc from 'fast-check'
import * as tinySecp from 'tiny-secp256k1'
import { concatBytes, toHex, type Bytes } from '../../../src/base/bytes.ts'
import { xOnly } from '../../../src/crypto/curve/curve.ts'
import { curve } from '../../../src/crypto/curve/selected.ts'
import { adaptPresignature } from '../../../src/crypto/adaptor.ts'
import { keyAgg } from '../../../src/crypto/musig2/index.ts'
import { STANDARD_FLAGS, verifyTransaction } from '../../../src/ledgers/bitcoin/script/verify.ts'
import { claimLadder, presignaturesHold } from '../../../src/exchange/escrow/claim-ladder.ts'
import { secretFromClaim } from '../../../src/exchange/escrow/unlock-secret.ts'
import { buildEscrow, escrowOf, expectedEscrow } from '../../../src/exchange/escrow/escrow.ts'
import { buildSpend, finishClaim, spendFee, spendVirtualSize } from '../../../src/exchange/escrow/spend.ts'
import { lockTimeOf, paysTo, transactionId } from '../../../src/exchange/escrow/spent-by.ts'
import { legsOf, type LegName, type TradeTerms } from '../../../src/exchange/terms.ts'
import { named, program, sampleTerms, signerOf } from '../../support/sample-terms.ts'

initEccLib(tinySecp)

const maker = signerOf('maker')
const taker = signerOf('taker')
const terms = sampleTerms()
const secret = maker.unlockSecret(terms.negotiationId)

/** Null where the transaction may spend the escrow of this leg. */
function failure(given: TradeTerms, leg: LegName, bytes: Bytes): unknown {
  const { script, amount } = expectedEscrow(given, leg)
  const transaction = Transaction.fromBuffer(bytes)
  return verifyTransaction({ transaction, spentOutputs: [{ script, amount }], flags: STANDARD_FLAGS })
}

function claimOf(leg: LegName, level: number): Bytes {
  const owner = leg === 'A' ? maker : taker
  const claimant = leg === 'A' ? taker : maker
  const { presignatures } = owner.presign(leg === 'A' ? 'maker' : 'taker', terms)
  const { claimSignatures } = claimant.presign(leg === 'A' ? 'taker' : 'maker', terms)
  const ladder = claimLadder(terms, leg)
  const [claim, presignature, own] = [ladder.claims[level], presignatures[level], claimSignatures[level]]
  if (claim === undefined || presignature === undefined || own === undefined) throw new Error('no level')
  const adapted = adaptPresignature(presignature, secret)
  const signatures = leg === 'A' ? { maker: adapted, taker: own } : { maker: own, taker: adapted }
  return finishClaim(claim, ladder.escrow, signatures)
}

function keySpend(leg: LegName): Bytes {
  const [left, right] = [maker.startKeySpend('maker', terms, leg), taker.startKeySpend('taker', terms, leg)]
  const plan = { script: program('anywhere'), feeRate: 3000 }
  const partial = right.sign(plan, left.nonce)
  left.sign(plan, right.nonce)
  return left.finish(partial)
}

describe('an escrow', () => {
  it('has the address and control blocks that bitcoinjs-lib computes', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 500_000_000, max: 4_294_967_295 }), (name, refundTime) => {
        const [one, two, three] = ['1', '2', '3'].map((role) => curve().publicKey(named(`${name}${role}`)))
        if (one === undefined || two === undefined || three === undefined) throw new Error('no keys')
        const escrow = buildEscrow({
          makerKey: one,
          takerKey: two,
          refundKey: xOnly(three),
          refundTime,
          amount: terms.legs.A.amount
        })
        const asm = [
          `${toHex(xOnly(one))} OP_CHECKSIGVERIFY ${toHex(xOnly(two))} OP_CHECKSIG`,
          `${toHex(bitcoinScript.number.encode(refundTime))} OP_CHECKLOCKTIMEVERIFY OP_DROP ${toHex(xOnly(three))} OP_CHECKSIG`
        ]
        const [claim, refund] = asm.map((text) => ({ output: bitcoinScript.fromASM(text) }))
        if (claim === undefined || refund === undefined) throw new Error('no leaves')
        const internalPubkey = xOnly(keyAgg([one, two]).point)
        for (const [leaf, ours] of [
          [claim, escrow.claim],
          [refund, escrow.refund]
        ] as const) {
          const judge = payments.p2tr({ internalPubkey, scriptTree: [claim, refund], redeem: leaf })
          expect(toHex(judge.output ?? new Uint8Array())).to.equal(toHex(escrow.outputScript))
          expect(toHex(judge.witness?.at(-1) ?? new Uint8Array())).to.equal(toHex(ours.controlBlock))
          expect(toHex(leaf.output)).to.equal(toHex(ours.script))
          expect(toHex(judge.hash ?? new Uint8Array())).to.equal(toHex(escrow.merkleRoot))
        }
      }),
      { numRuns: 40 }
    )
  })

  for (const leg of ['A', 'B'] as const) {
    it(`${leg} opens by both keys, by every claim of the ladder, and by its owner after the lock`, () => {
      expect(failure(terms, leg, keySpend(leg))).to.equal(null)
      for (let level = 0; level < 5; level++) expect(failure(terms, leg, claimOf(leg, level))).to.equal(null)
      const owner = leg === 'A' ? maker : taker
      const refund = owner.signRefund(leg === 'A' ? 'maker' : 'taker', terms, {
        script: program('home'),
        feeRate: 2000
      })
      expect(failure(terms, leg, refund)).to.equal(null)
      expect(lockTimeOf(refund)).to.equal(terms.legs[leg].refundTime)
      expect(paysTo(refund, program('home'))).to.equal(true)
      expect(paysTo(refund, program('elsewhere'))).to.equal(false)
    })

    it(`${leg} stays shut for a refund before its lock, a claim to another place, and swapped signatures`, () => {
      const owner = leg === 'A' ? maker : taker
      const early = Transaction.fromBuffer(
        owner.signRefund(leg === 'A' ? 'maker' : 'taker', terms, { script: program('home'), feeRate: 2000 })
      )
      early.locktime -= 1
      expect(failure(terms, leg, Uint8Array.from(early.toBuffer()))).to.not.equal(null)
      const elsewhere = Transaction.fromBuffer(claimOf(leg, 0))
      const [output] = elsewhere.outs
      if (output !== undefined) output.script = program('elsewhere')
      expect(failure(terms, leg, Uint8Array.from(elsewhere.toBuffer()))).to.not.equal(null)
      const swapped = Transaction.fromBuffer(claimOf(leg, 0))
      const [one, two, ...rest] = swapped.ins[0]?.witness ?? []
      if (one !== undefined && two !== undefined) swapped.setWitness(0, [two, one, ...rest])
      expect(failure(terms, leg, Uint8Array.from(swapped.toBuffer()))).to.not.equal(null)
    })

    it(`${leg}: the sizes that fees are computed from are those of the real transactions`, () => {
      const size = (bytes: Bytes): number => Transaction.fromBuffer(bytes).virtualSize()
      expect(spendVirtualSize('key', 34)).to.equal(size(keySpend(leg)))
      expect(spendVirtualSize('claim', 34)).to.equal(size(claimOf(leg, 0)))
      const owner = leg === 'A' ? maker : taker
      const refund = owner.signRefund(leg === 'A' ? 'maker' : 'taker', terms, {
        script: program('home'),
        feeRate: 2000
      })
      // One byte of witness is kept for lock times from 2038 on.
      expect(spendVirtualSize('refund', 34) - size(refund)).to.be.within(0, 1)
    })

    it(`${leg}: a published claim of any level shows the secret, and only to who has the pre-signatures`, () => {
      const owner = leg === 'A' ? maker : taker
      const { presignatures } = owner.presign(leg === 'A' ? 'maker' : 'taker', terms)
      const ladder = claimLadder(terms, leg)
      for (let level = 0; level < 5; level++) {
        const { presignatures: fresh } = owner.presign(leg === 'A' ? 'maker' : 'taker', terms)
        const [claim, presignature] = [ladder.claims[level], fresh[level]]
        if (claim === undefined || presignature === undefined) throw new Error('no level')
        const adapted = adaptPresignature(presignature, secret)
        const other = new Uint8Array(64).fill(1)
        const signatures = leg === 'A' ? { maker: adapted, taker: other } : { maker: other, taker: adapted }
        const transaction = finishClaim(claim, ladder.escrow, signatures)
        const found = secretFromClaim(ladder, terms.unlockPoint, { presignatures: fresh, transaction })
        expect(found === null ? null : toHex(found)).to.equal(toHex(secret))
        expect(secretFromClaim(ladder, terms.unlockPoint, { presignatures, transaction })).to.equal(null)
        expect(secretFromClaim(ladder, terms.unlockPoint, { presignatures: [], transaction })).to.equal(null)
      }
    })

    it(`${leg}: what is no claim shows nothing, and no bytes make it throw`, () => {
      const owner = leg === 'A' ? maker : taker
      const { presignatures } = owner.presign(leg === 'A' ? 'maker' : 'taker', terms)
      const ladder = claimLadder(terms, leg)
      const read = (transaction: Bytes) =>
        secretFromClaim(ladder, terms.unlockPoint, { presignatures, transaction })
      expect(read(keySpend(leg))).to.equal(null)
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
          expect(read(Uint8Array.from(bytes))).to.equal(null)
        }),
        { numRuns: 50 }
      )
      const bent = Transaction.fromBuffer(claimOf(leg, 1))
      for (const witness of [
        [],
        [new Uint8Array(64)],
        [new Uint8Array(0), new Uint8Array(0), new Uint8Array(0), new Uint8Array(0)],
        [new Uint8Array(64), new Uint8Array(64), new Uint8Array(1), new Uint8Array(1)]
      ]) {
        bent.setWitness(0, witness)
        expect(read(Uint8Array.from(bent.toBuffer()))).to.equal(null)
      }
    })
  }

  it('takes pre-signatures only of the right signer, leg, point, number and order', () => {
    const ladder = claimLadder(terms, 'A')
    const { presignatures } = maker.presign('maker', terms)
    expect(presignaturesHold(ladder, terms.unlockPoint, presignatures)).to.equal(true)
    const wrong: readonly (readonly Bytes[])[] = [
      taker.presign('taker', terms).presignatures,
      presignatures.slice(0, 4),
      [...presignatures, ...presignatures],
      [...presignatures].reverse(),
      presignatures.map(() => new Uint8Array(65)),
      presignatures.map(() => new Uint8Array(65).fill(255)),
      presignatures.map((one) => concatBytes(one.subarray(0, 64))),
      []
    ]
    for (const list of wrong) expect(presignaturesHold(ladder, terms.unlockPoint, list)).to.equal(false)
    const otherPoint = curve().publicKey(named('other'))
    expect(presignaturesHold(ladder, otherPoint, presignatures)).to.equal(false)
    expect(presignaturesHold(ladder, new Uint8Array(33), presignatures)).to.equal(false)
    expect(presignaturesHold(claimLadder(terms, 'B'), terms.unlockPoint, presignatures)).to.equal(false)
  })

  it('cannot be spent by a fee above its amount', () => {
    const escrow = escrowOf(terms, 'A')
    const plan = {
      escrow,
      outpoint: terms.legs.A.funding,
      path: 'key',
      script: program('x'),
      lockTime: 0
    } as const
    expect(() => buildSpend({ ...plan, feeRate: 100_000_000 })).to.throw(RangeError)
    expect(spendFee('key', 34, 1000)).to.equal(BigInt(spendVirtualSize('key', 34)))
  })

  it('names its spends and the legs of each role', () => {
    const ladder = claimLadder(terms, 'B')
    expect(transactionId(claimOf('B', 2))).to.equal(ladder.claims[2]?.txid)
    expect(legsOf('maker')).to.deep.equal({ own: 'A', claimed: 'B' })
    expect(legsOf('taker')).to.deep.equal({ own: 'B', claimed: 'A' })
    expect(() =>
      buildEscrow({
        makerKey: new Uint8Array(33),
        takerKey: new Uint8Array(33),
        refundKey: named('r'),
        refundTime: 500_000_000,
        amount: terms.legs.A.amount
      })
    ).to.throw()
  })
})
