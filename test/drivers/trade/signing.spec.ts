import { expect } from 'chai'
import { toHex, type Bytes } from '../../../src/base/bytes.ts'
import { CodedError, errorCode } from '../../../src/base/coded-error.ts'
import { curve } from '../../../src/crypto/curve/selected.ts'
import { verifyKnowledge } from '../../../src/crypto/proof-of-knowledge.ts'
import { Cooperation, CooperationEnded } from '../../../src/drivers/trade/cooperation.ts'
import type { TradeTerms } from '../../../src/exchange/terms.ts'
import type { Deal } from '../../../src/exchange/trade/states.ts'
import type { TradeRequest, TradeResponse } from '../../../protocols/trade-negotiation/types.ts'
import { named, program, sampleTerms, signerOf } from '../../support/sample-terms.ts'

const terms = sampleTerms()
const maker = () => signerOf('maker')
const taker = () => signerOf('taker')

function codeOf(act: () => unknown): string {
  try {
    act()
    return 'none'
  } catch (error) {
    return error instanceof CodedError ? errorCode(error) : 'another error'
  }
}

describe('the signer of trades', () => {
  it('has keys of its own for every trade and purpose, the same each time', () => {
    const all = ['one', 'two', 'three'].flatMap((name) => {
      const { escrowKeyA, escrowKeyB, refundKey } = maker().keys(named(name))
      return [
        escrowKeyA.slice(1),
        escrowKeyB.slice(1),
        refundKey,
        maker().unlockPoint(named(name)).point.slice(1)
      ]
    })
    expect(new Set(all.map(toHex)).size).to.equal(12)
    expect(maker().keys(named('one'))).to.deep.equal(maker().keys(named('one')))
  })

  it('proves that it knows the secret, for that negotiation only', () => {
    const { point, proof } = maker().unlockPoint(named('one'))
    expect(verifyKnowledge(point, named('one'), proof)).to.equal(true)
    expect(verifyKnowledge(point, named('two'), proof)).to.equal(false)
    expect(toHex(curve().publicKey(maker().unlockSecret(named('one'))))).to.equal(toHex(point))
  })

  it('signs nothing under terms that name other keys', () => {
    const foreign: readonly TradeTerms[] = [
      sampleTerms('other', 'taker'),
      { ...terms, negotiationId: named('another') },
      { ...terms, maker: { ...terms.maker, refundKey: named('x') } },
      { ...terms, maker: { ...terms.maker, escrowKeyA: terms.maker.escrowKeyB } },
      { ...terms, maker: { ...terms.maker, escrowKeyB: terms.maker.escrowKeyA } }
    ]
    for (const one of foreign) {
      expect(codeOf(() => maker().presign('maker', one))).to.equal('TERMS_FOREIGN')
      expect(
        codeOf(() => maker().signRefund('maker', one, { script: program('x'), feeRate: 1000 }))
      ).to.equal('TERMS_FOREIGN')
      expect(codeOf(() => maker().startKeySpend('maker', one, 'A'))).to.equal('TERMS_FOREIGN')
    }
    expect(codeOf(() => maker().presign('taker', terms))).to.equal('TERMS_FOREIGN')
    expect(codeOf(() => maker().presign('maker', terms))).to.equal('none')
  })

  it('signs by a session once, never with the same nonce twice', () => {
    const signer = maker()
    const [left, right] = [
      signer.startKeySpend('maker', terms, 'A'),
      taker().startKeySpend('taker', terms, 'A')
    ]
    const plan = { script: program('x'), feeRate: 1000 }
    expect(codeOf(() => left.finish(new Uint8Array(32)))).to.equal('SESSION_USED')
    left.sign(plan, right.nonce)
    expect(codeOf(() => left.sign(plan, right.nonce))).to.equal('SESSION_USED')
    expect(codeOf(() => left.sign({ ...plan, feeRate: 2000 }, right.nonce))).to.equal('SESSION_USED')
    expect(codeOf(() => left.finish(new Uint8Array(32)))).to.equal('PARTIAL_SIGNATURE_INVALID')
    const nonces = [1, 2, 3].map(() => toHex(signer.startKeySpend('maker', terms, 'A').nonce))
    expect(new Set([...nonces, toHex(left.nonce)]).size).to.equal(4)
  })

  it('gives no signature where the other nonce is none, or the fee eats the amount', () => {
    const right = taker().startKeySpend('taker', terms, 'A')
    const plan = { script: program('x'), feeRate: 1000 }
    expect(
      codeOf(() => maker().startKeySpend('maker', terms, 'A').sign(plan, new Uint8Array(66)))
    ).to.not.equal('none')
    const dear = { ...plan, feeRate: 1_000_000_000 }
    expect(codeOf(() => maker().startKeySpend('maker', terms, 'A').sign(dear, right.nonce))).to.equal(
      'another error'
    )
  })
})

describe('closing together', () => {
  type Ask = (request: TradeRequest) => Promise<TradeResponse>

  const settle = async (
    ask: (cooperation: Cooperation) => Ask
  ): Promise<{ claimed: Bytes[]; error: unknown }> => {
    const claimed: Bytes[] = []
    const other = new Cooperation(taker())
    const world = {
      ask: ask(other),
      claimed: (spend: { transaction: Bytes }) => {
        claimed.push(spend.transaction)
        return Promise.resolve()
      }
    }
    try {
      await new Cooperation(maker()).settle(terms, maker().unlockSecret(terms.negotiationId), world)
      return { claimed, error: null }
    } catch (error) {
      return { claimed, error }
    }
  }

  const honest =
    (other: Cooperation): Ask =>
    (request) => {
      if (request.kind === 'settle') return Promise.resolve(other.answerSettle(terms, request))
      if (request.kind === 'settlePartial') {
        other.finishSettle(terms, request)
        return Promise.resolve({ kind: 'done', negotiationId: terms.negotiationId })
      }
      throw new Error(request.kind)
    }

  it('gives both a claim, the maker first', async () => {
    const order: string[] = []
    const { claimed, error } = await settle((other) => (request) => {
      order.push(request.kind)
      return honest(other)(request)
    })
    expect(error).to.equal(null)
    expect(claimed.length).to.equal(1)
    expect(order).to.deep.equal(['settle', 'settlePartial'])
  })

  it('gives the taker nothing where the taker gives nothing', async () => {
    const asked: string[] = []
    for (const answer of [
      { kind: 'refuse', code: 'BUSY', reason: '' },
      { kind: 'done', negotiationId: terms.negotiationId }
    ] as const) {
      const { claimed, error } = await settle(() => (request) => {
        asked.push(request.kind)
        return Promise.resolve(answer)
      })
      expect(error).to.be.instanceOf(CooperationEnded)
      expect(claimed).to.deep.equal([])
    }
    expect(asked).to.deep.equal(['settle', 'settle'])
  })

  it('gives no half of A before the claim of B is stored', async () => {
    const asked: string[] = []
    const other = new Cooperation(taker())
    const world = {
      ask: (request: TradeRequest) => {
        asked.push(request.kind)
        return honest(other)(request)
      },
      claimed: () => Promise.reject(new Error('the store failed'))
    }
    const secret = maker().unlockSecret(terms.negotiationId)
    const error = await new Cooperation(maker()).settle(terms, secret, world).catch((cause: unknown) => cause)
    expect(error).to.be.instanceOf(Error)
    expect(asked).to.deep.equal(['settle'])
  })

  it('finishes only what this process began, once', () => {
    const other = new Cooperation(taker())
    const request = {
      kind: 'settlePartial',
      negotiationId: terms.negotiationId,
      partialA: new Uint8Array(32)
    } as const
    expect(() => other.finishSettle(terms, request)).to.throw(CooperationEnded)
    const [claimA, claimB] = [
      maker().startKeySpend('maker', terms, 'A'),
      maker().startKeySpend('maker', terms, 'B')
    ]
    other.answerSettle(terms, {
      kind: 'settle',
      negotiationId: terms.negotiationId,
      secret: new Uint8Array(32),
      nonceA: claimA.nonce,
      nonceB: claimB.nonce,
      feeRateB: 1000
    })
    expect(codeOf(() => other.finishSettle(terms, request))).to.equal('PARTIAL_SIGNATURE_INVALID')
    expect(() => other.finishSettle(terms, request)).to.throw(CooperationEnded)
  })

  it('brings escrow A back early where both sign', async () => {
    const other = new Cooperation(taker())
    const deal = { refundScript: program('home') } as unknown as Deal
    const ask: Ask = (request) =>
      Promise.resolve(
        request.kind === 'refundRequest'
          ? other.answerRefund(terms, request)
          : { kind: 'refuse', code: 'INTERNAL', reason: '' }
      )
    const spend = await new Cooperation(maker()).askRefund(deal, terms, { ask, feeRate: 2000 })
    expect(spend.feeRate).to.equal(2000)
    const never = new Cooperation(maker()).askRefund(deal, terms, {
      ask: () => Promise.resolve({ kind: 'refuse', code: 'STATE_MISMATCH', reason: '' }),
      feeRate: 2000
    })
    expect(await never.catch((error: unknown) => error)).to.be.instanceOf(CooperationEnded)
  })
})
