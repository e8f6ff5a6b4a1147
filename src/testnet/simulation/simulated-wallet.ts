import { fromDisplayHash } from '../../ledgers/bitcoin/display-hash.ts'
import { Transaction } from 'bitcoinjs-lib'
import { concatBytes, copyBytes, toHex, type Bytes } from '../../base/bytes.ts'
import { CodedError } from '../../base/coded-error.ts'
import { taggedHash } from '../../base/hash.ts'
import { sats } from '../../base/units.ts'
import { xOnly } from '../../crypto/curve/curve.ts'
import { curve } from '../../crypto/curve/selected.ts'
import type { LedgerId, OutPoint } from '../../ledgers/ledger.ts'
import type { FundedTransaction, SecretSource, TradeWallet } from '../../ports/ledger.ts'
import type { SimulatedLedger } from './simulated-ledger.ts'

interface Coin {
  readonly outpoint: OutPoint
  readonly script: Bytes
  readonly key: Bytes
  readonly amount: bigint
}

/** A wallet of coins that were minted for it; one coin a funding, change goes to a script of its own. */
export class SimulatedWallet implements TradeWallet {
  readonly #ledgers: ReadonlyMap<LedgerId, SimulatedLedger>
  readonly #secrets: SecretSource
  readonly #coins = new Map<LedgerId, Coin[]>()
  readonly #funded = new Map<string, FundedTransaction & { readonly coin: Coin }>()
  readonly #scripts = new Map<LedgerId, Map<string, Bytes>>()

  constructor(ledgers: ReadonlyMap<LedgerId, SimulatedLedger>, secrets: SecretSource) {
    this.#ledgers = ledgers
    this.#secrets = secrets
  }

  /** Gives the wallet one coin. */
  mint(ledger: LedgerId, amount: bigint): void {
    const { script, key } = this.#account(ledger, `coin ${this.#coins.get(ledger)?.length ?? 0}`)
    const outpoint = this.#ledger(ledger).mint(script, amount)
    const coins = this.#coins.get(ledger) ?? []
    coins.push({ outpoint, script, key, amount })
    this.#coins.set(ledger, coins)
  }

  /** What the wallet owns on a ledger: coins that no transaction spends, and what its scripts received. */
  balance(ledger: LedgerId): bigint {
    const chain = this.#ledger(ledger)
    const unspent = (this.#coins.get(ledger) ?? []).filter(
      (coin) => chain.observe({ ...coin, amount: sats(coin.amount) }).spend === null
    )
    const received = [...(this.#scripts.get(ledger)?.values() ?? [])]
    return (
      unspent.reduce((sum, coin) => sum + coin.amount, 0n) +
      received.reduce((sum, script) => sum + chain.balanceOf(script), 0n)
    )
  }

  /** Coins set aside and not spent. */
  reserved(): readonly string[] {
    return [...this.#funded.keys()]
  }

  fund(request: Parameters<TradeWallet['fund']>[0]): Promise<FundedTransaction> {
    const name = `${request.ledger}/${request.reference}`
    const stored = this.#funded.get(name)
    if (stored !== undefined) return Promise.resolve(stored)
    const fee = BigInt(Math.ceil(request.feeRate * 160))
    const taken = new Set([...this.#funded.values()].map((entry) => entry.coin))
    const coin = (this.#coins.get(request.ledger) ?? []).find(
      (candidate) => !taken.has(candidate) && candidate.amount >= request.amount + fee
    )
    if (coin === undefined) {
      return Promise.reject(
        new CodedError('INSUFFICIENT_FUNDS', 'no coin is large enough', { fault: 'user' })
      )
    }
    const change = coin.amount - request.amount - fee
    const { script: changeScript } = this.#account(request.ledger, `change ${request.reference}`)
    this.#remember(request.ledger, `change ${request.reference}`, changeScript)
    const transaction = new Transaction()
    transaction.version = 2
    transaction.addInput(fromDisplayHash(coin.outpoint.txid), coin.outpoint.vout, 0xfffffffd)
    transaction.addOutput(request.script, request.amount)
    if (change >= 330n) transaction.addOutput(changeScript, change)
    const sighash = transaction.hashForWitnessV1(0, [coin.script], [coin.amount], 0)
    transaction.setWitness(0, [curve().schnorrSign(sighash, coin.key, new Uint8Array(32))])
    const funded = {
      transaction: copyBytes(transaction.toBuffer()),
      txid: transaction.getId(),
      vout: 0,
      fee: sats(fee),
      coin
    }
    this.#funded.set(name, funded)
    return Promise.resolve(funded)
  }

  release(ledger: LedgerId, reference: string): Promise<void> {
    this.#funded.delete(`${ledger}/${reference}`)
    return Promise.resolve()
  }

  receiveScript(ledger: LedgerId, reference: string): Promise<Bytes> {
    const { script } = this.#account(ledger, reference)
    this.#remember(ledger, reference, script)
    return Promise.resolve(script)
  }

  #remember(ledger: LedgerId, name: string, script: Bytes): void {
    const scripts = this.#scripts.get(ledger) ?? new Map<string, Bytes>()
    scripts.set(name, script)
    this.#scripts.set(ledger, scripts)
  }

  #account(ledger: LedgerId, name: string): { script: Bytes; key: Bytes } {
    const key = this.#secrets.derive('simulated-wallet', new TextEncoder().encode(`${ledger}/${name}`))
    return { script: concatBytes(Uint8Array.of(0x51, 0x20), xOnly(curve().publicKey(key))), key }
  }

  #ledger(id: LedgerId): SimulatedLedger {
    const ledger = this.#ledgers.get(id)
    if (ledger === undefined) throw new RangeError(`no ledger ${id}`)
    return ledger
  }
}

/** Secrets that follow from a name: for simulations and tests, never for coins of worth. */
export class SimulatedSecrets implements SecretSource {
  readonly #name: string

  constructor(name: string) {
    this.#name = name
  }

  derive(purpose: string, context: Bytes): Bytes {
    const seed = new TextEncoder().encode(`${this.#name}/${purpose}/${toHex(context)}`)
    return taggedHash('bourse/simulated-secret', seed)
  }
}
