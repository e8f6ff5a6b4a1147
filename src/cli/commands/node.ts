import { createLoginLink, getStatus, stopNode } from '../../api/resources/status.ts'
import type { LedgerView } from '../../api/node-control.ts'
import type { CommandSpec } from '../command.ts'
import type { Output } from '../output.ts'
import { durationText, timeText } from '../time-text.ts'

/** `bourse status` */
export const statusCommand: CommandSpec = {
  name: 'status',
  summary: 'show the node, its network and its ledgers',
  examples: ['status', 'status --json'],
  run: async ({ client, output }) => {
    const status = await (await client()).call(getStatus)
    output.value(status)
    output.facts([
      ['Network', `${status.network} (rules ${status.ruleSet})`],
      ['Version', `${status.version} (code ${status.codeHash.slice(0, 16)})`],
      ['Peer id', status.peerId],
      ['Listens on', status.addresses.join(', ') || 'nothing'],
      ['Up for', durationText(status.uptime)],
      ['Peers', String(status.peers)],
      ['Live orders', String(status.ordersLive)],
      ['Open trades', String(status.tradesOpen)]
    ])
    output.line()
    showLedgers(output, status.ledgers)
  }
}

function showLedgers(output: Output, ledgers: readonly LedgerView[]): void {
  output.table(
    [
      { title: 'LEDGER' },
      { title: 'CHAIN' },
      { title: 'STATE' },
      { title: 'HEIGHT', align: 'right' },
      { title: 'MEDIAN TIME' }
    ],
    ledgers.map((ledger) => [
      ledger.id,
      ledger.chain,
      ledger.state,
      ledger.height === null ? '-' : String(ledger.height),
      ledger.medianTime === null ? '-' : timeText(ledger.medianTime)
    ])
  )
  const troubled = ledgers.filter((ledger) => ledger.reason !== null)
  if (troubled.length === 0) return
  output.line()
  output.facts(troubled.map((ledger) => [ledger.id, ledger.reason ?? '']))
}

/** `bourse stop` */
export const stopCommand: CommandSpec = {
  name: 'stop',
  summary: 'stop the node cleanly; open trades go on at its next start',
  examples: ['stop'],
  run: async ({ client, output }) => {
    output.value(await (await client()).call(stopNode))
    output.line('The node is stopping.')
  }
}

/** `bourse page` */
export const pageCommand: CommandSpec = {
  name: 'page',
  summary: 'print a link that opens the page in a browser; it works once and for five minutes',
  examples: ['page', 'page --json'],
  run: async ({ client, output }) => {
    const link = await (await client()).call(createLoginLink)
    output.value(link)
    output.line(link.url)
  }
}
