import { BITCOIN_CHAINS, type BitcoinChainName } from '../../ledgers/bitcoin/networks.ts'
import { answerLine, MAX_LINE_CHARACTERS } from '../bitcoin-tool/answer-line.ts'
import { OPERATIONS } from '../bitcoin-tool/operations.ts'
import { boundedLines } from '../bounded-lines.ts'
import { CliError } from '../cli-error.ts'
import { textOption, type CommandGroup, type CommandSpec } from '../command.ts'

const bitcoin: CommandSpec = {
  name: 'bitcoin',
  summary:
    'answer JSON lines on standard input with JSON lines: read, judge and hash transactions; needs no node',
  arguments: [
    { name: '<operation>', description: 'what to do with each line', choices: Object.keys(OPERATIONS) }
  ],
  options: [
    {
      flags: '--chain <name>',
      description: 'whose addresses and rules',
      choices: Object.keys(BITCOIN_CHAINS),
      fallback: 'bitcoin'
    }
  ],
  examples: [
    `tool bitcoin decode <<< '{"transaction":"0200..."}'`,
    `tool bitcoin txid < transactions.jsonl`,
    `tool bitcoin verify --chain litecoin <<< '{"transaction":"0200...","spent":[{"script":"0014...","amount":"5000"}],"tip":{"height":800000,"medianTime":1700000000}}'`,
    `tool bitcoin address <<< '{"id":1,"script":"0014751e76e8199196d454941c45d1b3a323f1433bd6"}'`,
    `tool bitcoin sighash <<< '{"transaction":"0200...","input":0,"spent":[{"script":"5120...","amount":5000}]}'`
  ],
  run: async ({ output, terminal, signal }, [operation = ''], options) => {
    const chain = BITCOIN_CHAINS[textOption(options, 'chain') as BitcoinChainName]
    let lines = 0
    let failed = 0
    for await (const line of boundedLines(terminal.chunks(signal), MAX_LINE_CHARACTERS)) {
      if (line.kind === 'text' && line.text.trim() === '') continue
      const answer = answerLine(operation, line, chain)
      lines++
      if (answer.failed) failed++
      await output.record(answer.value)
    }
    if (failed > 0) throw new CliError('LINES_FAILED', `${failed} of ${lines} lines have no result`)
  }
}

/** `bourse tool` */
export const toolGroup: CommandGroup = {
  name: 'tool',
  summary: 'small tools for scripts',
  commands: [bitcoin]
}
