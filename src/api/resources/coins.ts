import * as v from 'valibot'
import { defineRoute, nothing } from '../route.ts'
import { amountSchema, countSchema, idSchema, ledgerIdSchema, type WireSchema } from '../values.ts'
import type { CoinView } from '../wallet-control.ts'

/** An unspent output of the wallet. */
export const coinSchema: WireSchema<CoinView> = v.object({
  txid: v.string(),
  vout: countSchema,
  address: v.string(),
  amount: amountSchema,
  state: v.picklist(['confirmed', 'pending', 'immature']),
  confirmations: countSchema,
  reference: v.nullable(v.string()),
  lockedByHand: v.boolean(),
  label: v.nullable(v.string())
})

const oneLedger = v.strictObject({ ledger: ledgerIdSchema })

/** GET /v1/wallet/{ledger}/coins */
export const listCoins = defineRoute({
  name: 'listCoins',
  method: 'get',
  path: '/v1/wallet/{ledger}/coins',
  summary: 'Unspent outputs of the wallet on one ledger, and what keeps them',
  tag: 'wallet',
  status: 200,
  params: oneLedger,
  query: nothing,
  body: nothing,
  answer: v.object({ coins: v.array(coinSchema) }),
  errors: ['LEDGER_UNKNOWN'],
  handle: async ({ node }, { params }) => ({ coins: [...(await node.wallet.coins(params.ledger))] })
})

/** POST /v1/wallet/{ledger}/coins/lock */
export const lockCoin = defineRoute({
  name: 'lockCoin',
  method: 'post',
  path: '/v1/wallet/{ledger}/coins/lock',
  summary: 'Keep a coin from being spent, or let go of it',
  tag: 'wallet',
  status: 200,
  params: oneLedger,
  query: nothing,
  body: v.strictObject({
    txid: idSchema,
    vout: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff)),
    locked: v.boolean()
  }),
  answer: coinSchema,
  errors: ['LEDGER_UNKNOWN', 'COIN_UNKNOWN', 'COIN_RESERVED'],
  handle: ({ node }, { params, body }) => {
    const { txid, vout, locked } = body
    return node.wallet.lockCoin(params.ledger, { txid, vout }, locked)
  }
})
