import type { Transaction } from 'bitcoinjs-lib'
import { concatBytes, copyBytes, type Bytes } from '../../src/base/bytes.ts'
import { sha256, taggedHash } from '../../src/base/hash.ts'
import { sats } from '../../src/base/units.ts'
import { curve } from '../../src/crypto/curve/selected.ts'
import { xOnly } from '../../src/crypto/curve/curve.ts'
import {
  applyTweak,
  keyAgg,
  nonceAgg,
  nonceGen,
  partialSigAgg,
  partialSign,
  startSession
} from '../../src/crypto/musig2/index.ts'
import { buildEscrow, type Escrow } from '../../src/exchange/escrow/escrow.ts'
import {
  compile,
  p2pkhScript,
  p2wpkhScript,
  p2wshScript,
  scriptNumber,
  signP2wpkh,
  signP2wsh,
  signTaproot,
  taprootOutput,
  testKey,
  xOnlyOf,
  ecdsa,
  type TestCoin
} from '../contract/spending.ts'

const OP = {
  DROP: 0x75,
  IF: 0x63,
  ELSE: 0x67,
  ENDIF: 0x68,
  EQUALVERIFY: 0x88,
  SHA256: 0xa8,
  CHECKSIG: 0xac,
  CHECKMULTISIG: 0xae,
  CLTV: 0xb1,
  CSV: 0xb2
}
const EMPTY = new Uint8Array(0)
const ONE = Uint8Array.of(1)

/** What must hold of a spend's form for its scripts to agree. */
export interface SpendForm {
  readonly version: number
  readonly locktime: number
  readonly sequence: number
}

/** A kind of output that we make, with what unlocks it. */
export interface Spendable {
  readonly name: string
  readonly script: Bytes
  readonly form: SpendForm
  /** Signs the first input of a transaction that spends `coin` as it stands. */
  sign(transaction: Transaction, coin: TestCoin): void
}

/** Where the chain stands when the outputs are made. */
export interface ChainPlace {
  readonly height: number
  readonly medianTime: number
}

const FREE: SpendForm = { version: 2, locktime: 0, sequence: 0xffff_fffd }
/** Blocks that the delayed output waits. */
export const DELAY_BLOCKS = 3

/** One of each kind that the wallet, trades and channels use. */
export function spendables(place: ChainPlace): readonly Spendable[] {
  const lockHeight = place.height
  const refundTime = place.medianTime - 1
  return [
    keyHash(),
    legacyKeyHash(),
    multisig(),
    ...hashLock(lockHeight),
    delayed(),
    ...taproot(),
    ...escrows(refundTime)
  ]
}

function keyHash(): Spendable {
  const key = testKey(1)
  return {
    name: 'P2WPKH',
    script: p2wpkhScript(key),
    form: FREE,
    sign: (transaction, coin) => signP2wpkh(transaction, 0, coin, key)
  }
}

function legacyKeyHash(): Spendable {
  const key = testKey(1)
  const script = p2pkhScript(key)
  return {
    name: 'P2PKH',
    script,
    form: FREE,
    sign(transaction) {
      const signature = ecdsa(transaction.hashForSignature(0, script, 1), key)
      transaction.setInputScript(0, compile([signature, key.publicKey]))
    }
  }
}

function scriptHash(
  name: string,
  witnessScript: Bytes,
  unlock: { readonly form: SpendForm; items(sign: (key: number) => Uint8Array): Uint8Array[] }
): Spendable {
  return {
    name,
    script: p2wshScript(witnessScript),
    form: unlock.form,
    sign(transaction, coin) {
      const sign = (key: number) => signP2wsh(transaction, coin, { witnessScript, key: testKey(key) })
      transaction.setWitness(0, [...unlock.items(sign), witnessScript])
    }
  }
}

function multisig(): Spendable {
  const keys = [2, 3, 4].map((index) => testKey(index).publicKey)
  const script = compile([0x52, ...keys, 0x53, OP.CHECKMULTISIG])
  return scriptHash('P2WSH 2-of-3', script, { form: FREE, items: (sign) => [EMPTY, sign(2), sign(4)] })
}

function hashLock(lockHeight: number): readonly Spendable[] {
  const preimage = sha256(ONE)
  const script = compile([
    OP.IF,
    OP.SHA256,
    sha256(preimage),
    OP.EQUALVERIFY,
    testKey(5).publicKey,
    OP.ELSE,
    scriptNumber(lockHeight),
    OP.CLTV,
    OP.DROP,
    testKey(6).publicKey,
    OP.ENDIF,
    OP.CHECKSIG
  ])
  return [
    scriptHash('HTLC claim', script, { form: FREE, items: (sign) => [sign(5), preimage, ONE] }),
    scriptHash('HTLC refund', script, {
      form: { ...FREE, locktime: lockHeight },
      items: (sign) => [sign(6), EMPTY]
    })
  ]
}

function delayed(): Spendable {
  const script = compile([0x50 + DELAY_BLOCKS, OP.CSV, OP.DROP, testKey(7).publicKey, OP.CHECKSIG])
  return scriptHash('CSV', script, { form: { ...FREE, sequence: DELAY_BLOCKS }, items: (sign) => [sign(7)] })
}

function taproot(): readonly Spendable[] {
  const internal = testKey(8)
  const leaf = compile([xOnlyOf(testKey(9)), OP.CHECKSIG])
  const output = taprootOutput({ xOnly: xOnlyOf(internal), key: internal }, leaf)
  const { script, outputKey, leafHash, control } = output
  if (outputKey === null) throw new TypeError('the internal key is known')
  return [
    {
      name: 'P2TR key',
      script,
      form: FREE,
      sign: (transaction, coin) =>
        transaction.setWitness(0, [signTaproot(transaction, coin, { key: outputKey })])
    },
    {
      name: 'P2TR leaf',
      script,
      form: FREE,
      sign: (transaction, coin) =>
        transaction.setWitness(0, [
          signTaproot(transaction, coin, { key: testKey(9), leafHash }),
          leaf,
          control
        ])
    }
  ]
}

function escrows(refundTime: number): readonly Spendable[] {
  const [maker, taker, owner] = [testKey(10), testKey(11), testKey(12)]
  const escrow = buildEscrow({
    makerKey: maker.publicKey,
    takerKey: taker.publicKey,
    refundKey: xOnlyOf(owner),
    refundTime,
    amount: sats(1)
  })
  const script = escrow.outputScript
  const { claim, refund } = escrow
  return [
    {
      name: 'escrow key',
      script,
      form: FREE,
      sign: (transaction, coin) => transaction.setWitness(0, [signTogether(transaction, coin, escrow)])
    },
    {
      name: 'escrow claim',
      script,
      form: FREE,
      sign(transaction, coin) {
        const [byMaker, byTaker] = [maker, taker].map((key) =>
          signTaproot(transaction, coin, { key, leafHash: claim.leafHash })
        )
        transaction.setWitness(0, [byTaker ?? EMPTY, byMaker ?? EMPTY, claim.script, claim.controlBlock])
      }
    },
    {
      name: 'escrow refund',
      script,
      form: { ...FREE, locktime: refundTime },
      sign(transaction, coin) {
        const signature = signTaproot(transaction, coin, { key: owner, leafHash: refund.leafHash })
        transaction.setWitness(0, [signature, refund.script, refund.controlBlock])
      }
    }
  ]
}

/** MuSig2 of both traders under the escrow's tweaked key (BIP 327, BIP 341). */
function signTogether(transaction: Transaction, coin: TestCoin, escrow: Escrow): Uint8Array {
  const digest = copyBytes(transaction.hashForWitnessV1(0, [coin.script], [coin.amount], 0))
  const aggregate = keyAgg(escrow.keys)
  const tweak = taggedHash('TapTweak', concatBytes(xOnly(aggregate.point), escrow.merkleRoot))
  const nonces = [testKey(10), testKey(11)].map(({ privateKey }) =>
    nonceGen({ random: digest, publicKey: curve().publicKey(privateKey), privateKey })
  )
  const session = startSession(
    applyTweak(aggregate, tweak, 'xOnly'),
    nonceAgg(nonces.map(({ publicNonce }) => publicNonce)),
    digest
  )
  return partialSigAgg(
    session,
    nonces.map(({ secretNonce }, index) => partialSign(session, secretNonce, testKey(10 + index).privateKey))
  )
}
