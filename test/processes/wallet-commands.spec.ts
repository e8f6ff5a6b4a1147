import { expect } from 'chai'
import type { NodeProcess } from '../../src/testnet/node-process.ts'
import { startTestnet, type Testnet } from '../../src/testnet/testnet.ts'
import {
  bourse,
  everyNodeReady,
  eventually,
  fund,
  FUNDED,
  prints,
  settledBalance
} from '../support/testnet-fixture.ts'

interface Paid {
  readonly txid: string
  readonly amount: string
  readonly fee: string
}

describe('the wallet over the real command line', function () {
  this.timeout(60_000)
  let testnet: Testnet
  let alice: NodeProcess
  let bob: NodeProcess
  before(async () => {
    testnet = await startTestnet({ nodes: 2, blockMilliseconds: 0 })
    const [first, second] = testnet.nodes
    if (!first || !second) throw new Error('the testnet is not whole')
    ;[alice, bob] = [first, second]
    await everyNodeReady(testnet.nodes)
    await fund(testnet, alice, 'ltc')
  })
  after(() => testnet?.stop())

  const address = async (node: NodeProcess, ...args: string[]): Promise<string> =>
    (await prints(node, 'wallet', 'address', 'ltc', ...args)).trim()
  const mine = async (): Promise<void> => {
    for (const chain of testnet.chains) await chain.mine(1)
  }
  const refused = async (code: string, ...args: string[]): Promise<void> => {
    const finished = await bourse(alice, 'wallet', 'send', ...args)
    expect(finished.stderr).to.match(new RegExp(`^error: [^\\n]+ \\(${code}\\)\\n(?:hint: [^\\n]+\\n)?$`))
    expect(finished.stdout).to.equal('')
    expect(finished.code).to.be.oneOf([1, 2])
  }

  it('gives a fresh address of both kinds each time', async () => {
    const [first, second] = [await address(bob), await address(bob)]
    expect(first).to.match(/^rltc1p[a-z0-9]{58}$/)
    expect(second).to.not.equal(first)
    expect(await address(bob, '--type', 'p2wpkh')).to.match(/^rltc1q[a-z0-9]{38}$/)
  })

  it('pays exactly once under one reference, and refuses it for another payment', async () => {
    const to = await address(bob)
    const args = ['wallet', 'send', to, '0.5ltc', '--reference', 'rent', '--json']
    const first = JSON.parse(await prints(alice, ...args)) as Paid
    expect(first).to.include({ amount: '50000000' })
    const second = JSON.parse(await prints(alice, ...args)) as Paid
    expect(second).to.deep.equal(first)
    await mine()
    await eventually('bob has it', async () => (await settledBalance(bob, 'ltc')) === 50_000_000n)
    expect(await settledBalance(alice, 'ltc')).to.equal(FUNDED - 50_000_000n - BigInt(first.fee))
    await refused('REFERENCE_USED', to, '0.6ltc', '--reference', 'rent')
  })

  it('refuses what it cannot pay', async () => {
    const to = await address(bob)
    await refused('INSUFFICIENT_FUNDS', to, '1000ltc')
    await refused('AMOUNT_DUST', to, '1sat@ltc')
    await refused('AMOUNT_INVALID', to, '0.5')
    await refused('LEDGER_UNKNOWN', to, '1doge')
    await refused('REQUEST_INVALID', 'nonsense', '0.5ltc')
    await refused('ADDRESS_INVALID', `${to.slice(0, -1)}b`, '0.5ltc')
    await refused('ADDRESS_WRONG_NETWORK', 'ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9', '0.5ltc')
  })

  it('pays everything, and says so in words', async () => {
    const before = await settledBalance(alice, 'ltc')
    const words = await prints(alice, 'wallet', 'send', await address(bob), 'all@ltc')
    expect(words).to.match(/^Paid 2\.\d+ltc for a fee of 0\.0*\d+ltc: [0-9a-f]{64}\n$/)
    await mine()
    await eventually('alice has nothing left', async () => (await settledBalance(alice, 'ltc')) === 0n)
    const received = await eventually('bob has all', async () => {
      const balance = await settledBalance(bob, 'ltc')
      return balance > 50_000_000n && balance - 50_000_000n
    })
    expect(before - received > 0n && before - received < 20_000n).to.equal(true)
    const history = await prints(alice, 'wallet', 'transactions', 'ltc')
    expect(history.split('\n')).to.have.length(5)
    expect(history).to.match(/ out +0\.50000000 .* rent\n/)
  })
})
