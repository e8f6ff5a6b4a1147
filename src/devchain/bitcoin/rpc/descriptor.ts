import { fromHex, type Bytes } from '../../../base/bytes.ts'
import type { BitcoinChain } from '../../../ledgers/bitcoin/networks.ts'
import { RpcError } from '../../json-rpc/rpc-error.ts'
import { addressToScript } from '../address.ts'

/** Character sets and generator of the descriptor checksum (BIP 380). */
const INPUT_CHARSET = [
  "0123456789()[],'/*abcdefgh@:$%{}",
  'IJKLMNOPQRSTUVWXYZ&+-.;<=>?!^_|~',
  'ijklmnopqrstuvwxyzABCDEFGH`#"\\ '
].join('')
const CHECKSUM_CHARSET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const GENERATOR = [0xf5dee51989n, 0xa9fdca3312n, 0x1bab10e32dn, 0x3706b1677an, 0x644d626ffdn]
const CHECKSUM_LENGTH = 8

function polymod(checksum: bigint, value: number): bigint {
  const top = checksum >> 35n
  let next = ((checksum & 0x7ffffffffn) << 5n) ^ BigInt(value)
  GENERATOR.forEach((generator, bit) => {
    if (((top >> BigInt(bit)) & 1n) === 1n) next ^= generator
  })
  return next
}

/** BIP 380's checksum of a descriptor without one: 8 characters. */
function descriptorChecksum(descriptor: string): string {
  let checksum = 1n
  let group = 0
  let inGroup = 0
  for (const character of descriptor) {
    const position = INPUT_CHARSET.indexOf(character)
    if (position < 0) throw new RpcError('INVALID_ADDRESS_OR_KEY', 'Invalid characters in payload')
    checksum = polymod(checksum, position & 31)
    group = group * 3 + (position >> 5)
    inGroup++
    if (inGroup < 3) continue
    checksum = polymod(checksum, group)
    group = 0
    inGroup = 0
  }
  if (inGroup > 0) checksum = polymod(checksum, group)
  for (let index = 0; index < CHECKSUM_LENGTH; index++) checksum = polymod(checksum, 0)
  checksum ^= 1n
  return Array.from(
    { length: CHECKSUM_LENGTH },
    (_, index) => CHECKSUM_CHARSET[Number((checksum >> BigInt(5 * (CHECKSUM_LENGTH - 1 - index))) & 31n)]
  ).join('')
}

/** The descriptor with `#` and its checksum. */
export function withChecksum(descriptor: string): string {
  return `${descriptor}#${descriptorChecksum(descriptor)}`
}

/**
 * Output script of an `addr(…)` or `raw(…)` descriptor, with or without a right checksum.
 * @throws RpcError `INVALID_ADDRESS_OR_KEY`.
 */
export function descriptorToScript(chain: BitcoinChain, descriptor: string): Bytes {
  const [body = '', checksum] = descriptor.split('#')
  if (checksum !== undefined && checksum !== descriptorChecksum(body)) {
    throw new RpcError(
      'INVALID_ADDRESS_OR_KEY',
      `Provided checksum '${checksum}' does not match computed checksum`
    )
  }
  const [, kind, content = ''] = /^(addr|raw)\(([0-9A-Za-z]+)\)$/.exec(body) ?? []
  if (kind === 'addr') return addressOf(chain, content)
  if (kind === 'raw' && /^([0-9a-fA-F]{2})+$/.test(content)) return fromHex(content)
  throw new RpcError(
    'INVALID_ADDRESS_OR_KEY',
    `'${body}' is not a descriptor that this chain reads: addr() or raw()`
  )
}

function addressOf(chain: BitcoinChain, address: string): Bytes {
  try {
    return addressToScript(chain, address)
  } catch {
    throw new RpcError('INVALID_ADDRESS_OR_KEY', 'Address is not valid')
  }
}
