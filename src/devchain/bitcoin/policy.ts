import { isPushOnly } from '../../ledgers/bitcoin/script/instruction.ts'
import { witnessProgramOf } from '../../ledgers/bitcoin/script/witness-program.ts'
import { sats, type Sats } from '../../base/units.ts'
import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import type { Coin } from './coins.ts'
import { demand } from './errors.ts'
import { classifyScript, multisigKeys, scriptOperations, type ScriptKind } from './script-kind.ts'
import { redeemScriptOf, redeemOperations } from './sigops.ts'
import type { ChainTransaction } from './transaction.ts'

/** Largest weight of a transaction that is relayed. */
const MAX_STANDARD_WEIGHT = 400_000
/** Largest scriptSig: 15 signatures of a script hash with 15 compressed keys. */
const MAX_STANDARD_SCRIPT_SIG = 1650
/** OP_RETURN, the pushes' opcodes and 80 bytes of data. */
const MAX_OP_RETURN_SCRIPT = 83
/** Most data items, and bytes of each, under a version 0 script; the most bytes of that script. */
const WITNESS_SCRIPT_LIMITS = { items: 100, itemBytes: 80, scriptBytes: 3600 }
/** Most bytes of a data item under a tapscript. */
const TAPSCRIPT_ITEM_BYTES = 80
/** Most keys of a bare multisignature output, most operations of a redeem script. */
const MAX_BARE_MULTISIG_KEYS = 3
const MAX_REDEEM_SIGOPS = 15
const ANNEX_TAG = 0x50
const TAPSCRIPT_LEAF = 0xc0
/** What a coin's later spend weighs, by output type, in vbytes beyond the output itself. */
const SPEND_BYTES = { witness: 67, legacy: 148 }

/** The least amount that an output with this script may hold and be relayed; 0 for OP_RETURN. */
export function dustThreshold(chain: BitcoinChain, script: Uint8Array): Sats {
  if (classifyScript(script) === 'nulldata') return sats(0)
  const output = 8 + (script.length < 0xfd ? 1 : 3) + script.length
  const spend = witnessProgramOf(script) === null ? SPEND_BYTES.legacy : SPEND_BYTES.witness
  // The chain's P2PKH dust tells its rate: such an output has 34 bytes.
  return sats((BigInt(output + spend) * chain.dust.p2pkh) / BigInt(34 + SPEND_BYTES.legacy))
}

/**
 * What relaying nodes ask of the form of a transaction.
 * @throws RejectedError `version`, `tx-size`, `scriptsig-size`, `scriptsig-not-pushonly`, `scriptpubkey`,
 * `bare-multisig`, `dust`, `multi-op-return`, `tx-size-small`.
 */
export function checkStandard(chain: BitcoinChain, transaction: ChainTransaction): void {
  const { version, ins, outs } = transaction.transaction
  demand(version === 1 || version === 2, 'version')
  demand(transaction.weight <= MAX_STANDARD_WEIGHT, 'tx-size')
  for (const { script } of ins) {
    demand(script.length <= MAX_STANDARD_SCRIPT_SIG, 'scriptsig-size')
    demand(isPushOnly(script), 'scriptsig-not-pushonly')
  }
  let dataOutputs = 0
  for (const { script, value } of outs) {
    const kind = classifyScript(script)
    demand(isStandardOutput(script, kind), 'scriptpubkey')
    if (kind === 'nulldata') dataOutputs++
    demand(value >= dustThreshold(chain, script), 'dust')
  }
  demand(dataOutputs <= 1, 'multi-op-return')
}

function isStandardOutput(script: Uint8Array, kind: ScriptKind): boolean {
  if (kind === 'nulldata') return script.length <= MAX_OP_RETURN_SCRIPT
  if (kind !== 'multisig') return kind !== 'nonstandard'
  return (multisigKeys(scriptOperations(script))?.keys ?? 0) <= MAX_BARE_MULTISIG_KEYS
}

/**
 * What relaying nodes ask of what is spent, and of the witnesses.
 * @throws RejectedError `bad-txns-nonstandard-inputs`, `bad-witness-nonstandard`.
 */
export function checkStandardInputs(transaction: ChainTransaction, coins: readonly Coin[]): void {
  transaction.transaction.ins.forEach(({ script, witness }, index) => {
    const spent = coins[index]?.script ?? new Uint8Array(0)
    const kind = classifyScript(spent)
    demand(kind !== 'nonstandard' && kind !== 'witness_unknown', 'bad-txns-nonstandard-inputs')
    const redeem = redeemScriptOf(spent, script)
    demand(redeem === null || redeemOperations(redeem) <= MAX_REDEEM_SIGOPS, 'bad-txns-nonstandard-inputs')
    demand(isStandardWitness(redeem ?? spent, witness), 'bad-witness-nonstandard')
  })
}

function isStandardWitness(program: Uint8Array, witness: readonly Uint8Array[]): boolean {
  if (witness.length === 0) return true
  const kind = classifyScript(program)
  if (kind === 'witness_v0_scripthash') return isStandardScriptWitness(witness)
  if (kind === 'witness_v1_taproot') return isStandardTaprootWitness(witness)
  return kind === 'witness_v0_keyhash' || kind === 'witness_unknown'
}

function isStandardScriptWitness(witness: readonly Uint8Array[]): boolean {
  const items = witness.slice(0, -1)
  return (
    (witness.at(-1)?.length ?? 0) <= WITNESS_SCRIPT_LIMITS.scriptBytes &&
    items.length <= WITNESS_SCRIPT_LIMITS.items &&
    items.every((item) => item.length <= WITNESS_SCRIPT_LIMITS.itemBytes)
  )
}

function isStandardTaprootWitness(witness: readonly Uint8Array[]): boolean {
  // BIP 341: with two or more items a last one that starts with 50 is the annex; it has no meaning yet.
  if (witness.length >= 2 && witness.at(-1)?.[0] === ANNEX_TAG) return false
  const leafVersion = (witness.at(-1)?.[0] ?? 0) & 0xfe
  if (witness.length < 2 || leafVersion !== TAPSCRIPT_LEAF) return true
  return witness.slice(0, -2).every((item) => item.length <= TAPSCRIPT_ITEM_BYTES)
}
