import { createHmac, randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { entropyToMnemonic, mnemonicToEntropy, mnemonicToSeed } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import type { BIP32Interface } from 'bip32'
import { concatBytes, copyBytes, fromHex, toHex, type Bytes } from '../../base/bytes.ts'
import {
  deriveAccount,
  deriveSecretBranch,
  type KeyPath,
  type WalletKeys,
  type WalletPurpose
} from '../../ledgers/bitcoin/keys.ts'
import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import type { SecretSource } from '../../ports/ledger.ts'
import { DEFAULT_SCRYPT_COST, openSeal, sealEntropy } from './seal.ts'
import { createVaultFile, readVaultFile, replaceVaultFile, type SealedSeed } from './vault-file.ts'
import { VaultError } from './vault-error.ts'

/** How a vault is made. */
export interface VaultCreation {
  /** Words of a fresh mnemonic: 24 (256 bits) unless 12 (128 bits) is asked for. */
  readonly words?: 12 | 24
  /** Restores this mnemonic in place of a fresh one. */
  readonly mnemonic?: string
  /** scrypt's N, a power of two; smaller than the default for test networks only. It is stored in the file. */
  readonly scryptCost?: number
}

/** n - 1 of secp256k1 (SEC 2): secrets are reduced to 1..n-1. */
const ORDER_LESS_ONE = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140n

/**
 * Makes a vault in the data folder. The mnemonic is for the person to write down; it is given here, and by
 * {@link Vault.reveal}, and nowhere else.
 * @throws VaultError `VAULT_EXISTS`, `MNEMONIC_INVALID`.
 */
export async function createVault(
  folder: string,
  passphrase: string,
  creation: VaultCreation = {}
): Promise<{ readonly vault: Vault; readonly mnemonic: string }> {
  const entropy =
    creation.mnemonic === undefined
      ? copyBytes(randomBytes(creation.words === 12 ? 16 : 32))
      : parseMnemonic(creation.mnemonic)
  await createVaultFile(
    folder,
    await sealEntropy(entropy, passphrase, creation.scryptCost ?? DEFAULT_SCRYPT_COST)
  )
  const mnemonic = entropyToMnemonic(entropy, wordlist)
  entropy.fill(0)
  return { vault: new Vault(folder, copyBytes(await mnemonicToSeed(mnemonic))), mnemonic }
}

/** @throws VaultError `VAULT_MISSING`, `VAULT_DAMAGED`, `VAULT_TOO_NEW`, `VAULT_UNREADABLE`, `WRONG_PASSPHRASE`. */
export async function openVault(folder: string, passphrase: string): Promise<Vault> {
  return unsealVault(folder, await readVaultFile(folder), passphrase)
}

/** Opens a sealed seed that was read from somewhere else than a data folder. @throws VaultError `WRONG_PASSPHRASE`. */
export async function unsealVault(folder: string, sealed: SealedSeed, passphrase: string): Promise<Vault> {
  const entropy = await openSeal(sealed, passphrase)
  const seed = await mnemonicToSeed(entropyToMnemonic(entropy, wordlist))
  entropy.fill(0)
  return new Vault(folder, copyBytes(seed))
}

/** Entropy of a mnemonic of 12 or 24 English words, whatever its spaces and case. */
function parseMnemonic(text: string): Bytes {
  const words = text.trim().toLowerCase().split(/\s+/)
  if (words.length === 12 || words.length === 24) {
    try {
      return copyBytes(mnemonicToEntropy(words.join(' '), wordlist))
    } catch {
      // Falls through: which word is wrong is a secret of its own.
    }
  }
  throw new VaultError(
    'MNEMONIC_INVALID',
    'This is no valid mnemonic: 12 or 24 English words of BIP 39 are expected. Check their order and spelling.',
    { fault: 'user' }
  )
}

/** The opened seed: it gives keys and secrets, and never itself. */
export class Vault implements SecretSource {
  readonly #folder: string
  readonly #seed: Bytes
  #secretBranch: Bytes | null = null
  #isOpen = true

  /** `seed` is BIP 39's, 64 bytes; the vault owns and wipes it. Use {@link openVault} or {@link createVault}. */
  constructor(folder: string, seed: Bytes) {
    this.#folder = folder
    this.#seed = seed
  }

  #openSeed(): Bytes {
    if (this.#isOpen) return this.#seed
    throw new VaultError(
      'VAULT_CLOSED',
      'The wallet is locked. Start the node again and give its passphrase.',
      {
        fault: 'user'
      }
    )
  }

  derive(purpose: string, context: Bytes): Bytes {
    this.#secretBranch ??= deriveSecretBranch(this.#openSeed())
    const mac = createHmac('sha512', this.#secretBranch)
      .update(concatBytes(lengthPrefixed(purpose), context))
      .digest()
    const scalar = (BigInt(`0x${toHex(mac)}`) % ORDER_LESS_ONE) + 1n
    mac.fill(0)
    return fromHex(scalar.toString(16).padStart(64, '0'))
  }

  /** Keys of the chain's accounts number `account` (see accountIndex): BIP 84 and BIP 86. */
  walletKeys(chain: BitcoinChain, account: number): WalletKeys {
    const branches = new Map<string, BIP32Interface>()
    const openAccount = (purpose: WalletPurpose) =>
      deriveAccount(this.#openSeed(), chain, { purpose, account })
    const publicBranch = ({ purpose, branch }: KeyPath): BIP32Interface => {
      const name = `${purpose}/${branch}`
      const known = branches.get(name)
      if (known !== undefined) return known
      const node = openAccount(purpose)
      const neutered = node.neutered().derive(branch)
      node.privateKey?.fill(0)
      branches.set(name, neutered)
      return neutered
    }
    return {
      publicKey: (path: KeyPath) => copyBytes(publicBranch(path).derive(path.index).publicKey),
      privateKey: (path: KeyPath) => {
        const node = openAccount(path.purpose)
        const branch = node.derive(path.branch)
        const leaf = branch.derive(path.index)
        if (leaf.privateKey === undefined) throw new TypeError('a derived account holds private keys')
        const key = copyBytes(leaf.privateKey)
        for (const used of [node, branch, leaf]) used.privateKey?.fill(0)
        return key
      }
    }
  }

  /**
   * The mnemonic, for writing it down again.
   * @throws VaultError as {@link openVault}.
   */
  async reveal(passphrase: string): Promise<string> {
    const entropy = await openSeal(await readVaultFile(this.#folder), passphrase)
    const mnemonic = entropyToMnemonic(entropy, wordlist)
    entropy.fill(0)
    return mnemonic
  }

  /**
   * Seals the same seed under another passphrase, at the same cost; the old file is replaced in one step.
   * @throws VaultError as {@link openVault}.
   */
  async changePassphrase(current: string, next: string): Promise<void> {
    const sealed = await readVaultFile(this.#folder)
    const entropy = await openSeal(sealed, current)
    const renewed = await sealEntropy(entropy, next, sealed.kdf.n)
    entropy.fill(0)
    await replaceVaultFile(this.#folder, renewed)
  }

  /** Wipes the seed; later calls for keys throw `VAULT_CLOSED`. */
  close(): void {
    this.#isOpen = false
    this.#seed.fill(0)
    this.#secretBranch?.fill(0)
    this.#secretBranch = null
  }

  /** Nothing of the vault is ever serialised. */
  toJSON(): string {
    return '[Vault]'
  }

  [inspect.custom](): string {
    return '[Vault]'
  }
}

/** Length-prefixed text, so that two fields never run into each other: u16 big-endian and UTF-8. */
function lengthPrefixed(text: string): Bytes {
  const bytes = new TextEncoder().encode(text)
  return concatBytes(Uint8Array.of(bytes.length >> 8, bytes.length & 0xff), bytes)
}
