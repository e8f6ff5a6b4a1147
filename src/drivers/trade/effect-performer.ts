import { CodedError, errorCode } from '../../base/coded-error.ts'
import { blockHeight, blocks, satsPerVbyte } from '../../base/units.ts'
import { expectedEscrow } from '../../exchange/escrow/escrow.ts'
import { affordableRate } from '../../exchange/escrow/fee-rates.ts'
import { legsOf, type TradeTerms } from '../../exchange/terms.ts'
import type { TradeEffect } from '../../exchange/trade/effects.ts'
import type { TradeEvent } from '../../exchange/trade/events.ts'
import type { Ledger } from '../../ports/ledger.ts'
import type { Log } from '../../ports/world.ts'
import type { TradeRequest, TradeResponse } from '../../../protocols/trade-negotiation/types.ts'
import type { Cooperation } from './cooperation.ts'
import type { TradeComponents, TradePace } from './trade-components.ts'
import { reference, type TradeRecord } from './trade-record.ts'

/** What carrying out an effect may touch. */
export interface EffectContext {
  readonly components: TradeComponents
  readonly pace: TradePace
  readonly cooperation: Cooperation
  readonly log: Log
  readonly record: TradeRecord
  submit(event: TradeEvent): Promise<void>
  respond(response: TradeResponse): void
  orderUsed(): Promise<void>
}

/** Blocks within which escrows, claims and refunds should confirm. */
const CONFIRMATION_TARGET = blocks(3)

function ledgerOf(context: EffectContext, id: string): Ledger {
  const ledger = context.components.ledgers.get(id)
  if (ledger === undefined) {
    throw new CodedError('LEDGER_UNKNOWN', `ledger ${id} is not configured: add it to the config file`, {
      fault: 'user',
      details: { ledger: id }
    })
  }
  return ledger
}

function ask(context: EffectContext): (request: TradeRequest) => Promise<TradeResponse> {
  const { peer, addresses } = context.record.state.deal
  const { network } = context.components
  return (request) =>
    network.sendTradeRequest(peer, addresses, request, AbortSignal.timeout(context.pace.requestMilliseconds))
}

/** Effects that answer or publish, and lead to no event that would have to wait for them. */
export type Reply = Extract<
  TradeEffect,
  { kind: 'respond' | 'answerSettle' | 'finishSettle' | 'answerRefund' | 'broadcast' }
>

/** Effects that a state owes until their result changes the state. */
export type Obligation = Exclude<TradeEffect, Reply>

const REPLIES: ReadonlySet<TradeEffect['kind']> = new Set<Reply['kind']>([
  'respond',
  'answerSettle',
  'finishSettle',
  'answerRefund',
  'broadcast'
])

/** Whether an effect is a {@link Reply}. */
export function isReply(effect: TradeEffect): effect is Reply {
  return REPLIES.has(effect.kind)
}

/** Carries out an effect that answers or publishes; awaited before the next event is taken. */
export async function performReply(effect: Reply, context: EffectContext): Promise<void> {
  switch (effect.kind) {
    case 'respond':
      context.respond(effect.response)
      return
    case 'answerSettle':
      context.respond(context.cooperation.answerSettle(effect.terms, effect.request))
      return
    case 'finishSettle': {
      const spend = context.cooperation.finishSettle(effect.terms, effect.request)
      context.respond({ kind: 'done', negotiationId: effect.terms.negotiationId })
      // Not awaited: this event is handled after the one that is being carried out.
      void context.submit({
        kind: 'keyClaimSigned',
        transaction: spend.transaction,
        now: context.components.clock.now()
      })
      return
    }
    case 'answerRefund':
      context.respond(context.cooperation.answerRefund(effect.terms, effect.request))
      return
    case 'broadcast':
      await broadcast(effect, context)
  }
}

async function broadcast(
  effect: Extract<Reply, { kind: 'broadcast' }>,
  context: EffectContext
): Promise<void> {
  const { order } = context.record.state.deal
  const id = effect.leg === 'A' ? order.sell.ledger : order.buy.ledger
  const outcome = await ledgerOf(context, id).broadcast(effect.transaction)
  const fields = { what: effect.what, ledger: id, outcome: outcome.kind }
  if (outcome.kind === 'accepted' || outcome.kind === 'known') context.log.info('trade.broadcast', fields)
  else context.log.warn('trade.broadcast', { ...fields, reason: outcome.reason })
}

/**
 * Carries out an effect that a state owes until its result changes the state.
 * @returns whether it is done for now; false or an error means: again later.
 */
export async function performObligation(effect: Obligation, context: EffectContext): Promise<boolean> {
  try {
    return await obligation(effect, context)
  } catch (error) {
    context.log.debug('trade.effect-failed', { effect: effect.kind, code: errorCode(error) })
    throw error
  }
}

async function obligation(effect: Obligation, context: EffectContext): Promise<boolean> {
  const { components, record } = context
  const { signer, wallet, clock } = components
  switch (effect.kind) {
    case 'fund':
      return await fund(effect, context)
    case 'release':
      await wallet.release(effect.ledger, reference(record))
      return true
    case 'signAccept':
      await context.submit({
        kind: 'acceptSigned',
        signature: signer.signAsTrader(effect.hash),
        now: clock.now()
      })
      return true
    case 'presign':
      await context.submit({
        kind: 'presigned',
        ...signer.presign(record.role, effect.terms),
        now: clock.now()
      })
      return true
    case 'reveal': {
      const secret = signer.unlockSecret(record.state.deal.negotiationId)
      await context.submit({ kind: 'revealed', secret, now: clock.now() })
      return true
    }
    case 'signRefund':
      return await signRefund(effect, context)
    case 'request': {
      const response = await ask(context)(effect.request)
      await context.submit({ kind: 'answered', response, now: clock.now() })
      return response.kind !== 'refuse'
    }
    case 'watch':
      await watch(effect.terms, context)
      return true
    case 'withdrawOrder':
      await context.orderUsed()
      return true
    case 'settle':
      return await settle(effect, context)
    case 'askRefund':
      return await askRefund(effect, context)
  }
}

async function fund(
  effect: Extract<TradeEffect, { kind: 'fund' }>,
  context: EffectContext
): Promise<boolean> {
  const { wallet, clock } = context.components
  const { ledger, script, amount } = effect
  const feeRate = await ledgerOf(context, ledger).feeRate(CONFIRMATION_TARGET)
  try {
    const funding = await wallet.fund({
      ledger,
      reference: reference(context.record),
      script,
      amount,
      feeRate
    })
    await context.submit({ kind: 'funded', funding, now: clock.now() })
    return true
  } catch (error) {
    if (errorCode(error) !== 'INSUFFICIENT_FUNDS') throw error
    await context.submit({ kind: 'fundingFailed', now: clock.now() })
    return true
  }
}

async function signRefund(
  effect: Extract<TradeEffect, { kind: 'signRefund' }>,
  context: EffectContext
): Promise<boolean> {
  const { record, components } = context
  const { own } = legsOf(record.role)
  const ledger = ledgerOf(context, effect.terms.legs[own].ledger)
  const estimate = Math.ceil((await ledger.feeRate(CONFIRMATION_TARGET)) * 1000)
  const feeRate = affordableRate(effect.terms, own, Math.max(estimate, effect.floor, 1000))
  const transaction = components.signer.signRefund(record.role, effect.terms, {
    script: record.state.deal.refundScript,
    feeRate
  })
  await context.submit({ kind: 'refundSigned', transaction, feeRate, now: components.clock.now() })
  return true
}

async function watch(terms: TradeTerms, context: EffectContext): Promise<void> {
  for (const leg of ['A', 'B'] as const) {
    const since = blockHeight(context.record.state.deal.since[leg])
    await ledgerOf(context, terms.legs[leg].ledger).watch(expectedEscrow(terms, leg), since)
  }
}

async function settle(
  effect: Extract<TradeEffect, { kind: 'settle' }>,
  context: EffectContext
): Promise<boolean> {
  const { clock } = context.components
  try {
    await context.cooperation.settle(effect.terms, effect.secret, {
      ask: ask(context),
      claimed: (spend) =>
        context.submit({ kind: 'keyClaimSigned', transaction: spend.transaction, now: clock.now() })
    })
  } catch (error) {
    context.log.info('trade.cooperation-ended', { code: errorCode(error) })
    await context.submit({ kind: 'cooperationFailed', now: clock.now() })
  }
  return true
}

async function askRefund(
  effect: Extract<TradeEffect, { kind: 'askRefund' }>,
  context: EffectContext
): Promise<boolean> {
  const { components, record } = context
  const ledger = ledgerOf(context, effect.terms.legs.A.ledger)
  const estimate: number = satsPerVbyte(await ledger.feeRate(CONFIRMATION_TARGET))
  const feeRate = affordableRate(effect.terms, 'A', Math.ceil(estimate * 1000))
  const spend = await context.cooperation.askRefund(record.state.deal, effect.terms, {
    ask: ask(context),
    feeRate
  })
  await context.submit({ kind: 'keyRefundSigned', ...spend, now: components.clock.now() })
  return true
}
