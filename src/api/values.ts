import * as v from 'valibot'
import {
  blockHeight,
  sats,
  satsPerVbyte,
  seconds,
  unixSeconds,
  type BlockHeight,
  type Sats,
  type SatsPerVbyte,
  type Seconds,
  type UnixSeconds
} from '../base/units.ts'
import { isLedgerId } from '../ledgers/ledger.ts'

/** The JSON form of a value: amounts (bigint) travel as decimal strings, units lose their brand. */
export type JsonOf<Value> = Value extends bigint
  ? string
  : Value extends number
    ? number
    : Value extends string | boolean | null
      ? Value
      : Value extends readonly (infer Item)[]
        ? JsonOf<Item>[]
        : { [Key in keyof Value]: JsonOf<Value[Key]> }

/** A schema of `Value` in its JSON form: one definition parses requests and answers and describes both. */
export type WireSchema<Value> = v.GenericSchema<JsonOf<Value>, Value>

const MAX_AMOUNT = (1n << 63n) - 1n
const inAmountRange = (text: string): boolean => BigInt(text) <= MAX_AMOUNT

const wholeNumber = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))

/** Decimal string of a ledger's smallest unit, 0 to 2^63-1, no sign and no leading zero. */
export const amountSchema: v.GenericSchema<string, Sats> = v.pipe(
  v.string(),
  v.regex(/^(?:0|[1-9][0-9]{0,18})$/, 'not an amount: a whole number of the smallest unit, as a string'),
  v.check(inAmountRange, 'not an amount: more than 9223372036854775807'),
  v.description("An amount in the ledger's smallest unit (satoshi, litoshi), 0 to 2^63-1"),
  v.transform((text) => sats(BigInt(text)))
)

/** As {@link amountSchema}, but at least 1. */
export const positiveAmountSchema: v.GenericSchema<string, Sats> = v.pipe(
  v.string(),
  v.regex(/^[1-9][0-9]{0,18}$/, 'not an amount: a whole number of the smallest unit above 0, as a string'),
  v.check(inAmountRange, 'not an amount: more than 9223372036854775807'),
  v.description("An amount in the ledger's smallest unit (satoshi, litoshi), 1 to 2^63-1"),
  v.transform((text) => sats(BigInt(text)))
)

/** Satoshi per virtual byte, 0 to 10 000. */
export const feeRateSchema: v.GenericSchema<number, SatsPerVbyte> = v.pipe(
  v.number(),
  v.minValue(0),
  v.maxValue(10_000, 'a fee rate above 10000 per virtual byte is surely a mistake'),
  v.transform(satsPerVbyte)
)

/** Height of a block. */
export const heightSchema: v.GenericSchema<number, BlockHeight> = v.pipe(
  wholeNumber,
  v.transform(blockHeight)
)

/** Seconds since 1970-01-01 UTC. */
export const timeSchema: v.GenericSchema<number, UnixSeconds> = v.pipe(
  wholeNumber,
  v.description('Seconds since 1970-01-01 UTC'),
  v.transform(unixSeconds)
)

/** A span in whole seconds. */
export const spanSchema: v.GenericSchema<number, Seconds> = v.pipe(wholeNumber, v.transform(seconds))

/** A count of things, 0 or more. */
export const countSchema: v.GenericSchema<number, number> = wholeNumber

/** Confirmations that an escrow must have, 1 to 100. */
export const confirmationsSchema: v.GenericSchema<number, number> = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(1),
  v.maxValue(100)
)

/** Id of a ledger in this network, such as `btc`. */
export const ledgerIdSchema: v.GenericSchema<string, string> = v.pipe(
  v.string(),
  v.check(isLedgerId, 'not a ledger id: 2 to 12 of a-z and 0-9, a letter first'),
  v.description('Id of a ledger of this network, such as btc')
)

/** Id of an order or trade: 32 bytes as 64 lower-case hexadecimal digits. */
export const idSchema: v.GenericSchema<string, string> = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{64}$/, 'not an id: 64 hexadecimal digits in lower case')
)

/** A libp2p peer id in its text form. */
export const peerIdSchema: v.GenericSchema<string, string> = v.pipe(
  v.string(),
  v.regex(/^[1-9A-HJ-NP-Za-km-z]{8,128}$/, 'not a peer id: base58 text such as 12D3KooW...')
)

/** A switch in a query: true or false, absent means false. */
export const switchSchema: v.GenericSchema<'true' | 'false' | undefined, boolean> = v.pipe(
  v.optional(v.picklist(['true', 'false']), 'false'),
  v.transform((text) => text === 'true')
)

/** JSON text in which amounts are decimal strings; `undefined` stands for no content. */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(
    value,
    (_key, item: unknown) => (typeof item === 'bigint' ? item.toString() : item),
    indent
  )
}
