import * as v from 'valibot'
import { blockHeight, sats, unixSeconds } from '../../base/units.ts'
import type { Bytes } from '../../base/bytes.ts'
import { toHex } from '../../base/bytes.ts'
import { SerialisationError } from '../../ledgers/bitcoin/byte-reader.ts'
import { parseTransaction } from '../../ledgers/bitcoin/parsed-transaction.ts'
import type { BlockTemplate } from '../../ledgers/bitcoin/work/block-template.ts'
import type { BlockRefusal, BlockTemplateSource, SubmitOutcome } from '../../ports/block-template-source.ts'
import { hashSchema, heightSchema, hexSchema, parseResult } from './answers.ts'
import { DaemonError } from './errors.ts'
import type { BitcoinRpcClient } from './rpc-client.ts'

/** Rules that we know; Litecoin Core insists on both, Bitcoin Core passes over the second. */
const RULES = ['segwit', 'mweb']
/** The smallest transaction has 60 bytes: no block of 4,000,000 weight units holds more. */
const MAX_TRANSACTIONS = 17_000
const MAX_UINT32 = 0xffff_ffff
const RPC_DESERIALISATION = -22
/** A reason goes to logs: no more of it than this. */
const MAX_REASON_LENGTH = 200

const timeSchema = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(0),
  v.maxValue(MAX_UINT32),
  v.transform(unixSeconds)
)
const templateSchema = v.object({
  version: v.pipe(v.number(), v.integer(), v.minValue(-0x8000_0000), v.maxValue(0x7fff_ffff)),
  previousblockhash: hashSchema,
  height: heightSchema,
  coinbasevalue: v.pipe(
    v.number(),
    v.safeInteger(),
    v.minValue(0),
    v.transform((value) => sats(value))
  ),
  bits: v.pipe(
    v.string(),
    v.regex(/^[0-9a-f]{8}$/),
    v.transform((text) => Number.parseInt(text, 16))
  ),
  mintime: timeSchema,
  curtime: timeSchema,
  transactions: v.pipe(v.array(v.object({ data: hexSchema })), v.maxLength(MAX_TRANSACTIONS)),
  default_witness_commitment: v.optional(hexSchema),
  mweb: v.optional(hexSchema)
})

/** BIP 22's words by what they mean for who built the block. */
const REFUSALS: Readonly<Record<string, BlockRefusal>> = {
  'high-hash': 'HIGH_HASH',
  'bad-cb-amount': 'COINBASE_AMOUNT',
  'prev-blk-not-found': 'STALE',
  'bad-prevblk': 'STALE',
  inconclusive: 'STALE',
  'inconclusive-not-best-prevblk': 'STALE'
}

/** A {@link BlockTemplateSource} over bitcoind, litecoind or a development chain. */
export function createBlockTemplateSource(client: BitcoinRpcClient): BlockTemplateSource {
  return {
    async template() {
      const answer = await client.call('getblocktemplate', [{ rules: RULES }])
      return readTemplate(answer)
    },
    async submit(block) {
      try {
        return submitOutcome(await client.call('submitblock', [toHex(block)], { idempotent: false }))
      } catch (error) {
        if (!(error instanceof DaemonError) || error.rpcCode !== RPC_DESERIALISATION) throw error
        return {
          kind: 'rejected',
          code: 'BLOCK_MALFORMED',
          reason: error.message.slice(0, MAX_REASON_LENGTH)
        }
      }
    }
  }
}

function readTemplate(answer: unknown): BlockTemplate {
  const offered = parseResult(templateSchema, answer, 'getblocktemplate')
  return {
    version: offered.version,
    previousHash: offered.previousblockhash,
    height: blockHeight(offered.height),
    coinbaseValue: offered.coinbasevalue,
    bits: offered.bits,
    earliestTime: offered.mintime,
    currentTime: offered.curtime,
    transactions: offered.transactions.map(({ data }) => readTransaction(data)),
    witnessCommitment: offered.default_witness_commitment ?? null,
    extensionBlock: offered.mweb ?? null
  }
}

function readTransaction(data: Bytes) {
  try {
    return parseTransaction(data)
  } catch (error) {
    if (!(error instanceof SerialisationError)) throw error
    throw new DaemonError('DAEMON_MALFORMED', 'the block template holds bytes that are no transaction', {
      cause: error
    })
  }
}

function submitOutcome(answer: unknown): SubmitOutcome {
  if (answer === null) return { kind: 'accepted' }
  const reason = parseResult(v.string(), answer, 'submitblock').slice(0, MAX_REASON_LENGTH)
  if (reason === 'duplicate') return { kind: 'known' }
  return { kind: 'rejected', code: REFUSALS[reason] ?? 'RULE_BROKEN', reason }
}
