import type { Bytes } from '../../base/bytes.ts'
import type { LedgerId } from '../../ledgers/ledger.ts'
import type { FundedTransaction, TradeWallet } from '../../ports/ledger.ts'
import type { BitcoinWallet } from './bitcoin-wallet.ts'
import { WalletError } from './wallet-error.ts'

/** The wallets of a node as trades use them. */
export class LedgerWallets implements TradeWallet {
  readonly #wallets: ReadonlyMap<LedgerId, BitcoinWallet>

  constructor(wallets: ReadonlyMap<LedgerId, BitcoinWallet>) {
    this.#wallets = wallets
  }

  /** @throws WalletError `LEDGER_UNKNOWN`. */
  wallet(ledger: LedgerId): BitcoinWallet {
    const wallet = this.#wallets.get(ledger)
    if (wallet !== undefined) return wallet
    throw new WalletError(
      'LEDGER_UNKNOWN',
      `This node has no ledger ${ledger}. See the ledgers of its config file.`,
      {
        fault: 'user',
        details: { ledger }
      }
    )
  }

  async fund(request: Parameters<TradeWallet['fund']>[0]): Promise<FundedTransaction> {
    return this.wallet(request.ledger).fund(request.reference, request)
  }

  async release(ledger: LedgerId, reference: string): Promise<void> {
    return this.wallet(ledger).release(reference)
  }

  async receiveScript(ledger: LedgerId, reference: string): Promise<Bytes> {
    return this.wallet(ledger).receiveScript(reference)
  }
}
