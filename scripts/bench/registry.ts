import { cryptoSuite } from './crypto.ts'
import { requestResponseSuite } from './request-response.ts'
import { rpcSuite } from './rpc.ts'
import { tradeSuite } from './trade.ts'
import { transactionsSuite } from './transactions.ts'
import { startSuite } from './start.ts'
import { walletSuite } from './wallet.ts'
import type { Suite } from './suite.ts'

/** Every benchmark, in the order in which `npm run bench` runs them. A new file adds its suite here. */
export const suites: readonly Suite[] = [
  cryptoSuite,
  transactionsSuite,
  requestResponseSuite,
  rpcSuite,
  tradeSuite,
  startSuite,
  walletSuite
]
