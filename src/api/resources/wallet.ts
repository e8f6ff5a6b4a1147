import * as v from 'valibot'
import type { AddressView, BalanceView, SendRequest, TransactionView } from '../node-control.ts'
import type { PaymentView } from '../wallet-control.ts'
import { defineRoute, nothing } from '../route.ts'
import {
  amountSchema,
  countSchema,
  feeRateSchema,
  ledgerIdSchema,
  positiveAmountSchema,
  timeSchema,
  type WireSchema
} from '../values.ts'

/** Coins of one ledger. */
export const balanceSchema: WireSchema<BalanceView> = v.object({
  ledger: ledgerIdSchema,
  symbol: v.string(),
  available: amountSchema,
  pending: amountSchema,
  reserved: amountSchema
})

const addressTypeSchema = v.picklist(['p2wpkh', 'p2tr'])

const addressSchema: WireSchema<AddressView> = v.object({
  ledger: ledgerIdSchema,
  type: addressTypeSchema,
  address: v.string()
})

/** A payment that was handed to the ledger. */
export const paymentSchema: WireSchema<PaymentView> = v.object({
  ledger: ledgerIdSchema,
  txid: v.string(),
  amount: amountSchema,
  fee: amountSchema,
  reference: v.string()
})

const transactionSchema: WireSchema<TransactionView> = v.object({
  ledger: ledgerIdSchema,
  txid: v.string(),
  direction: v.picklist(['in', 'out', 'internal']),
  amount: amountSchema,
  fee: v.nullable(amountSchema),
  confirmations: countSchema,
  time: timeSchema,
  label: v.nullable(v.string())
})

const paymentRequestSchema = v.strictObject({
  address: v.pipe(
    v.string(),
    v.regex(/^[A-Za-z0-9]{14,100}$/, 'not an address: 14 to 100 letters and digits')
  ),
  amount: v.union(
    [v.literal('all'), positiveAmountSchema],
    'not an amount: a whole number of the smallest unit above 0 as a string, or "all"'
  ),
  feeRate: v.optional(v.nullable(feeRateSchema), null),
  reference: v.pipe(
    v.string(),
    v.regex(/^[A-Za-z0-9._-]{1,64}$/, 'not a reference: 1 to 64 of A-Z a-z 0-9 . _ -'),
    v.description('Names the payment: a request repeated with the same reference pays once')
  )
})

const oneLedger = v.strictObject({ ledger: ledgerIdSchema })

/** GET /v1/wallet */
export const listBalances = defineRoute({
  name: 'listBalances',
  method: 'get',
  path: '/v1/wallet',
  summary: 'Coins on all ledgers',
  tag: 'wallet',
  status: 200,
  params: nothing,
  query: nothing,
  body: nothing,
  answer: v.object({ balances: v.array(balanceSchema) }),
  errors: [],
  handle: async ({ node }) => ({ balances: [...(await node.balances())] })
})

/** GET /v1/wallet/{ledger} */
export const getBalance = defineRoute({
  name: 'getBalance',
  method: 'get',
  path: '/v1/wallet/{ledger}',
  summary: 'Coins on one ledger',
  tag: 'wallet',
  status: 200,
  params: oneLedger,
  query: nothing,
  body: nothing,
  answer: balanceSchema,
  errors: ['LEDGER_UNKNOWN'],
  handle: ({ node }, { params }) => node.balance(params.ledger)
})

/** POST /v1/wallet/{ledger}/addresses */
export const createAddress = defineRoute({
  name: 'createAddress',
  method: 'post',
  path: '/v1/wallet/{ledger}/addresses',
  summary: 'A fresh receiving address',
  tag: 'wallet',
  status: 201,
  params: oneLedger,
  query: nothing,
  body: v.strictObject({ type: v.optional(addressTypeSchema, 'p2tr') }),
  answer: addressSchema,
  errors: ['LEDGER_UNKNOWN'],
  handle: ({ node }, { params, body }) => node.newAddress(params.ledger, body.type)
})

/** POST /v1/wallet/{ledger}/payments */
export const sendPayment = defineRoute({
  name: 'sendPayment',
  method: 'post',
  path: '/v1/wallet/{ledger}/payments',
  summary: 'Pay an address',
  tag: 'wallet',
  status: 201,
  params: oneLedger,
  query: nothing,
  body: paymentRequestSchema,
  answer: paymentSchema,
  errors: [
    'LEDGER_UNKNOWN',
    'ADDRESS_INVALID',
    'AMOUNT_INVALID',
    'REFERENCE_USED',
    'INSUFFICIENT_FUNDS',
    'LEDGER_UNAVAILABLE'
  ],
  handle: ({ node }, { params, body }) => {
    const request: SendRequest = { ledger: params.ledger, ...body }
    return node.send(request)
  }
})

/** GET /v1/wallet/{ledger}/transactions */
export const listTransactions = defineRoute({
  name: 'listTransactions',
  method: 'get',
  path: '/v1/wallet/{ledger}/transactions',
  summary: 'Transactions of the wallet on one ledger, newest first',
  tag: 'wallet',
  status: 200,
  params: oneLedger,
  query: nothing,
  body: nothing,
  answer: v.object({ transactions: v.array(transactionSchema) }),
  errors: ['LEDGER_UNKNOWN'],
  handle: async ({ node }, { params }) => ({ transactions: [...(await node.transactions(params.ledger))] })
})
