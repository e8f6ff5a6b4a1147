import { equalBytes } from '../../src/base/bytes.ts'
import type { NodeStatus, StatusRefusalCode } from './types.ts'

/**
 * Whether two nodes can trade with each other: null, or why not (README, "Compatibility"). Ledgers that only one of
 * them has do not matter.
 */
export function incompatibility(own: NodeStatus, other: NodeStatus): StatusRefusalCode | null {
  if (own.network !== other.network) return 'OTHER_NETWORK'
  for (const ledger of own.ledgers) {
    const same = other.ledgers.find(({ id }) => id === ledger.id)
    if (same !== undefined && !equalBytes(same.genesisHash, ledger.genesisHash)) return 'OTHER_GENESIS'
  }
  return null
}
