import * as v from 'valibot'
import type { NodeEvent } from '../node-control.ts'
import { countSchema, idSchema, ledgerIdSchema } from '../values.ts'
import { orderSchema } from './orders.ts'
import { ledgerSchema } from './status.ts'
import { tradeStepSchema } from './trades.ts'

/** What the node tells as it happens; the JSON in `data` of one server-sent event. */
export const eventSchema: v.GenericSchema<unknown, NodeEvent> = v.variant('kind', [
  v.object({ kind: v.literal('order'), order: orderSchema }),
  v.object({
    kind: v.literal('trade'),
    tradeId: idSchema,
    from: v.nullable(v.string()),
    step: tradeStepSchema
  }),
  v.object({ kind: v.literal('ledger'), ledger: ledgerSchema }),
  v.object({ kind: v.literal('wallet'), ledger: ledgerIdSchema }),
  v.object({ kind: v.literal('peer'), peerId: v.string(), connected: v.boolean(), peers: countSchema })
])
