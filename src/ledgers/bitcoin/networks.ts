import { sats, satsPerVbyte, type Sats, type SatsPerVbyte } from '../../base/units.ts'

/** The chains of the Bitcoin family that we know. */
export type BitcoinChainName =
  'bitcoin' | 'bitcoin-testnet' | 'bitcoin-regtest' | 'litecoin' | 'litecoin-testnet' | 'litecoin-regtest'

/** What distinguishes one Bitcoin-family chain from another: parameters, not code. */
export interface BitcoinChain {
  readonly name: BitcoinChainName
  /** Ticker, for people. */
  readonly symbol: string
  /** The smallest unit, for people. */
  readonly unit: string
  /** The value that getblockchaininfo gives as `chain`: main, test or regtest. */
  readonly rpcChain: 'main' | 'test' | 'regtest'
  /** Hash of block 0 as people see it. */
  readonly genesisHash: string
  readonly bech32: string
  readonly pubKeyHash: number
  readonly scriptHash: number
  readonly wif: number
  readonly bip32: { readonly public: number; readonly private: number }
  /** SLIP-44 coin type, unhardened. */
  readonly coinType: number
  /** The function whose value of the header must lie under the target. */
  readonly proofOfWork: 'sha256d' | 'scrypt'
  /** Seconds between blocks that the chain aims at. */
  readonly blockInterval: number
  /** An output below this is refused by relaying nodes. */
  readonly dust: { readonly p2wpkh: Sats; readonly p2wsh: Sats; readonly p2tr: Sats; readonly p2pkh: Sats }
  readonly minimumFeeRate: SatsPerVbyte
  /** What is paid where the daemon has no estimate, and the most that is ever paid without being asked. */
  readonly fallbackFeeRate: SatsPerVbyte
  readonly maximumFeeRate: SatsPerVbyte
  /** Default JSON-RPC port of the daemon. */
  readonly rpcPort: number
  /** Whether coins on it are worth nothing by design. */
  readonly isTest: boolean
}

const BITCOIN_DUST = { p2wpkh: sats(294), p2wsh: sats(330), p2tr: sats(330), p2pkh: sats(546) }
const LITECOIN_DUST = { p2wpkh: sats(2940), p2wsh: sats(3300), p2tr: sats(3300), p2pkh: sats(5460) }

const BITCOIN_COMMON = {
  symbol: 'BTC',
  unit: 'sat',
  proofOfWork: 'sha256d',
  blockInterval: 600,
  dust: BITCOIN_DUST,
  minimumFeeRate: satsPerVbyte(1),
  fallbackFeeRate: satsPerVbyte(10),
  maximumFeeRate: satsPerVbyte(1000)
} as const
const LITECOIN_COMMON = {
  symbol: 'LTC',
  unit: 'litoshi',
  proofOfWork: 'scrypt',
  blockInterval: 150,
  dust: LITECOIN_DUST,
  minimumFeeRate: satsPerVbyte(1),
  fallbackFeeRate: satsPerVbyte(10),
  maximumFeeRate: satsPerVbyte(2000)
} as const
const MAIN_BIP32 = { public: 0x0488b21e, private: 0x0488ade4 }
const TEST_BIP32 = { public: 0x043587cf, private: 0x04358394 }
const BITCOIN_TEST_VERSIONS = {
  pubKeyHash: 0x6f,
  scriptHash: 0xc4,
  wif: 0xef,
  bip32: TEST_BIP32,
  coinType: 1
}
const LITECOIN_TEST_VERSIONS = { ...BITCOIN_TEST_VERSIONS, scriptHash: 0x3a }

/** All known chains by name. */
export const BITCOIN_CHAINS: Readonly<Record<BitcoinChainName, BitcoinChain>> = {
  bitcoin: {
    ...BITCOIN_COMMON,
    name: 'bitcoin',
    rpcChain: 'main',
    genesisHash: '000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f',
    bech32: 'bc',
    pubKeyHash: 0x00,
    scriptHash: 0x05,
    wif: 0x80,
    bip32: MAIN_BIP32,
    coinType: 0,
    rpcPort: 8332,
    isTest: false
  },
  'bitcoin-testnet': {
    ...BITCOIN_COMMON,
    ...BITCOIN_TEST_VERSIONS,
    name: 'bitcoin-testnet',
    symbol: 'tBTC',
    rpcChain: 'test',
    genesisHash: '000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943',
    bech32: 'tb',
    rpcPort: 18332,
    isTest: true
  },
  'bitcoin-regtest': {
    ...BITCOIN_COMMON,
    ...BITCOIN_TEST_VERSIONS,
    name: 'bitcoin-regtest',
    symbol: 'rBTC',
    rpcChain: 'regtest',
    genesisHash: '0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206',
    bech32: 'bcrt',
    rpcPort: 18443,
    isTest: true
  },
  litecoin: {
    ...LITECOIN_COMMON,
    name: 'litecoin',
    rpcChain: 'main',
    genesisHash: '12a765e31ffd4059bada1e25190f6e98c99d9714d334efa41a195a7e7e04bfe2',
    bech32: 'ltc',
    pubKeyHash: 0x30,
    scriptHash: 0x32,
    wif: 0xb0,
    bip32: MAIN_BIP32,
    coinType: 2,
    rpcPort: 9332,
    isTest: false
  },
  'litecoin-testnet': {
    ...LITECOIN_COMMON,
    ...LITECOIN_TEST_VERSIONS,
    name: 'litecoin-testnet',
    symbol: 'tLTC',
    rpcChain: 'test',
    genesisHash: '4966625a4b2851d9fdee139e56211a0d88575f59ed816ff5e6a63deb4e3e29a0',
    bech32: 'tltc',
    rpcPort: 19332,
    isTest: true
  },
  'litecoin-regtest': {
    ...LITECOIN_COMMON,
    ...LITECOIN_TEST_VERSIONS,
    name: 'litecoin-regtest',
    symbol: 'rLTC',
    rpcChain: 'regtest',
    genesisHash: '530827f38f93b43ed12af0b3ad25a288dc02ed74d6d7857862df51fc56c416f9',
    bech32: 'rltc',
    rpcPort: 19443,
    isTest: true
  }
}
