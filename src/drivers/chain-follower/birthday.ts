import { blockHeight, type BlockHeight, type UnixSeconds } from '../../base/units.ts'
import { parseBlockHeader } from '../../ledgers/bitcoin/block-header.ts'
import type { ChainSource } from '../../ports/chain-source.ts'
import { inconsistent } from './follower-error.ts'

/** After which block a wallet's coins can lie: a height, or a time before which nothing was paid to it. */
export type Birthday = BlockHeight | { readonly since: UnixSeconds }

/** Blocks may carry times two hours ahead and fall behind the median of 11; a day covers both by far. */
const TIME_MARGIN_SECONDS = 24 * 60 * 60

/**
 * The height after which blocks are to be read. A time is looked up in the daemon's headers by halving.
 * @throws FollowerError `DAEMON_INCONSISTENT`; what the source rejects with.
 */
export async function birthdayHeight(
  birthday: Birthday,
  tip: BlockHeight,
  source: ChainSource
): Promise<BlockHeight> {
  if (typeof birthday === 'number') return blockHeight(Math.min(birthday, tip))
  const least = birthday.since - TIME_MARGIN_SECONDS
  let low = 0
  let high: number = tip
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((await timeAt(blockHeight(middle), source)) < least) low = middle
    else high = middle - 1
  }
  return blockHeight(low)
}

async function timeAt(height: BlockHeight, source: ChainSource): Promise<UnixSeconds> {
  const [raw] = await source.headers(height, 1)
  if (raw === undefined) throw inconsistent('The daemon has no block below the height that it names')
  try {
    return parseBlockHeader(raw).time
  } catch (error) {
    throw inconsistent('The daemon serves something that is no block header', error)
  }
}
