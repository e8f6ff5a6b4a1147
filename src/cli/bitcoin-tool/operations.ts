import type { Transaction } from 'bitcoinjs-lib'
import * as v from 'valibot'
import { toHex } from '../../base/bytes.ts'
import { CodedError } from '../../base/coded-error.ts'
import { sats } from '../../base/units.ts'
import { addressToScript, scriptKind, scriptToAddress } from '../../ledgers/bitcoin/address.ts'
import { decodeTransaction } from '../../ledgers/bitcoin/decode-transaction.ts'
import { toDisplayHash } from '../../ledgers/bitcoin/display-hash.ts'
import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import type { NextBlock } from '../../ledgers/bitcoin/policy/lock-time.ts'
import { classifyScript } from '../../ledgers/bitcoin/policy/output-type.ts'
import { feeOf } from '../../ledgers/bitcoin/policy/spent-coins.ts'
import { validateTransaction } from '../../ledgers/bitcoin/policy/validate-transaction.ts'
import { addressRequest, sighashRequest, transactionRequest, verifyRequest } from './requests.ts'
import { signatureHash } from './sighash.ts'
import { ToolError } from './tool-error.ts'

/** Turns one parsed line into its result. @throws CodedError where it has none. */
type Operation = (request: unknown, chain: BitcoinChain) => Readonly<Record<string, unknown>>

/** The operations of `bourse tool bitcoin`, by name. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  decode: (request, chain) => decode(transactionOf(read(transactionRequest, request)), chain),
  txid: (request) => ({ txid: transactionOf(read(transactionRequest, request)).getId() }),
  verify: (request, chain) => verify(read(verifyRequest, request), chain),
  address: (request, chain) => address(read(addressRequest, request), chain),
  sighash(request) {
    const wanted = read(sighashRequest, request)
    const transaction = transactionOf(wanted)
    checkSpentCount(transaction, wanted.spent)
    return { sighash: toHex(signatureHash(transaction, wanted)) }
  }
}

function read<Schema extends v.GenericSchema>(schema: Schema, request: unknown): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, request)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new ToolError('LINE_INVALID', `${v.getDotPath(issue) ?? 'the line'}: ${issue.message}`)
}

function transactionOf({ transaction }: { readonly transaction: Uint8Array }): Transaction {
  return decodeTransaction(transaction)
}

function checkSpentCount({ ins }: Transaction, spent: readonly unknown[]): void {
  if (spent.length === ins.length) return
  throw new ToolError(
    'SPENT_COUNT_DIFFERS',
    `the transaction has ${ins.length} inputs, but "spent" has ${spent.length} outputs`
  )
}

function decode(transaction: Transaction, chain: BitcoinChain) {
  return {
    txid: transaction.getId(),
    version: transaction.version,
    locktime: transaction.locktime,
    size: transaction.byteLength(true),
    weight: transaction.weight(),
    virtualSize: transaction.virtualSize(),
    inputs: transaction.ins.map(({ hash, index, script, sequence, witness }) => ({
      txid: toDisplayHash(hash),
      vout: index,
      script: toHex(script),
      sequence,
      witness: witness.map(toHex)
    })),
    outputs: transaction.outs.map(({ script, value }) => ({ amount: value, ...scriptFacts(script, chain) }))
  }
}

function scriptFacts(script: Uint8Array, chain: BitcoinChain) {
  const facts = { script: toHex(script), type: classifyScript(script) }
  return scriptKind(script) === null ? facts : { ...facts, address: scriptToAddress(script, chain) }
}

/** Beyond every lock. */
const NO_LOCKS: NextBlock = { height: 0xffff_ffff, medianTime: 0xffff_ffff, medianTimeAt: () => null }

function verify(request: v.InferOutput<typeof verifyRequest>, chain: BitcoinChain) {
  const transaction = transactionOf(request)
  checkSpentCount(transaction, request.spent)
  const { tip } = request
  const spent = request.spent.map((coin) => ({ ...coin, amount: sats(coin.amount) }))
  const next =
    tip === undefined ? NO_LOCKS : { ...NO_LOCKS, height: tip.height + 1, medianTime: tip.medianTime }
  const fault = validateTransaction({ chain, transaction, spent, next })
  if (fault === null) return { txid: transaction.getId(), valid: true, fee: feeOf(transaction, spent) }
  const words = fault.words === '' ? fault.reason : `${fault.reason}, ${fault.words}`
  throw new CodedError(fault.code, words, { fault: 'user' })
}

function address(request: v.InferOutput<typeof addressRequest>, chain: BitcoinChain) {
  if (request.address !== undefined) return scriptFacts(addressToScript(request.address, chain), chain)
  if (request.script === undefined) {
    throw new ToolError('LINE_INVALID', 'the line: "address" or "script" is expected')
  }
  if (scriptKind(request.script) !== null) return scriptFacts(request.script, chain)
  throw new ToolError('SCRIPT_WITHOUT_ADDRESS', 'the script is of no kind that has an address')
}
