import { equalBytes, type Bytes } from '../../base/bytes.ts'
import type { UnixSeconds } from '../../base/units.ts'
import { curve } from '../../crypto/curve/selected.ts'
import { xOnly } from '../../crypto/curve/curve.ts'
import { verifyKnowledge } from '../../crypto/proof-of-knowledge.ts'
import { acceptHash, negotiationId, proposeHash } from '../../../protocols/trade-negotiation/signing.ts'
import type {
  Accept,
  PartyKeys,
  Propose,
  TradeResponse,
  WireOutPoint
} from '../../../protocols/trade-negotiation/types.ts'
import type { Order } from '../../../protocols/order-gossip/types.ts'
import { escrowOf } from '../escrow/escrow.ts'
import { MAX_CLAIM_FEE_PERCENT } from '../escrow/fee-rates.ts'
import { spendFee } from '../escrow/spend.ts'
import { fromWireOutPoint, legsOf, type Role, type TradeTerms } from '../terms.ts'
import type { TradeEffect } from './effects.ts'
import { faultInLockTimes, type LockTimes, type TradePolicy } from './policy.ts'
import type { Deal, MakerOffer, OwnFunding } from './states.ts'
import type { Refusal } from './events.ts'

function faultInKeys(keys: PartyKeys, claimedAmount: bigint): string | null {
  if (!curve().isPoint(keys.escrowKeyA) || !curve().isPoint(keys.escrowKeyB))
    return 'an escrow key is no point'
  if (!curve().isXOnlyPoint(keys.refundKey)) return 'the refund key is no point'
  const rates = keys.claimFeeRates
  if (rates.length === 0) return 'there are no claim fee rates'
  if (rates.some((rate, index) => rate < 1000 || rate <= (rates[index - 1] ?? 0))) {
    return 'claim fee rates must rise, from 1 satoshi per virtual byte on'
  }
  const dearest = spendFee('claim', keys.claimScript.length, rates.at(-1) ?? 0)
  if (dearest * 100n > claimedAmount * MAX_CLAIM_FEE_PERCENT)
    return 'the dearest claim eats too much of the amount'
  return null
}

/** Whether the proposal is one that this maker can answer, the signature last. @returns null or the refusal. */
export function faultInProposal(propose: Propose, order: Order, id: Bytes, network: string): Refusal | null {
  if (propose.network !== network) return { code: 'ORDER_UNKNOWN', reason: 'another network' }
  if (!equalBytes(propose.orderId, id)) return { code: 'ORDER_UNKNOWN', reason: 'another order' }
  if (equalBytes(propose.takerKey, order.makerKey))
    return { code: 'OWN_ORDER', reason: 'maker and taker are one' }
  const fault = faultInKeys(propose.keys, order.sell.amount)
  if (fault !== null) return { code: 'TERMS_UNACCEPTABLE', reason: fault }
  if (!curve().schnorrVerify(propose.signature, proposeHash(propose), propose.takerKey)) {
    return { code: 'SIGNATURE_INVALID', reason: 'the taker did not sign this proposal' }
  }
  return null
}

/** Whether the taker can go on with the maker's answer. @returns null or the refusal. */
export function faultInAccept(
  accept: Accept,
  deal: Deal,
  policy: TradePolicy,
  now: UnixSeconds
): Refusal | null {
  const { order, propose } = deal
  if (!equalBytes(accept.negotiationId, deal.negotiationId)) {
    return { code: 'TERMS_DIFFER', reason: 'the answer belongs to another negotiation' }
  }
  const latest = Math.max(now, deal.chainTime) as UnixSeconds
  const least = policy.minimumConfirmations.get(order.sell.ledger) ?? 1
  if (order.sell.confirmations < least) {
    return {
      code: 'TERMS_UNACCEPTABLE',
      reason: `this node wants ${least} confirmations on ${order.sell.ledger}`
    }
  }
  const fault = faultInKeys(accept.keys, order.buy.amount) ?? faultInLockTimes(accept, latest, policy.times)
  if (fault !== null) return { code: 'TERMS_UNACCEPTABLE', reason: fault }
  if (sharesKey(accept.keys, propose.keys))
    return { code: 'TERMS_UNACCEPTABLE', reason: 'the maker uses our keys' }
  if (!verifyKnowledge(accept.adaptorPoint, accept.negotiationId, accept.adaptorProof)) {
    return { code: 'SIGNATURE_INVALID', reason: 'no proof that the maker knows the unlock secret' }
  }
  if (!curve().schnorrVerify(accept.signature, acceptHash(accept), order.makerKey)) {
    return { code: 'SIGNATURE_INVALID', reason: "the answer is not signed by the order's maker" }
  }
  return null
}

/** A key used by both would let one answer the other's nonces with its own. */
function sharesKey(left: PartyKeys, right: PartyKeys): boolean {
  const same = (one: Bytes, other: Bytes): boolean => equalBytes(xOnly(one), xOnly(other))
  return same(left.escrowKeyA, right.escrowKeyA) || same(left.escrowKeyB, right.escrowKeyB)
}

/** The negotiation id of a proposal, 32 bytes. */
export function proposalId(propose: Propose): Bytes {
  return negotiationId(propose.orderId, propose.takerKey, propose.nonce)
}

/** The maker's answer before its signature. */
export function draftAccept(deal: Deal, offer: MakerOffer, funding: OwnFunding): Omit<Accept, 'signature'> {
  return {
    kind: 'accept',
    negotiationId: deal.negotiationId,
    keys: deal.keys,
    adaptorPoint: offer.adaptorPoint,
    adaptorProof: offer.adaptorProof,
    refundTimeA: offer.refundTimeA,
    refundTimeB: offer.refundTimeB,
    claimDeadline: offer.claimDeadline,
    fundingA: fundingOutPoint(funding)
  }
}

/** The outpoint of an own funding, for the wire. */
export function fundingOutPoint(funding: OwnFunding): WireOutPoint {
  return { txid: Uint8Array.from(Buffer.from(funding.txid, 'hex')), vout: funding.vout }
}

/** The own escrow as agreed so far: enough to pay it, before the other's funding is known -> a `fund` effect. */
export function fundEscrow(
  deal: Deal,
  agreed: Pick<LockTimes, 'refundTimeA' | 'refundTimeB'> & { readonly makerKeys: PartyKeys },
  role: Role
): TradeEffect {
  const { order, propose } = deal
  const { own } = legsOf(role)
  const escrow = escrowOf(
    {
      maker: agreed.makerKeys,
      taker: propose.keys,
      legs: {
        A: { amount: order.sell.amount, refundTime: agreed.refundTimeA },
        B: { amount: order.buy.amount, refundTime: agreed.refundTimeB }
      }
    },
    own
  )
  const { ledger, amount } = own === 'A' ? order.sell : order.buy
  return { kind: 'fund', ledger, script: escrow.outputScript, amount }
}

/** All terms, once both fundings are known: the same on both sides, or the trade ids differ. */
export function completeTerms(deal: Deal, accept: Accept, fundingB: WireOutPoint): TradeTerms {
  const { order, propose } = deal
  return {
    network: order.network,
    orderId: deal.orderId,
    negotiationId: deal.negotiationId,
    makerKey: order.makerKey,
    takerKey: propose.takerKey,
    maker: accept.keys,
    taker: propose.keys,
    unlockPoint: accept.adaptorPoint,
    claimDeadline: accept.claimDeadline,
    legs: {
      A: {
        ledger: order.sell.ledger,
        amount: order.sell.amount,
        confirmations: order.sell.confirmations,
        refundTime: accept.refundTimeA,
        funding: fromWireOutPoint(accept.fundingA)
      },
      B: {
        ledger: order.buy.ledger,
        amount: order.buy.amount,
        confirmations: order.buy.confirmations,
        refundTime: accept.refundTimeB,
        funding: fromWireOutPoint(fundingB)
      }
    }
  }
}

/** A refusal as an answer. */
export function refuse(refusal: Refusal): TradeResponse {
  return { kind: 'refuse', code: refusal.code, reason: refusal.reason }
}
