import type { Transaction } from 'bitcoinjs-lib'
import { witnessProgramOf } from '../script/witness-program.ts'
import { classifyScript, scriptOperations } from './output-type.ts'
import type { SpentOutput } from '../script/verify.ts'

const OP_1 = 0x51
const OP_16 = 0x60
const OP_CHECKSIG = 0xac
const OP_CHECKSIGVERIFY = 0xad
const OP_CHECKMULTISIG = 0xae
const OP_CHECKMULTISIGVERIFY = 0xaf
/** A CHECKMULTISIG whose key count is not the constant before it counts as this many. */
const MAX_KEYS_PER_MULTISIG = 20
/** BIP 141: an operation outside witnesses costs four. */
const LEGACY_COST = 4

function operations(script: Uint8Array, counting: 'rough' | 'exact'): number {
  let count = 0
  let previous = 0
  for (const { opcode } of scriptOperations(script)) {
    if (opcode === OP_CHECKSIG || opcode === OP_CHECKSIGVERIFY) count++
    if (opcode === OP_CHECKMULTISIG || opcode === OP_CHECKMULTISIGVERIFY) {
      const known = counting === 'exact' && previous >= OP_1 && previous <= OP_16
      count += known ? previous - OP_1 + 1 : MAX_KEYS_PER_MULTISIG
    }
    previous = opcode
  }
  return count
}

/** Operations of a version 0 witness: one for a key hash, those of its script for a script hash. */
function witnessOperations(script: Uint8Array, witness: readonly Uint8Array[]): number {
  const output = witnessProgramOf(script)
  if (output?.version !== 0) return 0
  if (output.program.length === 20) return 1
  return operations(witness.at(-1) ?? new Uint8Array(0), 'exact')
}

/** The script that an input to a script hash reveals (BIP 16), or null where it spends another type. */
export function redeemScriptOf(spent: Uint8Array, scriptSig: Uint8Array): Uint8Array | null {
  if (classifyScript(spent) !== 'scripthash') return null
  return scriptOperations(scriptSig).at(-1)?.data ?? new Uint8Array(0)
}

/** Signature operations of a redeem script. */
export function redeemOperations(script: Uint8Array): number {
  return operations(script, 'exact')
}

/** BIP 141's signature operation cost; `coins` are what the inputs spend (none for a coinbase). */
export function sigopsCost({ ins, outs }: Transaction, coins: readonly SpentOutput[]): number {
  const scripts = [...ins.map(({ script }) => script), ...outs.map(({ script }) => script)]
  let cost = LEGACY_COST * scripts.reduce((sum, script) => sum + operations(script, 'rough'), 0)
  ins.forEach((input, index) => {
    const coin = coins[index]
    if (coin === undefined) return
    const redeem = redeemScriptOf(coin.script, input.script)
    if (redeem !== null) cost += LEGACY_COST * redeemOperations(redeem)
    cost += witnessOperations(redeem ?? coin.script, input.witness)
  })
  return cost
}
