import { schnorr, secp256k1 } from '@noble/curves/secp256k1.js'
import { Transaction as ScureTransaction } from '@scure/btc-signer'
import { Transaction } from 'bitcoinjs-lib'
import { expect } from 'chai'
import * as fc from 'fast-check'
import { fromHex } from '../../../src/base/bytes.ts'
import { blockHeight, sats, satsPerVbyte } from '../../../src/base/units.ts'
import { selectCoins, selectEverything } from '../../../src/ledgers/bitcoin/coin-selection.ts'
import { keyScript, type KeyPath } from '../../../src/ledgers/bitcoin/keys.ts'
import { BITCOIN_CHAINS } from '../../../src/ledgers/bitcoin/networks.ts'
import { checkDust, signPayment, type SpendableCoin } from '../../../src/ledgers/bitcoin/payment.ts'
import { transactionWeight, virtualSize } from '../../../src/ledgers/bitcoin/transaction-size.ts'
import { testKeys } from '../../support/wallet-node.ts'

const chain = BITCOIN_CHAINS['bitcoin-regtest']
const keys = testKeys(chain)

function coin(purpose: 84 | 86, index: number, amount: bigint): SpendableCoin {
  const path: KeyPath = { purpose, branch: 0, index }
  return {
    outpoint: { txid: index.toString(16).padStart(64, '0'), vout: index },
    amount: sats(amount),
    kind: purpose === 84 ? 'p2wpkh' : 'p2tr',
    script: keyScript(keys.publicKey(path), purpose),
    path
  }
}

describe('payments', () => {
  const coins = [coin(84, 1, 70_000n), coin(86, 2, 50_000n), coin(86, 3, 30_000n)]
  const outputs = [
    { script: fromHex(`5120${'11'.repeat(32)}`), amount: sats(100_000n) },
    { script: fromHex(`0014${'22'.repeat(20)}`), amount: sats(40_000n) }
  ]
  const signed = signPayment(coins, outputs, blockHeight(123), keys)
  const transaction = Transaction.fromBuffer(signed.transaction)

  it('are signed so that an independent digest and curve agree', () => {
    const judge = ScureTransaction.fromRaw(signed.transaction, { allowUnknownOutputs: true })
    const [ecdsa, publicKey] = transaction.ins[0]!.witness
    const scriptCode = Uint8Array.of(0x76, 0xa9, 20, ...coins[0]!.script.subarray(2), 0x88, 0xac)
    const digest = judge.preimageWitnessV0(0, scriptCode, 1, coins[0]!.amount)
    expect(
      secp256k1.verify(ecdsa!.subarray(0, -1), digest, publicKey!, { prehash: false, format: 'der' })
    ).to.equal(true)
    for (const index of [1, 2]) {
      const message = judge.preimageWitnessV1(
        index,
        coins.map((each) => each.script),
        0,
        coins.map((each) => each.amount)
      )
      const [signature] = transaction.ins[index]!.witness
      expect(
        schnorr.verify(signature!, message, coins[index]!.script.subarray(2)),
        `input ${index}`
      ).to.equal(true)
    }
  })

  it('signal replacement and are locked to the height', () => {
    expect(transaction.locktime).to.equal(123)
    expect(transaction.version).to.equal(2)
    expect(transaction.ins.map((input) => input.sequence)).to.deep.equal(Array(3).fill(0xfffffffd))
    expect(transaction.getId()).to.equal(signed.txid)
  })

  it('are as large as estimated, or up to a byte a P2WPKH input smaller', () => {
    const estimate = virtualSize(
      transactionWeight({
        inputs: coins.map((each) => each.kind),
        outputScripts: outputs.map((out) => out.script.length)
      })
    )
    expect(estimate - signed.virtualSize).to.be.within(0, 1)
  })

  it('are refused below the dust limit of their script', () => {
    expect(() => checkDust({ script: outputs[0]!.script, amount: sats(330n) }, chain)).to.not.throw()
    expect(() => checkDust({ script: outputs[0]!.script, amount: sats(329n) }, chain))
      .to.throw()
      .that.includes({ code: 'AMOUNT_DUST' })
    const litecoin = BITCOIN_CHAINS.litecoin
    expect(() => checkDust({ script: outputs[1]!.script, amount: sats(2939n) }, litecoin))
      .to.throw()
      .that.includes({ code: 'AMOUNT_DUST' })
  })
})

describe('coin selection', () => {
  const goal = (amount: bigint, feeRate = 1) => ({
    amount: sats(amount),
    outputScripts: [34],
    feeRate: satsPerVbyte(feeRate),
    change: { scriptLength: 34, dust: sats(330n) }
  })
  const kinds = ['p2wpkh', 'p2tr'] as const

  it('finds a set that needs no change', () => {
    const coins = [1_000_000n, 40_000n, 60_000n, 25_000n].map((amount) => ({
      amount: sats(amount),
      kind: 'p2tr' as const
    }))
    // 2 inputs, 1 output: 42 + 43 + 2 * 57.5 = 169 bytes or less at 1 sat.
    const selection = selectCoins(coins, goal(100_000n - 170n))
    expect(selection.change).to.equal(null)
    expect(selection.coins.map((each) => each.amount)).to.have.members([40_000n, 60_000n])
  })

  it('else takes the smallest coin that suffices', () => {
    const coins = [1_000_000n, 300_000n, 30_000n].map((amount) => ({
      amount: sats(amount),
      kind: 'p2tr' as const
    }))
    const selection = selectCoins(coins, goal(100_000n))
    expect(selection.coins.map((each) => each.amount)).to.deep.equal([300_000n])
  })

  it('leaves coins alone that cost more than they hold', () => {
    const coins = [sats(50n), sats(10_000n)].map((amount) => ({ amount, kind: 'p2wpkh' as const }))
    const everything = selectEverything(coins, {
      scriptLength: 22,
      feeRate: satsPerVbyte(1),
      dust: sats(294n)
    })
    expect(everything.coins).to.have.length(1)
    expect(everything.amount + everything.fee).to.equal(10_000n)
  })

  it('conserves value and pays the rate, whatever the coins', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ amount: fc.bigInt(1n, 5_000_000n).map(sats), kind: fc.constantFrom(...kinds) }),
          { maxLength: 40 }
        ),
        fc.bigInt(1000n, 20_000_000n),
        fc.integer({ min: 1, max: 100 }),
        (coins, amount, feeRate) => {
          const total = coins.reduce((sum, each) => sum + each.amount, 0n)
          try {
            const { coins: chosen, fee, change } = selectCoins(coins, goal(amount, feeRate))
            const paid = chosen.reduce((sum, each) => sum + each.amount, 0n)
            expect(paid).to.equal(amount + fee + (change ?? 0n))
            expect(new Set(chosen).size).to.equal(chosen.length)
            const outputScripts = change === null ? [34] : [34, 34]
            const size = virtualSize(
              transactionWeight({ inputs: chosen.map((each) => each.kind), outputScripts })
            )
            expect(fee >= BigInt(size * feeRate)).to.equal(true)
            if (change !== null) expect(change >= 330n).to.equal(true)
          } catch (error) {
            expect(error).to.include({ code: 'INSUFFICIENT_FUNDS' })
            const spendable = coins.reduce((sum, each) => sum + each.amount - BigInt(70 * feeRate), 0n)
            expect(
              spendable < amount + BigInt(60 * feeRate) || total < amount + BigInt(60 * feeRate)
            ).to.equal(true)
          }
        }
      ),
      { numRuns: 200 }
    )
  })
})
