import { coinsText } from '../../ledgers/bitcoin/coins-text.ts'
import { randomUUID } from 'node:crypto'
import {
  createAddress,
  getBalance,
  listBalances,
  listTransactions,
  sendPayment
} from '../../api/resources/wallet.ts'
import { amountText, parseAmountOrAll } from '../amount.ts'
import { textOption, type CommandGroup, type CommandSpec } from '../command.ts'
import { exportLabelsCommand, importLabelsCommand, labelCommand } from './wallet-labels.ts'
import { timeText } from '../time-text.ts'
import { backupCommand, restoreCommand } from './wallet-backup.ts'
import { coinsCommand, lockCommand, unlockCommand } from './wallet-coins.ts'
import { bumpCommand, readFeeRate, speedUpCommand } from './wallet-fees.ts'
import { passphraseCommand, wordsCommand } from './wallet-secrets.ts'

const LEDGER = { name: '<ledger>', description: 'id of a ledger, such as btc' }

const balance: CommandSpec = {
  name: 'balance',
  summary: 'show the coins on all ledgers or on one',
  arguments: [{ name: '[ledger]', description: 'id of a ledger, such as btc' }],
  examples: ['wallet balance', 'wallet balance btc --json'],
  run: async ({ client, output }, [ledger]) => {
    const api = await client()
    const balances =
      ledger === undefined
        ? (await api.call(listBalances)).balances
        : [await api.call(getBalance, { params: { ledger } })]
    output.value({ balances })
    output.table(
      [
        { title: 'LEDGER' },
        { title: 'AVAILABLE', align: 'right' },
        { title: 'PENDING', align: 'right' },
        { title: 'RESERVED', align: 'right' },
        { title: 'COIN' }
      ],
      balances.map((coins) => [
        coins.ledger,
        coinsText(coins.available),
        coinsText(coins.pending),
        coinsText(coins.reserved),
        coins.symbol
      ])
    )
  }
}

const address: CommandSpec = {
  name: 'address',
  summary: 'get a fresh receiving address',
  arguments: [LEDGER],
  options: [
    {
      flags: '--type <type>',
      description: 'p2tr (Taproot) or p2wpkh (native SegWit)',
      choices: ['p2tr', 'p2wpkh'],
      fallback: 'p2tr'
    }
  ],
  examples: ['wallet address btc', 'wallet address ltc --type p2wpkh'],
  run: async ({ client, output }, [ledger = ''], options) => {
    const type = textOption(options, 'type') === 'p2wpkh' ? 'p2wpkh' : 'p2tr'
    const fresh = await (await client()).call(createAddress, { params: { ledger }, body: { type } })
    output.value(fresh)
    output.line(fresh.address)
  }
}

const send: CommandSpec = {
  name: 'send',
  summary: 'pay an address',
  arguments: [
    { name: '<address>', description: 'the receiver' },
    { name: '<amount>', description: '0.5btc (coins), 1500sat@btc (smallest units) or all@btc' }
  ],
  options: [
    {
      flags: '--fee-rate <rate>',
      description: 'smallest units per virtual byte; else the ledger’s estimate'
    },
    {
      flags: '--reference <name>',
      description: 'names the payment: repeated with the same name it pays once (else a fresh name)'
    }
  ],
  examples: [
    'wallet send bcrt1q... 0.015btc',
    'wallet send bcrt1q... 1500sat@btc --fee-rate 2.5 --reference rent-november',
    'wallet send ltc1q... all@ltc'
  ],
  run: async ({ client, output }, [receiver = '', text = ''], options) => {
    const { ledger, amount } = parseAmountOrAll(text)
    const feeRate = readFeeRate(textOption(options, 'feeRate'))
    const reference = textOption(options, 'reference') ?? randomUUID()
    const payment = await (
      await client()
    ).call(sendPayment, {
      params: { ledger },
      body: { address: receiver, amount: amount === 'all' ? 'all' : amount.toString(), feeRate, reference }
    })
    output.value(payment)
    output.line(
      `Paid ${amountText(payment.amount, ledger)} for a fee of ${amountText(payment.fee, ledger)}: ${payment.txid}`
    )
  }
}

const transactions: CommandSpec = {
  name: 'transactions',
  summary: 'list transactions of the wallet, newest first',
  arguments: [LEDGER],
  examples: ['wallet transactions btc', 'wallet transactions btc --json'],
  run: async ({ client, output }, [ledger = '']) => {
    const answer = await (await client()).call(listTransactions, { params: { ledger } })
    output.value(answer)
    if (answer.transactions.length === 0) {
      output.line(`No transactions. Get coins: bourse wallet address ${ledger}`)
      return
    }
    output.table(
      [
        { title: 'TIME' },
        { title: 'WAY' },
        { title: 'AMOUNT', align: 'right' },
        { title: 'FEE', align: 'right' },
        { title: 'DEPTH', align: 'right' },
        { title: 'TRANSACTION' },
        { title: 'FOR' }
      ],
      answer.transactions.map((transaction) => [
        timeText(transaction.time),
        transaction.direction,
        coinsText(transaction.amount),
        transaction.fee === null ? '-' : coinsText(transaction.fee),
        String(transaction.confirmations),
        transaction.txid,
        transaction.label ?? ''
      ])
    )
  }
}

/** `bourse wallet` */
export const walletGroup: CommandGroup = {
  name: 'wallet',
  summary: 'see, receive and pay coins; back the wallet up',
  standard: 'balance',
  commands: [
    balance,
    address,
    send,
    bumpCommand,
    speedUpCommand,
    transactions,
    coinsCommand,
    lockCommand,
    unlockCommand,
    labelCommand,
    exportLabelsCommand,
    importLabelsCommand,
    backupCommand,
    restoreCommand,
    wordsCommand,
    passphraseCommand
  ]
}
