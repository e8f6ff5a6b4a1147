import { sats, type Sats } from '../../../base/units.ts'
import type { BitcoinChain } from '../networks.ts'
import { witnessProgramOf } from '../script/witness-program.ts'
import { classifyScript } from './output-type.ts'

/** What a coin's later spend weighs, by output type, in vbytes beyond the output itself. */
const SPEND_BYTES = { witness: 67, legacy: 148 }

/** The least amount that an output with this script may hold and be relayed; 0 for OP_RETURN. */
export function dustLimit(script: Uint8Array, chain: BitcoinChain): Sats {
  if (classifyScript(script) === 'nulldata') return sats(0)
  const output = 8 + (script.length < 0xfd ? 1 : 3) + script.length
  const spend = witnessProgramOf(script) === null ? SPEND_BYTES.legacy : SPEND_BYTES.witness
  // The chain's P2PKH dust tells its rate: such an output has 34 bytes.
  return sats((BigInt(output + spend) * chain.dust.p2pkh) / BigInt(34 + SPEND_BYTES.legacy))
}
