import { BIP32Factory, type BIP32Interface } from 'bip32'
import { eccLibrary } from '../../crypto/curve/ecc-library.ts'
import { concatBytes, copyBytes, type Bytes } from '../../base/bytes.ts'
import { hash160, sha256, taggedHash } from '../../base/hash.ts'
import type { LedgerId } from '../ledger.ts'
import { witnessScript } from './address.ts'
import type { BitcoinChain } from './networks.ts'

/** The derivation standards in use: 84 gives P2WPKH (BIP 84), 86 gives P2TR with a key path only (BIP 86). */
export type WalletPurpose = 84 | 86

/** Branch of an account (BIP 44): 0 is given to payers, 1 takes change. */
export type WalletBranch = 0 | 1

/** Where in an account a key lies. */
export interface KeyPath {
  readonly purpose: WalletPurpose
  readonly branch: WalletBranch
  /** 0 to 2^31-1. */
  readonly index: number
}

/** Keys of one ledger's accounts; the private ones are made when asked for and are the caller's to wipe. */
export interface WalletKeys {
  /** Compressed, 33 bytes. */
  publicKey(path: KeyPath): Bytes
  /** 32 bytes, as BIP 32 derives it: the Taproot tweak of BIP 86 is not in it. */
  privateKey(path: KeyPath): Bytes
}

const bip32 = BIP32Factory(eccLibrary)

/** The account key m/purpose'/coin'/account' (BIP 44's levels). `seed` is that of BIP 39: 64 bytes. */
export function deriveAccount(
  seed: Uint8Array,
  chain: BitcoinChain,
  position: { readonly purpose: WalletPurpose; readonly account: number }
): BIP32Interface {
  const root = bip32.fromSeed(seed, { wif: chain.wif, bip32: chain.bip32 })
  return deriveHardenedPath(root, [position.purpose, chain.coinType, position.account])
}

/** Child number of the branch that secrets other than wallet keys lie below: "BOUR" in ASCII. */
const SECRET_BRANCH = 0x424f5552

/** Key and chain code of m/SECRET_BRANCH', 64 bytes: no wallet standard uses it. */
export function deriveSecretBranch(seed: Uint8Array): Bytes {
  const branch = deriveHardenedPath(bip32.fromSeed(seed), [SECRET_BRANCH])
  if (branch.privateKey === undefined) throw new TypeError('a node derived from a seed has a private key')
  const secret = concatBytes(branch.privateKey, branch.chainCode)
  branch.privateKey.fill(0)
  return secret
}

/** Goes down hardened steps and wipes the private keys passed on the way. */
function deriveHardenedPath(root: BIP32Interface, steps: readonly number[]): BIP32Interface {
  return steps.reduce((node, step) => {
    const child = node.deriveHardened(step)
    node.privateKey?.fill(0)
    return child
  }, root)
}

/**
 * Which account a ledger uses: 0 on main chains, as every other wallet does. All test chains share one coin type, and
 * two private networks of one chain type must never share a key (their coinbases have equal ids), so there the ledger's
 * name chooses the account.
 */
export function accountIndex(chain: BitcoinChain, ledger: LedgerId): number {
  if (!chain.isTest) return 0
  const digest = sha256(new TextEncoder().encode(`${chain.name}/${ledger}`))
  return new DataView(digest.buffer).getUint32(0) >>> 1
}

/** Output script of the key under the purpose's standard: 22 bytes (P2WPKH) or 34 (P2TR). */
export function keyScript(publicKey: Uint8Array, purpose: WalletPurpose): Bytes {
  return purpose === 84 ? witnessScript(0, hash160(publicKey)) : witnessScript(1, taprootOutputKey(publicKey))
}

/** BIP 86: "Q = P + int(hashTapTweak(bytes(P)))G", x-only, 32 bytes. */
export function taprootOutputKey(publicKey: Uint8Array): Bytes {
  const internal = publicKey.subarray(1)
  const tweaked = eccLibrary.xOnlyPointAddTweak(internal, taggedHash('TapTweak', internal))
  if (tweaked === null) throw new RangeError('the Taproot tweak of this key is the point at infinity')
  return copyBytes(tweaked.xOnlyPubkey)
}

/**
 * The private key of {@link taprootOutputKey}, 32 bytes (BIP 341, taproot_tweak_seckey without a script tree).
 */
export function taprootPrivateKey(privateKey: Uint8Array): Bytes {
  const point = eccLibrary.pointFromScalar(privateKey, true)
  if (point === null) throw new RangeError('not a private key')
  const even = point[0] === 3 ? eccLibrary.privateNegate(privateKey) : copyBytes(privateKey)
  const tweaked = eccLibrary.privateAdd(even, taggedHash('TapTweak', point.subarray(1)))
  even.fill(0)
  if (tweaked === null) throw new RangeError('the Taproot tweak of this key is zero')
  return copyBytes(tweaked)
}

/** ECDSA over a 32-byte digest with a low S: 64 bytes r || s. */
export function signEcdsa(digest: Uint8Array, privateKey: Uint8Array): Bytes {
  return copyBytes(eccLibrary.sign(digest, privateKey))
}

/** BIP 340 over a 32-byte digest: 64 bytes. The nonce depends on key and digest alone. */
export function signSchnorr(digest: Uint8Array, privateKey: Uint8Array): Bytes {
  return copyBytes(eccLibrary.signSchnorr(digest, privateKey))
}

/** Key for maps: equal scripts, equal text. */
export function scriptKey(script: Uint8Array): string {
  return Buffer.from(script.buffer, script.byteOffset, script.byteLength).toString('latin1')
}
