import type { Bytes } from '../../base/bytes.ts'
import type { UnixSeconds } from '../../base/units.ts'
import type { OutputView } from '../../ledgers/ledger.ts'
import type { RefusalCode, TradeRequest, TradeResponse } from '../../../protocols/trade-negotiation/types.ts'
import type { OwnFunding } from './states.ts'

/** What both ledgers show; null where a ledger is out of reach. */
export interface LegViews {
  readonly A: OutputView | null
  readonly B: OutputView | null
}

/** Everything that can happen to a trade. Time, views, messages and signatures enter here and nowhere else. */
export type TradeEvent =
  /** The other trader asks; the machine answers with a `respond` effect. */
  | {
      readonly kind: 'requested'
      readonly request: TradeRequest
      /** What the ledgers show as the request comes: no signature is given on the memory of this node alone. */
      readonly views: LegViews
      readonly now: UnixSeconds
    }
  /** The other trader answered what we asked. */
  | { readonly kind: 'answered'; readonly response: TradeResponse; readonly now: UnixSeconds }
  /** The wallet has reserved coins and signed the funding of the own escrow. */
  | { readonly kind: 'funded'; readonly funding: OwnFunding; readonly now: UnixSeconds }
  /** The wallet cannot: not enough coins. (A daemon out of reach is tried again and is no event.) */
  | { readonly kind: 'fundingFailed'; readonly now: UnixSeconds }
  /** The accept's signature, 64 bytes. */
  | { readonly kind: 'acceptSigned'; readonly signature: Bytes; readonly now: UnixSeconds }
  | {
      readonly kind: 'presigned'
      readonly presignatures: readonly Bytes[]
      readonly claimSignatures: readonly Bytes[]
      readonly now: UnixSeconds
    }
  /** The maker's secret, 32 bytes, out of the vault. */
  | { readonly kind: 'revealed'; readonly secret: Bytes; readonly now: UnixSeconds }
  /** The refund was signed. */
  | {
      readonly kind: 'refundSigned'
      readonly transaction: Bytes
      readonly feeRate: number
      readonly now: UnixSeconds
    }
  /** Both partial signatures of a key-path claim of the other's escrow came together. */
  | { readonly kind: 'keyClaimSigned'; readonly transaction: Bytes; readonly now: UnixSeconds }
  /** Both partial signatures of an early refund of the own escrow came together. */
  | {
      readonly kind: 'keyRefundSigned'
      readonly transaction: Bytes
      readonly feeRate: number
      readonly now: UnixSeconds
    }
  /** The peer does not close cooperatively. */
  | { readonly kind: 'cooperationFailed'; readonly now: UnixSeconds }
  /** A look at both ledgers; also the tick of time. */
  | { readonly kind: 'observed'; readonly views: LegViews; readonly now: UnixSeconds }
  /** The person behind this node wants out. */
  | { readonly kind: 'cancelRequested'; readonly now: UnixSeconds }

/** A refusal that a machine gives. */
export interface Refusal {
  readonly code: RefusalCode
  readonly reason: string
}
