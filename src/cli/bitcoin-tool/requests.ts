import * as v from 'valibot'
import { fromHex, type Bytes } from '../../base/bytes.ts'

/** Most inputs of a transaction: no block holds one with more. */
const MAX_INPUTS = 25_000
const MAX_UINT32 = 0xffff_ffff

const bytes = v.pipe(
  v.string(),
  v.regex(/^(?:[0-9a-fA-F]{2})*$/, 'an even number of hexadecimal digits is expected'),
  v.transform((text): Bytes => fromHex(text))
)
const uint32 = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_UINT32))
/** As a number, or as text where it may exceed 2^53. */
const amount = v.pipe(
  v.union([
    v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.transform(String)),
    v.pipe(v.string(), v.regex(/^[0-9]{1,18}$/))
  ]),
  v.transform((text) => BigInt(text))
)
const spent = v.pipe(
  v.array(
    v.object({
      script: bytes,
      amount,
      height: v.optional(uint32, 0),
      coinbase: v.optional(v.boolean(), false)
    })
  ),
  v.maxLength(MAX_INPUTS)
)

/** What the operations that read a transaction ask for. */
export const transactionRequest = v.object({ transaction: bytes })
/** `spent` in the order of the inputs; without `tip` every lock counts as passed. */
export const verifyRequest = v.object({
  transaction: bytes,
  spent,
  tip: v.optional(v.object({ height: uint32, medianTime: uint32 }))
})
/** An address, or else an output script. */
export const addressRequest = v.object({ address: v.optional(v.string()), script: v.optional(bytes) })
/** `script`: the witness script, the redeem script or the leaf where the spent output names one by its hash. */
export const sighashRequest = v.object({
  transaction: bytes,
  spent,
  input: uint32,
  hashType: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xff))),
  script: v.optional(bytes)
})
/** May stand in every request and comes back with its result. */
export const requestId = v.object({ id: v.optional(v.union([v.string(), v.number()])) })
