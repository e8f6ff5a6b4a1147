import { address as addresses } from 'bitcoinjs-lib'
import type { Bytes } from '../../base/bytes.ts'
import {
  addressToScript as standardScript,
  scriptKind,
  scriptToAddress as standardAddress,
  witnessScript
} from '../../ledgers/bitcoin/address.ts'
import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import { witnessProgramOf } from '../../ledgers/bitcoin/script/witness-program.ts'
import { DevelopmentChainError } from './errors.ts'

/**
 * Output script of an address of the chain, as a daemon reads it: the wallet's kinds and, beyond them, SegWit programs
 * of any version and length (BIP 173, BIP 350).
 * @throws {@link DevelopmentChainError} `ADDRESS_INVALID`.
 */
export function addressToScript(chain: BitcoinChain, address: string): Bytes {
  try {
    return isSegwit(chain, address) ? segwitScript(address) : standardScript(address, chain)
  } catch (error) {
    throw new DevelopmentChainError('ADDRESS_INVALID', `no address of ${chain.name}`, error)
  }
}

function isSegwit(chain: BitcoinChain, address: string): boolean {
  return address.toLowerCase().startsWith(`${chain.bech32}1`)
}

function segwitScript(address: string): Bytes {
  const { version, data } = addresses.fromBech32(address)
  const script = witnessScript(version, data)
  const isKnownLength = version !== 0 || data.length === 20 || data.length === 32
  if (isKnownLength && witnessProgramOf(script) !== null) return script
  throw new RangeError('a witness program has 2 to 40 bytes, one of version 0 has 20 or 32')
}

/** The address that an output script has, or null where it has none. */
export function scriptToAddress(chain: BitcoinChain, script: Uint8Array): string | null {
  const witness = witnessProgramOf(script)
  if (witness !== null) return addresses.toBech32(witness.program, witness.version, chain.bech32)
  return scriptKind(script) === null ? null : standardAddress(script, chain)
}
