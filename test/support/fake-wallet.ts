import type { CoinView, LabelView, PaymentView, WalletControl } from '../../src/api/wallet-control.ts'
import { CodedError } from '../../src/base/coded-error.ts'
import { sats, type SatsPerVbyte } from '../../src/base/units.ts'
import type { OutPoint } from '../../src/ledgers/ledger.ts'

/** The waiting transaction that the fake wallet knows. */
export const WAITING_TXID = 'ab'.repeat(32)

/** A wallet made of plain values. */
export class FakeWallet implements WalletControl {
  private coin: CoinView = {
    txid: WAITING_TXID,
    vout: 1,
    address: 'bcrt1pcoin',
    amount: sats(25_000_001n),
    state: 'confirmed',
    confirmations: 6,
    reference: null,
    lockedByHand: false,
    label: 'rent'
  }
  readonly stored: LabelView[] = []
  readonly calls: (readonly unknown[])[] = []

  async bump(txid: string, feeRate: SatsPerVbyte): Promise<PaymentView> {
    this.calls.push(['bump', txid, feeRate])
    return this.payment(txid, 'rent')
  }

  async speedUp(txid: string, feeRate: SatsPerVbyte): Promise<PaymentView> {
    this.calls.push(['speedUp', txid, feeRate])
    return this.payment(txid, `speed-up-${txid}`)
  }

  async coins(): Promise<readonly CoinView[]> {
    return [this.coin]
  }

  async lockCoin(_ledger: string, { txid, vout }: OutPoint, lockedByHand: boolean): Promise<CoinView> {
    if (txid !== this.coin.txid || vout !== this.coin.vout) {
      throw new CodedError('COIN_UNKNOWN', 'no such coin', { fault: 'user' })
    }
    this.coin = { ...this.coin, lockedByHand }
    return this.coin
  }

  async labels(): Promise<readonly LabelView[]> {
    return this.stored
  }

  async putLabels(_ledger: string, labels: readonly LabelView[]): Promise<void> {
    this.stored.push(...labels)
  }

  async backup(): Promise<string> {
    return 'sealed backup\n'
  }

  private payment(txid: string, reference: string): PaymentView {
    if (txid !== WAITING_TXID) {
      throw new CodedError('TRANSACTION_UNKNOWN', 'no wallet has such a transaction', { fault: 'user' })
    }
    return { ledger: 'btc', txid: 'ba'.repeat(32), amount: sats(1000n), fee: sats(250n), reference }
  }
}
