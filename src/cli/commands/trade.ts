import { coinsText } from '../../ledgers/bitcoin/coins-text.ts'
import type { ApiClient } from '../../api/client.ts'
import { cancelTrade, getTrade, listTrades } from '../../api/resources/trades.ts'
import type { CommandGroup, CommandSpec } from '../command.ts'
import { findId, shortId } from '../find-id.ts'
import { timeText } from '../time-text.ts'
import { showTrade } from '../trade-text.ts'
import { watchTrade } from '../watch-trade.ts'

const ID = { name: '<id>', description: 'trade id, or the beginning of one' }

const list: CommandSpec = {
  name: 'list',
  summary: 'list trades, newest first',
  options: [{ flags: '--open', description: 'only trades under way' }],
  examples: ['trade list', 'trade list --open --json'],
  run: async ({ client, output }, _args, options) => {
    const open = options['open'] === true ? 'true' : 'false'
    const answer = await (await client()).call(listTrades, { query: { open } })
    output.value(answer)
    if (answer.trades.length === 0) {
      output.line('No trades. Take an order: bourse order list, then bourse order take ID')
      return
    }
    output.table(
      [
        { title: 'TRADE' },
        { title: 'ROLE' },
        { title: 'PHASE' },
        { title: 'PAYS', align: 'right' },
        { title: '' },
        { title: 'RECEIVES', align: 'right' },
        { title: '' },
        { title: 'UPDATED' }
      ],
      answer.trades.map((trade) => [
        shortId(trade.id),
        trade.role,
        trade.phase,
        coinsText(trade.pays.amount),
        trade.pays.ledger,
        coinsText(trade.receives.amount),
        trade.receives.ledger,
        timeText(trade.updatedAt)
      ])
    )
  }
}

const show: CommandSpec = {
  name: 'show',
  summary: 'show where the coins are, what comes next and what it can cost at worst',
  arguments: [ID],
  examples: ['trade show 3f0c9a17', 'trade show 3f0c9a17 --json'],
  run: async ({ client, output }, [typed = '']) => {
    const api = await client()
    const trade = await api.call(getTrade, { params: { id: await findTrade(api, typed) } })
    output.value(trade)
    showTrade(output, trade)
  }
}

const watch: CommandSpec = {
  name: 'watch',
  summary: 'follow a trade until it ends; exits 0 where it closed, else 1',
  arguments: [ID],
  examples: ['trade watch 3f0c9a17', 'trade watch 3f0c9a17 --json'],
  run: async (context, [typed = '']) => {
    await watchTrade(context, await findTrade(await context.client(), typed))
  }
}

const cancel: CommandSpec = {
  name: 'cancel',
  summary: 'give up a trade: free before coins are locked; a maker whose coins are, asks for an early refund',
  arguments: [ID],
  examples: ['trade cancel 3f0c9a17'],
  run: async ({ client, output }, [typed = '']) => {
    const api = await client()
    const trade = await api.call(cancelTrade, { params: { id: await findTrade(api, typed) } })
    output.value(trade)
    output.line(`Trade ${shortId(trade.id)} is ${trade.phase}. ${trade.words.coins}`)
  }
}

/** `bourse trade` */
export const tradeGroup: CommandGroup = {
  name: 'trade',
  summary: 'see and follow trades',
  standard: 'list',
  commands: [list, show, watch, cancel]
}

function findTrade(api: ApiClient, typed: string): Promise<string> {
  return findId(typed, async () => (await api.call(listTrades)).trades.map((trade) => trade.id))
}
