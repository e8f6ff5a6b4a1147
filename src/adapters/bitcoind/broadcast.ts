import type { BroadcastOutcome } from '../../ports/ledger.ts'
import type { DaemonError } from './errors.ts'

const RPC_ALREADY_IN_CHAIN = -27
/** Numbers of a transaction's own faults: it does not parse, an input is missing, a rule is broken. */
const REFUSALS: ReadonlySet<number> = new Set([-22, -25, -26])
/** Words of daemons that have the transaction already. */
const KNOWN = /^(?:txn-already-in-mempool|txn-already-known|txn-same-nonwitness-data-in-mempool)/
/** A reason goes to logs: no more of it than this. */
const MAX_REASON_LENGTH = 200

/** What sendrawtransaction's failure means. Errors of the connection are `unavailable`. */
export function broadcastOutcome(error: DaemonError): BroadcastOutcome {
  const reason = error.message.slice(0, MAX_REASON_LENGTH)
  if (error.rpcCode === RPC_ALREADY_IN_CHAIN) return { kind: 'known' }
  if (error.rpcCode === null || !REFUSALS.has(error.rpcCode))
    return { kind: 'unavailable', reason: error.code }
  return KNOWN.test(reason) ? { kind: 'known' } : { kind: 'rejected', reason }
}
