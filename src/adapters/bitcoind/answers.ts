import * as v from 'valibot'
import { fromHex, type Bytes } from '../../base/bytes.ts'
import { DaemonError } from './errors.ts'

/** Highest height that a daemon may claim: it is stored in 32 bits. */
const MAX_HEIGHT = 0xffff_ffff
/** Most transactions of a mempool that we list. */
const MAX_MEMPOOL = 1_000_000

/** A hash in display order. */
export const hashSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
/** Bytes in hexadecimal. */
export const hexSchema = v.pipe(
  v.string(),
  v.regex(/^(?:[0-9a-f]{2})+$/),
  v.transform((text): Bytes => fromHex(text))
)
/** A serialised header in hexadecimal. */
export const headerSchema = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{160}$/),
  v.transform((text): Bytes => fromHex(text))
)
/** A list of transaction ids. */
export const txidsSchema = v.pipe(v.array(hashSchema), v.maxLength(MAX_MEMPOOL))
/** A height that a daemon may claim. */
export const heightSchema = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_HEIGHT))
/** What is used of getblockchaininfo. */
export const chainInfoSchema = v.object({
  chain: v.string(),
  blocks: heightSchema,
  bestblockhash: hashSchema,
  initialblockdownload: v.boolean()
})
/** What is used of estimatesmartfee; `feerate` in coins per 1000 vbytes. */
export const feeEstimateSchema = v.object({ feerate: v.optional(v.number()) })
/**
 * The answer to `method` as its schema reads it.
 * @throws DaemonError `DAEMON_MALFORMED`.
 */
export function parseResult<Schema extends v.GenericSchema>(
  schema: Schema,
  result: unknown,
  method: string
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, result)
  if (parsed.success) return parsed.output
  throw new DaemonError('DAEMON_MALFORMED', `the answer to ${method} is not what that call gives`, {
    details: { method }
  })
}
