import { expect } from 'chai'
import type { Transaction } from 'bitcoinjs-lib'
import { sats, satsPerVbyte } from '../../../../src/base/units.ts'
import { BITCOIN_CHAINS } from '../../../../src/ledgers/bitcoin/networks.ts'
import type { SpentCoin } from '../../../../src/ledgers/bitcoin/policy/spent-coins.ts'
import {
  validateTransaction,
  type TransactionValidation
} from '../../../../src/ledgers/bitcoin/policy/validate-transaction.ts'
import {
  draft,
  p2wpkhScript,
  signP2wpkh,
  testKey,
  type Draft,
  type TestCoin
} from '../../../contract/spending.ts'

const chain = BITCOIN_CHAINS['bitcoin-regtest']
const key = testKey(1)
const source: TestCoin = { txid: '11'.repeat(32), vout: 0, script: p2wpkhScript(key), amount: 1_000_000n }
const coin: SpentCoin = { script: source.script, amount: sats(source.amount), height: 100, coinbase: false }
const next = {
  height: 500,
  medianTime: 1_700_000_000,
  medianTimeAt: (height: number) => 1_600_000_000 + height * 600
}

function payment(plan: Partial<Draft> & { readonly amount?: bigint } = {}): Transaction {
  const { amount = 990_000n, ...rest } = plan
  const outputs = [{ script: p2wpkhScript(testKey(2)), amount }]
  const transaction = draft({ coins: [source], outputs, ...rest })
  signP2wpkh(transaction, 0, source, key)
  return transaction
}

/** Code of the fault, or null. */
function codeOf(transaction: Transaction, more: Partial<TransactionValidation> = {}): string | null {
  return validateTransaction({ chain, transaction, spent: [coin], next, ...more })?.code ?? null
}

describe('what must hold before a transaction is broadcast', () => {
  it('lets a sound payment pass, on both chains', () => {
    expect(codeOf(payment())).to.equal(null)
    expect(codeOf(payment(), { chain: BITCOIN_CHAINS['litecoin-regtest'] })).to.equal(null)
  })

  it('asks for outputs that exist, are unspent and are what they were taken for', () => {
    const claimed = [{ script: coin.script, amount: coin.amount }]
    expect(codeOf(payment(), { claimed })).to.equal(null)
    expect(codeOf(payment(), { spent: [null] })).to.equal('COIN_MISSING')
    expect(codeOf(payment(), { claimed: [{ ...coin, amount: sats(999_999n) }] })).to.equal('COIN_DIFFERS')
    expect(codeOf(payment(), { claimed: [{ ...coin, script: p2wpkhScript(testKey(3)) }] })).to.equal(
      'COIN_DIFFERS'
    )
  })

  it('leaves out what an unknown output would have to say, and nothing else', () => {
    const forged = payment()
    forged.ins[0]!.witness[0]![20]! ^= 1
    expect(codeOf(forged)).to.equal('SCRIPT_REFUSED')
    expect(codeOf(forged, { spent: ['unknown'] })).to.equal(null)
    expect(codeOf(payment({ amount: 293n }), { spent: ['unknown'] })).to.equal('OUTPUT_DUST')
    expect(codeOf(payment({ version: 4 }), { spent: ['unknown'] })).to.equal('TRANSACTION_NONSTANDARD')
    const twoInputs = draft({
      coins: [source, { ...source, vout: 1 }],
      outputs: [{ script: source.script, amount: 5000n }]
    })
    expect(codeOf(twoInputs, { spent: ['unknown', null] })).to.equal('COIN_MISSING')
  })

  it('wants one spent output for each input', () => {
    expect(() => codeOf(payment(), { spent: [] })).to.throw(RangeError)
  })

  it('bounds the fee from both sides', () => {
    const size = BigInt(payment().virtualSize())
    const pays = (fee: bigint) => codeOf(payment({ amount: source.amount - fee }))
    expect(pays(size - 1n)).to.equal('FEE_TOO_LOW')
    expect(pays(size)).to.equal(null)
    expect(pays(size * 2000n)).to.equal(null)
    expect(pays(size * 2000n + 1n)).to.equal('FEE_TOO_HIGH')
    expect(codeOf(payment(), { maximumFeeRate: satsPerVbyte(10) })).to.equal('FEE_TOO_HIGH')
    expect(codeOf(payment({ amount: source.amount + 1n }))).to.equal('AMOUNTS_INVALID')
  })

  it('knows dust by its chain', () => {
    const litecoin = BITCOIN_CHAINS['litecoin-regtest']
    const small = payment({ amount: 2939n })
    const spent = [{ ...coin, amount: sats(10_000n) }]
    const signed = draft({
      coins: [{ ...source, amount: 10_000n }],
      outputs: [{ script: p2wpkhScript(testKey(2)), amount: 2939n }]
    })
    signP2wpkh(signed, 0, { ...source, amount: 10_000n }, key)
    expect(codeOf(signed, { spent })).to.equal(null)
    expect(codeOf(small, { chain: litecoin })).to.equal('OUTPUT_DUST')
  })

  it('waits for locks: by height, by median time, relative to the spent output in blocks and in seconds', () => {
    const locked = (locktime: number) => codeOf(payment({ locktime, sequence: 0xffff_fffe }))
    expect(locked(499)).to.equal(null)
    expect(locked(500)).to.equal('LOCK_NOT_PASSED')
    expect(locked(next.medianTime - 1)).to.equal(null)
    expect(locked(next.medianTime)).to.equal('LOCK_NOT_PASSED')
    const relative = (sequence: number) => codeOf(payment({ sequence }))
    expect(relative(400)).to.equal(null)
    expect(relative(401)).to.equal('LOCK_NOT_PASSED')
    const passed = Math.floor((next.medianTime - next.medianTimeAt(coin.height - 1)) / 512)
    expect(passed).to.be.greaterThan(0xffff)
    const late = { ...next, medianTime: next.medianTimeAt(coin.height - 1) + 512 * 10 }
    const inSeconds = (units: number, place: TransactionValidation['next']) =>
      codeOf(payment({ sequence: 0x40_0000 + units }), { next: place })
    expect(inSeconds(10, late)).to.equal(null)
    expect(inSeconds(11, late)).to.equal('LOCK_NOT_PASSED')
    expect(inSeconds(11, { ...late, medianTimeAt: () => null })).to.equal(null)
  })

  it('waits until a coinbase is mature', () => {
    const young = (height: number) => codeOf(payment(), { spent: [{ ...coin, coinbase: true, height }] })
    expect(young(400)).to.equal(null)
    expect(young(401)).to.equal('COIN_IMMATURE')
  })
})
