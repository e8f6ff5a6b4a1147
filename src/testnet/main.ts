import { once } from 'node:events'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { createLoginLink } from '../api/resources/status.ts'
import { CodedError } from '../base/coded-error.ts'
import { NOT_MONEY } from '../devchain/bitcoin/parameters.ts'
import { runTrade } from './first-trade.ts'
import { startTestnet, type Testnet } from './testnet.ts'

interface Flags {
  readonly once?: true
  readonly nodes: number
  readonly chain: 'embedded' | 'litecoind'
  readonly json?: true
}

const MOST_NODES = 50
/** Exit codes, as of `bourse`: 128 + SIGINT is what a shell reports of a program that Ctrl-C ended. */
const EXIT = { failed: 1, usage: 2, interrupted: 130 } as const

function nodeCount(text: string): number {
  const count = Number(text)
  if (/^[0-9]{1,3}$/.test(text) && count >= 2 && count <= MOST_NODES) return count
  throw new InvalidArgumentError(`2 to ${MOST_NODES} nodes can run here.`)
}

const program = new Command('testnet')
  .description(
    'Starts a local Bourse network: two chains, several nodes as processes, two funded traders, and a whole trade ' +
      'before your eyes. It stays up until Ctrl-C and leaves nothing behind.'
  )
  .option('--once', 'stop after the trade; exit 0 where it closed')
  .option('--nodes <count>', 'how many nodes', nodeCount, 5)
  .addOption(
    new Option('--chain <kind>', 'chains of our own, or two regtest networks of Litecoin Core')
      .choices(['embedded', 'litecoind'])
      .default('embedded')
  )
  .option(
    '--json',
    'the report of the trade as one JSON object on standard output; progress goes to standard error'
  )
  .addHelpText(
    'after',
    '\nExamples:\n  testnet\n  testnet --once --json\n  testnet --nodes 3 --chain litecoind'
  )

/** Runs the command of `scripts/testnet`. */
async function main(flags: Flags): Promise<void> {
  const began = performance.now()
  const stream = flags.json === true ? process.stderr : process.stdout
  const say = (line: string): void => {
    stream.write(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}\n`)
  }
  const stop = new AbortController()
  const onSignal = (): void => {
    // A second one does not force it: what is slow is killed after some seconds, and nothing may be left behind.
    if (stop.signal.aborted) say('still stopping')
    else stop.abort(new CodedError('INTERRUPTED', 'stopped before the trade had ended', { fault: 'user' }))
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal)
  // Where nobody reads any more (`testnet | head`), what runs must end all the same.
  for (const output of [process.stdout, process.stderr]) {
    output.on('error', () => {
      if (!stop.signal.aborted) onSignal()
    })
  }
  say(flags.chain === 'embedded' ? NOT_MONEY : 'These are regtest chains: their coins are NOT MONEY')
  const { nodes, chain } = flags
  const testnet = await startTestnet({ nodes, chain, onProgress: say, signal: stop.signal })
  try {
    const report = await Promise.race([runTrade(testnet, say), aborted(stop.signal)])
    say(
      `the trade has closed after ${report.seconds} s: ${report.legs.map((leg) => `${leg.ledger} claimed by ${leg.claimTxid}`).join(', ')}`
    )
    if (flags.json === true) process.stdout.write(`${JSON.stringify({ ...report, nodes, chain })}\n`)
    if (flags.once !== true) await stayUp(testnet, say, stop.signal)
  } finally {
    say('stopping the nodes and the chains')
    await testnet.stop()
  }
}

async function aborted(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort')
  throw signal.reason
}

async function stayUp(testnet: Testnet, say: (line: string) => void, signal: AbortSignal): Promise<void> {
  const links = await Promise.all(testnet.nodes.map((node) => node.client.call(createLoginLink)))
  testnet.nodes.forEach((node, index) => {
    say(`${node.name.padEnd(6)} page ${links[index]?.url ?? ''}`)
    say(`${node.name.padEnd(6)} command line: ./scripts/bourse --data ${node.dataFolder} status`)
  })
  say('the network stays up, with a block a second, until Ctrl-C')
  if (!signal.aborted) await once(signal, 'abort')
}

program.action(async (flags: Flags) => {
  try {
    await main(flags)
  } catch (error) {
    const code = error instanceof CodedError ? error.code : 'INTERNAL'
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)} (${code})\n`)
    process.exitCode = code === 'INTERRUPTED' ? EXIT.interrupted : EXIT.failed
  }
})
try {
  await program.exitOverride().parseAsync()
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = error.exitCode === 0 ? 0 : EXIT.usage
}
