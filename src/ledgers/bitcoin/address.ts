import { address as bitcoinAddress } from 'bitcoinjs-lib'
import { concatBytes, type Bytes } from '../../base/bytes.ts'
import { CodedError } from '../../base/coded-error.ts'
import { keyHashScript } from './script/key-hash-script.ts'
import { BITCOIN_CHAINS, type BitcoinChain } from './networks.ts'

/** Text that is no address of the chain. */
export class AddressError extends CodedError<'ADDRESS_INVALID' | 'ADDRESS_WRONG_NETWORK'> {}

/** BIP 173: "A Bech32 string is at most 90 characters long". */
const MAX_ADDRESS_LENGTH = 90

const OP_0 = 0x00
const OP_1 = 0x51

/** Output script of a witness program (BIP 141): 22 to 42 bytes. */
export function witnessScript(version: number, program: Uint8Array): Bytes {
  return concatBytes(Uint8Array.of(version === 0 ? OP_0 : OP_1 + version - 1, program.length), program)
}

/** The kinds of output script that an address can name. */
export type ScriptKind = 'p2wpkh' | 'p2wsh' | 'p2tr' | 'p2pkh' | 'p2sh'

/** A standard output script: fixed bytes around a hash or key. */
interface ScriptForm {
  readonly kind: ScriptKind
  readonly before: readonly number[]
  readonly hashLength: number
  readonly after: readonly number[]
}

const SCRIPT_FORMS: readonly ScriptForm[] = [
  { kind: 'p2wpkh', before: [OP_0, 20], hashLength: 20, after: [] },
  { kind: 'p2wsh', before: [OP_0, 32], hashLength: 32, after: [] },
  { kind: 'p2tr', before: [OP_1, 32], hashLength: 32, after: [] },
  // OP_DUP OP_HASH160 <20> OP_EQUALVERIFY OP_CHECKSIG
  { kind: 'p2pkh', before: [0x76, 0xa9, 20], hashLength: 20, after: [0x88, 0xac] },
  // OP_HASH160 <20> OP_EQUAL
  { kind: 'p2sh', before: [0xa9, 20], hashLength: 20, after: [0x87] }
]

function hasForm(script: Uint8Array, form: ScriptForm): boolean {
  const end = form.before.length + form.hashLength
  return (
    script.length === end + form.after.length &&
    form.before.every((byte, index) => script[index] === byte) &&
    form.after.every((byte, index) => script[end + index] === byte)
  )
}

/** What kind of standard output the script is, or null. */
export function scriptKind(script: Uint8Array): ScriptKind | null {
  return SCRIPT_FORMS.find((form) => hasForm(script, form))?.kind ?? null
}

/**
 * The address of an output script: bech32 for SegWit version 0 (BIP 173), bech32m for Taproot (BIP 350), base58
 * for the older kinds.
 * @throws {@link RangeError} where the script is of no kind that has an address.
 */
export function scriptToAddress(script: Uint8Array, chain: BitcoinChain): string {
  const form = SCRIPT_FORMS.find((candidate) => hasForm(script, candidate))
  if (form === undefined) throw new RangeError('the output script has no address')
  const hash = script.subarray(form.before.length, form.before.length + form.hashLength)
  if (form.kind === 'p2pkh') return bitcoinAddress.toBase58Check(hash, chain.pubKeyHash)
  if (form.kind === 'p2sh') return bitcoinAddress.toBase58Check(hash, chain.scriptHash)
  return bitcoinAddress.toBech32(hash, form.kind === 'p2tr' ? 1 : 0, chain.bech32)
}

/** What an address says before the chain is known. */
interface DecodedAddress {
  readonly script: Bytes
  readonly belongsTo: (chain: BitcoinChain) => boolean
}

/**
 * The output script that an address of this chain stands for.
 * @throws AddressError `ADDRESS_INVALID` where it is no address of any chain that we know (a typing error shows
 * in its checksum), `ADDRESS_WRONG_NETWORK` where it is one of another chain.
 */
export function addressToScript(text: string, chain: BitcoinChain): Bytes {
  const decoded = text.length > MAX_ADDRESS_LENGTH ? null : (decodeSegwit(text) ?? decodeBase58(text))
  if (decoded === null) {
    throw new AddressError(
      'ADDRESS_INVALID',
      `This is no valid ${chain.name} address. Check it for typing errors.`,
      {
        fault: 'user'
      }
    )
  }
  if (decoded.belongsTo(chain)) return decoded.script
  const owners = Object.values(BITCOIN_CHAINS)
    .filter(decoded.belongsTo)
    .map((owner) => owner.name)
  if (owners.length === 0) {
    throw new AddressError(
      'ADDRESS_INVALID',
      `This address is of no chain that we know, so not of ${chain.name}.`,
      {
        fault: 'user'
      }
    )
  }
  throw new AddressError(
    'ADDRESS_WRONG_NETWORK',
    `This is an address of ${owners.join(' or ')}, not of ${chain.name}. Ask for one of ${chain.name}.`,
    { fault: 'user', details: { expected: chain.name, actual: owners.join(', ') } }
  )
}

function decodeSegwit(text: string): DecodedAddress | null {
  try {
    const { version, prefix, data } = bitcoinAddress.fromBech32(text)
    const known =
      version === 0 ? data.length === 20 || data.length === 32 : version === 1 && data.length === 32
    if (!known) return null
    return { script: witnessScript(version, data), belongsTo: (chain) => chain.bech32 === prefix }
  } catch {
    return null
  }
}

function decodeBase58(text: string): DecodedAddress | null {
  try {
    const { hash, version } = bitcoinAddress.fromBase58Check(text)
    const isKeyHash = Object.values(BITCOIN_CHAINS).some((chain) => chain.pubKeyHash === version)
    return isKeyHash
      ? {
          script: keyHashScript(hash),
          belongsTo: (chain) => chain.pubKeyHash === version
        }
      : {
          script: concatBytes(Uint8Array.of(0xa9, 20), hash, Uint8Array.of(0x87)),
          belongsTo: (chain) => chain.scriptHash === version
        }
  } catch {
    return null
  }
}
