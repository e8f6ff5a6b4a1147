import type { Transaction } from 'bitcoinjs-lib'
import type { SpentCoin } from './spent-coins.ts'

/** Lock times below are heights, from it on UNIX times (nLockTime). */
const LOCKTIME_THRESHOLD = 500_000_000
const FINAL_SEQUENCE = 0xffff_ffff
/** BIP 68: "If bit (1 << 31) of the sequence number is set, then no consensus meaning is applied". */
const SEQUENCE_DISABLE = 0x8000_0000
/** BIP 68: "If bit (1 << 22) is set, the relative lock-time is specified in units of 512 seconds". */
const SEQUENCE_TYPE_TIME = 0x0040_0000
const SEQUENCE_MASK = 0x0000_ffff
const SEQUENCE_GRANULARITY = 512

/**
 * Whether nLockTime lets the transaction into a block of that height whose predecessor has that median time
 * past (BIP 113).
 */
export function isFinal(transaction: Transaction, height: number, medianTime: number): boolean {
  if (transaction.locktime === 0) return true
  const clock = transaction.locktime < LOCKTIME_THRESHOLD ? height : medianTime
  return transaction.locktime < clock || transaction.ins.every(({ sequence }) => sequence === FINAL_SEQUENCE)
}

/** The block in which locks are judged: for an unconfirmed transaction the one after the tip. */
export interface NextBlock {
  readonly height: number
  /** Median time past of the block before it (BIP 113), UNIX seconds. */
  readonly medianTime: number
  /** Median time past of the block at a height of the same branch; null where it is not known any more. */
  medianTimeAt(height: number): number | null
}

/**
 * Whether every relative lock of BIP 68 has passed. `coins` are what the inputs spend, in their order; a coin
 * of the mempool has the height of the next block. A lock in seconds whose start is not known counts as passed.
 */
export function sequenceLocksPassed(
  transaction: Transaction,
  coins: readonly SpentCoin[],
  place: NextBlock
): boolean {
  if (transaction.version < 2 || transaction.version > 0x7fff_ffff) return true
  return transaction.ins.every(({ sequence }, index) => {
    const coin = coins[index]
    if (coin === undefined || (sequence & SEQUENCE_DISABLE) !== 0) return true
    const units = sequence & SEQUENCE_MASK
    if ((sequence & SEQUENCE_TYPE_TIME) === 0) return coin.height + units <= place.height
    const from = place.medianTimeAt(Math.max(coin.height - 1, 0))
    return from === null || from + units * SEQUENCE_GRANULARITY <= place.medianTime
  })
}
