import type { NodeEvent } from '../../api/node-control.ts'
import { assertNever } from '../../base/machine.ts'
import type { CommandSpec } from '../command.ts'
import { shortId } from '../find-id.ts'
import { followEvents } from '../follow.ts'
import { amountText } from '../amount.ts'
import { printable } from '../output.ts'

/** `bourse events` */
export const eventsCommand: CommandSpec = {
  name: 'events',
  summary: 'print what happens in the node, until interrupted',
  examples: ['events', 'events --json'],
  run: async (context) => {
    const { output } = context
    let first = true
    for await (const { id, event } of followEvents(context)) {
      if (event !== null) {
        output.value({ id, ...event })
        output.line(printable(eventText(event)))
      } else if (!first) {
        output.value({ id, kind: 'reset' })
        output.line('some events were missed')
      }
      first = false
    }
  }
}

function eventText(event: NodeEvent): string {
  switch (event.kind) {
    case 'order': {
      const { id, state, sell, buy } = event.order
      return `order ${shortId(id)} ${state}: ${amountText(sell.amount, sell.ledger)} for ${amountText(buy.amount, buy.ledger)}`
    }
    case 'trade':
      return `trade ${shortId(event.tradeId)} ${event.step.phase} (${event.step.state}): ${event.step.words}`
    case 'ledger':
      return `ledger ${event.ledger.id} ${event.ledger.state} at ${event.ledger.height ?? '-'}`
    case 'wallet':
      return `wallet ${event.ledger} changed`
    case 'peer':
      return `peer ${event.peerId} ${event.connected ? 'connected' : 'left'}, ${event.peers} connected`
  }
  return assertNever(event)
}
