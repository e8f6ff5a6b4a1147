import { concatBytes, type Bytes } from '../../src/base/bytes.ts'
import { fixedBytes, list, sizedBytes, sizedText, u32, u64 } from '../../src/base/encoding.ts'
import { taggedHash } from '../../src/base/hash.ts'
import type { Accept, PartyKeys, Propose, WireOutPoint } from './types.ts'

/** The bytes of one trader's keys; README, Signing. */
export function encodePartyKeys(keys: PartyKeys): Bytes {
  return concatBytes(
    fixedBytes(keys.escrowKeyA, 33),
    fixedBytes(keys.escrowKeyB, 33),
    fixedBytes(keys.refundKey, 32),
    sizedBytes(keys.claimScript),
    list(keys.claimFeeRates, u32)
  )
}

/** The bytes of an outpoint: 32 bytes of transaction id in display order, then the index. */
export function encodeWireOutPoint(outpoint: WireOutPoint): Bytes {
  return concatBytes(fixedBytes(outpoint.txid, 32), u32(outpoint.vout))
}

/**
 * The name of a negotiation, and of the trade it may become, 32 bytes: tagged hash `bourse/negotiation/1`.
 * It is fixed by the first message, so that every key of the trade can be derived from it and the seed.
 */
export function negotiationId(orderId: Bytes, takerKey: Bytes, nonce: Bytes): Bytes {
  return taggedHash(
    'bourse/negotiation/1',
    fixedBytes(orderId, 32),
    fixedBytes(takerKey, 32),
    fixedBytes(nonce, 32)
  )
}

/** What the taker signs, 32 bytes: tagged hash `bourse/propose/1`. */
export function proposeHash(propose: Omit<Propose, 'kind' | 'signature'>): Bytes {
  return taggedHash(
    'bourse/propose/1',
    sizedText(propose.network),
    fixedBytes(propose.orderId, 32),
    fixedBytes(propose.nonce, 32),
    fixedBytes(propose.takerKey, 32),
    encodePartyKeys(propose.keys)
  )
}

/** What the maker signs, 32 bytes: tagged hash `bourse/accept/1`. */
export function acceptHash(accept: Omit<Accept, 'kind' | 'signature'>): Bytes {
  return taggedHash(
    'bourse/accept/1',
    fixedBytes(accept.negotiationId, 32),
    encodePartyKeys(accept.keys),
    fixedBytes(accept.adaptorPoint, 33),
    fixedBytes(accept.adaptorProof, 64),
    u64(accept.refundTimeA),
    u64(accept.refundTimeB),
    u64(accept.claimDeadline),
    encodeWireOutPoint(accept.fundingA)
  )
}
