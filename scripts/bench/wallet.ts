import { Transaction } from 'bitcoinjs-lib'
import { createBitcoindChainSource } from '../../src/adapters/bitcoind/index.ts'
import { MemoryStore } from '../../src/adapters/level/memory-store.ts'
import { concatBytes, copyBytes, type Bytes } from '../../src/base/bytes.ts'
import { sha256 } from '../../src/base/hash.ts'
import { blockHeight, sats, satsPerVbyte, unixSeconds } from '../../src/base/units.ts'
import { startDevelopmentChainServer } from '../../src/devchain/bitcoin/server.ts'
import { ChainFollower } from '../../src/drivers/chain-follower/chain-follower.ts'
import { ChainView } from '../../src/drivers/chain-follower/chain-view.ts'
import { ScriptBook } from '../../src/drivers/wallet/script-book.ts'
import { encodeBlockHeader } from '../../src/ledgers/bitcoin/block-header.ts'
import { parseBlock } from '../../src/ledgers/bitcoin/block.ts'
import { selectCoins } from '../../src/ledgers/bitcoin/coin-selection.ts'
import { toDisplayHash } from '../../src/ledgers/bitcoin/display-hash.ts'
import { deriveAccount, type KeyPath, type WalletKeys } from '../../src/ledgers/bitcoin/keys.ts'
import { merkleTree } from '../../src/ledgers/bitcoin/merkle-tree.ts'
import { BITCOIN_CHAINS } from '../../src/ledgers/bitcoin/networks.ts'
import { systemClock } from '../../src/node/system-world.ts'
import type { Log } from '../../src/ports/world.ts'
import { microseconds, perOperation } from './measure.ts'
import type { Row, Suite } from './suite.ts'

const CHAIN = BITCOIN_CHAINS['bitcoin-regtest']
const COINS = 10_000
const WATCHED_SCRIPTS = 10_000
const TRANSACTIONS_IN_BLOCK = 2_000
const SCANNED_BLOCKS = 1_000
const RATE = satsPerVbyte(5)

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silent
}

/** Keys of an account that belongs to nobody; nothing is signed. */
function watchKeys(): WalletKeys {
  const seed = new Uint8Array(64).fill(7)
  const accounts = {
    84: deriveAccount(seed, CHAIN, { purpose: 84, account: 0 }).neutered(),
    86: deriveAccount(seed, CHAIN, { purpose: 86, account: 0 }).neutered()
  }
  return {
    publicKey: ({ purpose, branch, index }: KeyPath) =>
      copyBytes(accounts[purpose].derive(branch).derive(index).publicKey),
    privateKey: () => {
      throw new TypeError('a benchmark signs nothing')
    }
  }
}

/** The same numbers in every run. */
function numberAt(index: number): number {
  return new DataView(sha256(Uint8Array.of(index & 0xff, (index >> 8) & 0xff)).buffer).getUint32(0)
}

function selectionRows(): readonly Row[] {
  const mixed = Array.from({ length: COINS }, (_, index) => ({
    amount: sats(10_000n + BigInt(numberAt(index) % 1_000_000)),
    kind: index % 2 === 0 ? ('p2tr' as const) : ('p2wpkh' as const)
  }))
  const equal = mixed.map((coin) => ({ ...coin, amount: sats(100_000n), kind: 'p2tr' as const }))
  const cases = [
    ['of all sizes', mixed],
    ['of one size, where no set needs no change', equal]
  ] as const
  return cases.map(([name, coins]) => ({
    name: `selection among ${COINS} coins ${name}`,
    unit: 'ms',
    slice: () =>
      perOperation(3, () =>
        selectCoins(coins, {
          amount: sats(5_050_000n),
          outputScripts: [34],
          feeRate: RATE,
          change: { scriptLength: 34, dust: CHAIN.dust.p2tr }
        })
      ) / 1000
  }))
}

/** A block of payments among strangers, and one to the wallet. */
function busyBlock(own: Uint8Array): Bytes {
  const transactions = Array.from({ length: TRANSACTIONS_IN_BLOCK }, (_, index) => {
    const transaction = new Transaction()
    const previous = index === 0 ? new Uint8Array(32) : sha256(Uint8Array.of(index & 0xff, index >> 8))
    transaction.addInput(
      previous,
      index === 0 ? 0xffffffff : 0,
      0xfffffffd,
      new Uint8Array(index === 0 ? 4 : 0)
    )
    if (index > 0) transaction.setWitness(0, [new Uint8Array(72), new Uint8Array(33)])
    const stranger = concatBytes(
      Uint8Array.of(0, 20),
      sha256(Uint8Array.of(1, index & 0xff, index >> 8)).subarray(0, 20)
    )
    transaction.addOutput(index === 1 ? own : stranger, 1000n)
    transaction.addOutput(stranger, 2000n)
    return transaction
  })
  const header = encodeBlockHeader({
    version: 4,
    previousHash: '00'.repeat(32),
    merkleRoot: toDisplayHash(merkleTree(transactions.map((each) => each.getHash())).root),
    time: unixSeconds(1_700_000_000),
    bits: 0x207fffff,
    nonce: 0
  })
  const count = Uint8Array.of(0xfd, TRANSACTIONS_IN_BLOCK & 0xff, TRANSACTIONS_IN_BLOCK >> 8)
  return concatBytes(header, count, ...transactions.map((each) => each.toBuffer()))
}

function watchingRows(keys: WalletKeys): readonly Row[] {
  const book = new ScriptBook(keys)
  const own = book.at({ purpose: 86, branch: 0, index: 0 }).script
  const raw = busyBlock(own)
  const row = (scripts: number): Row => ({
    name: `block of ${TRANSACTIONS_IN_BLOCK} transactions, ${scripts} scripts watched`,
    unit: 'ms',
    slice() {
      book.advance({ purpose: 86, branch: 0 }, scripts)
      const view = new ChainView()
      view.interest = book
      const time = perOperation(5, (index) => {
        const block = parseBlock(raw)
        view.takeBlock(block.transactions, (place) => ({
          height: blockHeight(index),
          index: place,
          time: block.header.time
        }))
      })
      return time / 1000
    }
  })
  return [row(WATCHED_SCRIPTS)]
}

/** A follower from its start in an empty store to the tip. */
async function scanMilliseconds(
  url: string,
  credentials: { user: string; password: string },
  keys: WalletKeys
): Promise<number> {
  const source = createBitcoindChainSource({ url, credentials })
  const follower = new ChainFollower(
    { source, store: new MemoryStore(), clock: systemClock, log: silent },
    { ledger: 'btc', chain: CHAIN, birthday: blockHeight(0) }
  )
  follower.attach(new ScriptBook(keys))
  const start = microseconds()
  const ready = new Promise<void>((resolve) => {
    follower.onChange(() => {
      if (follower.status().state === 'ready') resolve()
    })
  })
  await follower.start()
  await ready
  const time = (microseconds() - start) / 1000
  await follower.stop()
  source.close()
  return time
}

/** What a wallet costs: choosing among many coins, watching many scripts, and the scan of a restored one. */
export const walletSuite: Suite = {
  name: 'wallet',
  about:
    'coin selection, reading a busy block, and a scan over JSON-RPC from a development chain in the same process',
  async open() {
    const keys = watchKeys()
    const server = await startDevelopmentChainServer({ chain: CHAIN, port: 0 })
    server.chain.mine(SCANNED_BLOCKS)
    const [user = '', password = ''] = server.cookie.split(':')
    const scan: Row = {
      name: `scan of ${SCANNED_BLOCKS} blocks`,
      unit: 'ms',
      floor: { R: SCANNED_BLOCKS },
      slice: () => scanMilliseconds(server.url, { user, password }, keys)
    }
    return {
      rows: [...selectionRows(), ...watchingRows(keys), scan],
      close: () => server.stop()
    }
  }
}
