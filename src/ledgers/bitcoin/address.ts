import { address as bitcoinAddress } from 'bitcoinjs-lib'
import { concatBytes, type Bytes } from '../../base/bytes.ts'
import { CodedError } from '../../base/coded-error.ts'
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

/** What kind of standard output the script is, or null. */
export function scriptKind(script: Uint8Array): ScriptKind | null {
  const [first, second] = script
  if (script.length === 22 && first === OP_0 && second === 20) return 'p2wpkh'
  if (script.length === 34 && first === OP_0 && second === 32) return 'p2wsh'
  if (script.length === 34 && first === OP_1 && second === 32) return 'p2tr'
  if (script.length === 25 && first === 0x76 && second === 0xa9 && script[2] === 20 && script[24] === 0xac) {
    return 'p2pkh'
  }
  return script.length === 23 && first === 0xa9 && second === 20 && script[22] === 0x87 ? 'p2sh' : null
}

/**
 * The address of an output script: bech32 for SegWit version 0 (BIP 173), bech32m for Taproot (BIP 350), base58
 * for the older kinds.
 * @throws {@link RangeError} where the script is of no kind that has an address.
 */
export function scriptToAddress(script: Uint8Array, chain: BitcoinChain): string {
  const kind = scriptKind(script)
  switch (kind) {
    case 'p2wpkh':
    case 'p2wsh':
      return bitcoinAddress.toBech32(script.subarray(2), 0, chain.bech32)
    case 'p2tr':
      return bitcoinAddress.toBech32(script.subarray(2), 1, chain.bech32)
    case 'p2pkh':
      return bitcoinAddress.toBase58Check(script.subarray(3, 23), chain.pubKeyHash)
    case 'p2sh':
      return bitcoinAddress.toBase58Check(script.subarray(2, 22), chain.scriptHash)
    case null:
      throw new RangeError('the output script has no address')
  }
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
          script: concatBytes(Uint8Array.of(0x76, 0xa9, 20), hash, Uint8Array.of(0x88, 0xac)),
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
