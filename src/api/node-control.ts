import { CodedError } from '../base/coded-error.ts'
import type { BlockHeight, Sats, SatsPerVbyte, Seconds, UnixSeconds } from '../base/units.ts'
import type { LedgerId } from '../ledgers/ledger.ts'
import type { PaymentView, WalletControl } from './wallet-control.ts'

/**
 * What the local control (HTTP API, page, command line) asks of a running node. All results are plain data:
 * bigint amounts in the ledger's smallest unit, whole seconds, ids in lower-case hexadecimal. Every call may
 * reject with a {@link CodedError}; its `fault` and code choose the HTTP status (src/api/http-error.ts).
 */
export interface NodeControl {
  /** What this node is, and how its ledgers and peers do. */
  status(): Promise<NodeStatus>

  /** The connected peers. */
  peers(): Promise<readonly PeerView[]>
  /**
   * Dials a multiaddr that ends in /p2p/PEER-ID and returns the connected peer.
   * @throws CodedError `ADDRESS_INVALID` (user), `PEER_UNREACHABLE` (peer), `PEER_OTHER_NETWORK` (peer).
   */
  connectPeer(address: string): Promise<PeerView>
  /** @throws {@link ControlError} `PEER_UNKNOWN` where no such peer is connected. */
  disconnectPeer(peerId: string): Promise<void>

  /** The balance on every configured ledger. */
  balances(): Promise<readonly BalanceView[]>
  /** @throws {@link ControlError} `LEDGER_UNKNOWN`. */
  balance(ledger: LedgerId): Promise<BalanceView>
  /** A fresh receiving address. @throws {@link ControlError} `LEDGER_UNKNOWN`. */
  newAddress(ledger: LedgerId, type: AddressType): Promise<AddressView>
  /**
   * Pays. The same `reference` gives the same payment again instead of a second one.
   * @throws CodedError `LEDGER_UNKNOWN`, `ADDRESS_INVALID`, `AMOUNT_INVALID`, `REFERENCE_USED`,
   * `INSUFFICIENT_FUNDS` (all user), `LEDGER_UNAVAILABLE` (daemon).
   */
  send(request: SendRequest): Promise<PaymentView>
  /** Newest first. @throws {@link ControlError} `LEDGER_UNKNOWN`. */
  transactions(ledger: LedgerId): Promise<readonly TransactionView[]>
  /** What else the wallets do. */
  readonly wallet: WalletControl

  /**
   * Signs and gossips an order.
   * @throws CodedError `LEDGER_UNKNOWN`, `INSUFFICIENT_FUNDS`, OrderError (user), `LEDGER_UNAVAILABLE` (daemon).
   */
  placeOrder(request: PlaceOrderRequest): Promise<OrderView>
  /** Newest first: live orders, and own ones in every state. */
  orders(filter: OrderFilter): Promise<readonly OrderView[]>
  /** @throws {@link ControlError} `ORDER_UNKNOWN`. */
  order(id: string): Promise<OrderView>
  /** @throws {@link ControlError} `ORDER_UNKNOWN`, `ORDER_NOT_OWN`, `ORDER_NOT_LIVE`. */
  cancelOrder(id: string): Promise<OrderView>
  /**
   * Proposes a trade to the order's maker and returns once the trade is stored and under way.
   * @throws CodedError `ORDER_UNKNOWN`, `ORDER_OWN`, `TOO_MANY_TRADES`, `INSUFFICIENT_FUNDS` (user),
   * `LEDGER_UNAVAILABLE` (daemon).
   */
  takeOrder(id: string): Promise<TakenOrder>

  /** Newest first; with `open` only trades that are under way. */
  trades(filter: TradeFilter): Promise<readonly TradeView[]>
  /** @throws {@link ControlError} `TRADE_UNKNOWN`. */
  trade(id: string): Promise<TradeView>
  /**
   * Gives up a trade: at once where no own coin is locked; a maker that has locked asks the taker for an early
   * refund, and refunds after the lock where it gets none.
   * @throws {@link ControlError} `TRADE_UNKNOWN`, `TRADE_NOT_CANCELLABLE`.
   */
  cancelTrade(id: string): Promise<TradeView>

  /** Calls `listener` at each event from now on, in order; the returned function ends that. */
  onEvent(listener: (event: NodeEvent) => void): () => void
  /** Begins a clean stop and returns at once: the answer must still reach the client. */
  stop(): Promise<void>
}

/** Refusals that belong to the control itself; calls may also reject with errors of the parts below. */
export type ControlErrorCode =
  | 'LEDGER_UNKNOWN'
  | 'PEER_UNKNOWN'
  | 'ORDER_UNKNOWN'
  | 'ORDER_NOT_OWN'
  | 'ORDER_OWN'
  | 'ORDER_NOT_LIVE'
  | 'ORDER_INVALID'
  | 'TRADE_UNKNOWN'
  | 'TRADE_NOT_CANCELLABLE'
  | 'TOO_MANY_TRADES'
  | 'INSUFFICIENT_FUNDS'
  | 'LEDGER_UNAVAILABLE'

/** A request that the node understood and does not carry out. */
export class ControlError extends CodedError<ControlErrorCode> {}

/** Where a ledger's follower stands; only `ready` ledgers can be traded on. */
export type LedgerState =
  'connecting' | 'syncing' | 'ready' | 'unreachable' | 'wrong-chain' | 'inconsistent' | 'failed'

/** One ledger of the network and the state of this node's own view of it. */
export interface LedgerView {
  readonly id: LedgerId
  /** Name of the chain's parameters, such as `litecoin-regtest`. */
  readonly chain: string
  /** Ticker for people, such as `LTC`. */
  readonly symbol: string
  readonly state: LedgerState
  /** Why it is not ready, one plain line with the way out; null where it is. */
  readonly reason: string | null
  readonly height: BlockHeight | null
  /** Median time of the last 11 blocks (BIP 113): the clock of refunds. */
  readonly medianTime: UnixSeconds | null
}

/** The node at a glance. */
export interface NodeStatus {
  /** Version of the package. */
  readonly version: string
  /** SHA-256 of the running code, 64 hexadecimal digits: nodes of one build show the same. */
  readonly codeHash: string
  /** Version of the trading rules; nodes trade only within one. */
  readonly ruleSet: number
  readonly network: string
  readonly peerId: string
  /** Multiaddrs on which the node listens. */
  readonly addresses: readonly string[]
  readonly startedAt: UnixSeconds
  readonly uptime: Seconds
  readonly ledgers: readonly LedgerView[]
  /** Connected peers. */
  readonly peers: number
  readonly ordersLive: number
  readonly tradesOpen: number
}

/** A connected peer. */
export interface PeerView {
  readonly peerId: string
  readonly address: string
  readonly direction: 'inbound' | 'outbound'
  readonly connectedAt: UnixSeconds
  /** What the peer calls its software; untrusted text. Null before identify answered. */
  readonly agent: string | null
  /** Round trip of the last ping in milliseconds, or null. */
  readonly latencyMilliseconds: number | null
}

/** Coins of one ledger. */
export interface BalanceView {
  readonly ledger: LedgerId
  readonly symbol: string
  /** May be spent now: confirmed and kept for nothing. */
  readonly available: Sats
  /** On its way in, not confirmed yet. */
  readonly pending: Sats
  /** Kept for open trades and payments. */
  readonly reserved: Sats
}

/** Output kind of an address: native SegWit key hash (BIP 84) or Taproot key path (BIP 86). */
export type AddressType = 'p2wpkh' | 'p2tr'

/** A receiving address of the own wallet. */
export interface AddressView {
  readonly ledger: LedgerId
  readonly type: AddressType
  readonly address: string
}

/** A payment to make. */
export interface SendRequest {
  readonly ledger: LedgerId
  readonly address: string
  /** An exact amount, or everything that is available, the fee taken from it. */
  readonly amount: Sats | 'all'
  /** Null: the ledger's own estimate. */
  readonly feeRate: SatsPerVbyte | null
  /** 1 to 64 of A-Z a-z 0-9 . _ -: names this payment, so that a repeated request pays once. */
  readonly reference: string
}

/** A transaction of the wallet. */
export interface TransactionView {
  readonly ledger: LedgerId
  readonly txid: string
  readonly direction: 'in' | 'out' | 'internal'
  /** What came in, or went out without the fee. */
  readonly amount: Sats
  /** Null where others paid it. */
  readonly fee: Sats | null
  /** 0 while in the mempool. */
  readonly confirmations: number
  /** Block time, or when it was first seen while it waits. */
  readonly time: UnixSeconds
  /** A label that a person gave, else what it was for: a payment's reference, `trade ID escrow`, …; null for a plain receipt. */
  readonly label: string | null
}

/** One side of an order. */
export interface OrderLegView {
  readonly ledger: LedgerId
  readonly amount: Sats
  /** Confirmations of this side's escrow before the other side acts on it. */
  readonly confirmations: number
}

/** An order to place. */
export interface PlaceOrderRequest {
  readonly sellLedger: LedgerId
  readonly sellAmount: Sats
  readonly buyLedger: LedgerId
  readonly buyAmount: Sats
  readonly lifeSeconds: Seconds
  /** For both sides; null: each ledger's own number of the configuration. */
  readonly confirmations: number | null
}

/** Which orders to list. */
export interface OrderFilter {
  /** Only own orders. */
  readonly mine: boolean
  /** Only orders that sell or buy on this ledger; null: all. */
  readonly ledger: LedgerId | null
}

/** `taken`: a trade runs on it; `filled`: that trade closed. */
export type OrderState = 'live' | 'taken' | 'filled' | 'cancelled' | 'expired'

/** An order as this node knows it. */
export interface OrderView {
  /** 64 hexadecimal digits. */
  readonly id: string
  readonly mine: boolean
  readonly state: OrderState
  /** Peer id of the maker. */
  readonly maker: string
  readonly sell: OrderLegView
  readonly buy: OrderLegView
  readonly settlement: 'atomic'
  readonly createdAt: UnixSeconds
  readonly expiresAt: UnixSeconds
  /** The own trade on this order, or null. */
  readonly tradeId: string | null
}

/** The answer to a taken order. */
export interface TakenOrder {
  readonly orderId: string
  /** Negotiation id, 64 hexadecimal digits: the trade's name from now on. */
  readonly tradeId: string
}

/** Which trades to list. */
export interface TradeFilter {
  /** Only trades that are under way. */
  readonly open: boolean
}

/**
 * Coarse progress of a trade, the same for both roles. The way to a swap: `negotiating` (nothing locked),
 * `locking` (an escrow is on its way or waits for depth), `claiming` (coins are being claimed), `closed`. The ways
 * out: `refunding` and `refunded` (own coins come or came back), `abandoned` (ended before own coins were locked),
 * `lost` (both escrows went to the other trader while this node was away).
 */
export type TradePhase =
  'negotiating' | 'locking' | 'claiming' | 'closed' | 'refunding' | 'refunded' | 'abandoned' | 'lost'

/** What a person wants to know of a trade, in whole sentences. */
export interface TradeWords {
  /** Where the coins are. */
  readonly coins: string
  /** What comes next, and when. */
  readonly next: string
  /** What it can cost at worst. */
  readonly worstCase: string
}

/** One transition of a trade. */
export interface TradeStep {
  readonly at: UnixSeconds
  /** The state entered. */
  readonly state: string
  readonly phase: TradePhase
  /** What happened, one plain line. */
  readonly words: string
}

/** One escrow of a trade. */
export interface TradeLegView {
  readonly ledger: LedgerId
  readonly amount: Sats
  /** Null before the terms are complete; so are the others before they happen. */
  readonly escrowAddress: string | null
  readonly fundingTxid: string | null
  readonly claimTxid: string | null
  readonly refundTxid: string | null
  /** Of the escrow. */
  readonly confirmations: number
  readonly confirmationsNeeded: number
  /** When the payer alone may take it back. */
  readonly refundTime: UnixSeconds | null
}

/** A trade as this node sees it. */
export interface TradeView {
  /** Negotiation id, 64 hexadecimal digits. */
  readonly id: string
  readonly orderId: string
  readonly role: 'maker' | 'taker'
  /** Exact name of the machine's state. */
  readonly state: string
  readonly phase: TradePhase
  readonly open: boolean
  readonly cancellable: boolean
  readonly words: TradeWords
  readonly timeline: readonly TradeStep[]
  /** The escrow that this node pays. */
  readonly pays: TradeLegView
  /** The escrow that this node claims. */
  readonly receives: TradeLegView
  /** Peer id of the other trader. */
  readonly counterparty: string
  readonly createdAt: UnixSeconds
  readonly updatedAt: UnixSeconds
}

/** Something that happened in the node. */
export type NodeEvent =
  | { readonly kind: 'order'; readonly order: OrderView }
  | {
      readonly kind: 'trade'
      readonly tradeId: string
      /** State before; null at the trade's beginning. */
      readonly from: string | null
      readonly step: TradeStep
    }
  | { readonly kind: 'ledger'; readonly ledger: LedgerView }
  /** Coins of this ledger moved: ask for the balance again. */
  | { readonly kind: 'wallet'; readonly ledger: LedgerId }
  | {
      readonly kind: 'peer'
      readonly peerId: string
      readonly connected: boolean
      /** Connected peers after it. */
      readonly peers: number
    }
