import { concatBytes, fromHex, toHex, type Bytes } from '../base/bytes.ts'
import { fixedBytes, sizedText, u16, u32, u64 } from '../base/encoding.ts'
import { taggedHash } from '../base/hash.ts'
import type { Sats, UnixSeconds } from '../base/units.ts'
import type { LedgerId, OutPoint } from '../ledgers/ledger.ts'
import { encodePartyKeys } from '../../protocols/trade-negotiation/signing.ts'
import type { PartyKeys, WireOutPoint } from '../../protocols/trade-negotiation/types.ts'

/** A is the maker's escrow, which the taker claims; B is the taker's, which the maker claims. */
export type LegName = 'A' | 'B'

/** What is agreed of one escrow. */
export interface TermsLeg {
  readonly ledger: LedgerId
  readonly amount: Sats
  /** Depth at which the other side acts on it. */
  readonly confirmations: number
  /** From this median time on its owner alone can take it back (BIP 65, BIP 113). */
  readonly refundTime: UnixSeconds
  readonly funding: OutPoint
}

/** Everything that the two traders agree on; its hash is the trade id. */
export interface TradeTerms {
  readonly network: string
  /** 32 bytes. */
  readonly orderId: Bytes
  /** 32 bytes. */
  readonly negotiationId: Bytes
  /** Trading keys, x-only, 32 bytes. */
  readonly makerKey: Bytes
  readonly takerKey: Bytes
  readonly maker: PartyKeys
  readonly taker: PartyKeys
  /** The unlock point E, compressed, 33 bytes; settlement `atomic`: E = T = t*G, the maker knows t. */
  readonly unlockPoint: Bytes
  /** After this the maker no longer begins to claim. */
  readonly claimDeadline: UnixSeconds
  readonly legs: Readonly<Record<LegName, TermsLeg>>
}

function encodeLeg(leg: TermsLeg): Bytes {
  return concatBytes(
    sizedText(leg.ledger),
    u64(leg.amount),
    u16(leg.confirmations),
    u64(leg.refundTime),
    fixedBytes(fromHex(leg.funding.txid), 32),
    u32(leg.funding.vout)
  )
}

/** Trade id, 32 bytes: tagged hash `bourse/trade/1` of all terms (protocols/trade-negotiation/README.md). */
export function tradeId(terms: TradeTerms): Bytes {
  return taggedHash(
    'bourse/trade/1',
    sizedText(terms.network),
    fixedBytes(terms.orderId, 32),
    fixedBytes(terms.negotiationId, 32),
    fixedBytes(terms.makerKey, 32),
    fixedBytes(terms.takerKey, 32),
    encodePartyKeys(terms.maker),
    encodePartyKeys(terms.taker),
    fixedBytes(terms.unlockPoint, 33),
    u64(terms.claimDeadline),
    encodeLeg(terms.legs.A),
    encodeLeg(terms.legs.B)
  )
}

/** An outpoint as it goes over the wire. @throws {@link RangeError} where the id is no 32 bytes of hexadecimal. */
export function toWireOutPoint(outpoint: OutPoint): WireOutPoint {
  return { txid: fixedBytes(fromHex(outpoint.txid), 32), vout: outpoint.vout }
}

/** An outpoint as the ledgers name it. */
export function fromWireOutPoint(outpoint: WireOutPoint): OutPoint {
  return { txid: toHex(outpoint.txid), vout: outpoint.vout }
}

/**
 * The maker placed the order: it locks A first, knows the secret and claims B. The taker took the order: it locks
 * B second and claims A.
 */
export type Role = 'maker' | 'taker'

/** Which leg's coins this role locked, and which it claims. */
export function legsOf(role: Role): { readonly own: LegName; readonly claimed: LegName } {
  return role === 'maker' ? { own: 'A', claimed: 'B' } : { own: 'B', claimed: 'A' }
}
