import { address as addresses, type Network } from 'bitcoinjs-lib'
import { copyBytes, type Bytes } from '../../base/bytes.ts'
import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
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

/**
 * Output script of an address of the chain.
 * @throws {@link DevelopmentChainError} `ADDRESS_INVALID`.
 */
export function addressToScript(chain: BitcoinChain, address: string): Bytes {
  try {
    return copyBytes(addresses.toOutputScript(address, networkOf(chain)))
  } catch (error) {
    throw new DevelopmentChainError('ADDRESS_INVALID', `no address of ${chain.name}`, error)
  }
}

/** The address that an output script has, or null where it has none. */
export function scriptToAddress(chain: BitcoinChain, script: Uint8Array): string | null {
  try {
    return addresses.fromOutputScript(script, networkOf(chain))
  } catch {
    return null
  }
}
