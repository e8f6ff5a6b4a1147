import type { Bytes } from '../../src/base/bytes.ts'
import type { UnixSeconds } from '../../src/base/units.ts'

/** A transaction output: 32 bytes of hash in display order (last byte first), and the index. */
export interface WireOutPoint {
  readonly txid: Bytes
  readonly vout: number
}

/** One trader's keys and addresses for one trade; A is the maker's escrow, B the taker's. */
export interface PartyKeys {
  /** Compressed point, 33 bytes: this trader's key in escrow A. */
  readonly escrowKeyA: Bytes
  /** Compressed point, 33 bytes: this trader's key in escrow B. */
  readonly escrowKeyB: Bytes
  /** x-only, 32 bytes: opens this trader's own escrow after its lock. */
  readonly refundKey: Bytes
  /** Output script, 22 to 34 bytes, of a witness program: where this trader's claim pays. */
  readonly claimScript: Bytes
  /** Fee rates of this trader's pre-signed claims in satoshi per 1000 virtual bytes, ascending, 1 to 8. */
  readonly claimFeeRates: readonly number[]
}

/** Taker to maker: I take this order. */
export interface Propose {
  readonly kind: 'propose'
  /** Name of the Bourse network. */
  readonly network: string
  /** 32 bytes. */
  readonly orderId: Bytes
  /** 32 random bytes; with the order id and the taker's key they make the negotiation id. */
  readonly nonce: Bytes
  /** The taker's trading key, x-only, 32 bytes. */
  readonly takerKey: Bytes
  readonly keys: PartyKeys
  /** 64 bytes, BIP 340 by takerKey over the proposal's tagged hash. */
  readonly signature: Bytes
}

/** Maker to taker, answer to `propose`. */
export interface Accept {
  readonly kind: 'accept'
  /** 32 bytes. */
  readonly negotiationId: Bytes
  readonly keys: PartyKeys
  /** T = t*G, compressed, 33 bytes: the unlock point of settlement `atomic`. */
  readonly adaptorPoint: Bytes
  /** Proof that the maker knows t: 64 bytes, BIP 340 by t over the negotiation id. */
  readonly adaptorProof: Bytes
  /** When escrow A opens for the maker alone. */
  readonly refundTimeA: UnixSeconds
  /** When escrow B opens for the taker alone; earlier than refundTimeA. */
  readonly refundTimeB: UnixSeconds
  /** The maker does not begin to claim after this. */
  readonly claimDeadline: UnixSeconds
  /** Where escrow A will be. */
  readonly fundingA: WireOutPoint
  /** 64 bytes, BIP 340 by the order's maker key over the accept's tagged hash. */
  readonly signature: Bytes
}

/** Taker to maker: the terms are complete; answer is `makerPresignatures`. */
export interface Confirm {
  readonly kind: 'confirm'
  readonly negotiationId: Bytes
  /** Where escrow B will be. */
  readonly fundingB: WireOutPoint
  /** Tagged hash of all terms, 32 bytes: both sides must have computed the same. */
  readonly tradeId: Bytes
}

/** Maker to taker: adaptor pre-signatures (65 bytes each) on the claims of A, one for each fee rate. */
export interface MakerPresignatures {
  readonly kind: 'makerPresignatures'
  readonly negotiationId: Bytes
  readonly presignatures: readonly Bytes[]
}

/** Taker to maker: the same for the claims of B; answer is `locking`. */
export interface TakerPresignatures {
  readonly kind: 'takerPresignatures'
  readonly negotiationId: Bytes
  readonly presignatures: readonly Bytes[]
}

/** Maker to taker: everything is stored, escrow A is on its way. */
export interface Locking {
  readonly kind: 'locking'
  readonly negotiationId: Bytes
}

/**
 * Maker to taker, once escrow B is deep: here is e, let us both close by the key path. Giving e away
 * costs the maker nothing, as its own claim is open from now on.
 */
export interface Settle {
  readonly kind: 'settle'
  readonly negotiationId: Bytes
  /** e, 32 bytes: e*G = the adaptor point. */
  readonly secret: Bytes
  /** The maker's MuSig2 public nonces (66 bytes each) for the key-path claims of A and B. */
  readonly nonceA: Bytes
  readonly nonceB: Bytes
  /** Fee rate of the key-path claim of B, in satoshi per 1000 virtual bytes. */
  readonly feeRateB: number
}

/** Taker to maker, answer to `settle`. */
export interface SettleAnswer {
  readonly kind: 'settleAnswer'
  readonly negotiationId: Bytes
  readonly nonceA: Bytes
  readonly nonceB: Bytes
  /** The taker's MuSig2 partial signature (32 bytes) of the key-path claim of B. */
  readonly partialB: Bytes
  readonly feeRateA: number
}

/** Maker to taker: the partial signature of the key-path claim of A; answer is `done`. */
export interface SettlePartial {
  readonly kind: 'settlePartial'
  readonly negotiationId: Bytes
  readonly partialA: Bytes
}

/** Maker to taker, where the taker has not locked: give me escrow A back before its lock ends. */
export interface RefundRequest {
  readonly kind: 'refundRequest'
  readonly negotiationId: Bytes
  /** The maker's MuSig2 public nonce, 66 bytes. */
  readonly nonceA: Bytes
  /** Where the refund pays: output script of the maker, 22 to 34 bytes. */
  readonly script: Bytes
  readonly feeRate: number
}

/** Taker to maker, answer to `refundRequest`. After it the taker never locks escrow B. */
export interface RefundAnswer {
  readonly kind: 'refundAnswer'
  readonly negotiationId: Bytes
  readonly nonceA: Bytes
  readonly partialA: Bytes
}

/** The request was carried out; nothing more to say. */
export interface Done {
  readonly kind: 'done'
  readonly negotiationId: Bytes
}

/** Why a request was not carried out. `retry` codes may pass later; the others are final. */
export type RefusalCode =
  | 'ORDER_UNKNOWN'
  | 'ORDER_TAKEN'
  | 'ORDER_EXPIRED'
  | 'OWN_ORDER'
  | 'BUSY'
  | 'TERMS_UNACCEPTABLE'
  | 'TERMS_DIFFER'
  | 'FUNDS_MISSING'
  | 'PRESIGNATURE_INVALID'
  | 'SIGNATURE_INVALID'
  | 'STATE_MISMATCH'
  | 'TRADE_UNKNOWN'
  | 'INTERNAL'

/** Either side: no, and why. */
export interface Refuse {
  readonly kind: 'refuse'
  readonly code: RefusalCode
  /** For logs, up to 200 characters; never shown to people as fact. */
  readonly reason: string
}

/** What either side may ask. */
export type TradeRequest = Propose | Confirm | TakerPresignatures | Settle | SettlePartial | RefundRequest

/** What either side may answer. */
export type TradeResponse =
  Accept | MakerPresignatures | Locking | SettleAnswer | RefundAnswer | Done | Refuse

/** Everything that a frame may hold. */
export type TradeMessage = TradeRequest | TradeResponse
