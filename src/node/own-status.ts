import { fromHex, type Bytes } from '../base/bytes.ts'
import type { Clock } from '../ports/world.ts'
import type { NodeStatus } from '../../protocols/status/types.ts'
import type { NodeConfig } from './config.ts'
import type { LedgerStack } from './ledger-stack.ts'
import { RULE_SET_VERSION } from './rule-set.ts'

/** What the status of a node is made of. */
export interface StatusParts {
  readonly config: NodeConfig
  readonly clock: Clock
  readonly hash: Bytes
  readonly version: string
  readonly stacks: readonly LedgerStack[]
}

/** What this node says of itself to each peer. */
export function ownStatus(parts: StatusParts): NodeStatus {
  const { config, clock, hash, version, stacks } = parts
  return {
    network: config.network,
    ledgers: stacks.map((stack) => ({
      id: stack.config.id,
      genesisHash: fromHex(stack.config.chain.genesisHash),
      height: stack.follower.tip()?.height ?? null
    })),
    roles: ['trader'],
    ruleSetVersion: RULE_SET_VERSION,
    codeHash: hash,
    agent: `bourse/${version}`,
    time: clock.now()
  }
}
