import { Transaction } from 'bitcoinjs-lib'
import { scriptToAddress } from '../../src/devchain/bitcoin/address.ts'
import type { ChainUnderTest } from './chain-under-test.ts'
import { draft, p2wpkhScript, signP2wpkh, testKey, type Draft, type TestCoin } from './spending.ts'

/** Coins that one coinbase is split into, and what each holds. */
const COINS_PER_COINBASE = 40
const COIN_AMOUNT = 100_000_000n
/** What a test pays for its transactions: enough for any of them at ten times the minimum. */
export const FEE = 20_000n

/** What a daemon says of a transaction that it was only asked to judge. */
export interface Verdict {
  readonly allowed: boolean
  /** The daemon's words; empty where it is allowed. */
  readonly reason: string
}

/** What tests do on a chain: take coins, fund scripts, mine, ask. */
export class Workbench {
  readonly under: ChainUnderTest
  readonly #coins: TestCoin[] = []
  #height = 0
  #address = 0

  constructor(under: ChainUnderTest) {
    this.under = under
  }

  get key() {
    return this.under.key
  }

  /** Address of the key. */
  ownAddress(): string | null {
    return scriptToAddress(this.under.chain, p2wpkhScript(this.key))
  }

  /** Splits mature coinbases into coins of the key. */
  async prepare(): Promise<void> {
    for (let count = 0; count < 3; count++) {
      this.#height++
      const coinbase = await this.coinbase(this.#height)
      const script = p2wpkhScript(this.key)
      const split = draft({
        coins: [coinbase],
        outputs: Array.from({ length: COINS_PER_COINBASE }, () => ({ script, amount: COIN_AMOUNT }))
      })
      split.addOutput(script, coinbase.amount - COIN_AMOUNT * BigInt(COINS_PER_COINBASE) - FEE)
      signP2wpkh(split, 0, coinbase, this.key)
      const txid = await this.send(split)
      for (let vout = 0; vout < COINS_PER_COINBASE; vout++) {
        this.#coins.push({ txid, vout, script, amount: COIN_AMOUNT })
      }
    }
    await this.mine(1)
  }

  /** The output of the coinbase at a height. */
  async coinbase(height: number): Promise<TestCoin> {
    const hash = await this.call<string>('getblockhash', height)
    const block = await this.call<{ tx: { txid: string; hex: string }[] }>('getblock', hash, 2)
    const [first] = block.tx
    const [output] = Transaction.fromHex(first!.hex).outs
    return { txid: first!.txid, vout: 0, script: Uint8Array.from(output!.script), amount: output!.value }
  }

  /** A confirmed P2WPKH coin of the key that no test had before. */
  coin(): TestCoin {
    const coin = this.#coins.pop()
    if (coin === undefined) throw new Error('the tests use more coins than were prepared')
    return coin
  }

  async call<Result>(method: string, ...params: unknown[]): Promise<Result> {
    return (await this.under.client.call(method, params)) as Result
  }

  /** Mines to an address that was not used before: equal blocks of two branches would be one block. */
  async mine(count: number): Promise<string[]> {
    this.#address++
    const script = p2wpkhScript(testKey(this.#address % 256))
    return this.call<string[]>('generatetoaddress', count, scriptToAddress(this.under.chain, script))
  }

  async send(transaction: Transaction): Promise<string> {
    return this.call<string>('sendrawtransaction', transaction.toHex(), 0)
  }

  /** A confirmed output with that script. */
  async fund(script: Uint8Array, amount = COIN_AMOUNT - FEE): Promise<TestCoin> {
    const coin = this.fundUnconfirmed(script, amount)
    const funded = await coin
    await this.mine(1)
    return funded
  }

  async fundUnconfirmed(script: Uint8Array, amount = COIN_AMOUNT - FEE): Promise<TestCoin> {
    const coin = this.coin()
    const transaction = this.spend(coin, { outputs: [{ script, amount }] })
    return { txid: await this.send(transaction), vout: 0, script: Uint8Array.from(script), amount }
  }

  /** A signed spend of a P2WPKH coin of the key; everything but the fee to the key unless outputs are given. */
  spend(coin: TestCoin, plan: Partial<Draft> & { readonly fee?: bigint } = {}): Transaction {
    const { fee = FEE, ...rest } = plan
    const outputs = [{ script: p2wpkhScript(this.key), amount: coin.amount - fee }]
    const transaction = draft({ coins: [coin], outputs, ...rest })
    signP2wpkh(transaction, 0, coin, this.key)
    return transaction
  }

  /** A spend of any coin to the key, without a signature. */
  sweep(coin: TestCoin, plan: Partial<Draft> = {}): Transaction {
    return draft({
      coins: [coin],
      outputs: [{ script: p2wpkhScript(this.key), amount: coin.amount - FEE }],
      ...plan
    })
  }

  async judge(transaction: Transaction): Promise<Verdict> {
    const [verdict] = await this.call<{ allowed: boolean; 'reject-reason'?: string }[]>(
      'testmempoolaccept',
      [transaction.toHex()],
      0
    )
    return { allowed: verdict!.allowed, reason: verdict!['reject-reason'] ?? '' }
  }
}
