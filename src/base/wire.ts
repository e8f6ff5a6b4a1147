import { copyBytes, equalBytes, type Bytes } from './bytes.ts'
import { CodedError, type Fault } from './coded-error.ts'
import { unixSeconds, type UnixSeconds } from './units.ts'

/** Why bytes are no message, or a message cannot be bytes: protocols/README.md, "Reading a message". */
export type WireErrorCode =
  /** More bytes than the protocol allows. */
  | 'TOO_LARGE'
  /** No protobuf, or a list with too many elements. */
  | 'MALFORMED'
  /** Not the one encoding of its content: an unknown field, a written default, another order, a padded number. */
  | 'NOT_CANONICAL'
  /** No body, or one that this version does not have. */
  | 'KIND_UNKNOWN'
  | 'FIELD_MISSING'
  /** Bytes or a list of the wrong length. */
  | 'FIELD_LENGTH'
  /** A number, or a code, outside its range; a list out of order. */
  | 'FIELD_RANGE'
  /** Text that does not have its form. */
  | 'FIELD_FORMAT'

/**
 * A message that breaks its protocol; `details.field` names the field where there is one. Fault `peer` where it came
 * from outside, `internal` where this node was about to send it.
 */
export class WireError extends CodedError<WireErrorCode> {
  constructor(code: WireErrorCode, field: string, origin: { fault?: Fault; cause?: unknown } = {}) {
    const { fault = 'peer', cause } = origin
    super(code, `not a valid message: ${code} at ${field}`, { fault, details: { field }, cause })
  }
}

/** The two functions of a generated protobuf record. */
export interface WireRecord<Shape> {
  encode(record: Partial<Shape>): Bytes
  decode(bytes: Uint8Array): Shape
}

/**
 * Parses one record that fills `bytes` exactly and is the canonical encoding of its content.
 * @throws {@link WireError} `TOO_LARGE` above `maxBytes`, `MALFORMED`, `NOT_CANONICAL`.
 */
export function decodeRecord<Shape>(record: WireRecord<Shape>, bytes: Uint8Array, maxBytes: number): Shape {
  if (bytes.length > maxBytes) throw new WireError('TOO_LARGE', 'message')
  let shape: Shape
  try {
    shape = record.decode(bytes)
  } catch (error) {
    throw new WireError('MALFORMED', 'message', { cause: error })
  }
  // Equal content has equal bytes: unknown fields and other spellings would give one message many hashes.
  if (!equalBytes(record.encode(shape), bytes)) throw new WireError('NOT_CANONICAL', 'message')
  return shape
}

/**
 * The bytes of a record that `check`, its reader, finds no fault with.
 * @throws {@link WireError} what `check` throws, with fault `internal`.
 */
export function encodeRecord<Shape>(
  record: WireRecord<Shape>,
  shape: Shape,
  check: (shape: Shape) => unknown
): Bytes {
  try {
    check(shape)
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    throw new WireError(error.code, String(error.details['field']), { fault: 'internal', cause: error })
  }
  return record.encode(shape)
}

/** @throws {@link WireError} `FIELD_MISSING` where the sub-message is absent. */
export function presentField<Value>(field: string, value: Value | undefined): Value {
  if (value === undefined) throw new WireError('FIELD_MISSING', field)
  return value
}

/**
 * A copy of bytes that have a length within both bounds.
 * @throws {@link WireError} `FIELD_LENGTH`.
 */
export function bytesField(field: string, value: Uint8Array, minimum: number, maximum = minimum): Bytes {
  if (value.length < minimum || value.length > maximum) throw new WireError('FIELD_LENGTH', field)
  return copyBytes(value)
}

/** @throws {@link WireError} `FIELD_LENGTH` where the list has fewer or more elements. */
export function listField<Value>(
  field: string,
  values: readonly Value[],
  minimum: number,
  maximum: number
): readonly Value[] {
  if (values.length < minimum || values.length > maximum) throw new WireError('FIELD_LENGTH', field)
  return values
}

/** @throws {@link WireError} `FIELD_FORMAT` where the text does not match; the pattern bounds its length. */
export function textField(field: string, value: string, pattern: RegExp): string {
  if (!pattern.test(value)) throw new WireError('FIELD_FORMAT', field)
  return value
}

/** @throws {@link WireError} `FIELD_RANGE` where the number is not whole or out of bounds. */
export function numberField(field: string, value: number, minimum: number, maximum: number): number {
  if (!Number.isInteger(value) || value < minimum || value > maximum)
    throw new WireError('FIELD_RANGE', field)
  return value
}

/** @throws {@link WireError} `FIELD_RANGE` where the number is out of bounds. */
export function bigintField(field: string, value: bigint, minimum: bigint, maximum: bigint): bigint {
  if (value < minimum || value > maximum) throw new WireError('FIELD_RANGE', field)
  return value
}

/** 2^40 - 1 seconds: far beyond any use, and safe to add to. */
const MAX_UNIX_SECONDS = (1n << 40n) - 1n

/** @throws {@link WireError} `FIELD_RANGE` outside 0 to 2^40-1. */
export function timeField(field: string, value: bigint): UnixSeconds {
  return unixSeconds(Number(bigintField(field, value, 0n, MAX_UNIX_SECONDS)))
}

/**
 * The name of a wire code: codes count from 1 in the order of `names`, so that 0 (protobuf's "absent") is none.
 * @throws {@link WireError} `FIELD_RANGE` for a code without a name.
 */
export function codeField<Name extends string>(field: string, value: number, names: readonly Name[]): Name {
  const name = names[value - 1]
  if (name === undefined) throw new WireError('FIELD_RANGE', field)
  return name
}

/** The wire code of a name: its place in `names`, from 1. */
export function codeOf<Name extends string>(name: Name, names: readonly Name[]): number {
  return names.indexOf(name) + 1
}

/** @throws {@link WireError} `FIELD_RANGE` where the values do not rise strictly. */
export function risingField<Value extends string | number>(
  field: string,
  values: readonly Value[]
): readonly Value[] {
  values.forEach((value, index) => {
    const before = values[index - 1]
    if (before !== undefined && before >= value) throw new WireError('FIELD_RANGE', field)
  })
  return values
}

/** Name of a Bourse network: 1 to 32 of a-z, 0-9 and '-'. */
export const NETWORK_NAME = /^[a-z0-9-]{1,32}$/
/** Name of a ledger: 2 to 12 of a-z and 0-9, a letter first. */
export const LEDGER_NAME = /^[a-z][a-z0-9]{1,11}$/
