import * as v from 'valibot'
import { defineRoute, nothing } from '../route.ts'
import { ledgerIdSchema, type WireSchema } from '../values.ts'
import type { LabelView } from '../wallet-control.ts'

/** Labels in one request: 40 of the longest fit its body. */
export const MAX_LABELS_PER_REQUEST = 40

/** One label, in BIP 329's form. */
export const labelSchema: WireSchema<LabelView> = v.object({
  type: v.picklist(['tx', 'addr']),
  ref: v.pipe(v.string(), v.minLength(1), v.maxLength(100), v.description('Transaction id or address')),
  label: v.pipe(v.string(), v.maxLength(255), v.description('One line; empty takes the label away'))
})

const oneLedger = v.strictObject({ ledger: ledgerIdSchema })

/** GET /v1/wallet/{ledger}/labels */
export const listLabels = defineRoute({
  name: 'listLabels',
  method: 'get',
  path: '/v1/wallet/{ledger}/labels',
  summary: 'Labels of transactions and addresses on one ledger',
  tag: 'wallet',
  status: 200,
  params: oneLedger,
  query: nothing,
  body: nothing,
  answer: v.object({ labels: v.array(labelSchema) }),
  errors: ['LEDGER_UNKNOWN'],
  handle: async ({ node }, { params }) => ({ labels: [...(await node.wallet.labels(params.ledger))] })
})

/** POST /v1/wallet/{ledger}/labels */
export const putLabels = defineRoute({
  name: 'putLabels',
  method: 'post',
  path: '/v1/wallet/{ledger}/labels',
  summary: 'Label transactions and addresses: all of the request or none',
  tag: 'wallet',
  status: 200,
  params: oneLedger,
  query: nothing,
  body: v.strictObject({
    labels: v.pipe(v.array(labelSchema), v.minLength(1), v.maxLength(MAX_LABELS_PER_REQUEST))
  }),
  answer: v.object({ stored: v.number() }),
  errors: ['LEDGER_UNKNOWN', 'LABEL_INVALID', 'TOO_MANY_LABELS', 'ADDRESS_INVALID', 'ADDRESS_WRONG_NETWORK'],
  handle: async ({ node }, { params, body }) => {
    await node.wallet.putLabels(params.ledger, body.labels)
    return { stored: body.labels.length }
  }
})
