import { address as addresses, type Network } from 'bitcoinjs-lib'
import { concatBytes, copyBytes, type Bytes } from '../../base/bytes.ts'
import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import { witnessProgramOf } from '../../ledgers/bitcoin/script/witness-program.ts'
import { DevelopmentChainError } from './errors.ts'

function networkOf(chain: BitcoinChain): Network {
  return {
    messagePrefix: '',
    bech32: chain.bech32,
    bip32: chain.bip32,
    pubKeyHash: chain.pubKeyHash,
    scriptHash: chain.scriptHash,
    wif: chain.wif
  }
}

/** OP_1 of a witness version of 1 is 51. */
const VERSION_OPCODE_OFFSET = 0x50

/**
 * Output script of an address of the chain: Base58 or SegWit of any version (BIP 173, BIP 350).
 * @throws {@link DevelopmentChainError} `ADDRESS_INVALID`.
 */
export function addressToScript(chain: BitcoinChain, address: string): Bytes {
  try {
    return isSegwit(chain, address)
      ? segwitScript(address)
      : copyBytes(addresses.toOutputScript(address, networkOf(chain)))
  } catch (error) {
    throw new DevelopmentChainError('ADDRESS_INVALID', `no address of ${chain.name}`, error)
  }
}

function isSegwit(chain: BitcoinChain, address: string): boolean {
  return address.toLowerCase().startsWith(`${chain.bech32}1`)
}

function segwitScript(address: string): Bytes {
  const { version, data } = addresses.fromBech32(address)
  const script = concatBytes(
    Uint8Array.of(version === 0 ? 0 : version + VERSION_OPCODE_OFFSET, data.length),
    data
  )
  const isKnownLength = version !== 0 || data.length === 20 || data.length === 32
  if (isKnownLength && witnessProgramOf(script) !== null) return script
  throw new RangeError('a witness program has 2 to 40 bytes, one of version 0 has 20 or 32')
}

/** The address that an output script has, or null where it has none. */
export function scriptToAddress(chain: BitcoinChain, script: Uint8Array): string | null {
  const witness = witnessProgramOf(script)
  if (witness !== null) return addresses.toBech32(witness.program, witness.version, chain.bech32)
  try {
    return addresses.fromOutputScript(script, networkOf(chain))
  } catch {
    return null
  }
}
