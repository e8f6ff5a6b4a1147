import { BIP32Factory } from 'bip32'
import { crypto, payments } from 'bitcoinjs-lib'
import { expect } from 'chai'
import * as tiny from 'tiny-secp256k1'
import { copyBytes, fromHex, toHex, type Bytes } from '../../../src/base/bytes.ts'
import { xOnly } from '../../../src/crypto/curve/curve.ts'
import { eccLibrary, initialiseBitcoinjs } from '../../../src/crypto/curve/ecc-library.ts'
import { ORDER, toScalar } from '../../../src/crypto/curve/operands.ts'
import { vectorFile } from '../../support/vectors.ts'
import { describeBackends } from '../backends.ts'

interface WalletVectors {
  scriptPubKey: {
    given: { internalPubkey: string; scriptTree: unknown }
    expected: { scriptPubKey: string; bip350Address: string }
  }[]
}

describeBackends('the curve as bitcoinjs-lib and bip32 want it', (curve) => {
  it('derives the keys of BIP 32, test vector 1', () => {
    const root = BIP32Factory(eccLibrary).fromSeed(fromHex('000102030405060708090a0b0c0d0e0f'))
    const child = root.derivePath("m/0'/1/2'/2/1000000000")
    expect(child.toBase58()).to.equal(
      'xprvA41z7zogVVwxVSgdKUHDy1SKmdb533PjDz7J6N6mV6uS3ze1ai8FHa8kmHScGpWmj4WggLyQjgPie1rFSruoUihUZREPSL39UNdE3BBDu76'
    )
    const neutered = root.derivePath("m/0'/1/2'").neutered().derivePath('2/1000000000')
    expect(neutered.toBase58()).to.equal(child.neutered().toBase58())
  })

  it('makes the Taproot outputs of BIP 341 without scripts', function () {
    const { scriptPubKey } = JSON.parse(
      vectorFile(this, 'bip340/bip341-wallet-test-vectors.json')
    ) as WalletVectors
    initialiseBitcoinjs()
    const plain = scriptPubKey.filter((row) => row.given.scriptTree === null)
    expect(plain.length).to.be.greaterThan(0)
    for (const { given, expected } of plain) {
      const { output, address } = payments.p2tr({ internalPubkey: fromHex(given.internalPubkey) })
      expect(toHex(output ?? new Uint8Array())).to.equal(expected.scriptPubKey)
      expect(address).to.equal(expected.bip350Address)
    }
  })

  it('signs for a key tweaked by bip32', () => {
    const root = BIP32Factory(eccLibrary).fromSeed(new Uint8Array(32).fill(7))
    const internal = copyBytes(root.publicKey).slice(1)
    const tweaked = root.tweak(crypto.taggedHash('TapTweak', internal))
    const digest = new Uint8Array(32).fill(9)
    const signature = copyBytes(tweaked.signSchnorr(digest))
    expect(curve.schnorrVerify(signature, digest, xOnly(copyBytes(tweaked.publicKey)))).to.equal(true)
    expect(root.verify(digest, root.sign(digest))).to.equal(true)
  })

  it('answers as tiny-secp256k1 at the edges', () => {
    const key = toScalar(5n)
    const negated = toScalar(ORDER - 5n)
    const point = copyBytes(curve.publicKey(key))
    expect(eccLibrary.privateAdd(key, negated)).to.equal(tiny.privateAdd(key, negated)).and.to.equal(null)
    expect(eccLibrary.pointAddScalar(point, negated))
      .to.equal(tiny.pointAddScalar(point, negated))
      .and.to.equal(null)
    for (const tweak of [toScalar(0n), toScalar(1n), toScalar(2n), negated]) {
      const x: Bytes = xOnly(point)
      expect(eccLibrary.xOnlyPointAddTweak(x, tweak)).to.deep.equal(tiny.xOnlyPointAddTweak(x, tweak))
    }
    expect(() => eccLibrary.pointFromScalar(key, false)).to.throw(RangeError)
    expect(() => eccLibrary.pointAddScalar(point, key, false)).to.throw(RangeError)
    expect(() => eccLibrary.sign(key, key, key)).to.throw(RangeError)
  })
})
