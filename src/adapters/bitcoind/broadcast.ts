import type { BroadcastOutcome } from '../../ports/ledger.ts'
import type { DaemonError } from './errors.ts'

const RPC_DESERIALIZATION = -22
const RPC_VERIFY_ERROR = -25
const RPC_VERIFY_REJECTED = -26
const RPC_ALREADY_IN_CHAIN = -27
/** Words of daemons that have the transaction already. */
const KNOWN = /^(?:txn-already-in-mempool|txn-already-known|txn-same-nonwitness-data-in-mempool)/
/** A reason goes to logs: no more of it than this. */
const MAX_REASON_LENGTH = 200

/** What sendrawtransaction's failure means. Errors of the connection are `unavailable`. */
export function broadcastOutcome(error: DaemonError): BroadcastOutcome {
  const reason = error.message.slice(0, MAX_REASON_LENGTH)
  switch (error.rpcCode) {
    case RPC_ALREADY_IN_CHAIN:
      return { kind: 'known' }
    case RPC_VERIFY_REJECTED:
    case RPC_VERIFY_ERROR:
    case RPC_DESERIALIZATION:
      return KNOWN.test(reason) ? { kind: 'known' } : { kind: 'rejected', reason }
    default:
      return { kind: 'unavailable', reason: error.code }
  }
}
