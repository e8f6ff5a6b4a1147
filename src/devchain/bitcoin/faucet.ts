import { script as scripts, Transaction } from 'bitcoinjs-lib'
import { concatBytes, copyBytes, type Bytes } from '../../base/bytes.ts'
import { hash160 } from '../../base/hash.ts'
import { sats, type Sats } from '../../base/units.ts'
import { curve } from '../../crypto/curve/selected.ts'
import { keyHashScript } from '../../ledgers/bitcoin/script/key-hash-script.ts'
import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import type { Coin } from './coins.ts'
import { DevelopmentChainError } from './errors.ts'
import { fromDisplayHash } from '../../ledgers/bitcoin/display-hash.ts'
import { outpointOfKey } from './transaction.ts'

/** Rate that the faucet pays, as a multiple of the chain's minimum. */
const FEE_MULTIPLE = 5
/** Virtual size of a P2WPKH input, of an output with the longest script paid to, and of the rest. */
const SIZES = { input: 68, output: 43, overhead: 11 }

/** A key whose coins anyone may ask for: P2WPKH. Its coins are not money. */
export interface FaucetKey {
  readonly privateKey: Bytes
  readonly publicKey: Bytes
  /** OP_0 and the key's hash. */
  readonly script: Bytes
}

/** The faucet of a private key, 32 bytes: its P2WPKH script is 22 bytes. @throws {@link RangeError} where it is no key. */
export function faucetKey(privateKey: Bytes): FaucetKey {
  const publicKey = curve().publicKey(privateKey)
  return { privateKey, publicKey, script: concatBytes(Uint8Array.of(0, 20), hash160(publicKey)) }
}

/** What a payment is made of. */
export interface FaucetPayment {
  readonly chain: BitcoinChain
  readonly key: FaucetKey
  /** Spendable coins of the key. */
  readonly coins: readonly (readonly [key: string, coin: Coin])[]
  readonly script: Uint8Array
  readonly amount: Sats
}

/**
 * A signed transaction whose output 0 pays `amount` to `script`; change goes back to the key.
 * @throws DevelopmentChainError `FAUCET_EMPTY`.
 */
export function payFromFaucet(payment: FaucetPayment): Transaction {
  const rate = BigInt(Math.ceil(payment.chain.minimumFeeRate * FEE_MULTIPLE))
  const chosen: (readonly [string, Coin])[] = []
  let total = 0n
  let fee = 0n
  for (const entry of [...payment.coins].sort(([, left], [, right]) => Number(right.amount - left.amount))) {
    chosen.push(entry)
    total += entry[1].amount
    fee = rate * BigInt(SIZES.overhead + 2 * SIZES.output + chosen.length * SIZES.input)
    if (total >= payment.amount + fee) break
  }
  if (chosen.length === 0 || total < payment.amount + fee) {
    throw new DevelopmentChainError(
      'FAUCET_EMPTY',
      'the faucet has not enough mature coins: mine more blocks'
    )
  }
  const transaction = new Transaction()
  transaction.version = 2
  for (const [key] of chosen) {
    const { txid, vout } = outpointOfKey(key)
    transaction.addInput(fromDisplayHash(txid), vout, 0xffff_fffd)
  }
  transaction.addOutput(payment.script, payment.amount)
  const change = total - payment.amount - fee
  if (change >= payment.chain.dust.p2wpkh) transaction.addOutput(payment.key.script, sats(change))
  sign(transaction, payment, chosen)
  return transaction
}

function sign(
  transaction: Transaction,
  { key }: FaucetPayment,
  spent: readonly (readonly [string, Coin])[]
): void {
  // BIP 143: the script code of P2WPKH is that of P2PKH with the same hash.
  const code = keyHashScript(key.script.subarray(2))
  spent.forEach(([, coin], index) => {
    const digest = transaction.hashForWitnessV0(index, code, coin.amount, Transaction.SIGHASH_ALL)
    const signature = scripts.signature.encode(
      curve().ecdsaSign(copyBytes(digest), key.privateKey),
      Transaction.SIGHASH_ALL
    )
    transaction.setWitness(index, [signature, key.publicKey])
  })
}
