import { getTrade } from '../api/resources/trades.ts'
import type { TradeView } from '../api/node-control.ts'
import { CliError } from './cli-error.ts'
import type { CommandContext } from './command.ts'
import { followEvents } from './follow.ts'
import { stepText } from './trade-text.ts'

/**
 * Prints each transition of a trade until it ends; with JSON one object a transition, and the whole trade last.
 * @throws {@link CliError} `TRADE_NOT_CLOSED` where it ended in another way than a swap.
 */
export async function watchTrade(context: CommandContext, id: string): Promise<void> {
  const { output } = context
  // The stream first: what happens between both requests must not be missed.
  const events = followEvents(context)
  let next = events.next()
  let shown = 0
  const catchUp = async (): Promise<TradeView> => {
    const trade = await (await context.client()).call(getTrade, { params: { id } })
    for (const step of trade.timeline.slice(shown)) {
      output.value(step)
      output.line(stepText(output, step))
    }
    shown = trade.timeline.length
    return trade
  }
  try {
    let trade = await catchUp()
    while (trade.open) {
      const { value, done } = await next
      if (done === true) return
      next = events.next()
      const { event } = value
      if (event === null || (event.kind === 'trade' && event.tradeId === id)) trade = await catchUp()
    }
    finish(context, trade)
  } finally {
    next.catch(() => undefined)
    await events.return(undefined).catch(() => undefined)
  }
}

function finish({ output }: CommandContext, trade: TradeView): void {
  output.value(trade)
  output.line(trade.words.coins)
  if (trade.phase !== 'closed') {
    throw new CliError('TRADE_NOT_CLOSED', `the trade ended without a swap: ${trade.phase}`, {
      details: { phase: trade.phase }
    })
  }
}
