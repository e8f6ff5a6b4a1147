import type { CoinView, LabelView, PaymentView, WalletControl } from '../api/wallet-control.ts'
import type { SatsPerVbyte } from '../base/units.ts'
import type { WalletCoin } from '../drivers/wallet/coins.ts'
import type { RaisedPayment } from '../drivers/wallet/fee-raising.ts'
import { WalletError } from '../drivers/wallet/wallet-error.ts'
import { scriptToAddress } from '../ledgers/bitcoin/address.ts'
import { outpointKey } from '../ledgers/bitcoin/parsed-transaction.ts'
import type { LedgerId, OutPoint } from '../ledgers/ledger.ts'
import type { LedgerStack } from './ledger-stack.ts'

/** What the local API and the command line can do with the wallets of this node. */
export class WalletController implements WalletControl {
  readonly #stacks: readonly LedgerStack[]
  readonly #makeBackup: () => Promise<string>

  /** `makeBackup` gives the text of a backup file. */
  constructor(stacks: readonly LedgerStack[], makeBackup: () => Promise<string>) {
    this.#stacks = stacks
    this.#makeBackup = makeBackup
  }

  backup(): Promise<string> {
    return this.#makeBackup()
  }

  async bump(txid: string, feeRate: SatsPerVbyte): Promise<PaymentView> {
    const { config, wallet } = this.#stackOf(txid)
    return paymentView(config.id, await wallet.bump(txid, feeRate))
  }

  async speedUp(txid: string, feeRate: SatsPerVbyte): Promise<PaymentView> {
    const { config, wallet } = this.#stackOf(txid)
    return paymentView(config.id, await wallet.speedUp(txid, feeRate))
  }

  async coins(ledger: LedgerId): Promise<readonly CoinView[]> {
    const stack = this.#stack(ledger)
    return stack.wallet
      .coins()
      .toSorted((left, right) => Number(right.amount > left.amount) - Number(right.amount < left.amount))
      .map((coin) => coinView(stack, coin))
  }

  async lockCoin(ledger: LedgerId, outpoint: OutPoint, locked: boolean): Promise<CoinView> {
    const stack = this.#stack(ledger)
    await stack.wallet.lockCoin(outpoint, locked)
    const key = outpointKey(outpoint)
    const coin = stack.wallet.coins().find((each) => outpointKey(each.outpoint) === key)
    if (coin !== undefined) return coinView(stack, coin)
    throw new WalletError('COIN_UNKNOWN', 'The coin was spent meanwhile.', { fault: 'user' })
  }

  async labels(ledger: LedgerId): Promise<readonly LabelView[]> {
    return this.#stack(ledger).wallet.labels.all()
  }

  async putLabels(ledger: LedgerId, labels: readonly LabelView[]): Promise<void> {
    await this.#stack(ledger).wallet.labels.put(labels)
  }

  #stack(ledger: LedgerId): LedgerStack {
    const stack = this.#stacks.find(({ config }) => config.id === ledger)
    if (stack !== undefined) return stack
    throw new WalletError('LEDGER_UNKNOWN', `This node has no ledger ${ledger}.`, {
      fault: 'user',
      details: { ledger }
    })
  }

  /** The ledger whose wallet knows the transaction. */
  #stackOf(txid: string): LedgerStack {
    const stack = this.#stacks.find(({ wallet }) => wallet.knows(txid))
    if (stack !== undefined) return stack
    throw new WalletError('TRANSACTION_UNKNOWN', 'No wallet of this node has such a transaction.', {
      fault: 'user',
      details: { txid }
    })
  }
}

function coinView({ config, wallet }: LedgerStack, coin: WalletCoin): CoinView {
  const { outpoint, script, amount, state, confirmations, reference, isLockedByHand } = coin
  return {
    ...outpoint,
    address: scriptToAddress(script, config.chain),
    amount,
    state,
    confirmations,
    reference,
    lockedByHand: isLockedByHand,
    label: wallet.labelOf(coin)
  }
}

function paymentView(ledger: LedgerId, payment: RaisedPayment): PaymentView {
  const { txid, amount, fee, reference } = payment
  return { ledger, txid, amount, fee, reference }
}
