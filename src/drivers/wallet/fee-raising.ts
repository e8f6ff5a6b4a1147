import type { SatsPerVbyte } from '../../base/units.ts'
import { buildChild, packageCost } from './child-payment.ts'
import type { Publishing, SentPayment } from './publishing.ts'
import { buildReplacement } from './replacement.ts'
import { WalletError } from './wallet-error.ts'
import { versionsOf, type SpendRecord } from './wallet-records.ts'
import type { WalletState } from './wallet-state.ts'

/** A payment whose fee was raised, and the reference that it is stored under. */
export type RaisedPayment = SentPayment & { readonly reference: string }

/** A daemon follows 25 transactions of one package, and evicts 100 for one replacement; a payment needs far fewer. */
const MAX_VERSIONS = 50

/** Pays more for transactions that wait: by a replacement (BIP 125), or by a child. */
export class FeeRaising {
  readonly #state: WalletState
  readonly #publishing: Publishing

  constructor(state: WalletState, publishing: Publishing) {
    this.#state = state
    this.#publishing = publishing
  }

  /**
   * Replaces an own payment that waits; stored before it is sent, so that the payment is made once whichever version
   * is mined.
   * @throws WalletError `TRANSACTION_UNKNOWN`, `NOT_REPLACEABLE`, `REPLACEMENT_REJECTED`, `LEDGER_UNAVAILABLE`,
   * `INSUFFICIENT_FUNDS`, fee rates.
   */
  async bump(txid: string, feeRate: SatsPerVbyte): Promise<RaisedPayment> {
    const [reference, spend] = this.#find(txid)
    const tip = this.#state.requireTip()
    this.#checkReplaceable(spend)
    const coins = spend.transaction.inputs.map(({ outpoint }) => this.#state.coinSet().output(outpoint))
    const known = coins.filter((coin) => coin !== undefined)
    if (known.length < coins.length) throw notReplaceable(txid, 'a coin that it spends is gone')
    const plan = {
      spend,
      coins: known,
      extra: this.#state.freeCoins((coin) => coin.state === 'confirmed'),
      feeRate,
      lockHeight: tip.height
    }
    const { fee, createdAt, transaction, kind, isSweep } = spend
    const built = buildReplacement(plan, this.#state.tools())
    const alternates = [{ fee, createdAt, transaction }, ...spend.alternates]
    const stored = await this.#state.putSigned(reference, built, { kind, isSweep, alternates })
    return { ...(await this.#publishing.publish(reference, stored)), reference }
  }

  #find(txid: string): readonly [string, SpendRecord] {
    for (const [reference, spend] of this.#state.spends) {
      if (versionsOf(spend).some(({ transaction }) => transaction.txid === txid)) return [reference, spend]
    }
    throw unknownTransaction(txid)
  }

  #checkReplaceable(spend: SpendRecord): void {
    const { txid } = spend.transaction
    const coins = this.#state.coinSet()
    const isMined = versionsOf(spend).some(
      ({ transaction }) => (coins.transaction(transaction.txid)?.position ?? null) !== null
    )
    if (isMined) throw notReplaceable(txid, 'it is in a block')
    if (spend.kind === 'fund') throw notReplaceable(txid, 'a trade was agreed on it as it is')
    if (spend.state === 'rejected') throw notReplaceable(txid, 'the ledger refused it: release it first')
    if (spend.alternates.length >= MAX_VERSIONS) throw notReplaceable(txid, 'it was replaced too often')
    const child = coins
      .transactions()
      .find(({ transaction }) => transaction.inputs.some(({ outpoint }) => outpoint.txid === txid))
    if (child !== undefined) {
      throw notReplaceable(txid, `${child.transaction.txid} spends its change: raise the fee of that one`)
    }
  }

  /**
   * Spends an own output of a waiting transaction, own or received, at a fee that lifts both to the rate. Asked again it
   * gives the same child; to pay more still, replace the child.
   * @throws WalletError `TRANSACTION_UNKNOWN`, `NOTHING_TO_SPEND`, `LEDGER_UNAVAILABLE`, `INSUFFICIENT_FUNDS`,
   * `TRANSACTION_REJECTED`, fee rates.
   */
  async speedUp(txid: string, feeRate: SatsPerVbyte): Promise<RaisedPayment> {
    const reference = `speed-up-${txid}`
    const child = this.#state.spends.get(reference) ?? (await this.#signChild(reference, txid, feeRate))
    return { ...(await this.#publishing.publish(reference, child)), reference }
  }

  async #signChild(reference: string, txid: string, feeRate: SatsPerVbyte): Promise<SpendRecord> {
    const { follower } = this.#state.components
    const tip = this.#state.requireTip()
    const coins = this.#state.coinSet()
    const parent = coins.transaction(txid)
    if (parent === undefined) throw unknownTransaction(txid)
    const [coin] = this.#state
      .freeCoins(({ outpoint, state }) => outpoint.txid === txid && state === 'pending')
      .toSorted((left, right) => Number(right.amount > left.amount) - Number(right.amount < left.amount))
    if (coin === undefined) {
      throw new WalletError(
        'NOTHING_TO_SPEND',
        'No waiting output of this transaction is ours and free to spend.',
        { fault: 'user', details: { txid } }
      )
    }
    const plan = {
      coin,
      // A stranger can replace the parent, and the child would be void for ever with all that it spends.
      extra: coin.isOwnChange ? this.#state.freeCoins(({ state }) => state === 'confirmed') : [],
      parents: packageCost(
        parent.transaction,
        coins,
        this.#state.spends.values(),
        follower.chain.minimumFeeRate
      ),
      feeRate,
      lockHeight: tip.height
    }
    const built = buildChild(plan, this.#state.tools())
    return this.#state.putSigned(reference, built, { kind: 'send', isSweep: true, alternates: [] })
  }
}

function unknownTransaction(txid: string): WalletError {
  return new WalletError('TRANSACTION_UNKNOWN', 'The wallet has no such transaction. Check its id.', {
    fault: 'user',
    details: { txid }
  })
}

function notReplaceable(txid: string, why: string): WalletError {
  return new WalletError('NOT_REPLACEABLE', `The transaction cannot be replaced: ${why}.`, {
    fault: 'user',
    details: { txid }
  })
}
