import type { Bytes } from '../../base/bytes.ts'
import type { UnixSeconds } from '../../base/units.ts'
import type { Accept, PartyKeys, Propose } from '../../../protocols/trade-negotiation/types.ts'
import type { Order } from '../../../protocols/order-gossip/types.ts'
import type { TradeTerms } from '../terms.ts'

/** What both roles know of a trade from its first message on. */
export interface Deal {
  readonly order: Order
  /** 32 bytes. */
  readonly orderId: Bytes
  /** 32 bytes: the name of the trade. */
  readonly negotiationId: Bytes
  /** The other trader's peer id (multihash), and where it said that it can be reached. */
  readonly peer: Bytes
  readonly addresses: readonly string[]
  readonly propose: Propose
  /** This trader's keys; the private ones are derived from the seed and the negotiation id. */
  readonly keys: PartyKeys
  /** Output script of the own wallet for a refund, 22 to 34 bytes. */
  readonly refundScript: Bytes
  readonly startedAt: UnixSeconds
  /**
   * The later median time of the two chains when the trade began. Blocks mined in haste push it ahead of the wall
   * clock, and time locks follow it (BIP 113).
   */
  readonly chainTime: UnixSeconds
  /** Heights of both ledgers when the trade began: nothing of it can lie below. */
  readonly since: { readonly A: number; readonly B: number }
}

/** The own funding transaction: signed, stored, its coins reserved; not necessarily published. */
export interface OwnFunding {
  readonly transaction: Bytes
  readonly txid: string
  readonly vout: number
  readonly fee: bigint
}

/** Everything that is signed and stored before a coin moves. */
export interface Prepared {
  readonly deal: Deal
  readonly terms: TradeTerms
  readonly funding: OwnFunding
  /** Given to the other trader: adaptor pre-signatures (65 bytes) on the claims of the own escrow. */
  readonly ownPresignatures: readonly Bytes[]
  /** The own plain signatures (64 bytes) on the claims of the other's escrow. */
  readonly claimSignatures: readonly Bytes[]
  /** Got and verified: the other trader's pre-signatures on those claims. */
  readonly theirPresignatures: readonly Bytes[]
}

/** The fields that all shared states carry, taken out of any of them. */
export function prepared(state: Prepared): Prepared {
  return {
    deal: state.deal,
    terms: state.terms,
    funding: state.funding,
    ownPresignatures: state.ownPresignatures,
    claimSignatures: state.claimSignatures,
    theirPresignatures: state.theirPresignatures
  }
}

/** How the other's escrow is being claimed. */
export type ClaimAttempt =
  /** By the key path: waits for the other trader's partial signature until `until`. */
  | { readonly kind: 'cooperating'; readonly until: UnixSeconds }
  /** Published; `transaction` is serialised, `level` the step of the ladder, -1 for the key path. */
  | {
      readonly kind: 'published'
      readonly transaction: Bytes
      readonly level: number
      readonly at: UnixSeconds
    }

/** A refund on its way: signed at a fee rate of its time. */
export interface RefundAttempt {
  readonly transaction: Bytes
  /** In satoshi per 1000 virtual bytes. */
  readonly feeRate: number
  readonly at: UnixSeconds
}

/** Why a trade ended before this side locked coins. */
export type AbandonReason =
  | 'CANCELLED'
  | 'TIMED_OUT'
  | 'FUNDS_MISSING'
  | 'REFUSED_BY_PEER'
  | 'TERMS_UNACCEPTABLE'
  | 'SIGNATURE_INVALID'
  | 'PRESIGNATURE_INVALID'
  | 'ESCROW_MISMATCH'
  | 'TOO_LATE_TO_LOCK'
  | 'REFUND_AGREED'

/** States that both roles share, from the moment on when the terms are complete. */
export type SharedState =
  /**
   * The own escrow is published or about to be; all that is needed to claim or refund is stored. Nothing
   * secret was shown, so the worst case is a refund after the lock.
   */
  | ({
      readonly kind: 'locking'
      /** The maker no longer wants to claim; it asks for an early refund, or waits for the lock. */
      readonly stopped: boolean
      /** The ledger has shown the own escrow at least once, so others can have it too. */
      readonly ownSeen: boolean
      /** Serialised funding of the other's escrow, once seen: it can be published again after a reorganisation. */
      readonly theirFunding: Bytes | null
    } & Prepared)
  /** The secret is out and known: the other's escrow can be claimed by this side alone. */
  | ({
      readonly kind: 'claiming'
      /** e, 32 bytes. */
      readonly secret: Bytes
      readonly attempt: ClaimAttempt
      readonly theirFunding: Bytes | null
    } & Prepared)
  /** The own lock has ended, or both agreed: the own escrow comes back to the own wallet. */
  | ({
      readonly kind: 'refunding'
      readonly refund: RefundAttempt | null
      /** The unlock secret, 32 bytes, where it is out and the race for the other's escrow was lost. */
      readonly secret: Bytes | null
    } & Prepared)
  /** The other's coins have arrived, deep enough. */
  | ({ readonly kind: 'closed'; readonly claimTxid: string } & Prepared)
  /** The own coins are back, deep enough. */
  | ({ readonly kind: 'refunded'; readonly refundTxid: string } & Prepared)
  /** The other side took both coins: only possible after being away beyond the own claim's time. */
  | ({ readonly kind: 'lost' } & Prepared)

/** Ended with nothing of this side locked; its reserved coins are free again. */
export interface Abandoned {
  readonly kind: 'abandoned'
  readonly deal: Deal
  readonly reason: AbandonReason
  /** The terms, where they were complete: the other side may still ask for its early refund. */
  readonly terms: TradeTerms | null
}

/** Ends a trade in which nothing of this side is locked. */
export function abandon(deal: Deal, reason: AbandonReason, terms: TradeTerms | null): Abandoned {
  return { kind: 'abandoned', deal, reason, terms }
}

/** All states of the trader who placed the order; each says what is safe in it. */
export type MakerState =
  /** Coins for escrow A are being reserved. Nothing was answered. */
  | { readonly kind: 'funding'; readonly deal: Deal; readonly offer: MakerOffer }
  /** The accept is being signed. */
  | {
      readonly kind: 'accepting'
      readonly deal: Deal
      readonly offer: MakerOffer
      readonly funding: OwnFunding
    }
  /** The accept was given out; the taker says where escrow B will be. */
  | {
      readonly kind: 'accepted'
      readonly deal: Deal
      readonly funding: OwnFunding
      readonly accept: Accept
    }
  /** The terms are complete; pre-signatures are being made. */
  | {
      readonly kind: 'presigning'
      readonly deal: Deal
      readonly funding: OwnFunding
      readonly accept: Accept
      readonly terms: TradeTerms
    }
  /** The taker has our pre-signatures, which are worth nothing before escrow A is there. */
  | {
      readonly kind: 'presigned'
      readonly deal: Deal
      readonly funding: OwnFunding
      readonly accept: Accept
      readonly terms: TradeTerms
      readonly ownPresignatures: readonly Bytes[]
      readonly claimSignatures: readonly Bytes[]
    }
  /** Escrow B is deep and in time: the secret is being taken out of the vault, to be stored before it is shown. */
  | ({ readonly kind: 'revealing'; readonly theirFunding: Bytes } & Prepared)
  | SharedState
  | Abandoned

/** What the maker fixes when a proposal comes in. */
export interface MakerOffer {
  /** T, compressed, 33 bytes. */
  readonly adaptorPoint: Bytes
  /** 64 bytes. */
  readonly adaptorProof: Bytes
  readonly refundTimeA: UnixSeconds
  readonly refundTimeB: UnixSeconds
  readonly claimDeadline: UnixSeconds
}

/** All states of the trader who takes the order; each says what is safe in it. */
export type TakerState =
  /** The proposal is stored and on its way. */
  | { readonly kind: 'proposing'; readonly deal: Deal }
  /** The maker accepted and its terms are in order; coins for escrow B are being reserved. */
  | { readonly kind: 'funding'; readonly deal: Deal; readonly accept: Accept }
  /** The terms are complete; the maker's pre-signatures are asked for. */
  | {
      readonly kind: 'confirming'
      readonly deal: Deal
      readonly funding: OwnFunding
      readonly terms: TradeTerms
    }
  /** The maker's pre-signatures hold; the own ones are being made. */
  | {
      readonly kind: 'presigning'
      readonly deal: Deal
      readonly funding: OwnFunding
      readonly terms: TradeTerms
      readonly theirPresignatures: readonly Bytes[]
    }
  /** All is signed and stored; the maker locks first. Nothing of this side is at risk. */
  | ({ readonly kind: 'waiting'; readonly acknowledged: boolean } & Prepared)
  | SharedState
  | Abandoned

/** A trade in either role. */
export type TradeState =
  | { readonly role: 'maker'; readonly state: MakerState }
  | { readonly role: 'taker'; readonly state: TakerState }

/** Whether nothing more will happen by itself. */
export function isEnded(state: MakerState | TakerState): boolean {
  switch (state.kind) {
    case 'abandoned':
    case 'closed':
    case 'refunded':
    case 'lost':
      return true
    case 'funding':
    case 'accepting':
    case 'accepted':
    case 'presigning':
    case 'presigned':
    case 'proposing':
    case 'confirming':
    case 'waiting':
    case 'locking':
    case 'revealing':
    case 'claiming':
    case 'refunding':
      return false
  }
}
