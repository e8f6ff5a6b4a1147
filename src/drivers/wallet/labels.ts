import { addressToScript, scriptKind, scriptToAddress } from '../../ledgers/bitcoin/address.ts'
import type { ParsedTransaction } from '../../ledgers/bitcoin/parsed-transaction.ts'
import type { StoreChange } from '../../ports/store.ts'
import { WalletError } from './wallet-error.ts'
import type { WalletLabel } from './wallet-records.ts'
import type { WalletState } from './wallet-state.ts'

/** Longer labels are refused, so that none is cut unseen. */
export const MAX_LABEL_LENGTH = 255
/** Labels of one ledger: more would make every start slow. */
const MAX_LABELS = 100_000
const TXID = /^[0-9a-f]{64}$/
const CONTROL = /\p{Cc}/u

/** Labels of one wallet, stored. */
export class Labels {
  readonly #state: WalletState
  #labels = new Map<string, WalletLabel>()

  constructor(state: WalletState) {
    this.#state = state
  }

  async load(): Promise<void> {
    const stored = await this.#state.records.labels()
    this.#labels = new Map(stored.map((label) => [keyOf(label), label]))
  }

  /** In the order in which they were given. */
  all(): readonly WalletLabel[] {
    return [...this.#labels.values()]
  }

  /**
   * Stores all of them or none; a later one replaces an earlier one of the same thing.
   * @throws WalletError `LABEL_INVALID`, `TOO_MANY_LABELS`; AddressError.
   */
  async put(labels: readonly WalletLabel[]): Promise<void> {
    for (const label of labels) this.#check(label)
    const after = new Map(this.#labels)
    const changes: StoreChange[] = []
    for (const label of labels) {
      if (label.label === '') after.delete(keyOf(label))
      else after.set(keyOf(label), label)
      changes.push(this.#state.records.putLabel(label))
    }
    if (after.size > MAX_LABELS) {
      throw new WalletError('TOO_MANY_LABELS', `A wallet holds ${MAX_LABELS} labels at most.`, {
        fault: 'user',
        details: { most: MAX_LABELS }
      })
    }
    await this.#state.records.commit(changes)
    this.#labels = after
    this.#state.changed()
  }

  #check({ type, ref, label }: WalletLabel): void {
    if (label.length > MAX_LABEL_LENGTH || CONTROL.test(label)) {
      throw new WalletError(
        'LABEL_INVALID',
        `A label is one line of ${MAX_LABEL_LENGTH} characters at most.`,
        { fault: 'user' }
      )
    }
    if (type === 'addr') addressToScript(ref, this.#state.components.follower.chain)
    else if (!TXID.test(ref)) {
      throw new WalletError('LABEL_INVALID', 'A transaction id has 64 hexadecimal digits in lower case.', {
        fault: 'user'
      })
    }
  }

  /** The transaction's own label, else that of the first address that it pays and that has one. */
  of(transaction: ParsedTransaction): string | null {
    const own = this.#labels.get(keyOf({ type: 'tx', ref: transaction.txid }))
    if (own !== undefined || this.#labels.size === 0) return own?.label ?? null
    const { chain } = this.#state.components.follower
    for (const { script } of transaction.outputs) {
      if (scriptKind(script) === null) continue
      const label = this.#labels.get(keyOf({ type: 'addr', ref: scriptToAddress(script, chain) }))
      if (label !== undefined) return label.label
    }
    return null
  }
}

function keyOf({ type, ref }: Pick<WalletLabel, 'type' | 'ref'>): string {
  return `${type}/${ref}`
}
