import type { Settlement } from './types.ts'

/** The gossip topic of a Bourse network's orders; networks do not share one. */
export function orderTopicName(network: string): string {
  return `/bourse/${network}/orders/1`
}

/** What a stranger can make a node do here: README, "Limits". */
export const ORDER_LIMITS = {
  /** The largest valid message has 903 bytes: four addresses of 130, a peer id of 66 and about 310 of the rest. */
  maxMessageBytes: 1024,
  /** An order lives for at most 7 days: what a node has to remember. */
  maxLifeSeconds: 7 * 24 * 3600
} as const

/** Wire codes, from 1 in this order. */
export const SETTLEMENTS: readonly Settlement[] = ['atomic']
