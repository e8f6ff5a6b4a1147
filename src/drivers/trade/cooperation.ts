import { toHex, type Bytes } from '../../base/bytes.ts'
import type { TradeTerms } from '../../exchange/terms.ts'
import type { Deal } from '../../exchange/trade/states.ts'
import type { TradeSigner, KeySpendSession } from '../../ports/trade-signer.ts'
import type {
  RefundRequest,
  Settle,
  SettlePartial,
  TradeRequest,
  TradeResponse
} from '../../../protocols/trade-negotiation/types.ts'

/** A key-path transaction that both traders signed. */
export interface KeySpend {
  readonly transaction: Bytes
  /** In satoshi per 1000 virtual bytes. */
  readonly feeRate: number
}

type Ask = (request: TradeRequest) => Promise<TradeResponse>

/** Thrown inside a cooperative closing that does not come about; the script paths remain. */
export class CooperationEnded extends Error {}

function expectKind<Kind extends TradeResponse['kind']>(
  response: TradeResponse,
  kind: Kind
): Extract<TradeResponse, { kind: Kind }> {
  if (response.kind === kind) return response as Extract<TradeResponse, { kind: Kind }>
  throw new CooperationEnded(
    response.kind === 'refuse' ? `refused: ${response.code}` : `answered ${response.kind}`
  )
}

/** The cheapest rate of a claim ladder: what the claimant estimated when the trade was agreed. */
function estimatedRate(rates: readonly number[]): number {
  return rates[0] ?? 1000
}

/**
 * Closing by the key path (README of trade-negotiation, Closing together). Secret nonces live here in memory
 * and die with the process: a restart falls back to the claim leaf, which needs nobody.
 */
export class Cooperation {
  readonly #signer: TradeSigner
  /** The taker's half-done claims of A by negotiation id. */
  readonly #waiting = new Map<string, KeySpendSession>()

  constructor(signer: TradeSigner) {
    this.#signer = signer
  }

  /**
   * Maker: shows the secret, gets the taker's half for B. `claimed` is called with the finished claim before the
   * maker's half for A is given, so that it is stored first.
   */
  async settle(
    terms: TradeTerms,
    secret: Bytes,
    world: { readonly ask: Ask; readonly claimed: (spend: KeySpend) => Promise<void> }
  ): Promise<void> {
    const { negotiationId } = terms
    const claimB = this.#signer.startKeySpend('maker', terms, 'B')
    const claimA = this.#signer.startKeySpend('maker', terms, 'A')
    const feeRateB = estimatedRate(terms.maker.claimFeeRates)
    const nonces = { nonceA: claimA.nonce, nonceB: claimB.nonce }
    const answer = expectKind(
      await world.ask({ kind: 'settle', negotiationId, secret, ...nonces, feeRateB }),
      'settleAnswer'
    )
    claimB.sign({ script: terms.maker.claimScript, feeRate: feeRateB }, answer.nonceB)
    await world.claimed({ transaction: claimB.finish(answer.partialB), feeRate: feeRateB })
    const partialA = claimA.sign({ script: terms.taker.claimScript, feeRate: answer.feeRateA }, answer.nonceA)
    await world.ask({ kind: 'settlePartial', negotiationId, partialA })
  }

  /** Taker: gives its half for B and a nonce for A. */
  answerSettle(terms: TradeTerms, request: Settle): TradeResponse {
    const { negotiationId } = terms
    const claimB = this.#signer.startKeySpend('taker', terms, 'B')
    const claimA = this.#signer.startKeySpend('taker', terms, 'A')
    const feeRateA = estimatedRate(terms.taker.claimFeeRates)
    const partialB = claimB.sign(
      { script: terms.maker.claimScript, feeRate: request.feeRateB },
      request.nonceB
    )
    claimA.sign({ script: terms.taker.claimScript, feeRate: feeRateA }, request.nonceA)
    this.#waiting.set(toHex(negotiationId), claimA)
    const nonces = { nonceA: claimA.nonce, nonceB: claimB.nonce }
    return { kind: 'settleAnswer', negotiationId, ...nonces, partialB, feeRateA }
  }

  /** Taker: completes its claim of A. @throws {@link CooperationEnded} where this process did not answer `settle`. */
  finishSettle(terms: TradeTerms, request: SettlePartial): KeySpend {
    const name = toHex(terms.negotiationId)
    const session = this.#waiting.get(name)
    if (session === undefined) throw new CooperationEnded('no session waits for this')
    this.#waiting.delete(name)
    const feeRate = estimatedRate(terms.taker.claimFeeRates)
    return { transaction: session.finish(request.partialA), feeRate }
  }

  /** Maker: asks for escrow A back before its lock ends. */
  async askRefund(
    deal: Deal,
    terms: TradeTerms,
    world: { readonly ask: Ask; readonly feeRate: number }
  ): Promise<KeySpend> {
    const session = this.#signer.startKeySpend('maker', terms, 'A')
    const { refundScript: script } = deal
    const { feeRate } = world
    const { negotiationId } = terms
    const request = { kind: 'refundRequest', negotiationId, nonceA: session.nonce, script, feeRate } as const
    const answer = expectKind(await world.ask(request), 'refundAnswer')
    session.sign({ script, feeRate }, answer.nonceA)
    return { transaction: session.finish(answer.partialA), feeRate }
  }

  /** Taker: gives its half of the early refund. */
  answerRefund(terms: TradeTerms, request: RefundRequest): TradeResponse {
    const session = this.#signer.startKeySpend('taker', terms, 'A')
    const partialA = session.sign({ script: request.script, feeRate: request.feeRate }, request.nonceA)
    return { kind: 'refundAnswer', negotiationId: terms.negotiationId, nonceA: session.nonce, partialA }
  }
}
