/**
 * The public face of the package: start a node from code, drive one over its local API. Protocols lie under
 * `bourse/protocols/<name>`, local test networks and simulations under `bourse/testnet`.
 */
export { startNode, type BourseNode, type NodeInit } from './node/create-node.ts'
export { loadConfig, type ConfigSources, type NodeConfig } from './node/config.ts'
export { createLogger, type LogSink } from './node/logger.ts'
export { createNodeVault, type VaultOrder } from './node/node-vault.ts'
export { runNode, type NodeReady, type NodeRun } from './node/run-node.ts'
export type {
  NodeControl,
  NodeEvent,
  NodeStatus,
  OrderView,
  TradePhase,
  TradeView
} from './api/node-control.ts'
export { readApiFiles, type ApiEndpoint } from './api/api-files.ts'
export { ApiClient } from './api/client.ts'
export type { StreamedEvent } from './api/event-reader.ts'
export { ROUTES } from './api/routes.ts'
export { cancelOrder, getOrder, listOrders, placeOrder, takeOrder } from './api/resources/orders.ts'
export { connectPeer, disconnectPeer, listPeers } from './api/resources/peers.ts'
export { createLoginLink, getStatus, stopNode } from './api/resources/status.ts'
export { cancelTrade, getTrade, listTrades } from './api/resources/trades.ts'
export {
  createAddress,
  getBalance,
  listBalances,
  listTransactions,
  sendPayment
} from './api/resources/wallet.ts'
export { CodedError, type ErrorDetails, type Fault } from './base/coded-error.ts'
