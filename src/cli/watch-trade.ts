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
  let shown = 0
  for await (const { event } of followEvents(context)) {
    if (event !== null && (event.kind !== 'trade' || event.tradeId !== id)) continue
    const trade = await (await context.client()).call(getTrade, { params: { id } })
    for (const step of trade.timeline.slice(shown)) {
      output.value(step)
      output.line(stepText(output, step))
    }
    shown = trade.timeline.length
    if (!trade.open) {
      finish(context, trade)
      return
    }
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
