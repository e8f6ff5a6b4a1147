import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { expect } from 'chai'
import { createVault, openVault, type VaultCreation } from '../../src/adapters/vault/vault.ts'
import { toHex } from '../../src/base/bytes.ts'
import { keyScript } from '../../src/ledgers/bitcoin/keys.ts'
import { scriptToAddress } from '../../src/ledgers/bitcoin/address.ts'
import { BITCOIN_CHAINS } from '../../src/ledgers/bitcoin/networks.ts'
import { VECTOR_MNEMONIC } from '../support/wallet-node.ts'

/** Quick, and told to the vault in words: a test's seed guards nothing. */
const CHEAP = { scryptCost: 2 }

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'fulfilled',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error)
  )
}

describe('vault', () => {
  let folder: string
  const file = () => join(folder, 'vault.json')
  const create = (creation: VaultCreation = {}) =>
    createVault(folder, 'correct horse', { ...CHEAP, ...creation })
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'bourse-vault-'))))
  afterEach(() => rmSync(folder, { recursive: true }))

  it('makes 24 words, or 12, and gives the same secrets when opened again', async () => {
    const { vault, mnemonic } = await create()
    expect(mnemonic.split(' ')).to.have.length(24)
    const secret = vault.derive('trade', Uint8Array.of(1))
    const again = await openVault(folder, 'correct horse')
    expect(toHex(again.derive('trade', Uint8Array.of(1)))).to.equal(toHex(secret))
    expect(await again.reveal('correct horse')).to.equal(mnemonic)
    rmSync(file())
    expect((await create({ words: 12 })).mnemonic.split(' ')).to.have.length(12)
  })

  it('derives other secrets for other purposes and contexts, however they are cut', async () => {
    const { vault } = await create({ mnemonic: VECTOR_MNEMONIC })
    const context = (text: string) => new TextEncoder().encode(text)
    const secrets = [
      vault.derive('a', context('bc')),
      vault.derive('ab', context('c')),
      vault.derive('abc', context('')),
      vault.derive('a', context('bd'))
    ].map(toHex)
    expect(new Set(secrets).size).to.equal(4)
    for (const secret of secrets) expect(secret).to.match(/^[0-9a-f]{64}$/)
    // Frozen: a trade's keys must come out the same in every later version.
    expect(secrets[0]).to.equal('f40f5f7d03994c34d1e1cfa562df1b6f8ad6b7b96a93a01eb098bad60f1a03f9')
  })

  it("gives the wallet the keys of the BIPs' vectors", async () => {
    const { vault } = await create({ mnemonic: `  ${VECTOR_MNEMONIC.toUpperCase()}\n` })
    const keys = vault.walletKeys(BITCOIN_CHAINS.bitcoin, 0)
    const publicKey = keys.publicKey({ purpose: 86, branch: 0, index: 0 })
    expect(scriptToAddress(keyScript(publicKey, 86), BITCOIN_CHAINS.bitcoin)).to.equal(
      'bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr'
    )
    // BIP 84: the private key of m/84'/0'/0'/0/0, KyZpNDKnfs94vbrwhJneDi77V6jF64PWPF8x5cdJb8ifgg2DUc9d.
    expect(toHex(keys.privateKey({ purpose: 84, branch: 0, index: 0 }))).to.equal(
      '4604b4b710fe91f584fff084e1a9159fe4f8408fff380596a604948474ce4fa3'
    )
    expect(toHex(keys.publicKey({ purpose: 84, branch: 0, index: 0 }))).to.equal(
      '0330d54fd0dd420a6e5f8d3624f5f3482cae350f79d5f0753bf5beef9c2d91af3c'
    )
  })

  it('refuses a wrong passphrase, and takes one however its accents are typed', async () => {
    await createVault(folder, 'caf\u00e9', CHEAP)
    expect(await codeOf(openVault(folder, 'cafe'))).to.equal('WRONG_PASSPHRASE')
    expect(await codeOf(openVault(folder, 'cafe\u0301'))).to.equal('fulfilled')
  })

  it('never writes over a vault', async () => {
    await create()
    const before = readFileSync(file(), 'utf8')
    expect(await codeOf(create())).to.equal('VAULT_EXISTS')
    expect(readFileSync(file(), 'utf8')).to.equal(before)
    expect(readdirSync(folder)).to.deep.equal(['vault.json'])
  })

  it('is readable by its owner alone and holds no word of the mnemonic', async () => {
    const { mnemonic, vault } = await create({ mnemonic: VECTOR_MNEMONIC })
    expect(statSync(file()).mode & 0o777).to.equal(0o600)
    expect(readdirSync(folder)).to.deep.equal(['vault.json'])
    const shown = [
      readFileSync(file(), 'utf8'),
      inspect(vault, { depth: 9, showHidden: true }),
      JSON.stringify({ vault })
    ]
    for (const text of shown) {
      for (const word of mnemonic.split(' ')) expect(text).to.not.match(new RegExp(`\\b${word}\\b`))
    }
    expect(shown[1]).to.equal('[Vault]')
  })

  it('tells a missing, a damaged and a newer file apart', async () => {
    expect(await codeOf(openVault(folder, 'x'))).to.equal('VAULT_MISSING')
    await create()
    const good = readFileSync(file(), 'utf8')
    const damaged = [
      '',
      '{}',
      'null',
      good.slice(0, -20),
      good.replace(/"n": 2/, '"n": 4'),
      good.replace(/"n": 2/, '"n": 3'),
      good.replace(/"n": 2/, `"n": ${2 ** 30}`),
      good.replace(/("salt": "...)./, '$1f').replace(/("tag": "...)./, '$10'),
      good + ' '.repeat(5000)
    ]
    for (const text of damaged) {
      writeFileSync(file(), text)
      if (text === good) continue
      expect(await codeOf(openVault(folder, 'correct horse')), text.slice(0, 200)).to.equal('VAULT_DAMAGED')
    }
    writeFileSync(file(), good.replace('"version": 1', '"version": 2'))
    expect(await codeOf(openVault(folder, 'correct horse'))).to.equal('VAULT_TOO_NEW')
  })

  it('refuses what is no mnemonic', async () => {
    const wrong = [
      '',
      'abandon',
      VECTOR_MNEMONIC.replace('about', 'abandon'),
      `${VECTOR_MNEMONIC} about`,
      'zoo '.repeat(12)
    ]
    for (const mnemonic of wrong)
      expect(await codeOf(create({ mnemonic })), mnemonic).to.equal('MNEMONIC_INVALID')
    expect(readdirSync(folder)).to.deep.equal([])
  })

  it('changes its passphrase and keeps its seed', async () => {
    const { mnemonic, vault } = await create()
    expect(await codeOf(vault.changePassphrase('wrong', 'next'))).to.equal('WRONG_PASSPHRASE')
    await vault.changePassphrase('correct horse', 'next')
    expect(await codeOf(openVault(folder, 'correct horse'))).to.equal('WRONG_PASSPHRASE')
    expect(await (await openVault(folder, 'next')).reveal('next')).to.equal(mnemonic)
    expect(readdirSync(folder)).to.deep.equal(['vault.json'])
    expect(statSync(file()).mode & 0o777).to.equal(0o600)
  })

  it('gives nothing once it is closed', async () => {
    const { vault } = await create()
    const keys = vault.walletKeys(BITCOIN_CHAINS.bitcoin, 0)
    vault.derive('a', new Uint8Array())
    vault.close()
    expect(() => vault.derive('a', new Uint8Array()))
      .to.throw()
      .that.includes({ code: 'VAULT_CLOSED' })
    expect(() => keys.privateKey({ purpose: 84, branch: 0, index: 0 }))
      .to.throw()
      .that.includes({ code: 'VAULT_CLOSED' })
  })

  it('costs what it should unless told otherwise', async () => {
    await createVault(folder, 'x')
    expect(JSON.parse(readFileSync(file(), 'utf8')).sealed.kdf.n).to.equal(2 ** 17)
  })
})
