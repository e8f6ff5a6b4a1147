import { expect } from 'chai'
import { fromHex, toHex, type Bytes } from '../../src/base/bytes.ts'
import { blockHeight, sats, unixSeconds } from '../../src/base/units.ts'
import {
  decodeBirthday,
  decodeHeader,
  decodeTransaction,
  decodeWatch,
  encodeBirthday,
  encodeHeader,
  encodeTransaction,
  encodeWatch
} from '../../src/drivers/chain-follower/chain-records.ts'
import {
  decodeHandLock,
  decodeKeyPath,
  decodeLabel,
  decodeNextIndex,
  decodeSpend,
  encodeHandLock,
  encodeKeyPath,
  encodeLabel,
  encodeNextIndex,
  encodeSpend
} from '../../src/drivers/wallet/wallet-records.ts'
import { parseBlockHeader } from '../../src/ledgers/bitcoin/block-header.ts'
import { parseTransaction } from '../../src/ledgers/bitcoin/parsed-transaction.ts'

/** Bitcoin's block 0: its header and its one transaction. */
const HEADER =
  '0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c'
const TRANSACTION =
  '01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff4d04ffff001d0104455468652054696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261696c6f757420666f722062616e6b73ffffffff0100f2052a01000000434104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac00000000'
const transaction = parseTransaction(fromHex(TRANSACTION))
const txid = '4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b'

const watch = {
  output: { outpoint: { txid, vout: 7 }, amount: sats(0x0102030405n), script: fromHex('5120aa') },
  since: blockHeight(0x01020304),
  isPending: true
}
const confirmed = {
  transaction,
  position: { height: blockHeight(258), index: 3, time: unixSeconds(0x495fab29) }
}
const spend = {
  kind: 'send',
  state: 'published',
  vout: 1,
  fee: sats(515n),
  createdAt: unixSeconds(0x495fab29),
  transaction,
  isSweep: false,
  alternates: []
} as const
const replaced = {
  ...spend,
  isSweep: true,
  alternates: [{ fee: sats(7n), createdAt: unixSeconds(0x495fab28), transaction }]
} as const
const path = { purpose: 86, branch: 1, index: 258 } as const

/** Every record, and the bytes that each version of it has had. */
const records: readonly {
  name: string
  frozen: string
  value: unknown
  /** null of a version that is read and no longer written. */
  encode: (() => Bytes) | null
  decode: (bytes: Bytes) => unknown
}[] = [
  {
    name: 'header v1',
    frozen: `01${HEADER}`,
    value: parseBlockHeader(fromHex(HEADER)),
    encode: () => encodeHeader(parseBlockHeader(fromHex(HEADER))),
    decode: decodeHeader
  },
  {
    name: 'birthday v1',
    frozen: '0104030201',
    value: 0x01020304,
    encode: () => encodeBirthday(blockHeight(0x01020304)),
    decode: decodeBirthday
  },
  {
    name: 'transaction v1',
    frozen: `01020100000300000029ab5f49${TRANSACTION}`,
    value: confirmed,
    encode: () => encodeTransaction(confirmed),
    decode: decodeTransaction
  },
  {
    name: 'watch v1',
    frozen: '01010403020105040302010000005120aa',
    value: watch,
    encode: () => encodeWatch(watch),
    decode: (bytes) => decodeWatch(`${txid}:7`, bytes)
  },
  {
    name: 'spend v1',
    frozen: `01010101000000030200000000000029ab5f49${TRANSACTION}`,
    value: spend,
    encode: null,
    decode: decodeSpend
  },
  {
    name: 'spend v2',
    frozen:
      `0201010101000000030200000000000029ab5f49cc000000${TRANSACTION}` +
      `070000000000000028ab5f49cc000000${TRANSACTION}`,
    value: replaced,
    encode: () => encodeSpend(replaced),
    decode: decodeSpend
  },
  {
    name: 'lock v1',
    frozen: '01',
    value: undefined,
    encode: encodeHandLock,
    decode: decodeHandLock
  },
  {
    name: 'label v1',
    frozen: '016772c3bc6e',
    value: 'grün',
    encode: () => encodeLabel('grün'),
    decode: decodeLabel
  },
  {
    name: 'next index v1',
    frozen: '0102010000',
    value: 258,
    encode: () => encodeNextIndex(258),
    decode: decodeNextIndex
  },
  {
    name: 'key path v1',
    frozen: '01560102010000',
    value: path,
    encode: () => encodeKeyPath(path),
    decode: decodeKeyPath
  }
]

describe('stored records of chain follower and wallet', () => {
  for (const { name, frozen, value, encode, decode } of records) {
    it(`${name} keeps its bytes`, () => {
      if (encode !== null) expect(toHex(encode())).to.equal(frozen)
      expect(decode(fromHex(frozen))).to.deep.equal(value)
    })

    it(`${name} refuses an unknown version and missing bytes`, () => {
      for (const bytes of [
        fromHex(`ff${frozen.slice(2)}`),
        frozen === '01' ? fromHex('0101') : fromHex('01'),
        new Uint8Array()
      ]) {
        expect(() => decode(bytes), toHex(bytes).slice(0, 20))
          .to.throw()
          .that.includes({ code: 'RECORD_UNKNOWN' })
      }
    })
  }
})
