import type { Sats } from '../../base/units.ts'
import type { ChainTip } from '../../ledgers/ledger.ts'
import { isOnItsWay } from './coins.ts'
import { WalletError } from './wallet-error.ts'
import { versionsOf, type SpendRecord, type SpendVersion } from './wallet-records.ts'
import type { WalletState } from './wallet-state.ts'

/** A payment that was signed and stored. */
export interface SentPayment {
  readonly txid: string
  readonly amount: Sats
  readonly fee: Sats
  /** `waiting`: the daemon did not answer; the wallet hands it over again until it is on the ledger. */
  readonly state: 'published' | 'waiting'
}

/** Brings stored transactions to the ledger, and keeps them there. */
export class Publishing {
  readonly #state: WalletState
  /** By reference: the tip at which the transaction was last handed to the daemon. */
  readonly #handedOver = new Map<string, string>()

  constructor(state: WalletState) {
    this.#state = state
  }

  /**
   * Hands the payment to the daemon.
   * @throws WalletError `TRANSACTION_REJECTED`; `REPLACEMENT_REJECTED` where the version before it stays in force.
   */
  async publish(reference: string, spend: SpendRecord): Promise<SentPayment> {
    const { follower } = this.#state.components
    const mined = versionsOf(spend).find(
      ({ transaction }) => (follower.transaction(transaction.txid)?.position ?? null) !== null
    )
    if (mined !== undefined) return sentPayment(spend, mined, 'published')
    const { txid, raw } = spend.transaction
    const isOnLedger = follower.transaction(txid) !== undefined
    const outcome = isOnLedger ? ({ kind: 'known' } as const) : await follower.broadcast(raw)
    if (outcome.kind === 'unavailable') return sentPayment(spend, spend, 'waiting')
    if (outcome.kind === 'rejected') throw await this.#reject(reference, spend, outcome.reason)
    await this.#mark(reference, spend, 'published')
    return sentPayment(spend, spend, 'published')
  }

  async #reject(reference: string, spend: SpendRecord, reason: string): Promise<WalletError> {
    const { txid } = spend.transaction
    if (await this.#takeBack(reference, spend)) {
      return new WalletError(
        'REPLACEMENT_REJECTED',
        `The ledger refuses the replacement (${reason}). The payment stays as it was; a child can pay for it instead.`,
        { fault: 'daemon', details: { reference, txid, reason } }
      )
    }
    if (spend.state !== 'published') await this.#mark(reference, spend, 'rejected')
    return new WalletError(
      'TRANSACTION_REJECTED',
      `The ledger refuses the payment (${reason}). Its coins stay locked until you release ${reference}.`,
      { fault: 'daemon', details: { reference, txid, reason } }
    )
  }

  /**
   * Puts the version before a refused replacement back in force. The refused one is kept: its signatures may have been
   * seen, and should it be mined after all, it is the payment.
   */
  async #takeBack(reference: string, spend: SpendRecord): Promise<boolean> {
    const [before, ...older] = spend.alternates
    if (before === undefined || spend.state !== 'stored') return false
    const { fee, createdAt, transaction } = spend
    const alternates = [{ fee, createdAt, transaction }, ...older]
    await this.#state.putSpend(reference, { ...spend, ...before, state: 'published', alternates })
    return true
  }

  async #mark(reference: string, spend: SpendRecord, state: SpendRecord['state']): Promise<void> {
    if (spend.state !== state) await this.#state.putSpend(reference, { ...spend, state })
  }

  /** Notes which stored transactions the ledger shows, and hands over again, once a block, those that it lost. */
  async watchOver(): Promise<void> {
    const { follower } = this.#state.components
    const tip = follower.tip()
    if (tip === null || !follower.isInReach) return
    for (const [reference, spend] of this.#state.spends) {
      if (follower.transaction(spend.transaction.txid) !== undefined)
        await this.#mark(reference, spend, 'published')
    }
    for (const [reference, spend] of this.#state.spends) await this.#handOver(reference, spend, tip)
  }

  async #handOver(reference: string, spend: SpendRecord, tip: ChainTip): Promise<void> {
    const { follower, log } = this.#state.components
    const isDue = isOnItsWay(spend) && this.#handedOver.get(reference) !== tip.hash
    if (!isDue || this.#state.coinSet().fateOf(spend).kind !== 'waiting') return
    const outcome = await follower.broadcast(spend.transaction.raw)
    if (outcome.kind !== 'unavailable') this.#handedOver.set(reference, tip.hash)
    const { txid } = spend.transaction
    log.info('wallet.rebroadcast', { ledger: this.#state.id, reference, txid, outcome: outcome.kind })
    if (outcome.kind === 'accepted' || outcome.kind === 'known')
      await this.#mark(reference, spend, 'published')
    if (outcome.kind === 'rejected') await this.#takeBack(reference, spend)
  }
}

function sentPayment(
  spend: SpendRecord,
  { transaction, fee }: SpendVersion,
  state: SentPayment['state']
): SentPayment {
  const amount = transaction.outputs[spend.vout]?.amount
  if (amount === undefined) throw new TypeError('a stored payment has its output')
  return { txid: transaction.txid, amount, fee, state }
}
