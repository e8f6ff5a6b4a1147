import { sats, type Sats } from '../../../base/units.ts'
import type { Arguments } from '../../json-rpc/method.ts'
import { RpcError } from '../../json-rpc/rpc-error.ts'
import { fromHex, type Bytes } from '../../../base/bytes.ts'
import type { BlockEntry } from '../block-tree.ts'
import type { DevelopmentChain } from '../development-chain.ts'
import { RejectedError } from '../errors.ts'
import { parseChainTransaction, type ChainTransaction } from '../transaction.ts'

/** What the methods of one server work on. */
export interface RpcContext {
  readonly chain: DevelopmentChain
  /** UNIX time of the server's start. */
  readonly startedAt: number
  /** Ends the server; called once, after the answer to `stop` was given. */
  stop(): void
}

/** The block that the first parameter names; `name` is the daemons' for it. @throws RpcError -8, -5. */
export function blockArgument(chain: DevelopmentChain, given: Arguments, name = 'blockhash'): BlockEntry {
  const entry = chain.state.tree.get(given.hash(0, name))
  if (entry === undefined) throw new RpcError('INVALID_ADDRESS_OR_KEY', 'Block not found')
  return entry
}

/** The bytes that a parameter writes in hexadecimal. @throws RpcError -22. */
export function bytesArgument(text: unknown, complaint: string): Bytes {
  try {
    if (typeof text === 'string' && text !== '') return fromHex(text)
  } catch {
    // The complaint that the daemons give follows.
  }
  throw new RpcError('DESERIALIZATION_ERROR', complaint)
}

/** The transaction that a parameter holds. @throws RpcError -22. */
export function transactionArgument(text: unknown): ChainTransaction {
  const complaint = 'TX decode failed. Make sure the tx has at least one input.'
  const bytes = bytesArgument(text, complaint)
  try {
    return parseChainTransaction(bytes)
  } catch (error) {
    if (error instanceof RejectedError) throw new RpcError('DESERIALIZATION_ERROR', complaint)
    throw error
  }
}

const MOST_COINS = 100_000_000

/** An amount of coins given as a number or text with up to 8 decimals. @throws RpcError -3. */
export function amountArgument(value: unknown): Sats {
  const text = typeof value === 'number' ? value.toFixed(8) : value
  const [, whole = '', fraction = ''] =
    typeof text === 'string' ? (/^(\d{1,9})(?:\.(\d{1,8}))?$/.exec(text) ?? []) : []
  if (whole === '' || Number(whole) > MOST_COINS) throw new RpcError('TYPE_ERROR', 'Invalid amount')
  return sats(BigInt(whole + fraction.padEnd(8, '0')))
}
