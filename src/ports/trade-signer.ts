import type { Bytes } from '../base/bytes.ts'
import type { LegName, Role, TradeTerms } from '../exchange/terms.ts'

/** The own half of {@link PartyKeys}: what is derived, not chosen. */
export interface TradeKeys {
  /** Compressed, 33 bytes each. */
  readonly escrowKeyA: Bytes
  readonly escrowKeyB: Bytes
  /** x-only, 32 bytes. */
  readonly refundKey: Bytes
}

/**
 * Signs for trades. Private keys and the maker's secret are derived from the seed and the negotiation id, live
 * only inside, and sign nothing but transactions that it has built itself from the terms.
 */
export interface TradeSigner {
  /** This node's trading key, x-only, 32 bytes: its name in orders and proposals. */
  readonly tradingKey: Bytes
  /** BIP 340 signature, 64 bytes, of a 32-byte tagged hash by the trading key. */
  signAsTrader(hash: Bytes): Bytes
  /** The public keys of this trader in a negotiation; `negotiationId` is 32 bytes. */
  keys(negotiationId: Bytes): TradeKeys
  /** The maker's unlock point (33 bytes) and the proof that its secret is known (64 bytes). */
  unlockPoint(negotiationId: Bytes): { readonly point: Bytes; readonly proof: Bytes }
  /** The maker's secret t, 32 bytes. To be stored before it is shown to anybody. */
  unlockSecret(negotiationId: Bytes): Bytes
  /** Adaptor pre-signatures on the claims of the own escrow, plain signatures on those of the other's. */
  presign(
    role: Role,
    terms: TradeTerms
  ): { readonly presignatures: readonly Bytes[]; readonly claimSignatures: readonly Bytes[] }
  /** The own refund at a fee rate (satoshi per 1000 virtual bytes), serialised. */
  signRefund(role: Role, terms: TradeTerms, refund: { script: Bytes; feeRate: number }): Bytes
  /** One-time MuSig2 signing of a key-path spend by both; nothing of it is ever stored. */
  startKeySpend(role: Role, terms: TradeTerms, leg: LegName): KeySpendSession
}

/** One run of MuSig2 (BIP 327) over one spend; each session signs once. */
export interface KeySpendSession {
  /** The own public nonce, 66 bytes. */
  readonly nonce: Bytes
  /**
   * Fixes what is signed and by which nonces, and gives the own partial signature (32 bytes).
   * @throws CodedError where the other's nonce is invalid, or the session was used.
   */
  sign(spend: { script: Bytes; feeRate: number }, theirNonce: Bytes): Bytes
  /**
   * The finished transaction, serialised.
   * @throws CodedError where the other's partial signature (32 bytes) does not verify.
   */
  finish(theirPartial: Bytes): Bytes
}
