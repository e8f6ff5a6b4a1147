import { coinsText } from '../../ledgers/bitcoin/coins-text.ts'
import type { OrderView } from '../../api/node-control.ts'
import type { ApiClient } from '../../api/client.ts'
import { cancelOrder, getOrder, listOrders, placeOrder, takeOrder } from '../../api/resources/orders.ts'
import { amountText, parseAmount } from '../amount.ts'
import { CliError } from '../cli-error.ts'
import { textOption, type CommandGroup, type CommandSpec } from '../command.ts'
import { findId, shortId } from '../find-id.ts'
import type { Output } from '../output.ts'
import { parseDuration, timeText } from '../time-text.ts'
import { watchTrade } from '../watch-trade.ts'

const ID = { name: '<id>', description: 'order id, or the beginning of one' }

const place: CommandSpec = {
  name: 'place',
  summary: 'offer coins of one ledger for coins of another',
  options: [
    { flags: '--sell <amount>', description: 'what you give, such as 0.5btc or 1500sat@btc', required: true },
    { flags: '--buy <amount>', description: 'what you want, such as 20ltc', required: true },
    { flags: '--life <duration>', description: '60s to 7d; then the order is void', fallback: '1h' },
    {
      flags: '--confirmations <count>',
      description: '1 to 100 for both sides; else each ledger’s own number'
    }
  ],
  examples: [
    'order place --sell 0.5btc --buy 20ltc',
    'order place --sell 150000sat@btc --buy 0.06ltc --life 12h --confirmations 3'
  ],
  run: async ({ client, output }, _args, options) => {
    const sell = parseAmount(textOption(options, 'sell') ?? '')
    const buy = parseAmount(textOption(options, 'buy') ?? '')
    const lifeSeconds = parseDuration(textOption(options, 'life') ?? '')
    const confirmations = readCount(textOption(options, 'confirmations'))
    const order = await (
      await client()
    ).call(placeOrder, {
      body: {
        sellLedger: sell.ledger,
        sellAmount: sell.amount.toString(),
        buyLedger: buy.ledger,
        buyAmount: buy.amount.toString(),
        lifeSeconds,
        confirmations
      }
    })
    output.value(order)
    output.line(`Placed ${order.id}: live until ${timeText(order.expiresAt)} or until you cancel it.`)
  }
}

const list: CommandSpec = {
  name: 'list',
  summary: 'list live orders of the network, and own ones in every state',
  options: [
    { flags: '--mine', description: 'only own orders' },
    { flags: '--ledger <ledger>', description: 'only orders that touch this ledger' }
  ],
  examples: ['order list', 'order list --ledger btc', 'order list --mine --json'],
  run: async ({ client, output }, _args, options) => {
    const ledger = textOption(options, 'ledger')
    const mine = options['mine'] === true ? 'true' : 'false'
    const answer = await (await client()).call(listOrders, { query: { mine, ledger } })
    output.value(answer)
    if (answer.orders.length === 0) {
      output.line('No orders. Place one: bourse order place --sell 0.5btc --buy 20ltc')
      return
    }
    output.table(
      [
        { title: 'ORDER' },
        { title: 'STATE' },
        { title: 'SELLS', align: 'right' },
        { title: '' },
        { title: 'FOR', align: 'right' },
        { title: '' },
        { title: 'UNTIL' },
        { title: 'OWN' }
      ],
      answer.orders.map((order) => [
        shortId(order.id),
        order.state,
        coinsText(order.sell.amount),
        order.sell.ledger,
        coinsText(order.buy.amount),
        order.buy.ledger,
        timeText(order.expiresAt),
        order.mine ? 'own' : ''
      ])
    )
  }
}

const show: CommandSpec = {
  name: 'show',
  summary: 'show one order',
  arguments: [ID],
  examples: ['order show 3f0c9a17'],
  run: async ({ client, output }, [typed = '']) => {
    const api = await client()
    const order = await api.call(getOrder, { params: { id: await findOrder(api, typed) } })
    output.value(order)
    showOrder(output, order)
  }
}

const take: CommandSpec = {
  name: 'take',
  summary: 'trade with the maker of an order',
  arguments: [ID],
  options: [{ flags: '--wait', description: 'follow the trade until it ends, as `trade watch` does' }],
  examples: ['order take 3f0c9a17', 'order take 3f0c9a17 --wait'],
  run: async (context, [typed = ''], options) => {
    const { output } = context
    const api = await context.client()
    const taken = await api.call(takeOrder, { params: { id: await findOrder(api, typed) } })
    output.value(taken)
    output.line(`Trade ${taken.tradeId} has begun.`)
    if (options['wait'] === true) await watchTrade(context, taken.tradeId)
    else output.line(`Follow it: bourse trade watch ${shortId(taken.tradeId)}`)
  }
}

const cancel: CommandSpec = {
  name: 'cancel',
  summary: 'take an own order back',
  arguments: [ID],
  examples: ['order cancel 3f0c9a17'],
  run: async ({ client, output }, [typed = '']) => {
    const api = await client()
    const order = await api.call(cancelOrder, { params: { id: await findOrder(api, typed) } })
    output.value(order)
    output.line(`Order ${shortId(order.id)} is ${order.state}.`)
  }
}

/** `bourse order` */
export const orderGroup: CommandGroup = {
  name: 'order',
  summary: 'place, list, take and cancel orders',
  standard: 'list',
  commands: [place, list, show, take, cancel]
}

function findOrder(api: ApiClient, typed: string): Promise<string> {
  return findId(typed, async () => (await api.call(listOrders)).orders.map((order) => order.id))
}

function showOrder(output: Output, order: OrderView): void {
  const { sell, buy } = order
  output.facts([
    ['Order', order.id],
    ['State', order.mine ? `${order.state}, your own` : order.state],
    ['Sells', `${amountText(sell.amount, sell.ledger)} (${sell.confirmations} confirmations)`],
    ['For', `${amountText(buy.amount, buy.ledger)} (${buy.confirmations} confirmations)`],
    ['Settlement', order.settlement],
    ['Maker', order.maker],
    ['Placed', timeText(order.createdAt)],
    ['Until', timeText(order.expiresAt)],
    ['Trade', order.tradeId ?? 'none']
  ])
}

function readCount(text: string | undefined): number | null {
  if (text === undefined) return null
  if (/^[0-9]{1,3}$/.test(text)) return Number(text)
  throw new CliError('NUMBER_INVALID', `--confirmations ${JSON.stringify(text)} is not a whole number`)
}
