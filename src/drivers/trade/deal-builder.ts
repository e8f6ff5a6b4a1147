import { fromHex, type Bytes } from '../../base/bytes.ts'
import { blocks, satsPerVbyte, type UnixSeconds } from '../../base/units.ts'
import type { LiveOrder } from '../../exchange/order-book.ts'
import { ladderRates } from '../../exchange/escrow/fee-rates.ts'
import { proposalId } from '../../exchange/trade/negotiation.ts'
import { lockTimes } from '../../exchange/trade/policy.ts'
import type { Role } from '../../exchange/terms.ts'
import type { Deal, MakerState } from '../../exchange/trade/states.ts'
import type { ChainTip, LedgerId } from '../../ledgers/ledger.ts'
import type { Ledger } from '../../ports/ledger.ts'
import { negotiationId, proposeHash } from '../../../protocols/trade-negotiation/signing.ts'
import type { PartyKeys, Propose } from '../../../protocols/trade-negotiation/types.ts'
import type { TradeComponents } from './trade-components.ts'
import { TradeDeskError } from './trade-desk-error.ts'
import { tradeReference } from './trade-record.ts'

/** What a new trade takes from this node's own wallet, keys and ledgers. */
interface Setting {
  readonly keys: PartyKeys
  readonly refundScript: Bytes
  readonly tips: { readonly A: ChainTip; readonly B: ChainTip }
}

/** Prepares the first state of a trade in either role: keys, addresses, fee rates, times. */
export class DealBuilder {
  readonly #components: TradeComponents
  readonly #maximumFeeRate: (ledger: LedgerId) => number

  constructor(components: TradeComponents, maximumFeeRate: (ledger: LedgerId) => number) {
    this.#components = components
    this.#maximumFeeRate = maximumFeeRate
  }

  /**
   * The taker's side of a trade on this order, its proposal signed.
   * @throws {@link TradeDeskError} `LEDGER_UNAVAILABLE`.
   */
  async proposed(live: LiveOrder): Promise<Deal> {
    const { clock, random, signer, policy } = this.#components
    const { order } = live.signed
    const orderId = fromHex(live.id)
    const nonce = random.bytes(32)
    const name = negotiationId(orderId, signer.tradingKey, nonce)
    const { keys, refundScript, tips } = await this.#setting('taker', live, name)
    const unsigned = { network: policy.network, orderId, nonce, takerKey: signer.tradingKey, keys }
    const signature = signer.signAsTrader(proposeHash(unsigned))
    return {
      order,
      orderId,
      negotiationId: name,
      peer: order.peer,
      addresses: order.addresses,
      propose: { kind: 'propose', ...unsigned, signature },
      keys,
      refundScript,
      startedAt: clock.now(),
      chainTime: latestMedian(tips),
      since: { A: tips.A.height, B: tips.B.height }
    }
  }

  /**
   * The maker's side of a trade that was proposed: its unlock point and the lock times are fixed here.
   * @throws {@link TradeDeskError} `LEDGER_UNAVAILABLE`.
   */
  async accepted(
    peer: Bytes,
    propose: Propose,
    live: LiveOrder
  ): Promise<Extract<MakerState, { kind: 'funding' }>> {
    const { clock, signer, policy } = this.#components
    const name = proposalId(propose)
    const { keys, refundScript, tips } = await this.#setting('maker', live, name)
    const startedAt = clock.now()
    const chainTime = latestMedian(tips)
    const from = Math.max(startedAt, chainTime) as UnixSeconds
    const { point: adaptorPoint, proof: adaptorProof } = signer.unlockPoint(name)
    const deal = {
      order: live.signed.order,
      orderId: propose.orderId,
      negotiationId: name,
      peer,
      addresses: [],
      propose,
      keys,
      refundScript,
      startedAt,
      chainTime,
      since: { A: tips.A.height, B: tips.B.height }
    }
    return { kind: 'funding', deal, offer: { adaptorPoint, adaptorProof, ...lockTimes(from, policy.times) } }
  }

  async #setting(role: Role, live: LiveOrder, name: Bytes): Promise<Setting> {
    const { signer, wallet } = this.#components
    const { sell, buy } = live.signed.order
    const reference = tradeReference(role, name)
    const [claimedLeg, ownLeg] = role === 'maker' ? [buy, sell] : [sell, buy]
    const [claimed, own] = [claimedLeg.ledger, ownLeg.ledger]
    const tips = { A: this.#ready(sell.ledger).tip, B: this.#ready(buy.ledger).tip }
    const claimScript = await wallet.receiveScript(claimed, `${reference}-claim`)
    const refundScript = await wallet.receiveScript(own, `${reference}-refund`)
    const estimate = await this.#ready(claimed).ledger.feeRate(blocks(3))
    const claimFeeRates = ladderRates(estimate, satsPerVbyte(this.#maximumFeeRate(claimed)), {
      amount: claimedLeg.amount,
      scriptLength: claimScript.length
    })
    return { keys: { ...signer.keys(name), claimScript, claimFeeRates }, refundScript, tips }
  }

  #ready(id: LedgerId): { readonly ledger: Ledger; readonly tip: ChainTip } {
    const ledger = this.#components.ledgers.get(id)
    const tip = ledger?.tip() ?? null
    if (ledger !== undefined && tip !== null) return { ledger, tip }
    throw new TradeDeskError('LEDGER_UNAVAILABLE', `ledger ${id} is not ready: see \`bourse status\``, {
      fault: 'daemon',
      details: { ledger: id }
    })
  }
}

function latestMedian(tips: Setting['tips']): UnixSeconds {
  return Math.max(tips.A.medianTime, tips.B.medianTime) as UnixSeconds
}
