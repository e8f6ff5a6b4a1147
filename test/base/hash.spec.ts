import { expect } from 'chai'
import { toHex } from '../../src/base/bytes.ts'
import { hash160, sha256, sha256d, taggedHash } from '../../src/base/hash.ts'

const text = (value: string): Uint8Array => new TextEncoder().encode(value)

describe('hashes', () => {
  it('are those of FIPS 180 and of Bitcoin', () => {
    expect(toHex(sha256(text('abc')))).to.equal(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    )
    expect(toHex(sha256d(text('hello')))).to.equal(
      '9595c9df90075148eb06860365df33584b75bff782a510c6cd4883a419833d50'
    )
    expect(toHex(hash160(text('hello')))).to.equal('b6a9c8c230722b7c748331a8b450f05566dc7d0f')
  })

  it('with a tag begin with the tag’s hash twice (BIP 340), and take parts as one text', () => {
    const tag = sha256(text('bourse/test'))
    const whole = sha256(Uint8Array.from([...tag, ...tag, 1, 2, 3]))
    for (let count = 0; count < 2; count++) {
      expect(toHex(taggedHash('bourse/test', Uint8Array.of(1), Uint8Array.of(2, 3)))).to.equal(toHex(whole))
    }
    expect(toHex(taggedHash('bourse/other', Uint8Array.of(1, 2, 3)))).to.not.equal(toHex(whole))
  })
})
