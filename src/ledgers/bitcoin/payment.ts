import { script as bitcoinScript, Transaction } from 'bitcoinjs-lib'
import { copyBytes, type Bytes } from '../../base/bytes.ts'
import { CodedError } from '../../base/coded-error.ts'
import type { BlockHeight, Sats } from '../../base/units.ts'
import type { OutPoint } from '../ledger.ts'
import { fromDisplayHash } from './display-hash.ts'
import { signEcdsa, signSchnorr, taprootPrivateKey, type KeyPath, type WalletKeys } from './keys.ts'
import type { BitcoinChain } from './networks.ts'
import { dustLimit } from './policy/dust.ts'
import { keyHashScript } from './script/key-hash-script.ts'
import type { SpendableKind } from './transaction-size.ts'

/** An output that a wallet key can spend. */
export interface SpendableCoin {
  readonly outpoint: OutPoint
  readonly amount: Sats
  readonly kind: SpendableKind
  readonly script: Bytes
  readonly path: KeyPath
}

/** An output to be made. */
export interface PaymentOutput {
  readonly script: Bytes
  readonly amount: Sats
}

/** A payment that nobody would relay. */
export class PaymentError extends CodedError<'AMOUNT_DUST'> {}

/** BIP 125: "any transaction ... with an nSequence number less than (0xffffffff - 1)" may be replaced; locks stay on. */
const REPLACEABLE_SEQUENCE = 0xfffffffd
const VERSION = 2

/** @throws PaymentError `AMOUNT_DUST` where the output is too small to be relayed. */
export function checkDust(output: PaymentOutput, chain: BitcoinChain): void {
  const least = dustLimit(output.script, chain)
  if (output.amount >= least) return
  throw new PaymentError(
    'AMOUNT_DUST',
    `${output.amount} ${chain.unit} is too little to send: nodes relay ${least} or more.`,
    { fault: 'user', details: { amount: output.amount, least } }
  )
}

/**
 * Builds and signs a payment of SegWit inputs (P2WPKH, P2TR by key path): version 2, replaceable, locked to the tip's
 * height so that no miner gains from going back for its fee.
 */
export function signPayment(
  coins: readonly SpendableCoin[],
  outputs: readonly PaymentOutput[],
  lockHeight: BlockHeight,
  keys: WalletKeys
): { readonly transaction: Bytes; readonly txid: string; readonly virtualSize: number } {
  const transaction = new Transaction()
  transaction.version = VERSION
  transaction.locktime = lockHeight
  for (const { outpoint } of coins) {
    transaction.addInput(fromDisplayHash(outpoint.txid), outpoint.vout, REPLACEABLE_SEQUENCE)
  }
  for (const output of outputs) transaction.addOutput(output.script, output.amount)
  coins.forEach((coin, index) => {
    const privateKey = keys.privateKey(coin.path)
    const witness =
      coin.kind === 'p2tr'
        ? signKeyPath(transaction, coins, index, privateKey)
        : signKeyHash(transaction, coin, { index, privateKey, publicKey: keys.publicKey(coin.path) })
    privateKey.fill(0)
    transaction.setWitness(index, witness)
  })
  return {
    transaction: copyBytes(transaction.toBuffer()),
    txid: transaction.getId(),
    virtualSize: transaction.virtualSize()
  }
}

/** BIP 341 key path, SIGHASH_DEFAULT. */
function signKeyPath(
  transaction: Transaction,
  coins: readonly SpendableCoin[],
  index: number,
  privateKey: Bytes
): Uint8Array[] {
  const digest = transaction.hashForWitnessV1(
    index,
    coins.map((coin) => coin.script),
    coins.map((coin) => coin.amount),
    Transaction.SIGHASH_DEFAULT
  )
  const tweaked = taprootPrivateKey(privateKey)
  const signature = signSchnorr(digest, tweaked)
  tweaked.fill(0)
  return [signature]
}

/** BIP 143 P2WPKH, SIGHASH_ALL: the script code is that of P2PKH. */
function signKeyHash(
  transaction: Transaction,
  coin: SpendableCoin,
  signer: { readonly index: number; readonly privateKey: Bytes; readonly publicKey: Bytes }
): Uint8Array[] {
  const scriptCode = keyHashScript(coin.script.subarray(2))
  const digest = transaction.hashForWitnessV0(signer.index, scriptCode, coin.amount, Transaction.SIGHASH_ALL)
  const signature = signEcdsa(digest, signer.privateKey)
  return [bitcoinScript.signature.encode(signature, Transaction.SIGHASH_ALL), signer.publicKey]
}
