import { listCoins, lockCoin } from '../../api/resources/coins.ts'
import { coinsText } from '../../ledgers/bitcoin/coins-text.ts'
import { CliError } from '../cli-error.ts'
import type { CommandContext, CommandSpec } from '../command.ts'

const LEDGER = { name: '<ledger>', description: 'id of a ledger, such as btc' }
const COIN = { name: '<coin>', description: 'TXID:INDEX, as `bourse wallet coins` shows it' }

/** `bourse wallet coins` */
export const coinsCommand: CommandSpec = {
  name: 'coins',
  summary: 'list unspent coins, and what keeps them',
  arguments: [LEDGER],
  examples: ['wallet coins btc', 'wallet coins btc --json'],
  run: async ({ client, output }, [ledger = '']) => {
    const answer = await (await client()).call(listCoins, { params: { ledger } })
    output.value(answer)
    if (answer.coins.length === 0) {
      output.line(`No coins. Get some: bourse wallet address ${ledger}`)
      return
    }
    output.table(
      [
        { title: 'AMOUNT', align: 'right' },
        { title: 'STATE' },
        { title: 'DEPTH', align: 'right' },
        { title: 'COIN' },
        { title: 'KEPT FOR' },
        { title: 'LABEL' }
      ],
      answer.coins.map((coin) => [
        coinsText(coin.amount),
        coin.state,
        String(coin.confirmations),
        `${coin.txid}:${coin.vout}`,
        coin.reference ?? (coin.lockedByHand ? 'locked by hand' : ''),
        coin.label ?? ''
      ])
    )
  }
}

/** `bourse wallet lock` */
export const lockCommand: CommandSpec = {
  name: 'lock',
  summary: 'keep a coin from being spent',
  arguments: [LEDGER, COIN],
  examples: ['wallet lock btc 4a5e1e...:0'],
  run: (context, [ledger, coin]) => setLock(context, ledger, coin, true)
}

/** `bourse wallet unlock` */
export const unlockCommand: CommandSpec = {
  name: 'unlock',
  summary: 'let a coin be spent again that was locked by hand',
  arguments: [LEDGER, COIN],
  examples: ['wallet unlock btc 4a5e1e...:0'],
  run: (context, [ledger, coin]) => setLock(context, ledger, coin, false)
}

async function setLock(
  { client, output }: CommandContext,
  ledger = '',
  text = '',
  locked = true
): Promise<void> {
  const [, txid, index] = /^([0-9a-f]{64}):([0-9]{1,9})$/.exec(text) ?? []
  if (txid === undefined) {
    throw new CliError('ID_INVALID', `${JSON.stringify(text)} is no coin such as 4a5e1e...:0`)
  }
  const body = { txid, vout: Number(index), locked }
  const coin = await (await client()).call(lockCoin, { params: { ledger }, body })
  output.value(coin)
  output.line(
    `${coinsText(coin.amount)} ${ledger} ${locked ? 'stay where they are' : 'may be spent'}: ${text}`
  )
}
