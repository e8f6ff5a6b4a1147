import { payments, script as bitcoinScript, Transaction, type Payment } from 'bitcoinjs-lib'
import { concatBytes, copyBytes, type Bytes } from '../../../../src/base/bytes.ts'
import { hash160, sha256, taggedHash } from '../../../../src/base/hash.ts'
import { sats, type Sats } from '../../../../src/base/units.ts'
import { xOnly } from '../../../../src/crypto/curve/curve.ts'
import { initialiseBitcoinjs } from '../../../../src/crypto/curve/ecc-library.ts'
import { curve } from '../../../../src/crypto/curve/selected.ts'
import { pushOf } from '../../../../src/ledgers/bitcoin/script/instruction.ts'
import { SIGHASH } from '../../../../src/ledgers/bitcoin/script/sighash-type.ts'
import type { InputCheck, SpentOutput } from '../../../../src/ledgers/bitcoin/script/verify.ts'
import { assemble } from './assembly.ts'

/** A transaction whose first input can be judged. */
export type Spend = Omit<InputCheck, 'flags'>

/** How the spending transaction deviates from version 2, no lock, sequence fffffffe, all covered. */
export interface SpendOptions {
  readonly version?: number
  readonly locktime?: number
  readonly sequence?: number
  readonly hashType?: number
  /** What the signer believes the spent amount to be. */
  readonly signedAmount?: Sats
}

const AMOUNT = sats(100_000)
const ZEROS = new Uint8Array(32)

/** A private key of the tests by its name. */
export const key = (name: string): Bytes => sha256(new TextEncoder().encode(name))
const publicKey = (name: string): Bytes => curve().publicKey(key(name))
/** x of the public key of that name. */
export const xKey = (name: string): Bytes => xOnly(publicKey(name))
const hex = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString('hex')}`

/** The words that push the bytes. */
export const pushed = (bytes: Uint8Array): string => hex(pushOf(bytes))

/** A script that pays to a hash of 20 or 32 bytes behind a version opcode. */
const program = (version: number, bytes: Uint8Array): Bytes => assemble(`${version} ${pushed(bytes)}`)

/** Two inputs, of which the first spends the script, and two outputs. */
function draft(script: Bytes, options: SpendOptions): Spend & { spentOutputs: SpentOutput[] } {
  const transaction = new Transaction()
  transaction.version = options.version ?? 2
  transaction.locktime = options.locktime ?? 0
  transaction.addInput(sha256(script), 7, options.sequence ?? 0xfffffffe)
  transaction.addInput(sha256(ZEROS), 1, 0xfffffffd)
  transaction.addOutput(program(0, hash160(script)), 60_000n)
  transaction.addOutput(program(1, xKey('change')), 35_000n)
  const other = { script: program(0, hash160(ZEROS)), amount: sats(5000) }
  return { transaction, inputIndex: 0, spentOutputs: [{ script, amount: AMOUNT }, other] }
}

function der(digest: Uint8Array, name: string, hashType: number): Bytes {
  return copyBytes(bitcoinScript.signature.encode(curve().ecdsaSign(digest, key(name)), hashType))
}

/** A signature over the legacy digest that bitcoinjs-lib computes. */
function signLegacy(spend: Spend, script: Uint8Array, name: string, hashType: number): Bytes {
  return der(spend.transaction.hashForSignature(0, script, hashType), name, hashType)
}

type Signer = (name: string) => Bytes

function segwitSigner(spend: Spend, script: Uint8Array, options: SpendOptions): Signer {
  const hashType = options.hashType ?? SIGHASH.ALL
  const amount = options.signedAmount ?? AMOUNT
  return (name) => der(spend.transaction.hashForWitnessV0(0, script, amount, hashType), name, hashType)
}

/** Pays to the hash of a key, by scriptSig. */
export function p2pkh(options: SpendOptions = {}): Spend {
  const script = assemble(`DUP HASH160 ${pushed(hash160(publicKey('alice')))} EQUALVERIFY CHECKSIG`)
  const spend = draft(script, options)
  const signature = signLegacy(spend, script, 'alice', options.hashType ?? SIGHASH.ALL)
  spend.transaction.setInputScript(0, assemble(`${pushed(signature)} ${pushed(publicKey('alice'))}`))
  return spend
}

/** Pays to the hash of a key, by witness. */
export function p2wpkh(options: SpendOptions = {}): Spend {
  const hash = hash160(publicKey('alice'))
  const spend = draft(program(0, hash), options)
  const sign = segwitSigner(spend, assemble(`DUP HASH160 ${pushed(hash)} EQUALVERIFY CHECKSIG`), options)
  spend.transaction.setWitness(0, [sign('alice'), publicKey('alice')])
  return spend
}

/** The same wrapped in P2SH. */
export function p2shP2wpkh(options: SpendOptions = {}): Spend {
  const hash = hash160(publicKey('alice'))
  const redeem = program(0, hash)
  const spend = draft(assemble(`HASH160 ${pushed(hash160(redeem))} EQUAL`), options)
  const sign = segwitSigner(spend, assemble(`DUP HASH160 ${pushed(hash)} EQUALVERIFY CHECKSIG`), options)
  spend.transaction.setInputScript(0, pushOf(redeem))
  spend.transaction.setWitness(0, [sign('alice'), publicKey('alice')])
  return spend
}

/** The arguments that a script wants below itself in the witness. */
type Arguments = (sign: Signer) => Uint8Array[]

/** A SegWit v0 script with the arguments that it wants. */
export function p2wsh(words: string, items: Arguments, options: SpendOptions = {}): Spend {
  const script = assemble(words)
  const spend = draft(program(0, sha256(script)), options)
  spend.transaction.setWitness(0, [...items(segwitSigner(spend, script, options)), script])
  return spend
}

/** Two of three by CHECKMULTISIG. */
export function multisig(options: SpendOptions = {}): Spend {
  const keys = ['alice', 'bob', 'carol'].map((name) => pushed(publicKey(name))).join(' ')
  const empty = new Uint8Array(0)
  return p2wsh(`2 ${keys} 3 CHECKMULTISIG`, (sign) => [empty, sign('alice'), sign('carol')], options)
}

/** Height from which the giver of an HTLC may take it back. */
export const REFUND_HEIGHT = 500
/** What claims the HTLC. */
export const PREIMAGE = sha256(new TextEncoder().encode('preimage'))

const htlcScript = `IF SHA256 ${pushed(sha256(PREIMAGE))} EQUALVERIFY ${pushed(publicKey('bob'))}
  ELSE ${REFUND_HEIGHT} CHECKLOCKTIMEVERIFY DROP ${pushed(publicKey('alice'))} ENDIF CHECKSIG`

/** The taker of an HTLC claims it with a preimage. */
export function htlcClaim(preimage: Uint8Array = PREIMAGE, options: SpendOptions = {}): Spend {
  return p2wsh(htlcScript, (sign) => [sign('bob'), preimage, Uint8Array.of(1)], options)
}

/** The giver of an HTLC takes it back. */
export function htlcRefund(options: SpendOptions = { locktime: REFUND_HEIGHT }): Spend {
  return p2wsh(htlcScript, (sign) => [sign('alice'), new Uint8Array(0)], options)
}

/** Blocks that the delayed output waits. */
export const DELAY = 6

/** A delayed output is spent after its delay. */
export function csv(options: SpendOptions = { sequence: DELAY }): Spend {
  const script = `${DELAY} CHECKSEQUENCEVERIFY DROP ${pushed(publicKey('alice'))} CHECKSIG`
  return p2wsh(script, (sign) => [sign('alice')], options)
}

const LEAF_VERSION = 0xc0

/** Two leaves under an internal key: what a trade locks its coins with. */
function taprootPayment(words: string): { payment: Payment; leaf: Bytes } {
  initialiseBitcoinjs()
  const leaf = assemble(words)
  const other = assemble(`${pushed(xKey('carol'))} CHECKSIG`)
  const payment = payments.p2tr({
    internalPubkey: xKey('alice'),
    scriptTree: [{ output: leaf }, { output: other }],
    redeem: { output: leaf, redeemVersion: LEAF_VERSION }
  })
  return { payment, leaf }
}

/** The private key of the output that {@link taprootPayment} makes. */
function outputKey(payment: Payment): Bytes {
  const point = publicKey('alice')
  const even = point[0] === 2 ? key('alice') : curve().scalarNegate(key('alice'))
  return curve().scalarAdd(even, taggedHash('TapTweak', xOnly(point), payment.hash ?? ZEROS))
}

function taprootSignature(spend: Spend, privateKey: Bytes, options: SpendOptions, leafHash?: Bytes): Bytes {
  const hashType = options.hashType ?? SIGHASH.DEFAULT
  const scripts = spend.spentOutputs.map(({ script }) => script)
  const amounts = spend.spentOutputs.map(({ amount }) => amount)
  const annex = spend.transaction.ins[0]!.witness.at(-1)
  const digest = spend.transaction.hashForWitnessV1(0, scripts, amounts, hashType, leafHash, annex)
  const signature = curve().schnorrSign(digest, privateKey, ZEROS)
  return hashType === SIGHASH.DEFAULT ? signature : concatBytes(signature, Uint8Array.of(hashType))
}

/** Taproot by key, the output key tweaked with a tree; an annex starts with 50. */
export function p2trKeyPath(options: SpendOptions = {}, annex?: Bytes): Spend {
  const { payment } = taprootPayment('RETURN')
  const spend = draft(copyBytes(payment.output ?? ZEROS), options)
  const tail = annex === undefined ? [] : [annex]
  spend.transaction.setWitness(0, tail)
  spend.transaction.setWitness(0, [taprootSignature(spend, outputKey(payment), options), ...tail])
  return spend
}

/** Taproot by a leaf with the arguments that it wants. */
export function p2trLeaf(words: string, items: Arguments, options: SpendOptions = {}): Spend {
  const { payment, leaf } = taprootPayment(words)
  const spend = draft(copyBytes(payment.output ?? ZEROS), options)
  const length = leaf.length
  const leafHash = taggedHash('TapLeaf', Uint8Array.of(LEAF_VERSION, length), leaf)
  const sign: Signer = (name) => taprootSignature(spend, key(name), options, leafHash)
  spend.transaction.setWitness(0, [...items(sign), ...(payment.witness ?? [])])
  return spend
}

/** Both traders sign in one leaf. */
export function leafTwoOfTwo(options: SpendOptions = {}): Spend {
  const words = `${pushed(xKey('alice'))} CHECKSIGVERIFY ${pushed(xKey('bob'))} CHECKSIG`
  return p2trLeaf(words, (sign) => [sign('bob'), sign('alice')], options)
}

/** A leaf that gives the coins back after a height. */
export function leafRefund(options: SpendOptions = { locktime: REFUND_HEIGHT }): Spend {
  const words = `${REFUND_HEIGHT} CHECKLOCKTIMEVERIFY DROP ${pushed(xKey('alice'))} CHECKSIG`
  return p2trLeaf(words, (sign) => [sign('alice')], options)
}

const [alice, bob, carol] = ['alice', 'bob', 'carol'].map((name) => pushed(xKey(name)))

/** Two of three by CHECKSIGADD; the named ones sign, in the order alice, bob, carol. */
export function leafTwoOfThree(
  signers: readonly string[] = ['alice', 'carol'],
  options: SpendOptions = {}
): Spend {
  const words = `${alice} CHECKSIG ${bob} CHECKSIGADD ${carol} CHECKSIGADD 2 NUMEQUAL`
  const item = (sign: Signer, name: string): Bytes =>
    signers.includes(name) ? sign(name) : new Uint8Array(0)
  return p2trLeaf(words, (sign) => ['carol', 'bob', 'alice'].map((name) => item(sign, name)), options)
}

/** A valid spend of every kind, by name. */
export const VALID_SPENDS: Readonly<Record<string, () => Spend>> = {
  p2pkh,
  p2wpkh,
  'p2wpkh in p2sh': p2shP2wpkh,
  'p2wsh 2-of-3': multisig,
  'htlc claim': htlcClaim,
  'htlc refund': htlcRefund,
  csv,
  'p2tr key path': p2trKeyPath,
  'p2tr key path with an annex': () => p2trKeyPath({}, Uint8Array.of(0x50, 1, 2, 3)),
  'p2tr leaf 2-of-2': leafTwoOfTwo,
  'p2tr leaf refund': leafRefund,
  'p2tr leaf 2-of-3 by CHECKSIGADD': leafTwoOfThree
}
