import { expect } from 'chai'
import { fromHex, toHex } from '../../../src/base/bytes.ts'
import { addressToScript, scriptKind, scriptToAddress } from '../../../src/ledgers/bitcoin/address.ts'
import { accountIndex, keyScript } from '../../../src/ledgers/bitcoin/keys.ts'
import { BITCOIN_CHAINS } from '../../../src/ledgers/bitcoin/networks.ts'
import { testKeys } from '../../support/wallet-node.ts'

const { bitcoin } = BITCOIN_CHAINS

describe('addresses of wallet keys', () => {
  const vectors = [
    // BIP 84, "Test vectors".
    [84, 0, 0, 'bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu'],
    [84, 0, 1, 'bc1qnjg0jd8228aq7egyzacy8cys3knf9xvrerkf9g'],
    [84, 1, 0, 'bc1q8c6fshw2dlwun7ekn9qwf37cu2rn755upcp6el'],
    // BIP 86, "Test vectors".
    [86, 0, 0, 'bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr'],
    [86, 0, 1, 'bc1p4qhjn9zdvkux4e44uhx8tc55attvtyu358kutcqkudyccelu0was9fqzwh'],
    [86, 1, 0, 'bc1p3qkhfews2uk44qtvauqyr2ttdsw7svhkl9nkm9s9c3x4ax5h60wqwruhk7']
  ] as const
  for (const [purpose, branch, index, address] of vectors) {
    it(`m/${purpose}'/0'/0'/${branch}/${index} is ${address}`, () => {
      const script = keyScript(testKeys(bitcoin).publicKey({ purpose, branch, index }), purpose)
      expect(scriptToAddress(script, bitcoin)).to.equal(address)
      expect(toHex(addressToScript(address, bitcoin))).to.equal(toHex(script))
    })
  }

  it('go to the script and back on all chains', () => {
    const scripts = ['0014', '0020', '5120', '76a914', 'a914'].map((head) => {
      const length = head === '0020' || head === '5120' ? 32 : 20
      const tail = head === '76a914' ? '88ac' : head === 'a914' ? '87' : ''
      return fromHex(head + '07'.repeat(length) + tail)
    })
    for (const chain of Object.values(BITCOIN_CHAINS)) {
      for (const script of scripts) {
        const address = scriptToAddress(script, chain)
        expect(toHex(addressToScript(address, chain)), `${chain.name} ${address}`).to.equal(toHex(script))
      }
    }
  })

  it('names the network of an address of another one', () => {
    const error = caught(() => addressToScript('ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9', bitcoin))
    expect(error).to.include({ code: 'ADDRESS_WRONG_NETWORK' })
    expect(error.message).to.equal('This is an address of litecoin, not of bitcoin. Ask for one of bitcoin.')
  })

  it('refuses what is no address', () => {
    for (const text of [
      '',
      'x'.repeat(91),
      // A mistyped letter, bech32 in place of bech32m (BIP 350's invalid vectors), a future witness version, a bare word.
      'bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyv',
      'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd',
      'bc1sw50qgdz25j',
      'hello'
    ]) {
      expect(
        caught(() => addressToScript(text, bitcoin)),
        text
      ).to.include({ code: 'ADDRESS_INVALID' })
    }
  })

  it('gives no kind to other scripts', () => {
    expect(scriptKind(fromHex('6a00'))).to.equal(null)
    expect(scriptKind(fromHex(`5121${'00'.repeat(33)}`))).to.equal(null)
  })

  it('keeps the accounts of test ledgers apart and uses 0 on main chains', () => {
    expect(accountIndex(bitcoin, 'btc')).to.equal(0)
    const regtest = BITCOIN_CHAINS['bitcoin-regtest']
    expect(accountIndex(regtest, 'btc')).to.not.equal(accountIndex(regtest, 'btc2'))
    expect(accountIndex(regtest, 'btc')).to.not.equal(accountIndex(BITCOIN_CHAINS['litecoin-regtest'], 'btc'))
  })
})

function caught(act: () => unknown): Error {
  try {
    act()
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('nothing was thrown')
}
