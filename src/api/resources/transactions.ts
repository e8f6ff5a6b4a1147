import * as v from 'valibot'
import { defineRoute, nothing } from '../route.ts'
import { feeRateSchema, idSchema } from '../values.ts'
import { paymentSchema } from './wallet.ts'

const oneTransaction = v.strictObject({ txid: idSchema })
const higherFee = v.strictObject({ feeRate: feeRateSchema })

const FEE_ERRORS = [
  'TRANSACTION_UNKNOWN',
  'FEE_RATE_TOO_LOW',
  'FEE_RATE_TOO_HIGH',
  'INSUFFICIENT_FUNDS',
  'LEDGER_UNAVAILABLE'
]

/** POST /v1/transactions/{txid}/bump */
export const bumpPayment = defineRoute({
  name: 'bumpPayment',
  method: 'post',
  path: '/v1/transactions/{txid}/bump',
  summary: 'Replace an own payment that waits by one with a higher fee',
  tag: 'wallet',
  status: 201,
  params: oneTransaction,
  query: nothing,
  body: higherFee,
  answer: paymentSchema,
  errors: [...FEE_ERRORS, 'NOT_REPLACEABLE', 'REPLACEMENT_REJECTED'],
  handle: ({ node }, { params, body }) => node.wallet.bump(params.txid, body.feeRate)
})

/** POST /v1/transactions/{txid}/speed-up */
export const speedUpTransaction = defineRoute({
  name: 'speedUpTransaction',
  method: 'post',
  path: '/v1/transactions/{txid}/speed-up',
  summary: 'Pay for a waiting transaction, own or received, by a child that spends an own output of it',
  tag: 'wallet',
  status: 201,
  params: oneTransaction,
  query: nothing,
  body: higherFee,
  answer: paymentSchema,
  errors: [...FEE_ERRORS, 'NOTHING_TO_SPEND', 'TRANSACTION_REJECTED'],
  handle: ({ node }, { params, body }) => node.wallet.speedUp(params.txid, body.feeRate)
})
