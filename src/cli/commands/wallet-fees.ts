import { bumpPayment, speedUpTransaction } from '../../api/resources/transactions.ts'
import { amountText } from '../amount.ts'
import { CliError } from '../cli-error.ts'
import { textOption, type CommandSpec } from '../command.ts'

const TRANSACTION = { name: '<txid>', description: 'id of the transaction that waits' }
const FEE_RATE = {
  flags: '--fee-rate <rate>',
  description: 'smallest units per virtual byte',
  required: true
}

/** The number typed for --fee-rate, or null where none was. @throws CliError `NUMBER_INVALID`. */
export function readFeeRate(text: string | undefined): number | null {
  if (text === undefined) return null
  if (!/^[0-9]{1,5}(?:\.[0-9]{1,3})?$/.test(text)) {
    throw new CliError('NUMBER_INVALID', `--fee-rate ${JSON.stringify(text)} is not a number such as 2.5`)
  }
  return Number(text)
}

/** `bourse wallet bump` */
export const bumpCommand: CommandSpec = {
  name: 'bump',
  summary: 'replace an own payment that waits by one with a higher fee',
  arguments: [TRANSACTION],
  options: [FEE_RATE],
  examples: ['wallet bump 4a5e1e... --fee-rate 25'],
  run: async ({ client, output }, [txid = ''], options) => {
    const feeRate = readFeeRate(textOption(options, 'feeRate')) ?? 0
    const payment = await (await client()).call(bumpPayment, { params: { txid }, body: { feeRate } })
    output.value(payment)
    const { ledger, amount, fee } = payment
    output.line(
      `Pays ${amountText(amount, ledger)} for a fee of ${amountText(fee, ledger)} instead: ${payment.txid}`
    )
  }
}

/** `bourse wallet speed-up` */
export const speedUpCommand: CommandSpec = {
  name: 'speed-up',
  summary: 'pay for a waiting transaction, own or received, by a child of it',
  arguments: [TRANSACTION],
  options: [FEE_RATE],
  examples: ['wallet speed-up 4a5e1e... --fee-rate 25'],
  run: async ({ client, output }, [txid = ''], options) => {
    const feeRate = readFeeRate(textOption(options, 'feeRate')) ?? 0
    const child = await (await client()).call(speedUpTransaction, { params: { txid }, body: { feeRate } })
    output.value(child)
    output.line(`A child pays a fee of ${amountText(child.fee, child.ledger)} for it: ${child.txid}`)
  }
}
