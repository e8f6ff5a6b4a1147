import type { Bytes } from '../../base/bytes.ts'
import type { Sats } from '../../base/units.ts'
import type { LedgerId } from '../../ledgers/ledger.ts'
import type {
  RefundRequest,
  Settle,
  SettlePartial,
  TradeRequest,
  TradeResponse
} from '../../../protocols/trade-negotiation/types.ts'
import type { LegName, TradeTerms } from '../terms.ts'

/**
 * What a machine asks of the world. Each may be carried out again: after a crash, or while its result has
 * not come. The result, where there is one, comes back as the event named.
 */
export type TradeEffect =
  /** Reserve coins, sign and store a transaction that pays the own escrow -> `funded` or `fundingFailed`. */
  | { readonly kind: 'fund'; readonly ledger: LedgerId; readonly script: Bytes; readonly amount: Sats }
  /** Give reserved coins back to general use. */
  | { readonly kind: 'release'; readonly ledger: LedgerId }
  /** Sign 32 bytes with the trading key -> `acceptSigned`. */
  | { readonly kind: 'signAccept'; readonly hash: Bytes }
  /** Pre-sign the claims of the own escrow, sign those of the other's -> `presigned`. */
  | { readonly kind: 'presign'; readonly terms: TradeTerms }
  /** Take the secret out of the vault -> `revealed`. */
  | { readonly kind: 'reveal' }
  /** Sign a refund of the own escrow at an estimated fee rate, at least `floor` -> `refundSigned`. */
  | { readonly kind: 'signRefund'; readonly terms: TradeTerms; readonly floor: number }
  /** Ask the other trader -> `answered`; repeated until there is an answer. */
  | { readonly kind: 'request'; readonly request: TradeRequest }
  /** Answer the request that is being handled. */
  | { readonly kind: 'respond'; readonly response: TradeResponse }
  /** Follow both escrows. */
  | { readonly kind: 'watch'; readonly terms: TradeTerms }
  /** Publish on the ledger of a leg. */
  | {
      readonly kind: 'broadcast'
      readonly leg: LegName
      readonly transaction: Bytes
      readonly what: BroadcastKind
    }
  /** Maker: propose to close by the key path -> `keyClaimSigned` or `cooperationFailed`. */
  | { readonly kind: 'settle'; readonly terms: TradeTerms; readonly secret: Bytes }
  /** Taker: answer a `settle` request with nonces and the partial signature for B. */
  | { readonly kind: 'answerSettle'; readonly terms: TradeTerms; readonly request: Settle }
  /** Taker: complete the key-path claim of A -> `keyClaimSigned`; answers `done`. */
  | { readonly kind: 'finishSettle'; readonly terms: TradeTerms; readonly request: SettlePartial }
  /** Maker: ask for an early refund -> `keyRefundSigned`; nothing where the taker refuses. */
  | { readonly kind: 'askRefund'; readonly terms: TradeTerms }
  /** Taker: answer a `refundRequest` with the partial signature. */
  | { readonly kind: 'answerRefund'; readonly terms: TradeTerms; readonly request: RefundRequest }
  /** The order is used up: take it out of every book. */
  | { readonly kind: 'withdrawOrder' }

/** What a published transaction does, for logs and people. */
export type BroadcastKind = 'escrow' | 'their escrow' | 'claim' | 'refund'

/** A step's result. */
export type Step<State> = readonly [next: State, effects: readonly TradeEffect[]]
