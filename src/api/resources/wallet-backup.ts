import * as v from 'valibot'
import { defineRoute, nothing } from '../route.ts'

/** POST /v1/wallet/backup */
export const backUpWallet = defineRoute({
  name: 'backUpWallet',
  method: 'post',
  path: '/v1/wallet/backup',
  summary: 'An encrypted backup of the seed, the wallets’ records and the trades',
  tag: 'wallet',
  status: 201,
  params: nothing,
  query: nothing,
  body: nothing,
  answer: v.object({
    backup: v.pipe(v.string(), v.description('Text of a file for `bourse wallet restore`'))
  }),
  errors: [],
  handle: async ({ node }) => ({ backup: await node.wallet.backup() })
})
