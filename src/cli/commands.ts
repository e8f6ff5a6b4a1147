import type { CommandGroup, CommandSpec } from './command.ts'
import { devchainGroup } from './commands/devchain.ts'
import { eventsCommand } from './commands/events.ts'
import { initCommand } from './commands/init.ts'
import { pageCommand, statusCommand, stopCommand } from './commands/node.ts'
import { orderGroup } from './commands/order.ts'
import { peersGroup } from './commands/peers.ts'
import { startCommand } from './commands/start.ts'
import { toolGroup } from './commands/tool.ts'
import { tradeGroup } from './commands/trade.ts'
import { walletGroup } from './commands/wallet.ts'

/** All commands in the order of the help, but `completion`, which is made from them. */
export const COMMANDS: readonly (CommandSpec | CommandGroup)[] = [
  initCommand,
  startCommand,
  stopCommand,
  statusCommand,
  peersGroup,
  walletGroup,
  orderGroup,
  tradeGroup,
  eventsCommand,
  pageCommand,
  devchainGroup,
  toolGroup
]
