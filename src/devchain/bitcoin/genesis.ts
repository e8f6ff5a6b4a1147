import { Transaction } from 'bitcoinjs-lib'
import { concatBytes, fromHex, type Bytes } from '../../base/bytes.ts'
import type { BitcoinChain } from '../../ledgers/bitcoin/networks.ts'
import { unixSeconds } from '../../base/units.ts'
import { assembleBlock, type ChainBlock } from './block.ts'
import { DevelopmentChainError } from './errors.ts'
import { transactionRoot } from './commitments.ts'
import { blockSubsidy, GENESIS_TIME, REGTEST_BITS, requireRegtest } from './parameters.ts'
import { chainTransaction } from './transaction.ts'

/** Headline and output key of each family's first coinbase (chainparams.cpp of both daemons). */
const ORIGINS = {
  sha256d: {
    headline: 'The Times 03/Jan/2009 Chancellor on brink of second bailout for banks',
    key:
      '04678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb6' +
      '49f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5f',
    nonce: 2
  },
  scrypt: {
    headline: 'NY Times 05/Oct/2011 Steve Jobs, Apple’s Visionary, Dies at 56',
    key:
      '040184710fa689ad5023690c80f3a49c8f13f8d45b8c857fbcbc8bc4a8e4d3eb4b' +
      '10f4d4604fa08dce601aaf0f470216fe1b51850b4acf21b179c45070ac7b03a9',
    nonce: 0
  }
} as const

/** 486604799 and 4 pushed, as the first coinbase has them before its headline. */
const SCRIPT_START = fromHex('04ffff001d0104')
const OP_CHECKSIG = 0xac

function push(data: Uint8Array): Bytes {
  return concatBytes(Uint8Array.of(data.length), data)
}

/**
 * Block 0 of a regtest chain, the same as the daemons': its hash is the chain's `genesisHash`.
 * @throws {@link DevelopmentChainError} `CHAIN_NOT_REGTEST`; `BLOCK_UNKNOWN` where the parameters name a hash
 * that neither family's block has.
 */
export function genesisBlock(chain: BitcoinChain): ChainBlock {
  requireRegtest(chain)
  const origin = ORIGINS[chain.proofOfWork]
  const coinbase = new Transaction()
  coinbase.version = 1
  const headline = new TextEncoder().encode(origin.headline)
  coinbase.addInput(new Uint8Array(32), 0xffff_ffff, 0xffff_ffff, concatBytes(SCRIPT_START, push(headline)))
  coinbase.addOutput(concatBytes(push(fromHex(origin.key)), Uint8Array.of(OP_CHECKSIG)), blockSubsidy(0))
  const transactions = [chainTransaction(coinbase)]
  const block = assembleBlock(
    {
      version: 1,
      previousHash: '0'.repeat(64),
      merkleRoot: transactionRoot(transactions),
      time: unixSeconds(GENESIS_TIME),
      bits: REGTEST_BITS,
      nonce: origin.nonce
    },
    transactions
  )
  if (block.hash !== chain.genesisHash) {
    throw new DevelopmentChainError(
      'BLOCK_UNKNOWN',
      `no genesis block with the hash ${chain.genesisHash} is known`
    )
  }
  return block
}
