import * as v from 'valibot'
import type { LedgerView, NodeStatus } from '../node-control.ts'
import { defineRoute, nothing } from '../route.ts'
import {
  countSchema,
  heightSchema,
  ledgerIdSchema,
  spanSchema,
  timeSchema,
  type WireSchema
} from '../values.ts'

/** A ledger and the state of this node's view of it. */
export const ledgerSchema: WireSchema<LedgerView> = v.object({
  id: ledgerIdSchema,
  chain: v.string(),
  symbol: v.string(),
  state: v.picklist([
    'connecting',
    'syncing',
    'ready',
    'unreachable',
    'wrong-chain',
    'inconsistent',
    'failed'
  ]),
  reason: v.nullable(v.string()),
  height: v.nullable(heightSchema),
  medianTime: v.nullable(timeSchema)
})

/** The node at a glance. */
export const statusSchema: WireSchema<NodeStatus> = v.object({
  version: v.string(),
  codeHash: v.string(),
  ruleSet: countSchema,
  network: v.string(),
  peerId: v.string(),
  addresses: v.array(v.string()),
  startedAt: timeSchema,
  uptime: spanSchema,
  ledgers: v.array(ledgerSchema),
  peers: countSchema,
  ordersLive: countSchema,
  tradesOpen: countSchema
})

/** GET /v1/status */
export const getStatus = defineRoute({
  name: 'getStatus',
  method: 'get',
  path: '/v1/status',
  summary: 'The node, its network and its ledgers',
  tag: 'node',
  status: 200,
  params: nothing,
  query: nothing,
  body: nothing,
  answer: statusSchema,
  errors: [],
  handle: ({ node }) => node.status()
})

/** POST /v1/stop */
export const stopNode = defineRoute({
  name: 'stopNode',
  method: 'post',
  path: '/v1/stop',
  summary: 'Stop the node cleanly; open trades go on at its next start',
  tag: 'node',
  status: 202,
  params: nothing,
  query: nothing,
  body: nothing,
  answer: v.object({ stopping: v.literal(true) }),
  errors: [],
  handle: async ({ node }) => {
    await node.stop()
    return { stopping: true } as const
  }
})

/** POST /v1/login-links */
export const createLoginLink = defineRoute({
  name: 'createLoginLink',
  method: 'post',
  path: '/v1/login-links',
  summary: 'A link that opens the page in a browser; it works once and for five minutes',
  tag: 'node',
  status: 201,
  params: nothing,
  query: nothing,
  body: nothing,
  answer: v.object({ url: v.string(), expiresAt: countSchema }),
  errors: [],
  handle: async ({ login }) => login.create()
})
