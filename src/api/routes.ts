import { listCoins, lockCoin } from './resources/coins.ts'
import { listLabels, putLabels } from './resources/labels.ts'
import { cancelOrder, getOrder, listOrders, placeOrder, takeOrder } from './resources/orders.ts'
import { connectPeer, disconnectPeer, listPeers } from './resources/peers.ts'
import { createLoginLink, getStatus, stopNode } from './resources/status.ts'
import { cancelTrade, getTrade, listTrades } from './resources/trades.ts'
import { bumpPayment, speedUpTransaction } from './resources/transactions.ts'
import { createAddress, getBalance, listBalances, listTransactions, sendPayment } from './resources/wallet.ts'
import { backUpWallet } from './resources/wallet-backup.ts'
import type { Route } from './route.ts'

/** Every operation of the API but the event stream, in the order of the description. */
export const ROUTES: readonly Route[] = [
  getStatus,
  stopNode,
  createLoginLink,
  listPeers,
  connectPeer,
  disconnectPeer,
  listBalances,
  getBalance,
  createAddress,
  sendPayment,
  listTransactions,
  bumpPayment,
  speedUpTransaction,
  listCoins,
  lockCoin,
  listLabels,
  putLabels,
  backUpWallet,
  listOrders,
  placeOrder,
  getOrder,
  cancelOrder,
  takeOrder,
  listTrades,
  getTrade,
  cancelTrade
]
