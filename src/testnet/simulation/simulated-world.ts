import type { LedgerId } from '../../ledgers/ledger.ts'
import type { Log } from '../../ports/world.ts'
import { SimulatedClock } from './simulated-clock.ts'
import { SimulatedLedger } from './simulated-ledger.ts'
import { SimulatedPeers } from './simulated-peers.ts'
import type { SimulatedWorld } from './simulated-trader.ts'

const SILENT: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => SILENT
}

/** A world for simulated traders: ledgers with these ids, one network, time that only moves when told to. */
export function createSimulatedWorld(ledgers: readonly LedgerId[], log: Log = SILENT): SimulatedWorld {
  const clock = new SimulatedClock()
  const chains = ledgers.map((id) => [id, new SimulatedLedger(id, clock)] as const)
  return { clock, peers: new SimulatedPeers(), ledgers: new Map(chains), log }
}

/** Mines a block on every ledger, then lets `seconds` of simulated time pass; `blocks` times. */
export async function passBlocks(world: SimulatedWorld, blocks: number, seconds = 150): Promise<void> {
  for (let block = 0; block < blocks; block++) {
    for (const ledger of world.ledgers.values()) ledger.mine(1)
    await world.clock.advance(seconds)
  }
}
