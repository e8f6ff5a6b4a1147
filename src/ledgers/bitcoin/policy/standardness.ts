import type { Transaction } from 'bitcoinjs-lib'
import type { BitcoinChain } from '../networks.ts'
import { isPushOnly } from '../script/instruction.ts'
import type { SpentOutput } from '../script/verify.ts'
import { dialectOf, MIN_STRIPPED_SIZE } from './dialect.ts'
import { dustLimit } from './dust.ts'
import { classifyScript, multisigKeys, scriptOperations, type OutputType } from './output-type.ts'
import { ruleFault, type RuleFault } from './rule-fault.ts'
import { redeemOperations, redeemScriptOf, sigopsCost } from './signature-operations.ts'

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
/** Most signature operations of a relayed transaction: a fifth of what a block may hold. */
const MAX_STANDARD_SIGOPS_COST = 16_000
const ANNEX_TAG = 0x50
const TAPSCRIPT_LEAF = 0xc0

/** What relaying nodes ask of the form of a transaction, in the order in which they ask. */
export function checkStandard(chain: BitcoinChain, transaction: Transaction): RuleFault | null {
  const { version } = transaction
  if (version !== 1 && version !== 2) return ruleFault('version')
  if (transaction.weight() > MAX_STANDARD_WEIGHT) return ruleFault('tx-size')
  const fault = checkInputForms(transaction) ?? checkOutputForms(chain, transaction)
  if (fault !== null) return fault
  return transaction.byteLength(false) < MIN_STRIPPED_SIZE[dialectOf(chain)]
    ? ruleFault('tx-size-small')
    : null
}

function checkInputForms({ ins }: Transaction): RuleFault | null {
  for (const { script } of ins) {
    if (script.length > MAX_STANDARD_SCRIPT_SIG) return ruleFault('scriptsig-size')
    if (!isPushOnly(script)) return ruleFault('scriptsig-not-pushonly')
  }
  return null
}

function checkOutputForms(chain: BitcoinChain, { outs }: Transaction): RuleFault | null {
  let dataOutputs = 0
  for (const { script, value } of outs) {
    const type = classifyScript(script)
    if (!isStandardOutput(script, type)) return ruleFault('scriptpubkey')
    if (type === 'nulldata') dataOutputs++
    if (value < dustLimit(script, chain)) return ruleFault('dust')
  }
  return dataOutputs > 1 ? ruleFault('multi-op-return') : null
}

function isStandardOutput(script: Uint8Array, type: OutputType): boolean {
  if (type === 'nulldata') return script.length <= MAX_OP_RETURN_SCRIPT
  if (type !== 'multisig') return type !== 'nonstandard'
  return (multisigKeys(scriptOperations(script))?.keys ?? 0) <= MAX_BARE_MULTISIG_KEYS
}

/** What relaying nodes ask of what is spent, of the witnesses, and of the number of signature operations. */
export function checkStandardInputs(
  transaction: Transaction,
  coins: readonly SpentOutput[]
): RuleFault | null {
  for (const [index, { script }] of transaction.ins.entries()) {
    if (!isStandardSpend(coins[index], script)) return ruleFault('bad-txns-nonstandard-inputs')
  }
  for (const [index, { script, witness }] of transaction.ins.entries()) {
    const spent = coins[index]?.script ?? new Uint8Array(0)
    const program = redeemScriptOf(spent, script) ?? spent
    if (!isStandardWitness(program, witness)) return ruleFault('bad-witness-nonstandard')
  }
  const cost = sigopsCost(transaction, coins)
  return cost > MAX_STANDARD_SIGOPS_COST ? ruleFault('bad-txns-too-many-sigops', `${cost}`) : null
}

function isStandardSpend(spent: SpentOutput | undefined, scriptSig: Uint8Array): boolean {
  const script = spent?.script ?? new Uint8Array(0)
  const type = classifyScript(script)
  if (type === 'nonstandard' || type === 'witness_unknown') return false
  const redeem = redeemScriptOf(script, scriptSig)
  return redeem === null || redeemOperations(redeem) <= MAX_REDEEM_SIGOPS
}

function isStandardWitness(program: Uint8Array, witness: readonly Uint8Array[]): boolean {
  if (witness.length === 0) return true
  const type = classifyScript(program)
  if (type === 'witness_v0_scripthash') return isStandardScriptWitness(witness)
  if (type === 'witness_v1_taproot') return isStandardTaprootWitness(witness)
  return type === 'witness_v0_keyhash' || type === 'witness_unknown'
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
  if (witness.length < 2) return true
  const [control] = witness.at(-1) ?? []
  if (control === undefined) return false
  if ((control & 0xfe) !== TAPSCRIPT_LEAF) return true
  return witness.slice(0, -2).every((item) => item.length <= TAPSCRIPT_ITEM_BYTES)
}
