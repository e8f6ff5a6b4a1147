import { CodedError } from '../base/coded-error.ts'
import type { Bytes } from '../base/bytes.ts'
import type { UnixSeconds } from '../base/units.ts'
import type { OrderMessage } from '../../protocols/order-gossip/types.ts'
import type { NodeStatus } from '../../protocols/status/types.ts'
import type { TradeRequest, TradeResponse } from '../../protocols/trade-negotiation/types.ts'
import type { Startable } from './world.ts'

/** Why the network could not do what it was asked. */
export type PeerNetworkErrorCode =
  /** No address of the peer answers, or none is known. Try again later. */
  | 'PEER_UNREACHABLE'
  /** The peer belongs to another Bourse network, or to another chain under the same ledger id. */
  | 'PEER_OTHER_NETWORK'
  /** The peer did not answer in time. The request may have reached it: repeat it unchanged. */
  | 'PEER_TIMEOUT'
  /** The peer does not speak the protocol, or turned us away: it is full, or has banned us. */
  | 'PEER_REFUSED'
  /** The peer closed before it answered. The request may have reached it: repeat it unchanged. */
  | 'PEER_CLOSED'
  /** The peer's answer is not a valid message; it counts against the peer. */
  | 'PEER_MALFORMED'
  /** We do not talk to this peer for a while, as it broke rules. */
  | 'PEER_BANNED'
  /** The bytes are no peer id. */
  | 'PEER_ID_INVALID'
  /** The text is no multiaddr that this node can dial or listen on. */
  | 'ADDRESS_INVALID'
  /** Another program listens on the address. */
  | 'LISTEN_ADDRESS_IN_USE'
  /** The machine does not have the address, or does not let us listen on it. */
  | 'LISTEN_ADDRESS_UNAVAILABLE'
  /** The identity seed does not have 32 bytes. */
  | 'SEED_LENGTH'
  /** The network was not started, or was stopped. */
  | 'NETWORK_STOPPED'

/** A failure of {@link PeerNetwork}; `fault` is `peer` for what the other side did or did not do. */
export class PeerNetworkError extends CodedError<PeerNetworkErrorCode> {}

/** A peer id as text (base58btc of its multihash), as people see it. */
export type PeerName = string

/** This node as others see it. */
export interface SelfView {
  /** Multihash of the peer id, 2 to 64 bytes: what an order carries. */
  readonly peer: Bytes
  readonly name: PeerName
  /** Multiaddrs under which others may reach this node, without the peer id; announce addresses where set. */
  readonly addresses: readonly string[]
}

/** One connected peer. Text in it comes from the peer: show it, never trust it. */
export interface PeerView {
  readonly peer: Bytes
  readonly name: PeerName
  /** Multiaddr of the remote end. */
  readonly address: string
  readonly direction: 'inbound' | 'outbound'
  readonly connectedAt: UnixSeconds
  /** Last ping round trip in whole milliseconds, null before the first. */
  readonly latencyMilliseconds: number | null
  /** Null while the status exchange runs. */
  readonly status: NodeStatus | null
}

/** What happens to the set of peers. */
export type PeerEvent =
  | { readonly kind: 'connected'; readonly name: PeerName }
  /** The status exchange ended well: the peer may be used. */
  | { readonly kind: 'status'; readonly name: PeerName; readonly status: NodeStatus }
  | { readonly kind: 'refused'; readonly name: PeerName; readonly code: string }
  | { readonly kind: 'banned'; readonly name: PeerName; readonly until: UnixSeconds }
  | { readonly kind: 'disconnected'; readonly name: PeerName }

/**
 * What becomes of a message. `accept`: valid and worth passing on. `ignore`: not our business, stale or known
 * already; nobody's fault. `reject`: no honest node sends this; it counts against the peer that did.
 */
export type OrderVerdict = 'accept' | 'ignore' | 'reject'

/**
 * Judges messages that `from` sent, and keeps what is worth keeping: one verdict for each, in order. Gossip
 * brings one at a time, a first synchronisation up to a few hundred. A message comes decoded and in bounds;
 * signatures, network name and times are the judge's. What rejects counts as `ignore` for all.
 */
export type OrderValidator = (
  messages: readonly OrderMessage[],
  from: PeerName
) => Promise<readonly OrderVerdict[]>

/** The live orders and cancels to hand to a peer that asks; read lazily, as fast as the peer takes them. */
export type OrderSyncSource = () => Iterable<OrderMessage> | AsyncIterable<OrderMessage>

/**
 * Answers a peer's request; an expected failure is a `refuse` answer. The same request may come twice, as an
 * answer can get lost: it gets the same answer. What rejects is answered with `refuse` INTERNAL.
 */
export type TradeRequestHandler = (peer: Bytes, request: TradeRequest) => Promise<TradeResponse>

/** Other nodes. Handlers are set before `start`, at most once each; what has none is refused or ignored. */
export interface PeerNetwork extends Startable {
  /** @throws {@link PeerNetworkError} `NETWORK_STOPPED` before `start`, as the ports are not known yet. */
  self(): SelfView
  /** The connected peers, longest connected first. */
  peers(): readonly PeerView[]
  /** Calls `listener` for each event; the returned function ends that. */
  onPeerEvent(listener: (event: PeerEvent) => void): () => void
  /**
   * Connects to a multiaddr that ends in `/p2p/<peer id>`, and remembers it once the status exchange went well.
   * @throws {@link PeerNetworkError} `ADDRESS_INVALID`, `PEER_UNREACHABLE`, `PEER_OTHER_NETWORK`, `PEER_REFUSED`,
   * `PEER_BANNED`, `PEER_TIMEOUT`, `NETWORK_STOPPED`.
   */
  connect(address: string): Promise<PeerName>
  /**
   * Closes the connections to a peer and does not dial it again by itself; it may come back on its own.
   * @returns whether it was connected.
   */
  disconnect(name: PeerName): Promise<boolean>
  /**
   * Sends a request to a peer and gives its answer, connecting first where needed: over a known address, else
   * over `addresses`. Requests to one peer run one after another.
   * @param peer multihash of its peer id.
   * @throws {@link PeerNetworkError} any `PEER_…` code, `NETWORK_STOPPED`; `ADDRESS_INVALID` where not one of
   * the addresses can be dialled and none is known. Aborting `signal` gives `PEER_TIMEOUT`.
   */
  sendTradeRequest(
    peer: Bytes,
    addresses: readonly string[],
    request: TradeRequest,
    signal?: AbortSignal
  ): Promise<TradeResponse>
  /** Who answers other traders' requests. */
  onTradeRequest(handler: TradeRequestHandler): void
  /**
   * Gossips a message; gives the number of peers it was sent to, which may be 0 while nobody is connected.
   * Our own messages do not come back through the validator. Peers ask for live orders when they connect,
   * so a message that the source below gives need not be published again.
   * @throws {@link PeerNetworkError} `NETWORK_STOPPED`.
   */
  publishOrder(message: OrderMessage): Promise<number>
  /** Who judges orders and cancels that come in. */
  onOrderMessages(validator: OrderValidator): void
  /** What a peer that asks for live orders is given. */
  orderSyncSource(source: OrderSyncSource): void
}
