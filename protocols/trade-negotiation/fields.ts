import type { Bytes } from '../../src/base/bytes.ts'
import {
  bytesField,
  listField,
  numberField,
  presentField,
  risingField,
  WireError
} from '../../src/base/wire.ts'
import type { OutPointRecord, PartyKeysRecord } from './messages.ts'
import type { PartyKeys, WireOutPoint } from './types.ts'

const MAX_UINT32 = 0xffff_ffff
/** 100,000 satoshi per virtual byte, far above any fee that was ever paid. */
const MAX_FEE_RATE = 100_000_000

/** The protobuf form of {@link PartyKeys}. */
export function toPartyKeysRecord(keys: PartyKeys): PartyKeysRecord {
  return { ...keys, claimFeeRates: [...keys.claimFeeRates] }
}

/** @throws WireError where a field is missing or out of bounds. */
export function toPartyKeys(record: PartyKeysRecord | undefined): PartyKeys {
  const keys = presentField('keys', record)
  const rates = listField('keys.claimFeeRates', keys.claimFeeRates, 1, 8)
  return {
    escrowKeyA: bytesField('keys.escrowKeyA', keys.escrowKeyA, 33),
    escrowKeyB: bytesField('keys.escrowKeyB', keys.escrowKeyB, 33),
    refundKey: bytesField('keys.refundKey', keys.refundKey, 32),
    claimScript: witnessProgramField('keys.claimScript', keys.claimScript),
    claimFeeRates: risingField('keys.claimFeeRates', rates).map((rate) =>
      feeRateField('keys.claimFeeRates', rate)
    )
  }
}

/** @throws WireError where a field is missing or out of bounds. */
export function toOutPoint(field: string, record: OutPointRecord | undefined): WireOutPoint {
  const outpoint = presentField(field, record)
  return {
    txid: bytesField(`${field}.txid`, outpoint.txid, 32),
    vout: numberField(`${field}.vout`, outpoint.vout, 0, MAX_UINT32)
  }
}

/** Satoshi per 1000 virtual bytes. @throws WireError `FIELD_RANGE` outside 1 to 100,000,000. */
export function feeRateField(field: string, value: number): number {
  return numberField(field, value, 1, MAX_FEE_RATE)
}

/**
 * BIP 141: a witness program is "a 1-byte push opcode (for 0 to 16) followed by a data push between 2 and 40 bytes";
 * here of 20 to 32 bytes, as hashes and keys have.
 * @throws WireError `FIELD_LENGTH`, `FIELD_FORMAT`.
 */
export function witnessProgramField(field: string, value: Uint8Array): Bytes {
  const script = bytesField(field, value, 22, 34)
  const [version = 0xff, push] = script
  const isVersion = version === 0x00 || (version >= 0x51 && version <= 0x60)
  if (!isVersion || push !== script.length - 2) throw new WireError('FIELD_FORMAT', field)
  return script
}

/** 32 bytes. @throws WireError `FIELD_LENGTH`. */
export function negotiationIdField(record: { readonly negotiationId: Uint8Array }): Bytes {
  return bytesField('negotiationId', record.negotiationId, 32)
}

/** A MuSig2 public nonce (BIP 327): 66 bytes. @throws WireError `FIELD_LENGTH`. */
export function publicNonceField(field: string, value: Uint8Array): Bytes {
  return bytesField(field, value, 66)
}

/** Adaptor pre-signatures of 65 bytes, 1 to 8. @throws WireError `FIELD_LENGTH`. */
export function presignaturesField(values: readonly Uint8Array[]): readonly Bytes[] {
  return listField('presignatures', values, 1, 8).map((value) => bytesField('presignatures', value, 65))
}
