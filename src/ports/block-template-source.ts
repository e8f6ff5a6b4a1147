import type { Bytes } from '../base/bytes.ts'
import type { BlockTemplate } from '../ledgers/bitcoin/work/block-template.ts'

/** Why a node refuses a block. */
export type BlockRefusal =
  /** Its proof of work lies above the target. */
  | 'HIGH_HASH'
  /** The coinbase pays more than subsidy and fees. */
  | 'COINBASE_AMOUNT'
  /** It does not follow the tip any more, or what it follows is not known. */
  | 'STALE'
  /** Its bytes are no block. */
  | 'BLOCK_MALFORMED'
  /** Another rule is broken: see the reason. */
  | 'RULE_BROKEN'

/** What became of a block that was handed to a node. */
export type SubmitOutcome =
  | { readonly kind: 'accepted' }
  /** The node had it already. */
  | { readonly kind: 'known' }
  /** `reason` is the node's short text (BIP 22), for logs. */
  | { readonly kind: 'rejected'; readonly code: BlockRefusal; readonly reason: string }

/** Work from a full node. Calls reject as those of a ChainSource do. */
export interface BlockTemplateSource {
  /**
   * A template on the node's best block. Bitcoin Core and Litecoin Core give none (`DAEMON_REFUSED`) without a peer,
   * and while they are still synchronising.
   */
  template(): Promise<BlockTemplate>
  submit(block: Bytes): Promise<SubmitOutcome>
}
