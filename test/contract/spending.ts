import { script as scripts, Transaction } from 'bitcoinjs-lib'
import { concatBytes, copyBytes, type Bytes } from '../../src/base/bytes.ts'
import { hash160, sha256, taggedHash } from '../../src/base/hash.ts'
import { curve } from '../../src/crypto/curve/selected.ts'
import { fromDisplayHash } from '../../src/ledgers/bitcoin/display-hash.ts'

/** A key that a test holds. */
export interface TestKey {
  readonly privateKey: Bytes
  /** Compressed, 33 bytes. */
  readonly publicKey: Bytes
}

export function keyFrom(privateKey: Bytes): TestKey {
  return { privateKey, publicKey: curve().publicKey(privateKey) }
}

/** The `index`th of a row of keys. */
export function testKey(index: number): TestKey {
  return keyFrom(sha256(Uint8Array.of(0x6b, index)))
}

/** An output that a test may spend. */
export interface TestCoin {
  readonly txid: string
  readonly vout: number
  readonly script: Bytes
  readonly amount: bigint
}

export interface TestOutput {
  readonly script: Uint8Array
  readonly amount: bigint
}

/** A transaction without its signatures. */
export interface Draft {
  readonly coins: readonly TestCoin[]
  readonly outputs: readonly TestOutput[]
  readonly version?: number
  readonly locktime?: number
  /** Of each input; final unless given. */
  readonly sequence?: number
}

export function draft(plan: Draft): Transaction {
  const transaction = new Transaction()
  transaction.version = plan.version ?? 2
  transaction.locktime = plan.locktime ?? 0
  for (const { txid, vout } of plan.coins) {
    transaction.addInput(fromDisplayHash(txid), vout, plan.sequence ?? 0xffff_ffff)
  }
  for (const { script, amount } of plan.outputs) transaction.addOutput(script, amount)
  return transaction
}

export function p2wpkhScript(key: TestKey): Bytes {
  return concatBytes(Uint8Array.of(0, 20), hash160(key.publicKey))
}

export function p2pkhScript(key: TestKey): Bytes {
  return concatBytes(Uint8Array.of(0x76, 0xa9, 20), hash160(key.publicKey), Uint8Array.of(0x88, 0xac))
}

export function p2wshScript(witnessScript: Uint8Array): Bytes {
  return concatBytes(Uint8Array.of(0, 32), sha256(witnessScript))
}

/** Bytes of a script given as opcodes and pushes. */
export function compile(parts: readonly (number | Uint8Array)[]): Bytes {
  return copyBytes(scripts.compile([...parts]))
}

/** A script number, minimally encoded. */
export function scriptNumber(value: number): Uint8Array {
  return scripts.number.encode(value)
}

/** An ECDSA signature in DER with the hash type behind it. */
export function ecdsa(digest: Uint8Array, key: TestKey, hashType = Transaction.SIGHASH_ALL): Uint8Array {
  return scripts.signature.encode(curve().ecdsaSign(copyBytes(digest), key.privateKey), hashType)
}

/** Signs an input that spends P2WPKH. */
export function signP2wpkh(transaction: Transaction, index: number, coin: TestCoin, key: TestKey): void {
  const digest = transaction.hashForWitnessV0(index, p2pkhScript(key), coin.amount, Transaction.SIGHASH_ALL)
  transaction.setWitness(index, [ecdsa(digest, key), key.publicKey])
}

/** Signature of an input that spends P2WSH. */
export function signP2wsh(
  transaction: Transaction,
  coin: TestCoin,
  spend: { readonly witnessScript: Uint8Array; readonly key: TestKey }
): Uint8Array {
  const digest = transaction.hashForWitnessV0(0, spend.witnessScript, coin.amount, Transaction.SIGHASH_ALL)
  return ecdsa(digest, spend.key)
}

const LEAF_VERSION = 0xc0

/** A Taproot output with at most one leaf. */
export interface TaprootOutput {
  readonly script: Bytes
  /** Key whose signature spends by the key path. */
  readonly outputKey: TestKey | null
  readonly leafHash: Bytes
  /** Control block of the leaf. */
  readonly control: Bytes
}

/** BIP 341 output of an x-only internal key and a leaf; the key path needs `internal.privateKey`. */
export function taprootOutput(
  internal: { readonly xOnly: Bytes; readonly key?: TestKey },
  leaf: Uint8Array | null
): TaprootOutput {
  const leafHash =
    leaf === null
      ? new Uint8Array(0)
      : taggedHash('TapLeaf', Uint8Array.of(LEAF_VERSION), Uint8Array.of(leaf.length), leaf)
  const tweak = taggedHash('TapTweak', internal.xOnly, leafHash)
  const output = curve().pointAddScalar(concatBytes(Uint8Array.of(2), internal.xOnly), tweak)
  if (output === null) throw new Error('the tweaked key is infinity')
  const parity = (output[0] ?? 0) & 1
  return {
    script: concatBytes(Uint8Array.of(0x51, 32), output.subarray(1)),
    outputKey: internal.key === undefined ? null : tweaked(internal.key, tweak),
    leafHash,
    control: concatBytes(Uint8Array.of(LEAF_VERSION | parity), internal.xOnly)
  }
}

function tweaked(key: TestKey, tweak: Bytes): TestKey {
  const even = key.publicKey[0] === 2 ? key.privateKey : curve().scalarNegate(key.privateKey)
  return keyFrom(curve().scalarAdd(even, tweak))
}

/** x of a key: what Taproot scripts hold. */
export function xOnlyOf(key: TestKey): Bytes {
  return key.publicKey.slice(1)
}

/** BIP 341's point with no known private key. */
export const NUMS_KEY: Bytes = copyBytes(
  Buffer.from('50929b74c1a04954b78b4b6035e97a5e078a5a0f28ec96d547bfee9ace803ac0', 'hex')
)

/** BIP 340 signature of input 0 with the default hash type. */
export function signTaproot(
  transaction: Transaction,
  coin: TestCoin,
  spend: { readonly key: TestKey; readonly leafHash?: Bytes }
): Uint8Array {
  const digest = transaction.hashForWitnessV1(
    0,
    [coin.script],
    [coin.amount],
    Transaction.SIGHASH_DEFAULT,
    spend.leafHash
  )
  return curve().schnorrSign(copyBytes(digest), spend.key.privateKey, new Uint8Array(32))
}
