import type { Bytes } from '../../src/base/bytes.ts'
import type { BlockHeight, UnixSeconds } from '../../src/base/units.ts'

/** One ledger of a node's Bourse network. */
export interface LedgerStatus {
  /** Ledger id of the network: 2 to 12 of a-z, 0-9, a letter first. */
  readonly id: string
  /** Hash of block 0 in display order (last byte of the hash first), 32 bytes. */
  readonly genesisHash: Bytes
  /** Height that the node has checked itself, 0 to 2^32-1; null where it does not say. */
  readonly height: BlockHeight | null
}

/** What a node says of itself on each new connection. A claim, never a proof. */
export interface NodeStatus {
  /** Name of the Bourse network, 1 to 32 of a-z, 0-9 and '-'. */
  readonly network: string
  /** At most 16, sorted by id, each id once. */
  readonly ledgers: readonly LedgerStatus[]
  /** What the node does for others, such as `trader` or `hub`: at most 8, each 1 to 16 of a-z and '-', sorted. */
  readonly roles: readonly string[]
  /** Version of the rules that the node enforces, 1 to 2^32-1. */
  readonly ruleSetVersion: number
  /** SHA-256 of the code that the node runs, 32 bytes: for statistics and warnings, never trusted. */
  readonly codeHash: Bytes
  /** Software name and version, printable ASCII, 1 to 64 characters. */
  readonly agent: string
  /** The node's clock when it sent this. */
  readonly time: UnixSeconds
}

/** Why a node does not want to talk to another. */
export type StatusRefusalCode =
  /** The names of the two Bourse networks differ. */
  | 'OTHER_NETWORK'
  /** A ledger with the same id has another genesis hash. */
  | 'OTHER_GENESIS'
  /** Misbehaviour; the sender may try again later. */
  | 'BANNED'
  /** No room for one more peer; the sender may try again later. */
  | 'FULL'

/** What either side may send: first its status, then whether it welcomes the other. */
export type StatusMessage =
  | { readonly kind: 'status'; readonly status: NodeStatus }
  | { readonly kind: 'welcome' }
  | { readonly kind: 'refuse'; readonly code: StatusRefusalCode }
