import type { Sats, SatsPerVbyte } from '../base/units.ts'
import type { LedgerId, OutPoint } from '../ledgers/ledger.ts'

/** What the local control asks of the wallets beyond receiving and paying; rejects as NodeControl does. */
export interface WalletControl {
  /**
   * Replaces an own payment that waits by one with a higher fee (BIP 125). The payment is made once, whichever version
   * is mined.
   * @throws CodedError `TRANSACTION_UNKNOWN`, `NOT_REPLACEABLE`, `FEE_RATE_TOO_LOW`, `FEE_RATE_TOO_HIGH`,
   * `INSUFFICIENT_FUNDS` (user), `REPLACEMENT_REJECTED`, `LEDGER_UNAVAILABLE` (daemon).
   */
  bump(txid: string, feeRate: SatsPerVbyte): Promise<PaymentView>
  /**
   * Spends an own output of a waiting transaction at a fee that lifts both to the rate (child pays for parent). Asked
   * again it gives the same child.
   * @throws CodedError `TRANSACTION_UNKNOWN`, `NOTHING_TO_SPEND`, `FEE_RATE_TOO_LOW`, `FEE_RATE_TOO_HIGH`,
   * `INSUFFICIENT_FUNDS` (user), `TRANSACTION_REJECTED`, `LEDGER_UNAVAILABLE` (daemon).
   */
  speedUp(txid: string, feeRate: SatsPerVbyte): Promise<PaymentView>
  /** Largest first. @throws CodedError `LEDGER_UNKNOWN`. */
  coins(ledger: LedgerId): Promise<readonly CoinView[]>
  /**
   * Keeps a coin from being spent, or lets go of one that was locked so.
   * @throws CodedError `LEDGER_UNKNOWN`, `COIN_UNKNOWN`, `COIN_RESERVED`.
   */
  lockCoin(ledger: LedgerId, outpoint: OutPoint, locked: boolean): Promise<CoinView>
  /** @throws CodedError `LEDGER_UNKNOWN`. */
  labels(ledger: LedgerId): Promise<readonly LabelView[]>
  /**
   * Stores all labels or none; an empty one takes the label away.
   * @throws CodedError `LEDGER_UNKNOWN`, `LABEL_INVALID`, `TOO_MANY_LABELS`, `ADDRESS_INVALID`, `ADDRESS_WRONG_NETWORK`.
   */
  putLabels(ledger: LedgerId, labels: readonly LabelView[]): Promise<void>
  /** Text of an encrypted file from which `bourse wallet restore` makes the node again. */
  backup(): Promise<string>
}

/** An unspent output of the wallet. */
export interface CoinView {
  readonly txid: string
  readonly vout: number
  readonly address: string
  readonly amount: Sats
  /** `immature`: in a block, and too young to be spent. */
  readonly state: 'confirmed' | 'pending' | 'immature'
  readonly confirmations: number
  /** The payment or trade that keeps it, or null. */
  readonly reference: string | null
  readonly lockedByHand: boolean
  readonly label: string | null
}

/** A person's words on a transaction or an address (BIP 329). */
export interface LabelView {
  readonly type: 'tx' | 'addr'
  /** Transaction id or address. */
  readonly ref: string
  readonly label: string
}

/** A payment that was handed to the ledger. */
export interface PaymentView {
  readonly ledger: LedgerId
  readonly txid: string
  /** What the receiver gets. */
  readonly amount: Sats
  readonly fee: Sats
  readonly reference: string
}
