import { schnorr, secp256k1 } from '@noble/curves/secp256k1.js'
import { Transaction as ScureTransaction } from '@scure/btc-signer'
import { Transaction } from 'bitcoinjs-lib'
import { copyBytes, type Bytes } from '../../src/base/bytes.ts'
import { blockHeight, sats } from '../../src/base/units.ts'
import { keyHashScript } from '../../src/ledgers/bitcoin/script/key-hash-script.ts'
import { curve } from '../../src/crypto/curve/selected.ts'
import { keyScript, type WalletKeys } from '../../src/ledgers/bitcoin/keys.ts'
import { BITCOIN_CHAINS } from '../../src/ledgers/bitcoin/networks.ts'
import { signPayment, type SpendableCoin } from '../../src/ledgers/bitcoin/payment.ts'
import { validateTransaction } from '../../src/ledgers/bitcoin/policy/validate-transaction.ts'
import { STANDARD_FLAGS, verifyTransaction } from '../../src/ledgers/bitcoin/script/verify.ts'
import { perOperation } from './measure.ts'
import type { Row, Suite } from './suite.ts'

const chain = BITCOIN_CHAINS['bitcoin-regtest']
const INPUTS = 10
const ROUNDS = 20
const LOCK_HEIGHT = blockHeight(800_000)
const privateKey: Bytes = new Uint8Array(32).fill(3)
const keys: WalletKeys = {
  publicKey: () => curve().publicKey(privateKey),
  privateKey: () => copyBytes(privateKey)
}
const destination = {
  script: keyScript(keys.publicKey({ purpose: 84, branch: 0, index: 0 }), 84),
  amount: sats(900_000n)
}

type Purpose = 84 | 86

function coinsOf(purpose: Purpose): readonly SpendableCoin[] {
  const path = { purpose, branch: 0, index: 0 } as const
  return Array.from({ length: INPUTS }, (_, vout) => ({
    outpoint: { txid: '11'.repeat(32), vout },
    amount: sats(100_000n),
    kind: purpose === 84 ? 'p2wpkh' : 'p2tr',
    script: keyScript(keys.publicKey(path), purpose),
    path
  }))
}

/** The same payment, built and signed by @scure/btc-signer. */
function signWithScure(purpose: Purpose, coins: readonly SpendableCoin[]): Uint8Array {
  const transaction = new ScureTransaction({ lockTime: LOCK_HEIGHT })
  const taproot = purpose === 86 ? { tapInternalKey: schnorr.getPublicKey(privateKey) } : {}
  for (const { outpoint, amount, script } of coins) {
    const witnessUtxo = { script, amount }
    transaction.addInput({
      txid: outpoint.txid,
      index: outpoint.vout,
      sequence: 0xffff_fffd,
      witnessUtxo,
      ...taproot
    })
  }
  transaction.addOutput(destination)
  transaction.sign(privateKey)
  transaction.finalize()
  return transaction.extract()
}

/** It has no script interpreter: its digests, and noble's verification of each signature by the known form. */
function verifyWithScure(purpose: Purpose, raw: Uint8Array, coins: readonly SpendableCoin[]): void {
  const transaction = ScureTransaction.fromRaw(raw, { allowUnknownOutputs: true })
  const scripts = coins.map(({ script }) => script)
  const amounts = coins.map(({ amount }) => amount)
  for (const [index, { script, amount }] of coins.entries()) {
    const [signature = script, publicKey = script] = transaction.getInput(index).finalScriptWitness ?? []
    const digest =
      purpose === 84
        ? transaction.preimageWitnessV0(index, keyHashScript(script.subarray(2)), 1, amount)
        : transaction.preimageWitnessV1(index, scripts, 0, amounts)
    const isValid =
      purpose === 84
        ? secp256k1.verify(signature.subarray(0, -1), digest, publicKey, { prehash: false, format: 'der' })
        : schnorr.verify(signature, digest, script.subarray(2))
    if (!isValid) throw new TypeError(`the signature of input ${index} does not verify`)
  }
}

function rowsOf(purpose: Purpose): readonly Row[] {
  const coins = coinsOf(purpose)
  const kind = purpose === 84 ? 'P2WPKH' : 'P2TR'
  const what = `${INPUTS} ${kind} inputs`
  const sign = () => signPayment(coins, [destination], LOCK_HEIGHT, keys).transaction
  const raw = sign()
  const transaction = Transaction.fromBuffer(raw)
  const spent = coins.map(({ script, amount }) => ({ script, amount, height: 1, coinbase: false }))
  const next = { height: LOCK_HEIGHT + 1, medianTime: 1_700_000_000, medianTimeAt: () => null }
  const timed = (name: string, operation: () => unknown, reference?: string): Row => ({
    name,
    unit: 'us',
    slice: () => perOperation(ROUNDS, operation),
    floor: { V: INPUTS },
    ...(reference === undefined ? {} : { reference })
  })
  return [
    timed(`sign ${what}, @scure/btc-signer`, () => signWithScure(purpose, coins)),
    timed(`sign ${what}`, sign, `sign ${what}, @scure/btc-signer`),
    timed(`verify ${what}, @scure/btc-signer and noble`, () => verifyWithScure(purpose, raw, coins)),
    timed(
      `verify ${what}`,
      () => verifyTransaction({ transaction, spentOutputs: spent, flags: STANDARD_FLAGS }),
      `verify ${what}, @scure/btc-signer and noble`
    ),
    timed(`validate ${what} before broadcast`, () => validateTransaction({ chain, transaction, spent, next }))
  ]
}

/** Whole transactions: signing, judging the scripts, and everything that is judged before a broadcast. */
export const transactionsSuite: Suite = {
  name: 'transactions',
  about: 'whole transactions on one core, against @scure/btc-signer; floor: one ECDSA verification an input',
  open: () => ({ rows: [...rowsOf(84), ...rowsOf(86)], close() {} })
}
